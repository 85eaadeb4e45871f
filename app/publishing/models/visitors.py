"""What visitors without account bring: suggestions, reports of mistakes, and counted looks."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.counted_files import CountedFile
from app.db import Base, UtcDateTime
from app.directory.models.offers import one_of


class Suggestion(Base):
    """Who suggested something without account; the offer itself is a revision."""

    __tablename__ = "suggestion"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), unique=True)
    group_name: Mapped[str] = mapped_column(String(150), default="")
    """The volunteer group, as families will read it; empty for parents on their own."""
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(8))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    is_suspect: Mapped[bool] = mapped_column(default=False)
    """Sent in a way that machines do; a coordinator looks at it apart."""
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the button behind the link of the letter was pressed."""
    erase_on: Mapped[date]
    """The day on which name and address are erased at the latest."""


class ReportAbout(StrEnum):
    """What a visitor says is wrong."""

    WHEN = "when"
    WHERE = "where"
    PRICE = "price"
    CONTACT = "contact"
    GONE = "gone"
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    SUSPECT = "suspect"
    """Sent in a way that machines do."""
    MENDED = "mended"
    RIGHT = "right"
    """Looked at: the page was right."""


class OfferReport(Base):
    """A visitor says that something about an offer is not right."""

    __tablename__ = "offer_report"
    __table_args__ = (
        CheckConstraint(one_of("about", ReportAbout), name="known_about"),
        CheckConstraint(one_of("state", ReportState), name="known_state"),
        Index("ix_offer_report_state_reported_at", "state", "reported_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    about: Mapped[str] = mapped_column(String(8))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(8))
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SightKind(StrEnum):
    """What happened to an offer on the public site."""

    FOUND = "found"
    OPENED = "opened"
    KEPT = "kept"


class OfferSight(Base):
    """How often something happened to an offer in a month; nobody is in it."""

    __tablename__ = "offer_sight"
    __table_args__ = (CheckConstraint(one_of("kind", SightKind), name="known_kind"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    count: Mapped[int]


class SightFile(CountedFile, Base):
    """A file of looks that is counted already: its looks never count twice."""

    __tablename__ = "sight_file"
