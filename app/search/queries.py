"""What a family asks of the engine, and what the engine answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.geo.points import Point

MAX_QUERY_CHARACTERS = 1_500
MAX_QUERY_TOKENS = 250
DISTANCE_STEPS_KM = (2, 5, 10, 25)


class Sort(StrEnum):
    """The order of the results."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    SOONEST = "soonest"


class Part(StrEnum):
    """A part of the day: before 12 h, from 12 to 18 h, from 18 h."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


PARTS = tuple(Part)


@dataclass(frozen=True, slots=True)
class AgeGroup:
    """An age group of the taxonomy; choosing it in a filter means asking for a child of
    `typical_month`.
    """

    id: str
    first_month: int
    end_month: int
    typical_month: int


AGE_GROUPS = (
    AgeGroup("age-pregnancy", -9, 0, -4),
    AgeGroup("age-baby", 0, 12, 6),
    AgeGroup("age-toddler", 12, 36, 24),
    AgeGroup("age-3-6", 36, 72, 54),
    AgeGroup("age-6-9", 72, 108, 90),
    AgeGroup("age-9-12", 108, 144, 126),
    AgeGroup("age-12-15", 144, 180, 162),
    AgeGroup("age-15-18", 180, 216, 198),
    AgeGroup("age-18-24", 216, 288, 252),
)


@dataclass(frozen=True, slots=True)
class Query:
    """One search: what is left of the words, and every filter.

    `said` is the whole line when `words` is only its topic: worries are read in it, and the words
    between the places of `claimed` (start, end) are facts that need not be met again.
    Ages are months, weekdays 0 (Monday) to 6, `near` and `municipality` NIS codes: `near` is where
    the family is (it
    decides which service areas count), `municipality` limits the answer to that whole municipality.
    `themes`, `kinds`,
    `weekdays`, `parts` and `ages` are met by any of their values; the others by all. Offers for
    professionals are left
    out unless `audience` asks for them. Offers that suit none of `soft_ages` come later, but stay.
    `is_exact` switches correction, synonyms and compounds off.
    `wishes` names the groups of facts (place, moment, entry) that come from typed words: when few
    offers meet all of them, those that miss some are given beside the results. `facets` False
    leaves the counts out.
    """

    words: str = ""
    said: str = ""
    claimed: tuple[tuple[int, int], ...] = ()
    language: str = "nl"
    is_exact: bool = False
    ages: tuple[int, ...] = ()
    soft_ages: tuple[int, ...] = ()
    point: Point | None = None
    radius_km: float | None = None
    near: str | None = None
    municipality: str | None = None
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    parts: tuple[Part, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    is_free: bool = False
    with_pass: bool = False
    walk_in: bool = False
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    audience: str | None = None
    wishes: frozenset[str] = frozenset()
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 20
    facets: bool = True


class Reason(NamedTuple):
    """One part of a hit's score: what it was for and how much it gave."""

    name: str
    amount: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: its distance, if it has one, and which of the asked ages it suits."""

    offer_id: int
    score: float
    distance_km: float | None = None
    suits: tuple[int, ...] = ()
    explanation: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    """Which wishes it does not meet; only of what is near."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A word read as another one; `is_applied` when the typed word has no hits itself."""

    typed: str
    corrected: str
    is_applied: bool


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words of the query that were read as a term of the synonym table."""

    typed: str
    canonical: str
    term_id: str | None


class ReadGroup(NamedTuple):
    """How one word or phrase of the query was read.

    `terms` are taxonomy ids with how surely each is meant (0..1), none when only the words
    themselves were looked for; `share` is the part (0..1) that it has in the whole.
    """

    typed: str
    terms: tuple[tuple[str, float], ...]
    share: float


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of results, the number of all results, and counts per value of every filter.

    Facet groups: theme, kind, weekday, part, price, age, walk_in, language, accessibility,
    distance. For a group whose
    values are alternatives, a count is the number of results when that value alone is chosen and
    all other groups
    stay; for the others, the number when it is added to all filters.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    correction: Correction | None = None
    expansions: tuple[Expansion, ...] = ()
    reading: tuple[ReadGroup, ...] = ()
    language: str | None = None
    """The language that the words were taken for; None when nothing told."""
    coverage: float = 1.0
    """How much of the words the best offer of all covers, wherever and whenever it is (0..1)."""
    unwanted: tuple[str, ...] = ()
    """The typed words of what must not be it."""
    unmet: tuple[str, ...] = ()
    """The typed words that no offer has anything of."""
    near: tuple[Hit, ...] = ()
    """Offers that nearly are what was asked, when the results are few; they are not counted."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal while typing: a theme (`term`, value its id), an `offer` (value its id), a
    `word`, or a `search` that others make.
    """

    kind: str
    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class IndexState:
    """Whether the index on disk is whole, how many offers it holds, and what is wrong when it is
    not.
    """

    is_sound: bool
    count: int
    problem: str = ""
