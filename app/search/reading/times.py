"""Weekdays and parts of the day in a typed line."""

import re
from datetime import date, timedelta

from app.search.facts import DateRange, FactKind, Line
from app.search.queries import Part
from app.search.text.folding import lower
from app.search.text.numbers import COUNTED_WORD, number_of

_WEEKDAYS = (
    ("maandag", "lundi", "monday"),
    ("dinsdag", "mardi", "tuesday"),
    ("woensdag", "mercredi", "wednesday"),
    ("donderdag", "jeudi", "thursday"),
    ("vrijdag", "vendredi", "friday"),
    ("zaterdag", "samedi", "saturday"),
    ("zondag", "dimanche", "sunday"),
)
_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MORNING = r"(?:voormiddag|ochtend|morgen|matin|morning)"
_AFTERNOON = r"(?:namiddag|middag|après-midi|apres-midi|afternoon)"
_EVENING = r"(?:avond|soir|evening)"
_PART = rf"(?:(?P<morning>{_MORNING})|(?P<afternoon>{_AFTERNOON})|(?P<evening>{_EVENING}))"
_WEEKDAY = re.compile(
    r"(?<!\w)(?:op\s+|on\s+)?(?P<next>deze|komende|aanstaande|this|ce)?\s*"
    rf"(?P<day>{'|'.join(_NUMBERS)})(?:en|s)?(?:\s*(?:in\s+de\s+|'s\s*)?{_PART}s?)?(?!\w)",
    re.IGNORECASE,
)
_PART_ALONE = re.compile(
    rf"(?<!\w)(?:(?:in\s+de|['’]s|le|l['’]|in\s+the|tijdens\s+de)\s*{_PART}s?"
    r"|(?P<bare_morning>voormiddags?|smorgens|sochtends)"
    r"|(?P<bare_afternoon>namiddags?|smiddags|après-midi|afternoon)"
    r"|(?P<bare_evening>savonds|avonds))(?!\w)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"\b(?:hele|heel|de hele|heel de|toute)\s+\w+\s*$", re.IGNORECASE)
_WEEKEND = re.compile(
    r"(?<!\w)(?:(?P<this>(?:dit|komend|this|ce)\s+)|(?P<next>(?:volgend|next)\s+))?"
    r"(?:in\s+het\s+|in\s+|op\s+|le\s+)?week-?ends?(?!\w)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\w.,])(?:(?:om\s+|vanaf\s+|à\s+|at\s+)?(?P<hour>[01]?\d|2[0-3])"
    r"(?:\s*(?:u|h)(?:[0-5]\d)?|\s+uur|:[0-5]\d)"
    rf"|(?:om|vanaf|tot)\s+(?P<word>{COUNTED_WORD})\s+uur)(?!\w)",
    re.IGNORECASE,
)


def read_times(line: Line, today: date) -> None:
    """Notes weekdays (`woensdagnamiddag`), weekends, parts of the day (`'s avonds`) and hours
    (`14u`).
    """
    for match in _WEEKEND.finditer(line.text):
        if line.is_free(*match.span()):
            _add_weekend(line, match, today)
    for match in _WEEKDAY.finditer(line.text):
        if line.is_free(*match.span()):
            _add_weekday(line, match, today)
    for match in _PART_ALONE.finditer(line.text):
        if line.is_free(*match.span()) and not _WHOLE.search(line.text[: match.end()]):
            part = _part_of(match)
            if part is not None:
                line.add(FactKind.PART, part, *match.span())
    for match in _CLOCK.finditer(line.text):
        if line.is_free(*match.span()):
            hour = number_of(match["hour"] or match["word"])
            line.add(FactKind.PART, part_at(hour), *match.span())


def part_at(hour: int) -> Part:
    """Gives the part of the day in which an hour (0-23) lies."""
    if hour < 12:
        return Part.MORNING
    return Part.AFTERNOON if hour < 18 else Part.EVENING


def _add_weekend(line: Line, match: re.Match[str], today: date) -> None:
    saturday = today + timedelta((5 - today.weekday()) % 7)
    if match["this"]:
        first = today if today.weekday() == 6 else saturday
        last = today if today.weekday() == 6 else saturday + timedelta(1)
        line.add(FactKind.DATES, DateRange(first, last), *match.span())
    elif match["next"]:
        monday = today + timedelta(7 - today.weekday())
        line.add(
            FactKind.DATES, DateRange(monday + timedelta(5), monday + timedelta(6)), *match.span()
        )
    else:
        line.add(FactKind.WEEKDAYS, (5, 6), *match.span())


def _add_weekday(line: Line, match: re.Match[str], today: date) -> None:
    weekday = _NUMBERS[lower(match["day"])]
    if match["next"]:
        day = today + timedelta((weekday - today.weekday()) % 7)
        line.add(FactKind.DATES, DateRange(day, day), *match.span())
    else:
        line.add(FactKind.WEEKDAYS, (weekday,), *match.span())
    part = _part_of(match)
    if part is not None:
        line.add(FactKind.PART, part, *match.span())


def _part_of(match: re.Match[str]) -> Part | None:
    groups = match.groupdict()
    for part in Part:
        if groups.get(part.value) or groups.get(f"bare_{part.value}"):
            return part
    return None
