"""Two judges of the judged set: how alike they grade, and what a perfect reader reaches."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from benchmarks.relevance.agreement import (
    compare,
    ndcg,
    pair_grades,
    read_second_judge,
    weighted_kappa,
)
from benchmarks.relevance.judged import JudgedSetError
from benchmarks.relevance.measures import measure


def test_kappa_is_full_for_the_same_grades_and_counts_a_far_miss_more() -> None:
    assert weighted_kappa([(0, 0), (3, 3)]) == 1.0
    assert weighted_kappa([(2, 2), (2, 2)]) == 1.0
    assert weighted_kappa([(0, 3), (3, 0)]) == -1.0
    # By hand, of 0 0 2 3 against 0 1 2 3: observed 1 of 4; expected, each first grade against all
    # second ones: (0+1+4+9) + (0+1+4+9) + (4+1+0+1) + (9+4+1+0) = 48 of 16.
    assert weighted_kappa([(0, 0), (0, 1), (2, 2), (3, 3)]) == pytest.approx(
        1 - (1 / 4) / (48 / 16)
    )
    near, far = [(0, 0), (0, 0), (3, 3), (3, 2)], [(0, 0), (0, 0), (3, 3), (3, 0)]
    assert weighted_kappa(near) > weighted_kappa(far)


def test_an_order_with_ties_is_worth_the_mean_over_all_its_orders() -> None:
    firsts, seconds = (3, 0, 1, 2), (2, 2, 2, 0)
    tied = [measure([*order, firsts[3]], firsts).ndcg for order in permutations(firsts[:3])]
    found = ndcg(list(zip(firsts, seconds, strict=True)))
    assert found == pytest.approx(sum(tied) / len(tied))
    assert 0 < found < 1


def test_only_the_first_ten_places_count() -> None:
    # One of twelve is right and the other judge puts it last.
    assert ndcg([(0, 1)] * 11 + [(3, 0)]) == 0.0


def test_two_judges_are_compared_over_the_pools_they_share() -> None:
    found = compare([[(3, 3), (1, 2), (0, 0)], [(2, 3), (0, 0)]])
    assert (found.searches, found.pairs) == (2, 5)
    assert (found.exact, found.right) == (0.6, 0.8)
    assert found.first_by_second == pytest.approx(1.0)
    assert found.first_by_nobody < found.first_by_second
    # A search for which a judge finds nothing has no best order and is not measured.
    assert compare([[(3, 0), (0, 0)], [(3, 3), (0, 0)]]).second_by_first == pytest.approx(1.0)


def test_the_second_judgement_is_whole_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    second = read_second_judge()
    assert len(second) == 45
    assert {len(pool) for pool in second.values()} == {12}
    with pytest.raises(JudgedSetError):
        pair_grades({"pampers": {}}, {"pampers": {"x-1": 3}})
    broken = tmp_path / "broken.toml"
    broken.write_text('[[judged]]\ntext = "pampers"\n[judged.grades]\n"x-1" = 4\n')
    with pytest.raises(JudgedSetError):
        read_second_judge(broken)
