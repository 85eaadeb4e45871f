"""When a desk must have done something: counted in the days on which that desk works.

A desk works on a day on which it has hours (public and school holidays are in its hours) and that
no closing covers. The day on which something comes in does not count, so that a question of
Friday evening and one of Monday morning get what is promised: whole working days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.agenda.calendar_days import is_public_holiday
from app.agenda.clock import as_local, local_datetime
from app.agenda.opening_hours import OpeningHours, TimePair

OFFICE_DAY: tuple[TimePair, ...] = ((time(9), time(17)),)
LONGEST_SEARCH_DAYS = 366
"""A desk that does not work for a year promises by ordinary weekdays."""


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days and hours of one desk; without hours it works on weekdays that are no holiday."""

    hours: OpeningHours | None = None
    closures: tuple[tuple[date, date], ...] = ()
    """First and last day of each closing, both included."""

    def intervals_on(self, day: date) -> tuple[TimePair, ...]:
        """The hours of a day, earliest first; empty when the desk does not work."""
        if any(first <= day <= last for first, last in self.closures):
            return ()
        if self.hours is None or not self.hours.has_times:
            is_free = day.weekday() >= 5 or is_public_holiday(day)
            return () if is_free else OFFICE_DAY
        return self.hours.intervals_on(day)

    def is_working(self, day: date) -> bool:
        """Whether the desk works on a day."""
        return bool(self.intervals_on(day))

    def add(self, day: date, count: int) -> date:
        """The working day that comes `count` (1 or more) working days after a day."""
        found = list(self._following(day, count))
        return found[-1]

    def due_at(self, asked_at: datetime, count: int) -> datetime:
        """The end of the last hours of the `count`-th working day after a moment."""
        day = self.add(as_local(asked_at).date(), count)
        intervals = self.intervals_on(day) or OFFICE_DAY
        starts, ends = intervals[-1]
        # Hours past midnight end on the day after.
        last_day = day if ends > starts else day + timedelta(days=1)
        return local_datetime(last_day, ends)

    def _following(self, day: date, count: int) -> Iterator[date]:
        found = 0
        for number in range(1, LONGEST_SEARCH_DAYS + 1):
            following = day + timedelta(days=number)
            if self.is_working(following):
                found += 1
                yield following
                if found == count:
                    return
        while found < count:
            day += timedelta(days=1)
            if day.weekday() < 5:
                found += 1
                yield day
