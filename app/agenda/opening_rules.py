"""Opening rules are the parts of opening hours: on which days, and from which minute to which."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from functools import lru_cache

from app.agenda.calendar_days import is_public_holiday, is_school_holiday
from app.agenda.clock import LAST_ORDINAL

DAY_MINUTES = 1440


class HolidayKind(StrEnum):
    """The two kinds of holidays, as OpenStreetMap writes them."""

    PUBLIC = "PH"
    SCHOOL = "SH"


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From a minute of the day (0-1439) to a later one: 22:00-02:00 is 1320-1560."""

    start_minute: int
    end_minute: int

    def as_times(self) -> tuple[time, time]:
        """Gives the two wall-clock times; an end not after the start is on the next day."""
        return _wall_time(self.start_minute), _wall_time(self.end_minute)


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Days between two dates, both included; without years yearly, without days whole months."""

    first_year: int | None
    first_month: int
    first_day: int | None
    last_year: int | None
    last_month: int
    last_day: int | None

    def covers(self, day: date) -> bool:
        """Says whether a day is in the span; a span without years may pass New Year."""
        start = (self.first_month, self.first_day or 1)
        end = (self.last_month, self.last_day or 31)
        here = (day.month, day.day)
        if self.first_year is not None and self.last_year is not None:
            return (self.first_year, *start) <= (day.year, *here) <= (self.last_year, *end)
        return start <= here <= end if start <= end else here >= start or here <= end


@dataclass(frozen=True, slots=True)
class DaySelector:
    """The days of a rule: inside a span, in a holiday, and on a weekday; an empty part is no limit.

    ``weekdays`` holds pairs of the position in the month (0 every, 1 first, -1 last) and the
    weekday (0 is Monday).
    """

    spans: tuple[DateSpan, ...] = ()
    holidays: frozenset[HolidayKind] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()

    @property
    def is_ordinary(self) -> bool:
        """Says whether the rule is of every week or month, and not of a season or a holiday."""
        return not self.spans and not self.holidays

    @property
    def is_plain_week(self) -> bool:
        """Says whether the rule holds for the same weekdays of every week."""
        return self.is_ordinary and all(position == 0 for position, _ in self.weekdays)

    @property
    def kind(self) -> tuple[bool, frozenset[HolidayKind]]:
        """Gives what makes two rules of one type, whose hours add up."""
        return bool(self.spans), self.holidays

    def covers(self, day: date) -> bool:
        """Says whether the rule is about a day."""
        if self.weekdays and not self._covers_weekday(day):
            return False
        if self.spans and not any(span.covers(day) for span in self.spans):
            return False
        if not self.holidays:
            return True
        if HolidayKind.PUBLIC in self.holidays and is_public_holiday(day):
            return True
        return HolidayKind.SCHOOL in self.holidays and is_school_holiday(day)

    def _covers_weekday(self, day: date) -> bool:
        weekday = day.weekday()
        for position, wanted in self.weekdays:
            if wanted != weekday:
                continue
            if position == 0 or position == (day.day - 1) // 7 + 1:
                return True
            if position < 0 and position == -(
                (monthrange(day.year, day.month)[1] - day.day) // 7 + 1
            ):
                return True
        return False


@dataclass(frozen=True, slots=True)
class HoursRule:
    """One rule: its days, its hours, or that they are off; with neither it is only a comment."""

    selector: DaySelector
    intervals: tuple[Interval, ...] = ()
    is_off: bool = False
    comment: str | None = None


@lru_cache(maxsize=4096)
def selector_ordinals(selector: DaySelector, first: int, last: int) -> tuple[int, ...]:
    """Gives the ordinals, from first to last included, of the days that a rule is about."""
    days = range(max(first, 1), min(last, LAST_ORDINAL) + 1)
    return tuple(day for day in days if selector.covers(date.fromordinal(day)))


def merge_intervals(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Gives the same minutes as sorted intervals that do not overlap; touching ones stay apart."""
    merged: list[Interval] = []
    for interval in sorted(intervals):
        if merged and interval.start_minute < merged[-1].end_minute:
            end = max(merged[-1].end_minute, interval.end_minute)
            merged[-1] = Interval(merged[-1].start_minute, end)
        else:
            merged.append(interval)
    return tuple(merged)


def resolve_rules(rules: Iterable[HoursRule]) -> tuple[tuple[Interval, ...], HoursRule | None]:
    """Gives the hours that follow from the rules about one day, and the rule that decided last.

    A later rule replaces earlier ones, as in OpenStreetMap, with one exception that the offers CSV
    needs: hours of rules of one type (ordinary, the same holidays, or dated) add up when they do
    not overlap, so ``Mo,We 09:00-12:00; We 13:30-16:00`` is open twice on Wednesday.
    """
    current: tuple[Interval, ...] = ()
    decisive: HoursRule | None = None
    for rule in rules:
        if not rule.intervals and not rule.is_off:
            continue
        if rule.is_off:
            current = ()
        elif decisive is not None and decisive.selector.kind == rule.selector.kind:
            together = (*current, *rule.intervals)
            merged = merge_intervals(together)
            is_apart = len(merged) == len(current) + len(merge_intervals(rule.intervals))
            current = merged if is_apart else merge_intervals(rule.intervals)
        else:
            current = merge_intervals(rule.intervals)
        decisive = rule
    return current, decisive


def _wall_time(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
