"""When an offer happens: rules, opening hours, closures and one-off cancellations."""

from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base


class Schedule(Base):
    """One rule: a recurrence with a start and an end time, or opening hours; at one place or all.

    Times are wall-clock times in Europe/Brussels. Open Referral's schedule.
    """

    __tablename__ = "schedule"
    __table_args__ = (
        CheckConstraint(
            "(opening_hours <> '') <> (starts_on IS NOT NULL)", name="rule_or_opening_hours"
        ),
        CheckConstraint(
            "starts_on IS NULL OR (start_time IS NOT NULL AND end_time IS NOT NULL)",
            name="rule_has_times",
        ),
        CheckConstraint("holidays IN ('also', 'not', 'only')", name="known_holidays"),
        CheckConstraint("days BETWEEN 1 AND 60", name="days_in_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    location_id: Mapped[int | None] = mapped_column(ForeignKey("location.id"), index=True)
    opening_hours: Mapped[str] = mapped_column(Text, default="")
    """OpenStreetMap notation, the subset of app.agenda.opening_hours."""
    starts_on: Mapped[date | None]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    days: Mapped[int] = mapped_column(default=1)
    """Length of one moment in days: 5 for a camp from Monday to Friday."""
    rrule: Mapped[str] = mapped_column(Text, default="")
    """RFC 5545 recurrence rule without DTSTART; empty for a single day."""
    holidays: Mapped[str] = mapped_column(String(4), default="also")
    """Flemish school holidays: also, not or only."""
    is_off_on_public_holidays: Mapped[bool] = mapped_column(default=False)
    dates: Mapped[list[ScheduleDate]] = relationship(
        cascade="all, delete-orphan", lazy="raise", order_by="ScheduleDate.day"
    )


class ScheduleDate(Base):
    """A day that a rule leaves out or adds; iCalendar's EXDATE and RDATE."""

    __tablename__ = "schedule_date"

    schedule_id: Mapped[int] = mapped_column(ForeignKey("schedule.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    is_extra: Mapped[bool]


class Closure(Base):
    """Days on which an offer does not happen; yearly closures repeat by month and day."""

    __tablename__ = "closure"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="days_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    is_yearly: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200), default="")


class Cancellation(Base):
    """One moment that does not take place and stays visible as cancelled."""

    __tablename__ = "cancellation"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"), index=True)
    day: Mapped[date]
    start_time: Mapped[time | None]
    reason: Mapped[str] = mapped_column(String(200), default="")
