"""A question of a family, its messages, and who is looking at it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.directory.models.offers import one_of


class QuestionState(StrEnum):
    """Who has to do something next; the allowed changes stand in `questions.states`."""

    NEW = "new"
    OPEN = "open"
    WAITING_FAMILY = "waiting-family"
    WAITING_PARTNER = "waiting-partner"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    HANDED_OVER = "handed-over"
    STOPPED_BY_FAMILY = "stopped-by-family"
    NO_CONTACT = "no-contact"
    MERGED = "merged"
    NO_QUESTION = "no-question"
    """What came in was no question: advertising, a test."""
    EXPIRED = "expired"
    """Unanswered for as long as the House may keep it; the alarm went off before."""


class OnBehalf(StrEnum):
    """Who asks."""

    OWN = "own"
    SCHOOL = "school"
    CARE = "care"
    """A doctor, nurse or other helper."""
    NEIGHBOUR = "neighbour"
    """Family, a friend, a neighbour."""
    OTHER = "other"


class Channel(StrEnum):
    """How a question or a contact came in."""

    FORM = "form"
    PHONE = "phone"
    WALK_IN = "walk-in"
    MAIL = "mail"
    OUTREACH = "outreach"


class Reach(StrEnum):
    """How the family wants to be reached; everybody has a status page."""

    PAGE = "page"
    EMAIL = "email"
    PHONE = "phone"


class Question(Base):
    """What a family asks the desk of one House; sealed columns are read in one place only."""

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint(one_of("state", QuestionState), name="known_state"),
        CheckConstraint(one_of("close_reason", CloseReason), name="known_close_reason"),
        CheckConstraint(one_of("on_behalf", OnBehalf), name="known_on_behalf"),
        CheckConstraint(one_of("channel", Channel), name="known_channel"),
        CheckConstraint(one_of("reach", Reach), name="known_reach"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_moment"),
        CheckConstraint(
            "(state = 'closed') = (close_reason IS NOT NULL)", name="closed_has_reason"
        ),
        CheckConstraint("child_age_months BETWEEN -9 AND 300", name="age_in_range"),
        Index("ix_question_house_state_due", "house_id", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"))
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    """What people call it, such as "K7M-3QP"; secret to nobody."""
    code_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    """Digest of the follow-up code; empty once everything is erased."""
    state: Mapped[str] = mapped_column(String(16), default=QuestionState.NEW.value)
    close_reason: Mapped[str | None] = mapped_column(String(20))
    is_quarantined: Mapped[bool] = mapped_column(default=False)
    quarantine_reason: Mapped[str] = mapped_column(String(20), default="")
    is_returned: Mapped[bool] = mapped_column(default=False)
    """It came back by itself: nobody called, or a partner kept silent."""
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Empty is visibly unowned."""
    channel: Mapped[str] = mapped_column(String(10), default=Channel.FORM.value)
    on_behalf: Mapped[str] = mapped_column(String(10), default=OnBehalf.OWN.value)
    does_family_know: Mapped[bool | None]
    reach: Mapped[str] = mapped_column(String(6), default=Reach.PAGE.value)
    language: Mapped[str] = mapped_column(String(8))
    """Language of the page the family asked on; letters and the status page are in it."""
    spoken_language: Mapped[str] = mapped_column(String(40), default="")
    """The language they would rather speak, ISO 639-1, empty when the same."""
    municipality_nis: Mapped[str | None] = mapped_column(String(5), index=True)
    child_age_months: Mapped[int | None]
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("term.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the desk must have done the next thing; the family sees the same date."""
    first_opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """The first answer."""
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    snoozed_until: Mapped[date | None]
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    backup_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    version: Mapped[int] = mapped_column(default=1)
    """Goes up with each change; an answer to an older version is not saved over a newer one."""
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JSON of {name, email, phone, when}; empty once erased."""
    context_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """JSON of what was searched, when the family let it come along: {words, place, offers}."""
    contact_erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    text_erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Author(StrEnum):
    """Who wrote a message."""

    FAMILY = "family"
    DESK = "desk"
    PARTNER = "partner"
    SYSTEM = "system"


class MessageKind(StrEnum):
    """What a message is for; notes are for colleagues only."""

    QUESTION = "question"
    ANSWER = "answer"
    REPLY = "reply"
    NOTE = "note"
    ASK_BACK = "ask-back"
    """A partner asks the desk something about a referral."""


class Message(Base):
    """One turn in a question."""

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(one_of("author", Author), name="known_author"),
        CheckConstraint(one_of("kind", MessageKind), name="known_kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"), index=True)
    author: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Empty once erased."""


class MessageOffer(Base):
    """An offer that an answer points to; the family sees it as a card."""

    __tablename__ = "message_offer"

    message_id: Mapped[int] = mapped_column(
        ForeignKey("message.id", ondelete="CASCADE"), primary_key=True
    )
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class QuestionStep(Base):
    """A change of a question that people may see in its history: facts only, no text."""

    __tablename__ = "question_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str] = mapped_column(String(40))
    author: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id"))


class Presence(Base):
    """A colleague who has a question open."""

    __tablename__ = "presence"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("question.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AskTally(Base):
    """How often one address asked in a window of ten minutes; erased after a day."""

    __tablename__ = "ask_tally"

    sender_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    window: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    count: Mapped[int]


class OfferAsked(Base):
    """How many questions of a month carried an offer along; which questions is not in it."""

    __tablename__ = "offer_asked"

    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    count: Mapped[int]
