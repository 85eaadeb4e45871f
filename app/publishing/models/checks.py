"""Letters that ask partners whether facts still hold, and which offers each letter was about."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.directory.models.offers import one_of


class CheckStage(StrEnum):
    """How far the asking went for an offer: after 10, 11 and 12 of its 12 months, or as a share."""

    FIRST = "first"
    SECOND = "second"
    LAST = "last"
    """The coordinator is told too."""
    HIDING = "hiding"
    """Two weeks before searches leave it out."""
    HIDDEN = "hidden"
    """Searches leave it out: that is told too."""


class CheckLetter(Base):
    """One letter to one person about all offers that are due; its link needs no sign-in."""

    __tablename__ = "check_letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CheckedOffer(Base):
    """An offer that a letter asked about, and how urgently."""

    __tablename__ = "checked_offer"
    __table_args__ = (CheckConstraint(one_of("stage", CheckStage), name="known_stage"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("check_letter.id"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True, index=True)
    stage: Mapped[str] = mapped_column(String(8))
