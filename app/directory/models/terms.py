"""The taxonomy: terms in facets, with labels per language."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class Facet(StrEnum):
    """What a term says something about; ids of terms never change, labels may."""

    DOMAIN = "domain"
    FORM = "form"
    AUDIENCE = "audience"
    AGE_GROUP = "age_group"
    LIFE_MOMENT = "life_moment"
    PARTNER_TYPE = "partner_type"
    ACCESSIBILITY = "accessibility"
    CHANNEL = "channel"
    PASSES = "passes"


class Term(Base):
    """A term of the taxonomy; Open Referral's taxonomy_term."""

    __tablename__ = "term"
    __table_args__ = (
        CheckConstraint("age_max_months > age_min_months", name="ages_in_order"),
        Index("ix_term_facet_position", "facet", "position"),
    )

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("term.id"))
    facet: Mapped[str] = mapped_column(String(20))
    icon: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    age_min_months: Mapped[int | None]
    age_max_months: Mapped[int | None]
    texts: Mapped[list[TermText]] = relationship(cascade="all, delete-orphan", lazy="raise")


class TermText(Base):
    """The label and explanation of a term in one language."""

    __tablename__ = "term_text"

    term_id: Mapped[str] = mapped_column(ForeignKey("term.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    label: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
