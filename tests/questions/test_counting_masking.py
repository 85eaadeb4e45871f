from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.questions.small_numbers import BELOW, HIDDEN, mask_count, mask_counts


@pytest.mark.parametrize(("count", "told"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (60, "60")])
def test_a_count_of_one_to_four_is_masked(count: int, told: str) -> None:
    assert mask_count(count) == told


def test_the_smallest_other_count_hides_a_single_small_one() -> None:
    cells = mask_counts({"a": 3, "b": 40, "c": 12, "d": 0}).cells
    assert dict(cells) == {"a": BELOW, "b": "40", "c": HIDDEN}


def test_nothing_is_told_when_small_counts_follow_from_their_sum() -> None:
    """Two fours are told by their sum, and nothing is left to hide them behind."""
    masked = mask_counts({"a": 4, "b": 4})
    assert masked.is_merged
    assert not masked.cells


def test_large_counts_are_told_as_they_are() -> None:
    assert dict(mask_counts({1: 5, 2: 7, 3: 0}).cells) == {1: "5", 2: "7"}


def readings(told: Mapping[int, str], total: int) -> Iterator[tuple[int, ...]]:
    """Everything that the told cells and the total allow, with covers at their likeliest."""
    shown = [int(cell) for cell in told.values() if cell.isdigit()]
    most = min([number for number in shown if number >= 5], default=total)
    ranges = [
        range(1, 5) if cell == BELOW else range(5, most + 1)
        for cell in told.values()
        if not cell.isdigit()
    ]
    left = total - sum(shown)
    return (values for values in product(*ranges) if sum(values) == left)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_no_small_count_follows_from_the_total(counts: list[int]) -> None:
    masked = mask_counts(dict(enumerate(counts)))
    total = sum(counts)
    if masked.is_merged or total < 5:
        assert set(masked.cells.values()) <= {BELOW}
        return
    kinds = [cell for cell in masked.cells.values() if not cell.isdigit()]
    possible = list(readings(masked.cells, total))
    for place, kind in enumerate(kinds):
        if kind == BELOW:
            assert len({values[place] for values in possible}) > 1, (counts, masked.cells)
