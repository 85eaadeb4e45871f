"""Days as people write them, several in one line: "12/6, 19 juni en 24 tot 26 december"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.search.facts import DateRange, FactKind, Line
from app.search.reading.dates import read_dates

LONGEST_RANGE = 62
"""Days; more is a closing, not a day that is left out."""
_BETWEEN = re.compile(
    r"\s*(?:[,;\n]|(?<=\d)\s+en\s+|(?<=[a-z])\s+en\s+(?!met\b))\s*", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"^(?:op\s+)?(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|ma|di|wo|do|vr|za|zo)"
    r"\.?\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ReadDays:
    """The days of a line, in order, and the pieces that are no day."""

    days: tuple[date, ...]
    unread: tuple[str, ...]


def read_days(text: str, today: date) -> ReadDays:
    """Read every piece of a line; a day without a year is the next one of that name."""
    days: set[date] = set()
    unread: list[str] = []
    for piece in _BETWEEN.split(text.strip()):
        if not piece:
            continue
        found = _read_piece(piece, today)
        if found is None or (found.last - found.first).days > LONGEST_RANGE:
            unread.append(piece[:40])
            continue
        length = (found.last - found.first).days + 1
        days.update(found.first + timedelta(days=number) for number in range(length))
    return ReadDays(tuple(sorted(days)), tuple(unread))


def _read_piece(piece: str, today: date) -> DateRange | None:
    try:
        day = date.fromisoformat(piece)
    except ValueError:
        pass
    else:
        return DateRange(day, day)
    line = Line(_WEEKDAY.sub("", piece))
    read_dates(line, today)
    found = [fact for fact in line.facts if fact.kind is FactKind.DATES]
    is_whole = len(found) == 1 and not line.text[: found[0].start].strip()
    if is_whole and not line.text[found[0].end :].strip() and isinstance(found[0].value, DateRange):
        return found[0].value
    return None
