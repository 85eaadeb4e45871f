"""Series as people think of them ("every second Wednesday"), to and from recurrence rules."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from app.agenda.recurrence_rule import last_ordinal, rule_ordinals
from app.agenda.recurrence_text import Frequency, RecurrenceError, RecurrenceRule, parse_rule
from app.directory.drafts import ScheduleDraft
from app.directory.timetables import make_recurrence

WEEK = 7
LAST_WEEK = -1
FARTHEST_DAYS = 800
"""A rule without a day in so many days from its start is not offered as a series."""
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Pattern(StrEnum):
    """How often something comes back."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    """The same weekday of the same week of the month, such as the second Wednesday."""
    WEEKDAYS = "weekdays"
    """Every week on several days."""


@dataclass(frozen=True, slots=True)
class SeriesChoice:
    """A series as a person chooses it; the first day and the pattern tell which days."""

    first_day: date
    start_time: time
    end_time: time
    pattern: Pattern
    weekdays: tuple[int, ...] = ()
    """From 0 (Monday), only for `Pattern.WEEKDAYS`."""
    last_day: date | None = None
    holidays: str = "also"
    is_off_on_public_holidays: bool = False
    location_key: str | None = None
    days: int = 1
    is_last_week: bool = False
    """For `Pattern.MONTHLY_WEEKDAY`: the last one of the month; always so from the 29th on."""

    @property
    def week(self) -> int:
        """Which weekday of the month the first day is: 1 to 4, or -1 for the last."""
        number = (self.first_day.day - 1) // WEEK + 1
        is_last = self.first_day.day + WEEK > month_length(self.first_day)
        return LAST_WEEK if number > 4 or (self.is_last_week and is_last) else number


def month_length(day: date) -> int:
    """The number of days in the month of a day."""
    return monthrange(day.year, day.month)[1]


def schedule_of(choice: SeriesChoice) -> ScheduleDraft:
    """The rule of a series; raises RecurrenceError for one that cannot be."""
    if choice.last_day is not None and choice.last_day < choice.first_day:
        raise RecurrenceError("ends-before-it-starts", choice.last_day.isoformat())
    schedule = ScheduleDraft(
        starts_on=choice.first_day,
        start_time=choice.start_time,
        end_time=choice.end_time,
        days=choice.days,
        rrule=_write_rule(choice),
        holidays=choice.holidays,
        is_off_on_public_holidays=choice.is_off_on_public_holidays,
        location_key=choice.location_key,
    )
    make_recurrence(schedule, None)
    return schedule


def _write_rule(choice: SeriesChoice) -> str:
    code = _CODES[choice.first_day.weekday()]
    match choice.pattern:
        case Pattern.ONCE:
            return ""
        case Pattern.WEEKLY:
            rule = f"FREQ=WEEKLY;BYDAY={code}"
        case Pattern.FORTNIGHTLY:
            rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}"
        case Pattern.MONTHLY_WEEKDAY:
            rule = f"FREQ=MONTHLY;BYDAY={choice.week}{code}"
        case Pattern.WEEKDAYS:
            days = sorted(set(choice.weekdays)) or [choice.first_day.weekday()]
            rule = f"FREQ=WEEKLY;BYDAY={','.join(_CODES[day] for day in days)}"
    return f"{rule};UNTIL={choice.last_day:%Y%m%d}" if choice.last_day else rule


def choice_of(schedule: ScheduleDraft) -> SeriesChoice | None:
    """The series of a rule, or None when it is none of the patterns (or opening hours).

    The series has the same days as the rule. Its first day is the first that the rule gives; days
    that are left out or added are no part of it.
    """
    if schedule.starts_on is None or schedule.start_time is None or schedule.end_time is None:
        return None
    once = SeriesChoice(
        first_day=schedule.starts_on,
        start_time=schedule.start_time,
        end_time=schedule.end_time,
        pattern=Pattern.ONCE,
        holidays=schedule.holidays,
        is_off_on_public_holidays=schedule.is_off_on_public_holidays,
        location_key=schedule.location_key,
        days=schedule.days,
    )
    if not schedule.rrule:
        return once
    try:
        rule = parse_rule(schedule.rrule)
    except RecurrenceError:
        return None
    found = rule_days(schedule, schedule.starts_on)
    pattern = _pattern_of(rule)
    if pattern is None or not found:
        return None
    is_counted = rule.until is not None or rule.count is not None
    last = last_ordinal(rule, schedule.starts_on, schedule.start_time) if is_counted else None
    weekdays = tuple(sorted(day for _position, day in rule.weekdays)) or tuple(range(WEEK))
    return replace(
        once,
        first_day=found[0],
        pattern=pattern,
        weekdays=weekdays if pattern is Pattern.WEEKDAYS else (),
        last_day=date.fromordinal(last) if last is not None else None,
        is_last_week=(LAST_WEEK, found[0].weekday()) in rule.weekdays,
    )


def _pattern_of(rule: RecurrenceRule) -> Pattern | None:
    if rule.months or rule.month_days or rule.year_days or rule.positions:
        return None
    match rule.frequency:
        case Frequency.DAILY if rule.interval == 1:
            return Pattern.WEEKDAYS
        case Frequency.WEEKLY if len(rule.weekdays) <= 1:
            return {1: Pattern.WEEKLY, 2: Pattern.FORTNIGHTLY}.get(rule.interval)
        case Frequency.WEEKLY if rule.interval == 1:
            return Pattern.WEEKDAYS
        case Frequency.MONTHLY if rule.interval == 1 and len(rule.weekdays) == 1:
            ((position, _day),) = rule.weekdays
            return Pattern.MONTHLY_WEEKDAY if position in {1, 2, 3, 4, LAST_WEEK} else None
        case _:
            return None


def rule_days(
    schedule: ScheduleDraft, first: date, *, last: date | None = None
) -> tuple[date, ...]:
    """The days of a rule itself from a day on, holidays and left-out days too; 800 days at most.

    A schedule without rule has its one day, opening hours have none.
    """
    if schedule.starts_on is None or schedule.start_time is None:
        return ()
    horizon = max(first, schedule.starts_on) + timedelta(days=FARTHEST_DAYS)
    last = min(last or horizon, horizon)
    if not schedule.rrule:
        return (schedule.starts_on,) if first <= schedule.starts_on <= last else ()
    ordinals = rule_ordinals(
        parse_rule(schedule.rrule),
        schedule.starts_on,
        schedule.start_time,
        first.toordinal(),
        last.toordinal(),
    )
    return tuple(date.fromordinal(ordinal) for ordinal in ordinals)


def spread_extra_days(schedules: Iterable[ScheduleDraft]) -> tuple[ScheduleDraft, ...]:
    """The same moments, with every added day of a series as a single moment of its own.

    Rules that are no known pattern stay as they are; a single moment that is left out goes.
    """
    spread: list[ScheduleDraft] = []
    for schedule in schedules:
        if choice_of(schedule) is None:
            spread.append(schedule)
            continue
        if schedule.rrule:
            spread.append(replace(schedule, extra_days=()))
        elif schedule.starts_on not in schedule.except_days:
            spread.append(replace(schedule, except_days=(), extra_days=()))
        spread.extend(
            replace(schedule, starts_on=day, rrule="", except_days=(), extra_days=())
            for day in schedule.extra_days
        )
    # A single moment holds in holidays too, whatever its rule said.
    return tuple(
        item
        if item.rrule or item.opening_hours
        else replace(item, holidays="also", is_off_on_public_holidays=False)
        for item in spread
    )
