"""Every search with the grade of each offer, and what an answer to it is worth."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.relevance.judged import (
    FOLDER,
    JudgedOffer,
    JudgedQuery,
    JudgedSetError,
    Places,
    fit,
    grade_of_needs,
)
from benchmarks.relevance.measures import Score, measure

READERS = FOLDER / "readers.toml"
_GRADES = ("3", "2", "1", "0")

Grades = Mapping[str, Mapping[str, int]]
"""The grade by search text and id of the offer."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A search with what an engine gave for it."""

    query: JudgedQuery
    score: Score
    shown: tuple[tuple[str, int], ...]
    """Title and grade of the first results."""
    unread: int
    """How many of the first ten no reader graded."""


class Judges:
    """Every search with the grade of each offer; those that nothing answers are left out."""

    def __init__(
        self,
        offers: Sequence[JudgedOffer],
        queries: Sequence[JudgedQuery],
        places: Places,
        read: Grades,
    ) -> None:
        """Grade every pair once: what nobody read is 0."""
        self.titles = {offer.id: offer.title for offer in offers}
        self.read = read
        self.grades = {
            query.text: {
                offer.id: fit(query, offer, places, read.get(query.text, {}).get(offer.id, 0))
                for offer in offers
            }
            for query in queries
        }
        self.by_needs = {
            query.text: {
                offer.id: fit(query, offer, places, grade_of_needs(query, offer))
                for offer in offers
            }
            for query in queries
        }
        self.queries = [query for query in queries if any(self.grades[query.text].values())]
        self.left_out = len(queries) - len(self.queries)

    def judge(self, query: JudgedQuery, ids: Sequence[str]) -> Answered:
        """Measure one answer."""
        grades = self.grades[query.text]
        found = [grades[key] for key in ids]
        shown = tuple((self.titles[key], grades[key]) for key in ids[:3])
        read = self.read.get(query.text, {})
        unread = sum(key not in read for key in ids)
        return Answered(query, measure(found, list(grades.values())), shown, unread)


def read_readers(path: Path = READERS) -> dict[str, dict[str, int]]:
    """What the readers graded; raises JudgedSetError for a search or a pair graded twice."""
    with path.open("rb") as file:
        items = tomllib.load(file)["read"]
    found: dict[str, dict[str, int]] = {}
    for item in items:
        pairs = [(offer, int(name)) for name in _GRADES for offer in item.get(name, "").split()]
        if item["text"] in found or len(dict(pairs)) < len(pairs):
            raise JudgedSetError(f"graded more than once: {item['text']}")
        found[item["text"]] = dict(pairs)
    return found
