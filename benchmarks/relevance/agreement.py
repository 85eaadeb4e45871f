"""How far two readers of the judged set agree, and so what an engine can reach at most."""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log2
from operator import itemgetter
from pathlib import Path

from benchmarks.relevance.judged import FOLDER, JudgedSetError
from benchmarks.relevance.judging import Grades, Judges
from benchmarks.relevance.measures import DEPTH, RIGHT

SECOND_JUDGE = FOLDER / "second_judge.toml"
HIGHEST = 3

Pair = tuple[int, int]
"""What a first and a second judge give to the same offer for the same search."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How alike two judges grade the pools of some searches; shares are from 0 to 1."""

    searches: int
    pairs: int
    exact: float
    """The share with the same grade."""
    right: float
    """The share that both call right, or both do not."""
    kappa: float
    first_by_second: float
    """nDCG@10 of the second judge's order, measured with the first judge's grades."""
    second_by_first: float
    first_by_nobody: float
    """nDCG@10 of all orders together: what the small pools give away for nothing."""


def read_second_judge(path: Path = SECOND_JUDGE) -> dict[str, dict[str, int]]:
    """The second judgement; raises JudgedSetError for a double search or a grade beyond 0 to 3."""
    with path.open("rb") as file:
        items = tomllib.load(file)["judged"]
    found: dict[str, dict[str, int]] = {}
    for item in items:
        text, grades = item["text"], item["grades"]
        if text in found or not set(grades.values()) <= set(range(HIGHEST + 1)):
            raise JudgedSetError(f"more than once, or no grade: {text}")
        found[text] = dict(grades)
    return found


def pair_grades(first: Grades, second: Grades) -> dict[str, list[Pair]]:
    """Both grades of every pair of the second judge; raises JudgedSetError for an unknown pair."""
    try:
        return {
            text: [(first[text][offer], found) for offer, found in pool.items()]
            for text, pool in second.items()
        }
    except KeyError as error:
        raise JudgedSetError(f"judged twice, but not in the set: {error}") from error


def compare(pools: Sequence[Sequence[Pair]]) -> Agreement:
    """Compare two judges over the pools of some searches."""
    pairs = [pair for pool in pools for pair in pool]
    turned = [[(second, first) for first, second in pool] for pool in pools]
    unordered = [[(first, 0) for first, _second in pool] for pool in pools]
    return Agreement(
        len(pools),
        len(pairs),
        _mean(float(first == second) for first, second in pairs),
        _mean(float((first >= RIGHT) == (second >= RIGHT)) for first, second in pairs),
        weighted_kappa(pairs),
        mean_ndcg(pools),
        mean_ndcg(turned),
        mean_ndcg(unordered),
    )


def weighted_kappa(pairs: Sequence[Pair]) -> float:
    """Agreement beyond chance, weighted quadratically: 1 is full, 0 what chance gives.

    1 - sum(w * observed) / sum(w * expected) over the pairs of grades (i, j), with w = (i - j)^2
    and as expected share the product of how often either judge gives the grade (Cohen, 1968,
    "Weighted kappa", Psychological Bulletin 70(4)). 1 when both always give the same one grade.
    """
    count = len(pairs)
    firsts = Counter(first for first, _second in pairs)
    seconds = Counter(second for _first, second in pairs)
    observed = sum((first - second) ** 2 for first, second in pairs) / count
    expected = sum(
        (first - second) ** 2 * firsts[first] * seconds[second]
        for first in firsts
        for second in seconds
    ) / (count * count)
    return 1 - observed / expected if expected else 1.0


def mean_ndcg(pools: Iterable[Sequence[Pair]]) -> float:
    """The mean nDCG@10 over pools in which the measuring judge finds anything at all."""
    return _mean(ndcg(pool) for pool in pools if any(first for first, _second in pool))


def ndcg(pool: Sequence[Pair]) -> float:
    """nDCG@10 of an order by the second grade, measured with the first, gain 2^grade - 1.

    Equal second grades share the discounts of their places, which is the mean over all orders of
    them (McSherry and Najork, 2008, "Computing information retrieval performance measures
    efficiently in the presence of tied scores"). The pool holds a first grade above 0.
    """
    by_second = sorted(pool, key=itemgetter(1), reverse=True)
    reached, start = 0.0, 0
    for _grade, group in groupby(by_second, key=itemgetter(1)):
        gains = [_gain(first) for first, _second in group]
        places = range(start + 1, start + len(gains) + 1)
        reached += sum(gains) * sum(_discount(place) for place in places) / len(gains)
        start += len(gains)
    best = sorted((_gain(first) for first, _second in pool), reverse=True)
    ideal = sum(gain * _discount(place) for place, gain in enumerate(best, start=1))
    return reached / ideal


def _gain(grade: int) -> float:
    return float(2**grade - 1)


def _discount(place: int) -> float:
    return 1 / log2(place + 1) if place <= DEPTH else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def print_agreement(judges: Judges) -> None:
    """The readers beside the second judge, in all and by class, and beside the needs."""
    second = read_second_judge()
    pools = pair_grades(judges.grades, second)
    kinds = {query.text: query.kind for query in judges.queries}
    classes: dict[str, list[list[Pair]]] = defaultdict(list)
    for text, pool in pools.items():
        if text in kinds:
            classes[kinds[text]].append(pool)
    read = {
        text: {key: judges.grades[text][key] for key in pool} for text, pool in judges.read.items()
    }
    print(
        f"\n{'two judges':<30}{'pairs':>8}{'exact':>8}{'right':>8}{'kappa':>8}"
        f"{'nDCG@10':>10}{'turned':>8}{'no order':>10}"
    )
    _print_line("readers, second judge", compare(list(pools.values())))
    needs = pair_grades(judges.by_needs, read)
    _print_line("needs, readers", compare(list(needs.values())))
    _print_line("needs, second judge", compare(list(pair_grades(judges.by_needs, second).values())))
    for kind, found in sorted(classes.items(), key=lambda item: compare(item[1]).kappa):
        _print_line(kind, compare(found))


def _print_line(name: str, found: Agreement) -> None:
    print(
        f"{f'{name} ({found.searches})':<30}{found.pairs:>8}{found.exact:>8.3f}{found.right:>8.3f}"
        f"{found.kappa:>8.3f}{found.first_by_second:>10.3f}{found.second_by_first:>8.3f}"
        f"{found.first_by_nobody:>10.3f}"
    )
