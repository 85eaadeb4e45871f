"""How a desk works: its rules, teams, routing, rota, templates and counted contacts."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.directory.models.offers import one_of
from app.questions.models.questions import Channel


class HouseRules(Base):
    """The promises and terms of one House; a House without a row has these defaults."""

    __tablename__ = "house_rules"
    __table_args__ = (
        CheckConstraint("answer_days BETWEEN 1 AND 10", name="answer_in_range"),
        CheckConstraint("contact_kept_days BETWEEN 0 AND 365", name="contact_in_range"),
        CheckConstraint("text_kept_days BETWEEN contact_kept_days AND 365", name="text_in_range"),
        CheckConstraint("unanswered_kept_days BETWEEN 30 AND 180", name="unanswered_in_range"),
        CheckConstraint(
            "0 < first_reminder_days AND first_reminder_days < second_reminder_days"
            " AND second_reminder_days < expiry_days",
            name="reminders_in_order",
        ),
    )

    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), primary_key=True)
    answer_days: Mapped[int] = mapped_column(default=2)
    """Working days of the desk within which a question gets its first answer."""
    backup_days: Mapped[int] = mapped_column(default=1)
    """Working days after which an unopened question goes to the back-up."""
    contact_check_days: Mapped[int] = mapped_column(default=5)
    """Working days after which the family is asked whether contact was made."""
    first_reminder_days: Mapped[int] = mapped_column(default=3)
    second_reminder_days: Mapped[int] = mapped_column(default=7)
    expiry_days: Mapped[int] = mapped_column(default=15)
    contact_kept_days: Mapped[int] = mapped_column(default=30)
    """Days after closing that contact data is kept."""
    text_kept_days: Mapped[int] = mapped_column(default=90)
    """Days after closing that texts are kept."""
    unanswered_kept_days: Mapped[int] = mapped_column(default=180)
    """Days after its last change that a question which nobody closes is kept."""


class HouseClosure(Base):
    """Days on which a desk is closed beside its hours."""

    __tablename__ = "house_closure"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(120), default="")


class Team(Base):
    """A group of colleagues of one House that receives questions."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    is_desk: Mapped[bool] = mapped_column(default=False)
    """The one that gets what no rule names."""
    is_active: Mapped[bool] = mapped_column(default=True)


class TeamMember(Base):
    """A colleague in a team."""

    __tablename__ = "team_member"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class RoutingRule(Base):
    """Which questions go to which team: all filled conditions hold; the first rule decides."""

    __tablename__ = "routing_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), index=True)
    position: Mapped[int]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    min_age_months: Mapped[int | None]
    max_age_months: Mapped[int | None]
    """Exclusive."""
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("term.id"))
    language: Mapped[str | None] = mapped_column(String(8))
    municipality_nis: Mapped[str | None] = mapped_column(String(5))


class ShiftKind(StrEnum):
    """What somebody does in a shift."""

    DESK = "desk"
    BACKUP = "backup"


class RotaShift(Base):
    """Who is at the desk, or its back-up, on one day; times on the clock of Brussels."""

    __tablename__ = "rota_shift"
    __table_args__ = (
        CheckConstraint(one_of("kind", ShiftKind), name="known_kind"),
        CheckConstraint("ends > starts", name="times_in_order"),
        CheckConstraint("(person_id IS NULL) <> (name = '')", name="person_or_name"),
        Index("ix_rota_shift_house_day", "house_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"))
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    kind: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80), default="")
    """A partner's colleague without account."""
    phone: Mapped[str] = mapped_column(String(30), default="")
    """The number of the back-up on that day."""


class ReplyTemplate(Base):
    """A text that answers often begin with; {names} in it are filled from the question."""

    __tablename__ = "reply_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), index=True)
    title: Mapped[str] = mapped_column(String(80))
    body: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8), default="nl")


class ContactResult(StrEnum):
    """What came of a contact at the desk or the phone."""

    INFORMED = "informed"
    REFERRED = "referred"
    ASKED = "asked"
    """It became a question that the desk follows up."""
    NOTHING_FOUND = "nothing-found"
    ESCALATED = "escalated"


class ContactMoment(Base):
    """One counted contact, without any name: what year figures and busy hours follow from."""

    __tablename__ = "contact_moment"
    __table_args__ = (
        CheckConstraint(one_of("channel", Channel), name="known_channel"),
        CheckConstraint(one_of("result", ContactResult), name="known_result"),
        Index("ix_contact_moment_house_at", "house_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    theme_id: Mapped[str | None] = mapped_column(ForeignKey("term.id"))
    age_id: Mapped[str | None] = mapped_column(ForeignKey("term.id"))
    """A term of the facet age."""
    channel: Mapped[str] = mapped_column(String(10))
    municipality_nis: Mapped[str | None] = mapped_column(String(5))
    result: Mapped[str] = mapped_column(String(16))
