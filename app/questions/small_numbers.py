"""Small numbers are not told: who lives in a village would recognise a family in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

SMALL = 5
"""Counts from 1 up to this number (not included) are masked; nobody stands behind a zero."""
BELOW = f"<{SMALL}"
HIDDEN = "*"

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Masked(Generic[Key]):
    """A row of counts as they may be told, in their order, without the zeros.

    `cells` is empty while `is_merged`: then only the total may be told.
    """

    cells: Mapping[Key, str]
    is_merged: bool = False


def mask_count(count: int) -> str:
    """One count by itself: "<5" for 1 to 4."""
    return BELOW if 0 < count < SMALL else str(count)


def mask_counts(counts: Mapping[Key, int]) -> Masked[Key]:
    """The counts of one breakdown whose total is told beside it.

    Three rules. A count of 1 to 4 is told as "<5". Whoever knows the total could subtract the other
    counts from it; so while what is masked can still be worked out that way, the smallest count
    that is left is hidden too and told as "*". When nothing is left to hide and the masked counts
    still follow from their sum (all ones, or all fours), the breakdown is not told at all. A total
    below five is masked by the first rule, and its breakdown then says nothing more.
    """
    counts = {key: count for key, count in counts.items() if count}
    small = [count for count in counts.values() if count < SMALL]
    large = sorted(count for count in counts.values() if count >= SMALL)
    is_total_known = sum(counts.values()) >= SMALL
    covers = 0
    if small and is_total_known:
        while covers <= len(large) and not _is_safe(small, large, covers):
            covers += 1
        if covers > len(large):
            return Masked({}, is_merged=True)
    hidden = list(large[:covers])
    cells: dict[Key, str] = {}
    for key, count in counts.items():
        if count in hidden:
            hidden.remove(count)
            cells[key] = HIDDEN
        else:
            cells[key] = mask_count(count)
    return Masked(cells)


def _is_safe(small: list[int], large: list[int], covers: int) -> bool:
    """Whether no small count follows from the sum of what is hidden.

    A reader knows that sum, that each small count is 1 to 4, and that each cover is 5 or more and
    no larger than the smallest count that is still told.
    """
    hidden = sum(small) + sum(large[:covers])
    told = large[covers:]
    most = 4 * len(small)
    lowest = len(small)
    if covers == 0:
        lowest = most = sum(small)
    else:
        most = min(most, hidden - SMALL * covers)
        if told:
            lowest = max(lowest, hidden - told[0] * covers)
    if len(small) == 1:
        return most > lowest
    return most > len(small) and lowest < 4 * len(small)
