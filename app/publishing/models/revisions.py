"""Revisions: what a partner wants an offer to be, from a first draft to a published page."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime, utc_now
from app.directory.models.offers import OfferKind, one_of


class RevisionState(StrEnum):
    """Where a revision stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    RETURNED = "returned"
    """Back to its author with a reason; it can be changed and sent again."""
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """Another revision of the same offer was published while this one waited."""


class AuthorKind(StrEnum):
    """Who wrote a revision."""

    PARTNER = "partner"
    """Somebody with an account, or by the link of a letter, for the own organization."""
    HOUSE = "house"
    """A coordinator, who brought an older version back."""
    VISITOR = "visitor"
    """Somebody without account, who suggested something."""


class Revision(Base):
    """One version of an offer: all its facts, what they were before, its author and its judge."""

    __tablename__ = "revision"
    __table_args__ = (
        CheckConstraint(one_of("kind", OfferKind), name="known_kind"),
        CheckConstraint(one_of("state", RevisionState), name="known_state"),
        CheckConstraint(one_of("author_kind", AuthorKind), name="known_author"),
        CheckConstraint(
            "organization_id IS NOT NULL OR house_id IS NOT NULL", name="somebody_reviews"
        ),
        CheckConstraint("state <> 'returned' OR reason <> ''", name="return_has_reason"),
        Index("ix_revision_state_promised_on", "state", "promised_on", "id"),
        # What the review list counts and puts in order stands in these whole: a row is long.
        Index(
            "ix_revision_organization_state",
            "organization_id",
            "state",
            "promised_on",
            "is_protected",
            "offer_id",
        ),
        Index("ix_revision_house_state", "house_id", "state"),
        Index(
            "ix_revision_unseen_sample",
            "organization_id",
            "published_at",
            sqlite_where=text("is_sample = 1 AND reviewed_at IS NULL"),
            postgresql_where=text("is_sample AND reviewed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True)
    """Empty for something new that is not published yet."""
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    """Empty for a suggestion without account, until it is published."""
    house_id: Mapped[int | None] = mapped_column(ForeignKey("house.id"))
    """The House that a suggestion is for; a partner's revision is for each of its Houses."""
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(150))
    """The Dutch title, for lists; empty in a draft that has none yet."""
    state: Mapped[str] = mapped_column(String(12), default=RevisionState.DRAFT.value)
    facts: Mapped[str] = mapped_column(Text)
    """The proposed offer as JSON (`app.publishing.facts`)."""
    base_facts: Mapped[str] = mapped_column(Text, default="")
    """The offer as it was when this revision was begun; empty for something new."""
    changed: Mapped[str] = mapped_column(String(400), default="")
    """Names of the changed facts with commas between, for lists; set when it is submitted."""
    is_protected: Mapped[bool] = mapped_column(default=False)
    """Whether it changes a phone number, address of mail or web, or bank details."""
    is_sample: Mapped[bool] = mapped_column(default=False)
    """Published at once and picked to be looked at afterwards."""
    is_whole: Mapped[bool] = mapped_column(default=True)
    """Whether its author looked at the whole page; a date called off or one better price is less.

    Publishing less than a whole page checks only what changed, and lets what waits go on waiting.
    """
    author_kind: Mapped[str] = mapped_column(String(8))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    """Goes up with each change, so that two people do not write over each other."""
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    promised_on: Mapped[date | None]
    """The day on which its author has an answer at the latest."""
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it came back, in plain words for its author."""


class RevisionWriter(Base):
    """Somebody who wrote in a revision: none of them may judge it, whoever sent it in."""

    __tablename__ = "revision_writer"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)


class PartnerStanding(Base):
    """How a partner's revisions are treated; without a row they wait for a review."""

    __tablename__ = "partner_standing"

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    is_trusted: Mapped[bool]
    """Whether they are published at once, apart from what is protected, and sampled."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Photo(Base):
    """A photo that a partner sent, made anew without what the camera wrote in it."""

    __tablename__ = "photo"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    """Its file in the folder of photos: a digest of what is in it."""
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id"), primary_key=True, index=True
    )
    width: Mapped[int]
    height: Mapped[int]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
