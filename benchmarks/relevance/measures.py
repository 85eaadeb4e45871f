"""Measures of an answer: was something right on top, and how good is the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

RIGHT = 2
"""From this grade on an answer is what somebody needs."""
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Score:
    """The measures of one answer, or their mean; each from 0 to 1."""

    success_1: float
    success_3: float
    success_10: float
    ndcg: float
    reciprocal_rank: float


def measure(grades: Sequence[int], best: Sequence[int]) -> Score:
    """Measure an answer: `grades` of its results in order, `best` every grade there is.

    Right is a grade of 2 or more, or the best that exists when nothing better does. nDCG@10 with
    the gain 2^grade - 1 (Burges et al., 2005).
    """
    right = min(RIGHT, max(best, default=0))
    ranks = [rank for rank, found in enumerate(grades, start=1) if right and found >= right]
    first = ranks[0] if ranks else 0
    ideal = _gain(sorted(best, reverse=True))
    return Score(
        float(first == 1),
        float(0 < first <= 3),
        float(0 < first <= DEPTH),
        _gain(grades) / ideal if ideal else 0.0,
        1 / first if first else 0.0,
    )


def _gain(grades: Sequence[int]) -> float:
    return sum(
        (2**found - 1) / log2(rank + 1) for rank, found in enumerate(grades[:DEPTH], start=1)
    )


def mean(scores: Sequence[Score]) -> Score:
    """The mean of each measure; zeros when there is nothing."""
    count = len(scores) or 1
    return Score(
        *(
            sum(getattr(score, name) for score in scores) / count
            for name in ("success_1", "success_3", "success_10", "ndcg", "reciprocal_rank")
        )
    )
