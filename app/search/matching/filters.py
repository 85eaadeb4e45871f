"""The filters of a query as flags over its candidates: those met by all values at once, and those
by any.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from app.search.arrays import Documents, Flags, Floats, Integers
from app.search.documents import Audience
from app.search.index.moments import (
    Window,
    asks_for_moments,
    happenings,
    make_window,
    selected_bits,
)
from app.search.index.packing import (
    TAG_KIND,
    TAG_LANGUAGE,
    TAG_PLACE,
    TAG_PRICE,
    TAG_SERVES,
    TAG_WALK_IN,
    term_tag,
)
from app.search.index.snapshot import Snapshot
from app.search.matching.matching import Matches
from app.search.queries import Query

THEME, KIND, MOMENT, AGE, PLACE = "theme", "kind", "moment", "age", "place"


@dataclass(slots=True)
class Candidates:
    """The documents that meet the words and every filter that all counts share.

    `documents` None means all places of the snapshot, of which `eligible` says which count; else
    all of them count.
    `choices` holds the flags of each active group of alternatives, over the same documents.
    """

    snapshot: Snapshot
    query: Query
    window: Window
    documents: Documents | None
    eligible: Flags | None
    choices: dict[str, Flags]
    distances: Floats | None
    is_served: Flags | None

    def take(self, values: np.ndarray) -> np.ndarray:
        """Gives the values (one for every place) at the candidates."""
        return values if self.documents is None else values[self.documents]

    def passing(self, without: str | None = None) -> Flags:
        """Gives which candidates pass all groups, or all but one."""
        passing = self.eligible
        for group, flags in self.choices.items():
            if group != without:
                passing = flags if passing is None else passing & flags
        if passing is None:
            amount = self.snapshot.size if self.documents is None else len(self.documents)
            return np.ones(amount, dtype=np.bool_)
        return passing

    def happenings(self) -> Integers:
        """Gives the weekday and part bits of the candidates within the window of the query."""
        taken: Integers = self.take(happenings(self.snapshot, self.window))
        return taken

    def within(self, radius_km: float) -> Flags:
        """Gives which candidates lie within a radius, serve the place, or need no travel.

        Without a point to measure from, all do.
        """
        if self.distances is None or self.is_served is None:
            return np.ones_like(self.passing())
        near: Flags = self.distances <= np.float32(radius_km)
        return near | self.is_served


def find_candidates(
    snapshot: Snapshot, query: Query, matches: Matches | None, now: datetime
) -> tuple[Candidates, Integers | None]:
    """Gives the candidates of a query, and for matches the place of each among them."""
    shared = snapshot.remembered(_shared_key(query), lambda: _shared_flags(snapshot, query))
    window = make_window(query, now)
    kept: Integers | None = None
    documents: Documents | None = None
    eligible: Flags | None = shared
    if matches is not None:
        kept = np.flatnonzero(shared[matches.documents])
        documents, eligible = matches.documents[kept], None
    candidates = Candidates(snapshot, query, window, documents, eligible, {}, None, None)
    _choose(candidates)
    return candidates, kept


def asks_for_place(query: Query) -> bool:
    """Says whether a query limits the results to a surrounding or a municipality."""
    return query.municipality is not None or (
        query.point is not None and query.radius_km is not None
    )


def served_flags(snapshot: Snapshot, nis: str) -> Flags:
    """Gives which documents serve a municipality by name."""
    return snapshot.tagged(TAG_SERVES + nis)


def age_flags(snapshot: Snapshot, months: int) -> Flags:
    """Gives which documents suit a child of that age."""

    def measure() -> Flags:
        return (snapshot.minimum_ages <= months) & (months < snapshot.maximum_ages)

    return snapshot.remembered(("age", months), measure)


def _shared_key(query: Query) -> tuple[object, ...]:
    return (
        "shared",
        query.is_free,
        query.with_pass,
        query.walk_in,
        frozenset(query.languages),
        frozenset(query.accessibility),
        frozenset(query.terms),
        query.audience,
    )


def entry_flags(snapshot: Snapshot, query: Query) -> Flags:
    """Gives which documents may be joined as the query asks: price, walk-in, accessibility."""
    flags = snapshot.living
    for tag in _entry_tags(query):
        flags = flags & snapshot.tagged(tag)
    return flags


def _shared_flags(snapshot: Snapshot, query: Query) -> Flags:
    professional = query.audience == Audience.PROFESSIONAL
    flags = snapshot.for_professionals if professional else snapshot.for_families
    tags = [term_tag(term_id) for term_id in query.terms]
    tags.extend(TAG_LANGUAGE + language for language in query.languages)
    for tag in (*tags, *_entry_tags(query)):
        flags = flags & snapshot.tagged(tag)
    return flags


def _entry_tags(query: Query) -> list[str]:
    tags = [term_tag(term_id) for term_id in query.accessibility]
    if query.is_free:
        tags.append(TAG_PRICE + "free")
    if query.with_pass:
        tags.append(TAG_PRICE + "pass")
    if query.walk_in:
        tags.append(TAG_WALK_IN + "yes")
    return tags


def _choose(candidates: Candidates) -> None:
    snapshot, query = candidates.snapshot, candidates.query
    choices = candidates.choices
    if query.themes:
        tags = [term_tag(theme) for theme in query.themes]
        choices[THEME] = candidates.take(_any_tag(snapshot, tags))
    if query.kinds:
        kinds = [TAG_KIND + kind for kind in query.kinds]
        choices[KIND] = candidates.take(_any_tag(snapshot, kinds))
    if query.ages:
        choices[AGE] = candidates.take(_any_age(snapshot, query.ages))
    if asks_for_moments(query):
        bits = np.uint32(selected_bits(query.weekdays, query.parts))
        choices[MOMENT] = candidates.happenings() & bits != 0
    _locate(candidates)


def _locate(candidates: Candidates) -> None:
    snapshot, query = candidates.snapshot, candidates.query
    if query.point is not None:
        candidates.distances = snapshot.distances_km(query.point, candidates.documents)
        near = query.near or query.municipality
        candidates.is_served = candidates.take(
            snapshot.remembered(("reaches", near), lambda: _reaching(snapshot, near))
        )
    if query.municipality is not None:
        nis = query.municipality
        candidates.choices[PLACE] = candidates.take(
            snapshot.remembered(
                ("municipality", nis),
                lambda: snapshot.tagged(TAG_PLACE + nis) | _reaching(snapshot, nis),
            )
        )
    elif query.point is not None and query.radius_km is not None:
        candidates.choices[PLACE] = candidates.within(query.radius_km)


def _reaching(snapshot: Snapshot, nis: str | None) -> Flags:
    """Gives which documents come to a family there: they serve it by name, or need no travel and
    serve anybody.
    """
    anywhere = ~snapshot.has_distance & snapshot.serves_all
    return anywhere if nis is None else anywhere | served_flags(snapshot, nis)


def _any_tag(snapshot: Snapshot, tags: Iterable[str]) -> Flags:
    wanted = sorted(set(tags))
    flags = snapshot.tagged(wanted[0])
    for tag in wanted[1:]:
        flags = flags | snapshot.tagged(tag)
    return flags


def _any_age(snapshot: Snapshot, ages: Iterable[int]) -> Flags:
    wanted = sorted(set(ages))
    flags = age_flags(snapshot, wanted[0])
    for months in wanted[1:]:
        flags = flags | age_flags(snapshot, months)
    return flags
