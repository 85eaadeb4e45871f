"""The days of a recurrence rule inside a window: dateutil walks them, within bounds that we set.

Two measured properties of dateutil's rrule ask for the bounds. It walks from DTSTART, however long
ago, so the start is first moved on by whole intervals. And a rule that never matches is looked for
up to the year 9999, whatever its UNTIL says (7.8 seconds for FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30),
so the walk takes place in the last of the 400-year cycles in which the Gregorian calendar repeats
itself to the day, and a rule without any day is refused when it is made.
"""

from datetime import date, datetime, time
from functools import lru_cache
from typing import Literal

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from app.agenda.clock import LAST_ORDINAL
from app.agenda.recurrence_text import Frequency, RecurrenceRule

CYCLE_YEARS = 400
CYCLE_DAYS = 146_097
"""The Gregorian calendar repeats after 400 years: 146,097 days, a whole number of weeks."""
COUNTED_DAYS = 18_263
"""A rule with COUNT is counted over at most fifty years (in days) and has ended after that."""
_MONTHS_A_YEAR = 12
_WALKS_KEPT = 8192
_FREQUENCIES: dict[Frequency, Literal[0, 1, 2, 3]] = {
    Frequency.DAILY: DAILY,
    Frequency.WEEKLY: WEEKLY,
    Frequency.MONTHLY: MONTHLY,
    Frequency.YEARLY: YEARLY,
}


@lru_cache(maxsize=_WALKS_KEPT)
def rule_ordinals(
    rule: RecurrenceRule, starts_on: date, start_time: time, first: int, last: int
) -> tuple[int, ...]:
    """Gives the sorted proleptic ordinals, from first to last included, of the days of a rule.

    They are remembered: one offer is shown on many pages of a day.

    Like dateutil, and unlike the letter of RFC 5545, ``starts_on`` itself is a day only when the
    rule gives it. UNTIL is compared with the start of that day at ``start_time``.
    """
    first = max(first, starts_on.toordinal())
    last = min(last, last_ordinal(rule, starts_on, start_time))
    if first > last:
        return ()
    walk, shift = _walk(rule, starts_on, first, last)
    found = (moment.toordinal() - shift for moment in walk)
    return tuple(ordinal for ordinal in found if ordinal >= first)


def has_days(rule: RecurrenceRule, starts_on: date) -> bool:
    """Says whether a rule has any day in the coming centuries, without its UNTIL and COUNT."""
    return _first_ordinal(rule, starts_on) is not None


def last_ordinal(rule: RecurrenceRule, starts_on: date, start_time: time) -> int:
    """Gives the ordinal of the last day on which a rule can start, by its UNTIL or its COUNT."""
    if rule.until is not None:
        late = not rule.until_whole_day and start_time.replace(second=0) > rule.until.time()
        return rule.until.toordinal() - (1 if late else 0)
    if rule.count is not None:
        return _counted_last_ordinal(rule, starts_on)
    return LAST_ORDINAL


@lru_cache(maxsize=4096)
def _first_ordinal(rule: RecurrenceRule, starts_on: date) -> int | None:
    start = starts_on.toordinal()
    walk, shift = _walk(rule, starts_on, start, start, is_open=True)
    found = next(iter(walk), None)
    return None if found is None else found.toordinal() - shift


@lru_cache(maxsize=4096)
def _counted_last_ordinal(rule: RecurrenceRule, starts_on: date) -> int:
    start = starts_on.toordinal()
    end = min(start + COUNTED_DAYS, LAST_ORDINAL)
    walk, shift = _walk(rule, starts_on, start, end)
    last = end
    for number, moment in enumerate(walk, 1):
        if number == rule.count:
            last = moment.toordinal() - shift
            break
    return last


def _walk(
    rule: RecurrenceRule, starts_on: date, first: int, last: int, *, is_open: bool = False
) -> tuple[rrule, int]:
    """Gives dateutil's rule for a window, and by how many days its calendar is ahead of ours."""
    # An open walk keeps one whole cycle before it: what does not come in that never comes.
    end_year = date.max.year - (CYCLE_YEARS if is_open else 0)
    shift = (end_year - date.fromordinal(last).year) // CYCLE_YEARS * CYCLE_DAYS
    begin = _moved_on(rule, starts_on, first)
    until = None if is_open else _midnight(last + shift)
    month_days, months, weekdays = _stated(rule, starts_on)
    walk = rrule(
        _FREQUENCIES[rule.frequency],
        dtstart=_midnight(begin + shift),
        interval=rule.interval,
        wkst=weekday(rule.week_start),
        until=until,
        bysetpos=sorted(rule.positions) or None,
        bymonth=sorted(months) or None,
        bymonthday=sorted(month_days) or None,
        byyearday=sorted(rule.year_days) or None,
        byweekday=[weekday(day, position or None) for position, day in sorted(weekdays)] or None,
    )
    return walk, shift


def _midnight(ordinal: int) -> datetime:
    return datetime.combine(date.fromordinal(ordinal), time())


def _stated(
    rule: RecurrenceRule, starts_on: date
) -> tuple[frozenset[int], frozenset[int], frozenset[tuple[int, int]]]:
    """Gives month days, months and weekdays, with those that the first day implies (RFC 5545)."""
    month_days, months, weekdays = rule.month_days, rule.months, rule.weekdays
    if month_days or weekdays or rule.year_days:
        return month_days, months, weekdays
    match rule.frequency:
        case Frequency.WEEKLY:
            weekdays = frozenset({(0, starts_on.weekday())})
        case Frequency.MONTHLY:
            month_days = frozenset({starts_on.day})
        case Frequency.YEARLY:
            month_days = frozenset({starts_on.day})
            months = months or frozenset({starts_on.month})
        case Frequency.DAILY:
            pass
    return month_days, months, weekdays


def _moved_on(rule: RecurrenceRule, starts_on: date, first: int) -> int:
    """Gives the start moved on by whole intervals to one interval before the window, as ordinal."""
    start = starts_on.toordinal()
    match rule.frequency:
        case Frequency.DAILY | Frequency.WEEKLY:
            step = rule.interval * (7 if rule.frequency is Frequency.WEEKLY else 1)
            return start + max(0, (first - start) // step - 1) * step
        case Frequency.MONTHLY:
            step, begin = rule.interval, starts_on.year * _MONTHS_A_YEAR + starts_on.month - 1
        case Frequency.YEARLY:
            step, begin = rule.interval * _MONTHS_A_YEAR, starts_on.year * _MONTHS_A_YEAR
    first_day = date.fromordinal(first)
    wanted = first_day.year * _MONTHS_A_YEAR + first_day.month - 1
    steps = (wanted - begin) // step - 1
    if steps <= 0:
        return start
    year, month = divmod(begin + steps * step, _MONTHS_A_YEAR)
    return date(year, month + 1, 1).toordinal()
