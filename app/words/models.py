"""What staff own of the search: words, spelling, pinned answers, and the history of all three."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.counted_files import CountedFile
from app.db import Base, UtcDateTime
from app.search.table.synonym_table import KINDS


def _one_of(column: str, values: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({listed})"


class OwnWord(Base):
    """A row that staff put in the synonym table, beside ours or, `is_off`, in its place.

    The table that ships with the site is read from its file; this one is laid over it, so that an
    upgrade brings new words and never takes back what staff decided.
    """

    __tablename__ = "own_word"
    __table_args__ = (
        UniqueConstraint("variant_key", "language", "meaning_key"),
        CheckConstraint(_one_of("kind", KINDS), name="known_kind"),
        CheckConstraint("weight > 0 AND weight <= 1", name="weight_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant: Mapped[str] = mapped_column(String(80))
    """What families type, as it was written."""
    variant_key: Mapped[str] = mapped_column(String(80))
    """The same, folded."""
    language: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    canonical: Mapped[str] = mapped_column(String(80))
    """The term that we use for it."""
    term_id: Mapped[str | None] = mapped_column(ForeignKey("term.id"))
    meaning_key: Mapped[str] = mapped_column(String(80))
    """The term id, or the folded canonical term when it has none: one row a meaning."""
    weight: Mapped[float] = mapped_column(default=1.0)
    is_off: Mapped[bool] = mapped_column(default=False)
    """Whether this meaning of the word no longer counts, also when our own table has it."""


class SpellingRule(Base):
    """How one typed word is read, whatever the correction would make of it."""

    __tablename__ = "spelling_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    typed: Mapped[str] = mapped_column(String(40), unique=True)
    """Folded."""
    meant: Mapped[str] = mapped_column(String(80), default="")
    """What it is read as; empty when it is never to be corrected."""


class PinnedAnswer(Base):
    """What stands first for a search: an offer or an answer card, in one House."""

    __tablename__ = "pinned_answer"
    __table_args__ = (
        UniqueConstraint("house_id", "words", "offer_id", name="uq_pinned_answer_offer"),
        UniqueConstraint("house_id", "words", "card_id", name="uq_pinned_answer_card"),
        CheckConstraint("(offer_id IS NULL) != (card_id IS NULL)", name="one_thing"),
        Index("ix_pinned_answer_words", "words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"))
    words: Mapped[str] = mapped_column(String(80))
    """The folded words of the search; the facts beside them (age, place, day) do not count."""
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"))
    card_id: Mapped[int | None] = mapped_column(ForeignKey("answer_card.id", ondelete="CASCADE"))
    position: Mapped[int] = mapped_column(default=0)
    until_on: Mapped[date | None]
    """The last day on which it counts; None for always."""


class WordSubject(StrEnum):
    """What a change was about."""

    WORD = "word"
    SPELLING = "spelling"
    PIN = "pin"


class WordChange(Base):
    """One change to what staff own of the search; the highest id is the version of the words."""

    __tablename__ = "word_change"
    __table_args__ = (
        CheckConstraint(_one_of("subject", tuple(WordSubject)), name="known_subject"),
        # Numbers are never given out again: a worker that saw one must not miss the next.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"))
    subject: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    before: Mapped[str] = mapped_column(Text, default="")
    """The columns of the row as JSON; empty when it is new."""
    after: Mapped[str] = mapped_column(Text, default="")
    """The same; empty when it was taken away."""
    changed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SearchCount(Base):
    """How often something was searched for in a month, and how it went; nobody is in it."""

    __tablename__ = "search_count"

    text: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Folded words without what looks personal."""
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    searches: Mapped[int] = mapped_column(default=0)
    without_result: Mapped[int] = mapped_column(default=0)
    weak: Mapped[int] = mapped_column(default=0)
    """Times that what was found met the words only for a part."""
    missed: Mapped[int] = mapped_column(default=0)
    """Times that somebody pressed that it is not what they looked for."""


class SearchFile(CountedFile, Base):
    """A file of searches that is counted already: its searches never count twice."""

    __tablename__ = "search_file"


class MissedWish(Base):
    """What families say that they miss, by municipality and month; nobody is in it."""

    __tablename__ = "missed_wish"

    text: Mapped[str] = mapped_column(String(60), primary_key=True)
    """Folded words; empty when what was typed looked personal."""
    municipality_nis: Mapped[str] = mapped_column(String(5), primary_key=True, default="")
    month: Mapped[date] = mapped_column(primary_key=True)
    theme_id: Mapped[str] = mapped_column(String(60), primary_key=True, default="")
    """The term that the search was understood as; empty for none."""
    count: Mapped[int] = mapped_column(default=0)
