"""Answer cards: short answers of the House to what families often ask."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class AnswerCard(Base):
    """A short answer on one theme, of one House or of every House."""

    __tablename__ = "answer_card"
    __table_args__ = (CheckConstraint("max_age_months > min_age_months", name="ages_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str | None] = mapped_column(String(60), unique=True)
    """Its name in the seed; what a coordinator wrote has none."""
    house_id: Mapped[int | None] = mapped_column(ForeignKey("house.id"), index=True)
    """None for a card that every House shows."""
    theme_id: Mapped[str] = mapped_column(ForeignKey("term.id"), index=True)
    min_age_months: Mapped[int | None]
    max_age_months: Mapped[int | None]
    """Exclusive."""
    is_shown: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]
    verified_on: Mapped[date]
    texts: Mapped[list[AnswerCardText]] = relationship(cascade="all, delete-orphan", lazy="raise")


class AnswerCardText(Base):
    """An answer in one language: paragraphs of plain text, and a page to read on."""

    __tablename__ = "answer_card_text"
    __table_args__ = (
        CheckConstraint("link_url = '' OR substr(link_url, 1, 8) = 'https://'", name="safe_link"),
        CheckConstraint("(link_url = '') = (link_text = '')", name="whole_link"),
    )

    card_id: Mapped[int] = mapped_column(ForeignKey("answer_card.id"), primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(Text)
    link_url: Mapped[str] = mapped_column(String(300), default="")
    link_text: Mapped[str] = mapped_column(String(120), default="")
