"""A warm hand-over to a partner: the referral, the consent behind it, the links that answer it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.directory.models.offers import one_of


class ReferralState(StrEnum):
    """Where a referral stands; the allowed changes are one table in `questions.states`."""

    DRAFT = "draft"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WAITING_LIST = "waiting-list"
    CONTACT_MADE = "contact-made"
    DONE = "done"
    STOPPED_BY_FAMILY = "stopped-by-family"
    NO_CONTACT = "no-contact"
    EXPIRED = "expired"


class Handover(StrEnum):
    """How the family and the partner were brought together."""

    CALLED_TOGETHER = "called-together"
    APPOINTMENT = "appointment"
    WALKED_ALONG = "walked-along"
    SENT = "sent"


class SharedItem(StrEnum):
    """What a consent lets a partner see."""

    QUESTION = "question"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    CHILD_AGE = "child-age"
    MUNICIPALITY = "municipality"
    LANGUAGE = "language"


class ConsentChannel(StrEnum):
    """How a family gave its consent."""

    FORM = "form"
    PHONE = "phone"
    IN_PERSON = "in-person"


class Referral(Base):
    """A hand-over of a question to one partner."""

    __tablename__ = "referral"
    __table_args__ = (
        CheckConstraint(one_of("state", ReferralState), name="known_state"),
        CheckConstraint(one_of("handover", Handover), name="known_handover"),
        CheckConstraint(
            "(state = 'declined') = (decline_reason_id IS NOT NULL)", name="declined_has_reason"
        ),
        Index("ix_referral_organization_state", "organization_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=ReferralState.DRAFT.value)
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    items: Mapped[str] = mapped_column(String(120), default="")
    """What the desk wants to share: values of `SharedItem`, with spaces between, in their order."""
    consent_until: Mapped[date | None]
    """Until when the family is asked to let it be shared."""
    consent_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The family is asked on its status page; empty once it answered, or was asked in person."""
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contact_made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decline_reason_id: Mapped[int | None] = mapped_column(ForeignKey("decline_reason.id"))
    waiting_until: Mapped[date | None]
    """When the partner expects a place, with the state "waiting list"."""
    expires_on: Mapped[date | None]
    reminders_sent: Mapped[int] = mapped_column(default=0)
    next_reminder_on: Mapped[date | None]
    ask_family_on: Mapped[date | None]
    """When the family is asked whether contact was made."""
    family_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handover: Mapped[str | None] = mapped_column(String(20))
    handover_on: Mapped[date | None]
    recipient_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The mail address of the partner that is asked."""
    taken_over_by_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The name of the person who takes over."""
    expectation_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the family expects next, in words the family sees."""
    summary_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the partner reads: written by the desk from the question, within the consent."""
    version: Mapped[int] = mapped_column(default=1)


class Consent(Base):
    """That a family lets one partner see some items: superseded or withdrawn, never edited."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(one_of("channel", ConsentChannel), name="known_channel"),
        Index(
            "uq_consent_standing",
            "referral_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND superseded_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND superseded_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    wording_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The exact words that were agreed to."""
    language: Mapped[str] = mapped_column(String(8))
    items: Mapped[str] = mapped_column(String(120))
    """Values of `SharedItem`, with spaces between, in their order."""
    channel: Mapped[str] = mapped_column(String(10))
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Empty when the family gave it itself."""
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_until: Mapped[date]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReferralLink(Base):
    """A secret address by which a partner without account answers one step of a referral."""

    __tablename__ = "referral_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """A step was taken with it; the next step gets a link of its own."""


class DeclineReason(Base):
    """Why a partner cannot help: a list that coordinators keep."""

    __tablename__ = "decline_reason"
    __table_args__ = (UniqueConstraint("house_id", "key", name="uq_decline_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int | None] = mapped_column(ForeignKey("house.id"))
    """Empty for the ones that every House has."""
    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120))
    is_active: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int] = mapped_column(default=0)


class ListingProposal(Base):
    """What declines say about an offer: a notice proposed to the partner."""

    __tablename__ = "listing_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="waiting-list")
    waiting_until: Mapped[date | None]
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_accepted: Mapped[bool | None]
