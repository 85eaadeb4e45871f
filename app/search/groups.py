"""What a search asks for, as groups: each one thing, with the ways in which an offer can meet it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.search.queries import Correction, Expansion


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to meet a group: a document must have all features; the weakest counts, times the
    factor.
    """

    features: tuple[str, ...]
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """What a word or phrase asks for.

    Alternatives add up; of what only is `related` the best counts. `mass` is the share of the group
    beside the others. A notion is something that the synonym table knows.
    """

    typed: str
    alternatives: tuple[Alternative, ...]
    related: tuple[Alternative, ...] = ()
    mass: float = 1.0
    is_notion: bool = False

    def weakened(self, factor: float) -> "Group":
        """The same, less sure."""
        return replace(
            self,
            alternatives=tuple(
                replace(one, factor=one.factor * factor) for one in self.alternatives
            ),
            related=tuple(replace(one, factor=one.factor * factor) for one in self.related),
        )


@dataclass(frozen=True, slots=True)
class Wording:
    """All that the words of a query ask for."""

    groups: tuple[Group, ...]
    title: str | None = None
    correction: Correction | None = None
    expansions: tuple[Expansion, ...] = ()


def make_alternatives(factors: dict[tuple[str, ...], float]) -> tuple[Alternative, ...]:
    """Gives alternatives by their features."""
    return tuple(Alternative(features, factor) for features, factor in factors.items())


def distinct(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Gives the groups without those that ask the same again."""
    seen: dict[tuple[Alternative, ...], Group] = {}
    for group in groups:
        known = seen.get(group.alternatives)
        if known is None or known.mass < group.mass:
            seen[group.alternatives] = group
    return tuple(seen.values())
