"""How near letters are to each other: on the keyboard of Belgium, and by their sound in Dutch."""

from itertools import pairwise

SLIP = 0.7
"""What a letter costs instead of the one beside it, where any other costs 1."""
SOUND = 0.5
"""What a letter costs that sounds alike."""
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_ALIKE = ("ckq", "fv", "sz", "iy", "dt", "bp", "jy")


def _pairs() -> dict[tuple[str, str], float]:
    pairs: dict[tuple[str, str], float] = {}
    for row in _ROWS:
        for one, other in pairwise(row):
            pairs[one, other] = pairs[other, one] = SLIP
    for letters in _ALIKE:
        pairs.update({(one, other): SOUND for one in letters for other in letters})
    return pairs


NEAR_LETTERS = _pairs()
"""What two letters cost in each other's place, when that is less than 1."""


def saved_by_slip(typed: str, meant: str) -> float:
    """Gives how much less than a whole edit the one letter costs in which two words differ (0..1).

    Words that differ in more, or in length, save nothing.
    """
    if len(typed) != len(meant):
        return 0.0
    pairs = [pair for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
    return 1 - NEAR_LETTERS.get(pairs[0], 1.0) if len(pairs) == 1 else 0.0
