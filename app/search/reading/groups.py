"""What a search asks for, as groups: each one thing, with the ways in which an offer meets it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.search.queries import Correction, Expansion, ReadGroup
from app.search.ranking import WEAK_WORD_MASS
from app.search.text.stopwords import WEAK_WORDS


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
    terms: tuple[tuple[str, float], ...] = ()
    """The terms that are meant, each with how surely (0..1)."""


class Intent(StrEnum):
    """What somebody who types this wants to do with the answer."""

    TALK = "talk"
    """Tells a worry: a person to talk to helps most."""
    DO = "do"
    """Looks for something to do: what takes place soon helps most."""


@dataclass(frozen=True, slots=True)
class Wording:
    """All that the words of a query ask for."""

    groups: tuple[Group, ...]
    title: str | None = None
    correction: Correction | None = None
    expansions: tuple[Expansion, ...] = ()
    language: str | None = None
    intent: Intent | None = None
    is_vague: bool = False
    """Only small words say what it is about ("wat te doen"): anything of it will do."""
    unwanted: tuple[Group, ...] = ()
    """What must not be it: "sport, maar geen voetbal"."""


def read_groups(wording: Wording) -> tuple[ReadGroup, ...]:
    """Gives how the words were read, for who wants to know why."""
    whole = sum(group.mass for group in wording.groups)
    return tuple(
        ReadGroup(group.typed, group.terms, group.mass / whole) for group in wording.groups
    )


def weight_of(word: str) -> float:
    """Gives the mass of a word that stands for itself."""
    return WEAK_WORD_MASS if word in WEAK_WORDS else 1.0


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
