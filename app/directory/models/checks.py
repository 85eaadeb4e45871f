"""Which facts of an offer were confirmed, by whom and when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class CheckedFact(StrEnum):
    """A fact that a partner confirms by itself; families read which ones are not confirmed yet."""

    WHEN = "when"
    WHERE = "where"
    PRICE = "price"
    AGES = "ages"
    CONTACT = "contact"
    PLACES_LEFT = "places-left"


class Checker(StrEnum):
    """Who confirmed an offer last."""

    PARTNER = "partner"
    HOUSE = "house"
    SOURCE = "source"


class FactCheck(Base):
    """The last time that one fact of an offer was confirmed, or said to be wrong."""

    __tablename__ = "fact_check"
    __table_args__ = (
        CheckConstraint(
            "fact IN ('when', 'where', 'price', 'ages', 'contact', 'places-left')",
            name="known_fact",
        ),
    )

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    fact: Mapped[str] = mapped_column(String(12), primary_key=True)
    checked_on: Mapped[date]
    is_right: Mapped[bool]
    """False as long as a partner said that it is wrong and nothing better came in its place."""
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
