"""How the other days of a series move when one of them does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from app.directory.drafts import ScheduleDraft
from app.publishing.series import LAST_WEEK, WEEK, Pattern, SeriesChoice, month_length, rule_days


class SeriesCannotChangeError(Exception):
    """A rule that is no known pattern, or has several weekdays, is not changed like this."""


def moved_end(schedule: ScheduleDraft, choice: SeriesChoice, move: Callable[[date], date]) -> date:
    """The day until which the moved rule goes, so that it has as many moments as before."""
    last_day = choice.last_day or choice.first_day
    month = timedelta(days=31 + WEEK)
    found = rule_days(schedule, max(choice.first_day, last_day - 2 * month), last=last_day)
    if not found or move(found[-1]) == found[-1]:
        return last_day
    return move(found[-1])


def make_mover(
    schedule: ScheduleDraft, choice: SeriesChoice, old: date, new: date
) -> Callable[[date], date]:
    """How the days of a rule move when one of them does."""
    shift = new - old
    if not shift:
        return lambda day: day
    if schedule.rrule and old not in rule_days(schedule, old, last=old):
        raise SeriesCannotChangeError
    match choice.pattern:
        case Pattern.WEEKDAYS:
            raise SeriesCannotChangeError
        case Pattern.MONTHLY_WEEKDAY:
            if (old.year, old.month) != (new.year, new.month):
                raise SeriesCannotChangeError
            week = replace(choice, first_day=new).week
            return lambda day: _day_of_month(day, week, new.weekday())
        case _:
            return lambda day: day + shift


def _day_of_month(day: date, week: int, weekday: int) -> date:
    """The weekday of that week in the month of a day."""
    first = day.replace(day=1)
    if week == LAST_WEEK:
        last = day.replace(day=month_length(day))
        return last - timedelta(days=(last.weekday() - weekday) % WEEK)
    return first + timedelta(days=(weekday - first.weekday()) % WEEK + (week - 1) * WEEK)
