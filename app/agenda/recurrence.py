"""A recurrence says on which days and between which times something takes place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from app.agenda.calendar_days import (
    is_public_holiday,
    is_school_holiday,
    public_holiday_ordinals,
    school_holiday_ordinals,
)
from app.agenda.clock import LAST_ORDINAL
from app.agenda.moments import DayReason
from app.agenda.recurrence_rule import has_days, last_ordinal, rule_ordinals
from app.agenda.recurrence_text import RecurrenceError, RecurrenceRule, parse_rule

MAX_SPAN_DAYS = 366
MAX_SPAN_DAYS_REPEATED = 31
MAX_NAMED_DATES = 1000


class HolidayPolicy(StrEnum):
    """What a rule does in the Flemish school holidays: go on too, stop, or go on only then."""

    ALSO = "also"
    NOT = "not"
    ONLY = "only"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule in local time: from ``starts_on`` on, between two wall-clock times, as RFC 5545 says.

    Without ``rrule`` it is the one day ``starts_on``. An ``end_time`` before ``start_time`` is past
    midnight; an equal one means that the end is not known (a moment without length). ``days`` is
    the length of one moment in calendar days (a camp of five days: 5): at most 366, or 31 when
    repeated.
    ``starts_on`` is a day only when the rule gives it. Holidays and ``valid_from``/``valid_until``
    (both included) hold for the days of the rule; ``starts_on`` without rule and ``extra_dates``
    are named one by one and take place anyway. ``except_dates`` never take place.
    Raises RecurrenceError, whose ``key`` says what is wrong, when made.
    """

    starts_on: date
    start_time: time
    end_time: time
    rrule: str | None = None
    days: int = 1
    except_dates: frozenset[date] = frozenset()
    extra_dates: frozenset[date] = frozenset()
    holidays: HolidayPolicy = HolidayPolicy.ALSO
    off_on_public_holidays: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    place_key: int | None = None
    rule: RecurrenceRule | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reads the rule and refuses what cannot be."""
        rule = parse_rule(self.rrule) if self.rrule and self.rrule.strip() else None
        object.__setattr__(self, "rule", rule)
        if rule is not None and not has_days(rule, self.starts_on):
            raise RecurrenceError("never-happens", self.rrule or "")
        longest = MAX_SPAN_DAYS if rule is None else MAX_SPAN_DAYS_REPEATED
        if not 1 <= self.days <= longest:
            raise RecurrenceError("days-out-of-range", str(self.days))
        if len(self.except_dates) > MAX_NAMED_DATES or len(self.extra_dates) > MAX_NAMED_DATES:
            raise RecurrenceError("too-many-dates", str(MAX_NAMED_DATES))
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise RecurrenceError("valid-until-before-valid-from", self.valid_until.isoformat())
        if self.start_time.tzinfo or self.end_time.tzinfo:
            raise RecurrenceError("time-with-zone", self.start_time.isoformat())

    def start_ordinals(self, first: int, last: int) -> list[int]:
        """Gives the sorted ordinals, from first to last included, of the days on which it starts.

        The work is bounded by the length of the window, whatever the rule says.
        """
        first, last = max(first, 1), min(last, LAST_ORDINAL)
        if first > last:
            return []
        named = {day.toordinal() for day in self.extra_dates}
        if self.rule is None:
            named.add(self.starts_on.toordinal())
            ordinals: list[int] = []
        else:
            ordinals = list(self._ruled_ordinals(self.rule, first, last))
        if named:
            wanted = {ordinal for ordinal in named if first <= ordinal <= last}
            ordinals = sorted(wanted.union(ordinals))
        if self.except_dates:
            excepted = {day.toordinal() for day in self.except_dates}
            ordinals = [ordinal for ordinal in ordinals if ordinal not in excepted]
        return ordinals

    def reason_on(self, day: date) -> DayReason:
        """Says why it does or does not start on a day; except dates count as cancelled."""
        ordinal = day.toordinal()
        if self.start_ordinals(ordinal, ordinal):
            return DayReason.TAKES_PLACE
        if self.rule is None:
            named = day == self.starts_on or day in self.extra_dates
            return DayReason.CANCELLED if named else DayReason.NOT_THAT_DAY
        if self._is_outside_season(self.rule, day):
            return DayReason.OUTSIDE_SEASON
        is_ruled = bool(rule_ordinals(self.rule, self.starts_on, self.start_time, ordinal, ordinal))
        if not is_ruled:
            return DayReason.CANCELLED if day in self.extra_dates else DayReason.NOT_THAT_DAY
        if day in self.except_dates:
            return DayReason.CANCELLED
        if self.off_on_public_holidays and is_public_holiday(day):
            return DayReason.PUBLIC_HOLIDAY
        if self.holidays is HolidayPolicy.NOT and is_school_holiday(day):
            return DayReason.SCHOOL_HOLIDAY
        return DayReason.ONLY_SCHOOL_HOLIDAYS

    def _ruled_ordinals(self, rule: RecurrenceRule, first: int, last: int) -> Sequence[int]:
        if self.valid_from:
            first = max(first, self.valid_from.toordinal())
        if self.valid_until:
            last = min(last, self.valid_until.toordinal())
        if first > last:
            return ()
        ordinals: Sequence[int] = rule_ordinals(rule, self.starts_on, self.start_time, first, last)
        if not ordinals:
            return ordinals
        years = (date.fromordinal(first).year, date.fromordinal(last).year)
        if self.holidays is not HolidayPolicy.ALSO:
            free = school_holiday_ordinals(*years)
            only = self.holidays is HolidayPolicy.ONLY
            ordinals = [ordinal for ordinal in ordinals if (ordinal in free) is only]
        if self.off_on_public_holidays:
            public = public_holiday_ordinals(*years)
            ordinals = [ordinal for ordinal in ordinals if ordinal not in public]
        return ordinals

    def _is_outside_season(self, rule: RecurrenceRule, day: date) -> bool:
        if day < self.starts_on or (self.valid_from is not None and day < self.valid_from):
            return True
        if self.valid_until is not None and day > self.valid_until:
            return True
        return day.toordinal() > last_ordinal(rule, self.starts_on, self.start_time)
