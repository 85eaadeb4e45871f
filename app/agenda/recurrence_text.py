"""Recurrence text is the RFC 5545 notation of a rule, read into a value or refused with a fact."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache

from app.agenda.clock import as_local

MAX_TEXT_LENGTH = 500
MAX_INTERVAL = 1000
MAX_COUNT = 1000
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?")


class RecurrenceError(ValueError):
    """A rule that cannot be kept: ``key`` names the fact, ``value`` is the text at fault."""

    def __init__(self, key: str, value: str) -> None:
        """Keeps the fact and the text."""
        super().__init__(f"{key}: {value}")
        self.key = key
        self.value = value


class Frequency(StrEnum):
    """The steps in which a rule repeats; shorter ones than a day are refused."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """The parts of one RFC 5545 rule; weekdays run from 0 (Monday), position 0 means every one."""

    frequency: Frequency
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    until_whole_day: bool = False
    week_start: int = 0
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    year_days: frozenset[int] = frozenset()
    weekdays: frozenset[tuple[int, int]] = frozenset()
    positions: frozenset[int] = frozenset()


@lru_cache(maxsize=4096)
def parse_rule(text: str) -> RecurrenceRule:
    """Reads the text of a rule, with or without ``RRULE:``; raises RecurrenceError.

    Understood: FREQ (daily to yearly), INTERVAL 1-1000, COUNT 1-1000, UNTIL, WKST, BYMONTH,
    BYMONTHDAY, BYYEARDAY, BYDAY and BYSETPOS (not with DAILY). Everything else is refused, so that
    no rule is followed halfway.
    """
    if len(text) > MAX_TEXT_LENGTH:
        raise RecurrenceError("rule-too-long", text[:40])
    parts = _split(text)
    frequency = _frequency(parts.pop("FREQ", ""))
    fields: dict[str, object] = {}
    for name, value in parts.items():
        reader = _READERS.get(name)
        if reader is None:
            raise RecurrenceError("unsupported-part", name)
        fields.update(reader(value))
    if "count" in fields and "until" in fields:
        raise RecurrenceError("count-and-until", text)
    rule = RecurrenceRule(frequency, **fields)  # type: ignore[arg-type]
    if rule.positions and frequency is Frequency.DAILY:
        raise RecurrenceError("position-needs-longer-period", "BYSETPOS")
    longer = frequency in (Frequency.MONTHLY, Frequency.YEARLY)
    if not longer and any(position for position, _ in rule.weekdays):
        raise RecurrenceError("numbered-weekday-needs-month", parts["BYDAY"])
    return rule


def _split(text: str) -> dict[str, str]:
    body = text.strip().upper().removeprefix("RRULE:")
    parts: dict[str, str] = {}
    for part in body.split(";"):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        name, value = name.strip(), value.strip()
        if not equals or not value:
            raise RecurrenceError("not-a-rule", part)
        if name in parts:
            raise RecurrenceError("part-twice", name)
        parts[name] = value
    return parts


def _frequency(value: str) -> Frequency:
    if not value:
        raise RecurrenceError("frequency-missing", value)
    try:
        return Frequency(value)
    except ValueError:
        raise RecurrenceError("frequency-not-allowed", value) from None


def _number(value: str, low: int, high: int, key: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,6}", value) or not low <= int(value) <= high:
        raise RecurrenceError(key, value)
    return int(value)


def _numbers(value: str, limit: int, key: str, *, signed: bool) -> frozenset[int]:
    low = -limit if signed else 1
    found = frozenset(_number(item, low, limit, key) for item in value.split(","))
    if 0 in found:
        raise RecurrenceError(key, value)
    return found


def _weekdays(value: str) -> dict[str, object]:
    found = set()
    for item in value.split(","):
        match = _WEEKDAY.fullmatch(item.strip())
        position = int(match[1] or 0) if match else 0
        if not match or abs(position) > 53 or (match[1] and position == 0):
            raise RecurrenceError("weekday-unknown", item)
        found.add((position, _WEEKDAYS.index(match[2])))
    return {"weekdays": frozenset(found)}


def _week_start(value: str) -> dict[str, object]:
    if value not in _WEEKDAYS:
        raise RecurrenceError("weekday-unknown", value)
    return {"week_start": _WEEKDAYS.index(value)}


def _until(value: str) -> dict[str, object]:
    match = _UNTIL.fullmatch(value)
    if not match:
        raise RecurrenceError("until-unreadable", value)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        if match[4] is None:
            return {"until": datetime.combine(day, time()), "until_whole_day": True}
        moment = datetime.combine(day, time(int(match[4]), int(match[5]), min(int(match[6]), 59)))
        if match[7]:
            moment = as_local(moment.replace(tzinfo=UTC)).replace(tzinfo=None, fold=0)
    except (ValueError, OverflowError):
        raise RecurrenceError("until-unreadable", value) from None
    return {"until": moment}


_READERS: dict[str, Callable[[str], dict[str, object]]] = {
    "INTERVAL": lambda value: {
        "interval": _number(value, 1, MAX_INTERVAL, "interval-out-of-range")
    },
    "COUNT": lambda value: {"count": _number(value, 1, MAX_COUNT, "count-out-of-range")},
    "UNTIL": _until,
    "WKST": _week_start,
    "BYMONTH": lambda value: {"months": _numbers(value, 12, "month-out-of-range", signed=False)},
    "BYMONTHDAY": lambda value: {
        "month_days": _numbers(value, 31, "month-day-out-of-range", signed=True)
    },
    "BYYEARDAY": lambda value: {
        "year_days": _numbers(value, 366, "year-day-out-of-range", signed=True)
    },
    "BYDAY": _weekdays,
    "BYSETPOS": lambda value: {
        "positions": _numbers(value, 366, "position-out-of-range", signed=True)
    },
}
