"""Ages, days, prices and places to be, said in another language than those of the site."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from app.search.facts import DateRange, FactKind, Line
from app.search.queries import Part
from app.search.text.folding import Word, split_words

_LONGEST = 4
_SHORTEST = 4
_OLDEST_MONTHS = 24 * 12
_UNITS = {"year": 12, "month": 1}
_STAGES = {"baby": 6, "toddler": 27, "schoolchild": 108, "teenager": 168}
_SIMPLE = {
    "free": FactKind.FREE,
    "walk_in": FactKind.WALK_IN,
    "online": FactKind.ONLINE,
    "at_home": FactKind.AT_HOME,
}
_PARTS = {part.value: part for part in Part}
_DAYS_AHEAD = {"today": 0, "tomorrow": 1}
_WEEKEND = (5, 6)


class FactWord(NamedTuple):
    """Words that say a fact in a language; the facts are named in data/seed/fact_words.csv."""

    language: str
    fact: str
    words: str


def read_fact_words(path: Path) -> tuple[FactWord, ...]:
    """Reads the table from CSV (lang, fact, words), raising OSError without it."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            FactWord(row["lang"], row["fact"], row["words"]) for row in csv.DictReader(file)
        )


class FactWords:
    """Finds facts in a line by whole words, the longest first."""

    def __init__(self, rows: Iterable[FactWord] = ()) -> None:
        """Takes the rows of the table."""
        self._facts: dict[tuple[str, ...], set[str]] = {}
        for row in rows:
            key = tuple(word.folded for word in split_words(row.words))
            if 0 < len(key) <= _LONGEST:
                self._facts.setdefault(key, set()).add(row.fact)

    def read(self, line: Line, words: Sequence[Word], today: date) -> None:
        """Notes the facts, and takes words for a child out of the topic.

        Short words do not count, and none that say different facts in different languages.
        """
        place = 0
        while place < len(words):
            place += self._read_at(line, words, place, today)

    def _read_at(
        self,
        line: Line,
        words: Sequence[Word],
        place: int,
        today: date,
    ) -> int:
        for length in range(min(_LONGEST, len(words) - place), 0, -1):
            key = tuple(word.folded for word in words[place : place + length])
            facts = self._facts.get(key, ())
            start, end = words[place].start, words[place + length - 1].end
            if len(facts) == 1 and not line.is_claimed(start, end):
                (fact,) = facts
                if fact in _UNITS:
                    # Whatever the unit means by itself, beside a number it is one.
                    _add_age(line, words, place, length, _UNITS[fact])
                elif line.is_free(start, end) and len("".join(key)) >= _SHORTEST:
                    _add(line, fact, start, end, today)
                return length
        return 1


def _add(line: Line, fact: str, start: int, end: int, today: date) -> None:
    if fact.startswith("weekday:"):
        line.add(FactKind.WEEKDAYS, (int(fact[-1]),), start, end)
    elif fact == "weekend":
        line.add(FactKind.WEEKDAYS, _WEEKEND, start, end)
    elif fact in _PARTS:
        line.add(FactKind.PART, _PARTS[fact], start, end)
    elif fact in _DAYS_AHEAD:
        day = today + timedelta(_DAYS_AHEAD[fact])
        line.add(FactKind.DATES, DateRange(day, day), start, end)
    elif fact in _SIMPLE:
        line.add(_SIMPLE[fact], True, start, end)
    elif fact in _STAGES:
        if any(known.kind is FactKind.AGE for known in line.facts):
            return
        line.add(FactKind.AGE, _STAGES[fact], start, end, is_soft=True)
    else:
        line.claim(start, end)


def _add_age(line: Line, words: Sequence[Word], place: int, length: int, unit_months: int) -> None:
    """Notes an age when a number stands beside the unit: `8 yaş`, `5 سنوات`, `3 ani`."""
    for other in (place - 1, place + length):
        if 0 <= other < len(words) and words[other].folded.isdecimal():
            start = min(words[other].start, words[place].start)
            end = max(words[other].end, words[place + length - 1].end)
            months = int(words[other].folded) * unit_months
            if months <= _OLDEST_MONTHS and not line.is_claimed(start, end):
                line.add(FactKind.AGE, months, start, end)
                return
