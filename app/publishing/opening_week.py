"""Opening hours as people fill them in: a week, school holidays, public holidays, exceptions.

`read_week` gives None for a notation that says more than such a table can: a remark, a weekday of
the month, a season with hours of its own, or rules in an order that means something else.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import IntEnum
from itertools import pairwise

from app.agenda.opening_hours import OpeningHours, TimePair, WeekdayHours
from app.agenda.opening_notation import OpeningHoursError
from app.agenda.opening_rules import (
    DAY_MINUTES,
    DateSpan,
    DaySelector,
    HolidayKind,
    HoursRule,
    Interval,
)
from app.agenda.opening_text import write_rules

MOST_INTERVALS = 2
"""A day of the table has room for a morning and an afternoon."""
LEAP_YEAR = 2024
"""A year in which every day of a year exists."""

Week = tuple[tuple[TimePair, ...], ...]
"""Seven days, Monday first, each with its hours in order; none is closed."""
CLOSED_WEEK: Week = ((),) * 7


@dataclass(frozen=True, slots=True)
class DayHours:
    """One date with hours of its own, or none: closed; without a year it comes back each year."""

    year: int | None
    month: int
    day: int
    intervals: tuple[TimePair, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """More than one day in a row closed, both included; without years it comes back each year."""

    first_year: int | None
    first_month: int
    first_day: int
    last_year: int | None
    last_month: int
    last_day: int


@dataclass(frozen=True, slots=True)
class OpeningWeek:
    """The hours of a place as a table."""

    days: Week = CLOSED_WEEK
    holiday_days: Week | None = None
    """The week in school holidays; all closed is closed then, None is as always."""
    is_off_on_public_holidays: bool = False
    closings: tuple[ClosedDays, ...] = ()
    exceptions: tuple[DayHours, ...] = ()
    """What counts last: a date in closed days that has hours is open."""

    @property
    def has_hours(self) -> bool:
        """Whether it is ever open."""
        weeks = (self.days, self.holiday_days or CLOSED_WEEK)
        return any(any(week) for week in weeks) or any(item.intervals for item in self.exceptions)


class _Rank(IntEnum):
    """The order in which a table is written: what comes later counts more."""

    WEEK = 0
    SCHOOL = 1
    PUBLIC = 2
    CLOSING = 3
    EXCEPTION = 4


def read_week(text: str) -> OpeningWeek | None:
    """The table of a text in OpenStreetMap notation; an empty text is an empty table."""
    if not text.strip():
        return OpeningWeek()
    try:
        hours = OpeningHours.parse(text)
    except OpeningHoursError:
        return None
    ranked = [(_rank(rule), rule) for rule in hours.rules]
    ranks = [rank for rank, _rule in ranked if rank is not None]
    if len(ranks) < len(ranked) or not _is_in_order([(r, x) for r, x in ranked if r is not None]):
        return None
    special = [(rank, rule) for rank, rule in ranked if rank is not _Rank.WEEK]
    exceptions = [_day_hours(rule) for rank, rule in special if rank is _Rank.EXCEPTION]
    dates = [(item.year, item.month, item.day) for item in exceptions]
    has_school = any(HolidayKind.SCHOOL in rule.selector.holidays for _rank_, rule in special)
    week = OpeningWeek(
        days=_week_of(hours.weekly()),
        holiday_days=_week_of(hours.school_holiday_weekly()) if has_school else None,
        is_off_on_public_holidays=any(
            HolidayKind.PUBLIC in rule.selector.holidays for _rank_, rule in special
        ),
        closings=tuple(_closed_days(rule) for rank, rule in special if rank is _Rank.CLOSING),
        exceptions=tuple(exceptions),
    )
    days = [*week.days, *(week.holiday_days or ()), *(item.intervals for item in exceptions)]
    is_too_much = any(len(intervals) > MOST_INTERVALS for intervals in days)
    return None if is_too_much or len(set(dates)) < len(dates) else week


def write_week(week: OpeningWeek) -> str:
    """A table in the notation of OpenStreetMap; an empty text for an empty table."""
    rules = list(_write_days(week.days, frozenset()))
    if week.holiday_days is not None:
        school = frozenset({HolidayKind.SCHOOL})
        is_closed = not any(week.holiday_days)
        if is_closed:
            rules.append(HoursRule(DaySelector(holidays=school), is_off=True))
        else:
            rules += _write_days(week.holiday_days, school, says_closed=True)
    if week.is_off_on_public_holidays:
        public = frozenset({HolidayKind.PUBLIC})
        rules.append(HoursRule(DaySelector(holidays=public), is_off=True))
    for item in week.closings:
        span = DateSpan(
            item.first_year,
            item.first_month,
            item.first_day,
            item.last_year,
            item.last_month,
            item.last_day,
        )
        rules.append(HoursRule(DaySelector(spans=(span,)), is_off=True))
    for day in week.exceptions:
        span = DateSpan(day.year, day.month, day.day, day.year, day.month, day.day)
        intervals = tuple(_interval(pair) for pair in day.intervals)
        rules.append(HoursRule(DaySelector(spans=(span,)), intervals, is_off=not intervals))
    return write_rules(rules)


def _rank(rule: HoursRule) -> _Rank | None:
    """Where a rule stands in a table, or None when a table cannot say it."""
    selector = rule.selector
    if rule.comment is not None or (not rule.intervals and not rule.is_off):
        return None
    if selector.is_ordinary:
        return _Rank.WEEK if selector.is_plain_week else None
    if selector.holidays:
        return _holiday_rank(rule)
    if selector.weekdays or len(selector.spans) != 1:
        return None
    if _is_one_day(selector.spans[0]):
        return _Rank.EXCEPTION
    return _Rank.CLOSING if rule.is_off else None


def _holiday_rank(rule: HoursRule) -> _Rank | None:
    selector = rule.selector
    has_position = any(position for position, _weekday in selector.weekdays)
    if selector.spans or has_position:
        return None
    if selector.holidays == {HolidayKind.SCHOOL}:
        return _Rank.SCHOOL
    # Public holidays of the table are closed all day; with the school holidays in one rule too.
    return _Rank.PUBLIC if rule.is_off and not selector.weekdays else None


def _is_one_day(span: DateSpan) -> bool:
    return span.first_day is not None and (
        (span.first_year, span.first_month, span.first_day)
        == (span.last_year, span.last_month, span.last_day)
    )


def _is_in_order(ranked: list[tuple[_Rank, HoursRule]]) -> bool:
    """Whether the order of a table means the same: only closings may change places."""
    special = [(rank, rule) for rank, rule in ranked if rank is not _Rank.WEEK]
    return all(
        first <= second or (one.is_off and other.is_off)
        for at, (first, one) in enumerate(special)
        for second, other in special[at + 1 :]
    )


def _week_of(rows: Iterable[WeekdayHours]) -> Week:
    return tuple(row.intervals for row in rows)


def _closed_days(rule: HoursRule) -> ClosedDays:
    span = rule.selector.spans[0]
    last_day = span.last_day or monthrange(span.last_year or LEAP_YEAR, span.last_month)[1]
    return ClosedDays(
        span.first_year,
        span.first_month,
        span.first_day or 1,
        span.last_year,
        span.last_month,
        last_day,
    )


def _day_hours(rule: HoursRule) -> DayHours:
    span = rule.selector.spans[0]
    day = span.first_day or 1
    intervals = tuple(item.as_times() for item in sorted(rule.intervals))
    return DayHours(span.first_year, span.first_month, day, intervals)


def _write_days(
    week: Week, holidays: frozenset[HolidayKind], *, says_closed: bool = False
) -> list[HoursRule]:
    """A rule for each group of weekdays with the same hours, in the order of the week."""
    groups: dict[tuple[TimePair, ...], list[int]] = {}
    for weekday, pairs in enumerate(week):
        groups.setdefault(tuple(sorted(pairs)), []).append(weekday)
    return [
        HoursRule(
            DaySelector(holidays=holidays, weekdays=frozenset((0, day) for day in weekdays)),
            tuple(_interval(pair) for pair in pairs),
            is_off=not pairs,
        )
        for pairs, weekdays in groups.items()
        if pairs or says_closed
    ]


def _interval(pair: TimePair) -> Interval:
    """The minutes between two times; an end not after the start is on the next day."""
    start, end = (item.hour * 60 + item.minute for item in pair)
    return Interval(start, end if end > start else end + DAY_MINUTES)


def count_minutes(pair: TimePair) -> int:
    """How long something is open, in minutes, 1 to 1440."""
    interval = _interval(pair)
    return interval.end_minute - interval.start_minute


def do_overlap(pairs: Iterable[TimePair]) -> bool:
    """Whether two of these hours of one day share a minute."""
    intervals = sorted(_interval(pair) for pair in pairs)
    return any(first.end_minute > second.start_minute for first, second in pairwise(intervals))


def day_of(year: int | None, month: int, day: int, today: date) -> date:
    """The date of a day; without a year the next one from today on."""
    if year is not None:
        return date(year, month, day)
    for candidate in range(today.year, today.year + 9):
        if day <= monthrange(candidate, month)[1]:
            found = date(candidate, month, day)
            if found >= today:
                return found
    return date(LEAP_YEAR, month, day)


def parse_time(text: str) -> time | None:
    """A time as people write it, "9", "9u30", "9:30" or "09.30"; None for anything else."""
    plain = text.strip().lower().replace(" ", "")
    plain = plain.removesuffix("uur").replace("u", ":").replace("h", ":").replace(".", ":")
    hours, _colon, minutes = plain.partition(":")
    if not hours.isascii() or not hours.isdigit() or len(hours) > 2:
        return None
    if minutes and not (minutes.isascii() and minutes.isdigit() and len(minutes) == 2):
        return None
    hour, minute = int(hours), int(minutes or 0)
    if hour == 24 and minute == 0:
        return time(0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
