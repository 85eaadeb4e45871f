"""What nearly is what was asked: it meets the words, and misses some of the facts beside them."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

import numpy as np

from app.search.arrays import Flags
from app.search.index.snapshot import Snapshot
from app.search.matching.filters import MOMENT, PLACE, entry_flags, find_candidates
from app.search.matching.matching import Matches
from app.search.matching.ordering import list_hits
from app.search.queries import Hit, Query
from app.search.ranking import SQUARELY

_BEYOND = "beyond"


class Wish(StrEnum):
    """A fact that the words told, and that an answer may miss when little meets all of them."""

    PLACE = "place"
    MOMENT = "moment"
    ENTRY = "entry"
    """Free, with a pass, without appointment, online or at home."""


# Points that a missed fact costs; of a place the distance already costs some.
_COST = {Wish.PLACE: 2.0, Wish.MOMENT: 3.5, Wish.ENTRY: 3.0}


def list_near(
    snapshot: Snapshot, query: Query, matches: Matches | None, now: datetime, limit: int
) -> tuple[Hit, ...]:
    """Gives the best offers that miss only what `query.wishes` names, each with what it misses."""
    wishes = [Wish(name) for name in sorted(query.wishes)]
    if matches is None or not wishes or limit < 1:
        return ()
    # Both look at the same documents: only the choices of place and moment differ.
    asked, _kept = find_candidates(snapshot, _without_entry(query, wishes), matches, now)
    wide, kept = find_candidates(snapshot, _without(query, wishes, limit), matches, now)
    documents = wide.documents
    if documents is None or not len(documents):
        return ()
    met: dict[Wish, Flags] = {}
    if Wish.ENTRY in wishes:
        met[Wish.ENTRY] = entry_flags(snapshot, query)[documents]
    for wish, group in ((Wish.PLACE, PLACE), (Wish.MOMENT, MOMENT)):
        if wish in wishes and group in asked.choices:
            met[wish] = asked.choices[group]
    if not met:
        return ()
    is_squarely = np.isin(documents, matches.best(SQUARELY).documents)
    wide.choices[_BEYOND] = ~np.logical_and.reduce([is_squarely, *met.values()])
    cost = np.zeros(len(documents), dtype=np.float32)
    for wish, flags in met.items():
        cost[~flags] += np.float32(_COST[wish])
    _total, hits = list_hits(wide, matches, kept, cost=cost)
    places = {int(number): place for place, number in enumerate(snapshot.offer_ids[documents])}
    return tuple(
        replace(
            hit,
            missing=tuple(
                wish.value for wish, flags in met.items() if not flags[places[hit.offer_id]]
            ),
        )
        for hit in hits
    )


def _without(query: Query, wishes: list[Wish], limit: int) -> Query:
    query = replace(_without_entry(query, wishes), offset=0, limit=limit)
    if Wish.PLACE in wishes:
        query = replace(query, radius_km=None, municipality=None)
    if Wish.MOMENT in wishes:
        query = replace(query, weekdays=(), parts=(), first_day=None, last_day=None)
    return query


def _without_entry(query: Query, wishes: list[Wish]) -> Query:
    if Wish.ENTRY not in wishes:
        return query
    return replace(query, is_free=False, with_pass=False, walk_in=False, accessibility=())
