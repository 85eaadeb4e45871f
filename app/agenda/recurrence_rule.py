"""The days of a recurrence rule are found inside a window, with work bounded by that window.

The rrule of dateutil is the measure in the tests but does not walk the days here: a rule that never
matches makes it search on to the year 9999.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache

from app.agenda.clock import LAST_ORDINAL
from app.agenda.recurrence_text import Frequency, RecurrenceRule

COUNTED_DAYS = 18_263
"""A rule with COUNT is counted over at most fifty years (in days) and has ended after that."""
_COUNTING_STEP = 366


def rule_ordinals(
    rule: RecurrenceRule, starts_on: date, start_time: time, first: int, last: int
) -> list[int]:
    """Gives the sorted proleptic ordinals, from first to last included, of the days of a rule.

    Like dateutil, and unlike the letter of RFC 5545, ``starts_on`` itself is a day only when the
    rule gives it. UNTIL is compared with the start of that day at ``start_time``.
    """
    first = max(first, starts_on.toordinal())
    last = min(last, last_ordinal(rule, starts_on, start_time))
    return _ordinals(rule, starts_on, first, last) if first <= last else []


def last_ordinal(rule: RecurrenceRule, starts_on: date, start_time: time) -> int:
    """Gives the ordinal of the last day on which a rule can start, by its UNTIL or its COUNT."""
    if rule.until is not None:
        late = not rule.until_whole_day and start_time.replace(second=0) > rule.until.time()
        return rule.until.toordinal() - (1 if late else 0)
    if rule.count is not None:
        return _counted_last_ordinal(rule, starts_on)
    return LAST_ORDINAL


@lru_cache(maxsize=4096)
def _counted_last_ordinal(rule: RecurrenceRule, starts_on: date) -> int:
    left = rule.count or 0
    start = starts_on.toordinal()
    end = min(start + COUNTED_DAYS, LAST_ORDINAL)
    for window in range(start, end + 1, _COUNTING_STEP):
        found = _ordinals(rule, starts_on, window, min(window + _COUNTING_STEP - 1, end))
        if len(found) >= left:
            return found[left - 1]
        left -= len(found)
    return end


def _ordinals(rule: RecurrenceRule, starts_on: date, first: int, last: int) -> list[int]:
    if rule.frequency is Frequency.DAILY:
        start = starts_on.toordinal()
        aligned = first + (start - first) % rule.interval
        days = range(aligned, last + 1, rule.interval)
        return [day for day in days if _passes(rule, day)] if _has_filter(rule) else list(days)
    if rule.frequency is Frequency.WEEKLY and not rule.positions:
        return _weekly_ordinals(rule, starts_on, first, last)
    found: list[int] = []
    for period_first, period_last in _periods(rule, starts_on, first, last):
        candidates = sorted(_candidates(rule, starts_on, period_first, period_last))
        if rule.positions:
            size = len(candidates)
            chosen = {at - 1 if at > 0 else size + at for at in rule.positions}
            candidates = [candidates[at] for at in sorted(chosen) if 0 <= at < size]
        found.extend(day for day in candidates if first <= day <= last)
    return found


def _weekly_ordinals(rule: RecurrenceRule, starts_on: date, first: int, last: int) -> list[int]:
    week_monday = _week_first(starts_on.toordinal(), rule.week_start)
    step = 7 * rule.interval
    found: list[int] = []
    for weekday in _week_offsets(rule, starts_on):
        aligned = first + (week_monday + weekday - first) % step
        found.extend(range(aligned, last + 1, step))
    found.sort()
    if rule.months or rule.month_days or rule.year_days:
        return [day for day in found if _passes(rule, day)]
    return found


def _week_first(ordinal: int, week_start: int) -> int:
    return ordinal - (ordinal - 1 - week_start) % 7


def _week_offsets(rule: RecurrenceRule, starts_on: date) -> list[int]:
    weekdays = {weekday for _, weekday in rule.weekdays}
    if not weekdays and not rule.month_days and not rule.year_days:
        weekdays = {starts_on.weekday()}
    return [(weekday - rule.week_start) % 7 for weekday in weekdays or range(7)]


def _periods(
    rule: RecurrenceRule, starts_on: date, first: int, last: int
) -> Iterator[tuple[int, int]]:
    if rule.frequency is Frequency.WEEKLY:
        start = _week_first(starts_on.toordinal(), rule.week_start)
        step = 7 * rule.interval
        earliest = start + max(0, first - start) // step * step
        for week in range(earliest, last + 1, step):
            yield week, week + 6
        return
    step = rule.interval if rule.frequency is Frequency.MONTHLY else 12 * rule.interval
    start = 12 * starts_on.year + (
        starts_on.month - 1 if rule.frequency is Frequency.MONTHLY else 0
    )
    first_day, last_day = date.fromordinal(first), date.fromordinal(last)
    earliest = start + max(0, 12 * first_day.year + first_day.month - 1 - start) // step * step
    for month in range(earliest, 12 * last_day.year + last_day.month, step):
        year = month // 12
        if rule.frequency is Frequency.MONTHLY:
            yield _month(year, month % 12 + 1)
        else:
            yield date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()


def _candidates(
    rule: RecurrenceRule, starts_on: date, period_first: int, period_last: int
) -> set[int]:
    """Gives the days of one week, month or year that all BY parts allow."""
    if rule.frequency is Frequency.WEEKLY:
        week_days = {period_first + offset for offset in _week_offsets(rule, starts_on)}
        return {day for day in week_days if 1 <= day <= LAST_ORDINAL and _passes(rule, day)}
    year = date.fromordinal(period_first).year
    months, month_days = rule.months, rule.month_days
    if not (rule.month_days or rule.weekdays or rule.year_days):
        month_days = frozenset({starts_on.day})
        if rule.frequency is Frequency.YEARLY and not months:
            months = frozenset({starts_on.month})
    is_numbered_in_year = rule.frequency is Frequency.YEARLY and not months
    found: set[int] = set()
    for month in sorted(months) if months else range(1, 13):
        month_first, month_last = _month(year, month)
        if month_last < period_first or month_first > period_last:
            continue
        if month_days:
            days = {month_first + d - 1 if d > 0 else month_last + 1 + d for d in month_days}
            days = {day for day in days if month_first <= day <= month_last}
            if rule.weekdays and not is_numbered_in_year:
                days &= _weekday_ordinals(rule.weekdays, month_first, month_last)
        elif rule.weekdays and not is_numbered_in_year:
            days = _weekday_ordinals(rule.weekdays, month_first, month_last)
        else:
            days = set(range(month_first, month_last + 1))
        found |= days
    if rule.weekdays and is_numbered_in_year:
        found &= _weekday_ordinals(rule.weekdays, period_first, period_last)
    if rule.year_days:
        year_first, year_last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        found &= {year_first + d - 1 if d > 0 else year_last + 1 + d for d in rule.year_days}
    return found


def _month(year: int, month: int) -> tuple[int, int]:
    first = date(year, month, 1).toordinal()
    return first, first + monthrange(year, month)[1] - 1


def _weekday_ordinals(
    weekdays: frozenset[tuple[int, int]], scope_first: int, scope_last: int
) -> set[int]:
    found: set[int] = set()
    for position, weekday in weekdays:
        days = range(scope_first + (weekday + 1 - scope_first) % 7, scope_last + 1, 7)
        if position == 0:
            found.update(days)
        elif abs(position) <= len(days):
            found.add(days[position - 1 if position > 0 else position])
    return found


def _has_filter(rule: RecurrenceRule) -> bool:
    return bool(rule.months or rule.month_days or rule.year_days or rule.weekdays)


def _passes(rule: RecurrenceRule, ordinal: int) -> bool:
    day = date.fromordinal(ordinal)
    if rule.weekdays and (0, day.weekday()) not in rule.weekdays:
        return False
    if rule.months and day.month not in rule.months:
        return False
    if rule.month_days:
        from_end = day.day - monthrange(day.year, day.month)[1] - 1
        if day.day not in rule.month_days and from_end not in rule.month_days:
            return False
    if rule.year_days:
        at = day.timetuple().tm_yday
        length = 366 if monthrange(day.year, 2)[1] == 29 else 365
        return at in rule.year_days or at - length - 1 in rule.year_days
    return True
