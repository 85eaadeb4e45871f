"""Every search with the grade of each offer, and what an answer to it is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.relevance.judged import JudgedOffer, JudgedQuery, Places, grade
from benchmarks.relevance.measures import Score, measure


@dataclass(frozen=True, slots=True)
class Answered:
    """A search with what an engine gave for it."""

    query: JudgedQuery
    score: Score
    shown: tuple[tuple[str, int], ...]
    """Title and grade of the first results."""
    best: int


class Judges:
    """Every search with the grade of each offer; those that nothing answers are left out."""

    def __init__(
        self, offers: Sequence[JudgedOffer], queries: Sequence[JudgedQuery], places: Places
    ) -> None:
        """Grade every pair once."""
        self.titles = {offer.id: offer.title for offer in offers}
        self.grades = {
            query.text: {offer.id: grade(query, offer, places) for offer in offers}
            for query in queries
        }
        self.queries = [query for query in queries if any(self.grades[query.text].values())]
        self.left_out = len(queries) - len(self.queries)

    def judge(self, query: JudgedQuery, ids: Sequence[str]) -> Answered:
        """Measure one answer."""
        grades = self.grades[query.text]
        found = [grades[key] for key in ids]
        shown = tuple((self.titles[key], grades[key]) for key in ids[:3])
        score = measure(found, list(grades.values()))
        return Answered(query, score, shown, max(grades.values()))
