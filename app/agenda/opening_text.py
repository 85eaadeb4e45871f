"""Opening text writes rules of opening hours back in the notation of OpenStreetMap."""

from collections.abc import Iterable

from app.agenda.opening_notation import MONTHS, WEEKDAYS
from app.agenda.opening_rules import DAY_MINUTES, DateSpan, DaySelector, HoursRule, Interval


def write_rules(rules: Iterable[HoursRule]) -> str:
    """Writes rules, one after the other with ``;``, so that reading them gives equal rules."""
    return "; ".join(_write_rule(rule) for rule in rules)


def _write_rule(rule: HoursRule) -> str:
    is_always = rule.intervals == (Interval(0, DAY_MINUTES),)
    if is_always and rule.selector == DaySelector():
        parts = ["24/7"]
    else:
        hours = ",".join(_write_interval(interval) for interval in rule.intervals)
        parts = [*_write_selector(rule.selector), "off" if rule.is_off else hours]
    if rule.comment is not None:
        parts.append(f'"{rule.comment}"')
    return " ".join(part for part in parts if part)


def _write_selector(selector: DaySelector) -> list[str]:
    return [
        ",".join(_write_span(span) for span in selector.spans),
        ",".join(sorted(kind.value for kind in selector.holidays)),
        _write_weekdays(selector.weekdays),
    ]


def _write_span(span: DateSpan) -> str:
    start = _write_date(span.first_year, span.first_month, span.first_day)
    end = _write_date(span.last_year, span.last_month, span.last_day)
    return start if start == end else f"{start}-{end}"


def _write_date(year: int | None, month: int, day: int | None) -> str:
    parts = [str(year) if year else "", MONTHS[month - 1], f"{day:02d}" if day else ""]
    return " ".join(part for part in parts if part)


def _write_weekdays(weekdays: frozenset[tuple[int, int]]) -> str:
    every = sorted(weekday for position, weekday in weekdays if position == 0)
    runs: list[list[int]] = []
    for weekday in every:
        if runs and weekday == runs[-1][-1] + 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    texts = []
    for run in runs:
        names = [WEEKDAYS[weekday] for weekday in run]
        texts.append(f"{names[0]}-{names[-1]}" if len(names) > 2 else ",".join(names))
    for weekday, name in enumerate(WEEKDAYS):
        positions = sorted(at for at, wanted in weekdays if wanted == weekday and at)
        if positions:
            texts.append(f"{name}[{','.join(str(at) for at in positions)}]")
    return ",".join(texts)


def _write_interval(interval: Interval) -> str:
    end = interval.end_minute
    end = end if end == DAY_MINUTES else end % DAY_MINUTES
    return f"{_write_minute(interval.start_minute)}-{_write_minute(end)}"


def _write_minute(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
