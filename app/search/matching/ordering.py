"""The results of a query in order, one page of them made into hits."""

from dataclasses import replace
from math import inf

import numpy as np

from app.search.arrays import AnyArray, Documents, Flags, Floats, Integers
from app.search.index.moments import NO_DAY, next_days, next_hours
from app.search.index.packing import DAYS_KEPT, TAG_KIND, term_tag
from app.search.index.snapshot import Snapshot
from app.search.matching.filters import Candidates, age_flags, served_flags
from app.search.matching.matching import Matches
from app.search.queries import Hit, Query, Reason, Sort
from app.search.ranking import (
    INTENT,
    REPEATED,
    SERVES_ELSEWHERE,
    SERVES_HERE,
    SOFT_AGE_MISSED,
    SOON_DAYS,
    SUITS_ALL,
    Scores,
    age_fit,
    nearness,
    quality,
    soonness,
)
from app.search.reading.groups import Intent

SPREAD = 60
"""So many of the best results are looked at for offers of the same title."""
_TAGS_OF_INTENT = {
    Intent.TALK: tuple(
        term_tag(term_id)
        for term_id in (
            "form-parenting-advice",
            "form-individual-support",
            "form-consultation-hour",
            "form-helpline",
            "form-chat",
            "form-home-visit",
            "form-therapy",
        )
    ),
    Intent.DO: (TAG_KIND + "activity",),
}
_FAR_KM = 100_000.0
_NEVER_DAYS = 10_000
_HOURS = 24


def list_hits(
    candidates: Candidates,
    matches: Matches | None,
    kept: Integers | None,
    *,
    cost: Floats | None = None,
) -> tuple[int, tuple[Hit, ...]]:
    """Gives the number of results and the page that the query asks for; `cost` takes points from
    each candidate.

    With several children the offers that suit all of them come first, in every order. Equal results
    stand by their id.
    """
    query, snapshot = candidates.query, candidates.snapshot
    places = np.flatnonzero(candidates.passing())
    documents = places if candidates.documents is None else candidates.documents[places]
    total = len(documents)
    if not total or not query.limit:
        return total, ()
    distances = None if candidates.distances is None else candidates.distances[places]
    chosen = None if kept is None else kept[places]
    scores = _scores(candidates, documents, distances, matches, chosen)
    totals = scores.total() if cost is None else scores.total() - cost[places]
    if query.sort is Sort.RELEVANCE and matches is not None:
        repeated = _repeated(snapshot, documents, totals)
        scores, totals = replace(scores, repeated=repeated), totals + repeated
    keys: AnyArray = _sort_keys(candidates, documents, distances, totals)
    if len(set(query.ages)) > 1:
        keys = keys + SUITS_ALL * _suits_all(snapshot, query, documents)
    page = _page(keys, snapshot.offer_ids[documents], query)
    return total, _hits(query, snapshot, documents[page], _taken(distances, page), scores.at(page))


def _hits(
    query: Query,
    snapshot: Snapshot,
    documents: Documents,
    distances: Floats | None,
    scores: Scores,
) -> tuple[Hit, ...]:
    kilometres = [None] * len(documents) if distances is None else distances.tolist()
    rows = zip(
        snapshot.offer_ids[documents].tolist(),
        scores.total().tolist(),
        kilometres,
        snapshot.minimum_ages[documents].tolist(),
        snapshot.maximum_ages[documents].tolist(),
        scores.reasons(),
        strict=True,
    )
    return tuple(
        Hit(
            offer_id=offer_id,
            score=score,
            distance_km=None if distance in (None, inf) else round(distance, 3),
            suits=tuple(
                place for place, months in enumerate(query.ages) if minimum <= months < maximum
            ),
            explanation=tuple(Reason(name, amount) for name, amount in reasons),
        )
        for offer_id, score, distance, minimum, maximum, reasons in rows
    )


def _taken(values: Floats | None, places: Integers) -> Floats | None:
    return None if values is None else values[places]


def _scores(
    candidates: Candidates,
    documents: Documents,
    distances: Floats | None,
    matches: Matches | None,
    chosen: Integers | None,
) -> Scores:
    query, snapshot = candidates.query, candidates.snapshot
    today = candidates.window.today
    static = snapshot.remembered(
        ("quality", today),
        lambda: quality(snapshot.verified_on, snapshot.due_on, snapshot.completeness, today),
    )
    soon = snapshot.remembered(
        ("soon", candidates.window, query.weekdays, query.parts, query.last_day),
        lambda: soonness(next_days(snapshot, candidates.window, query, SOON_DAYS)),
    )
    titles = matches.whole_title if matches is not None else None
    return Scores(
        words=None if matches is None else matches.words[chosen],
        whole_title=None if titles is None else titles[chosen],
        age_fit=_age_fit(snapshot, query, documents),
        nearness=None if distances is None else nearness(distances),
        serving=_serving(snapshot, query, documents),
        intent=None if matches is None else _intent(snapshot, matches.intent, documents),
        repeated=None,
        soon=soon[documents],
        quality=static[documents],
    )


def _age_fit(snapshot: Snapshot, query: Query, documents: Documents) -> Floats | None:
    """Gives points for a close fit of the asked ages, all of which a filter met or a soft age may
    miss.
    """
    if not (query.ages or query.soft_ages):
        return None
    fit = snapshot.remembered(
        ("age fit",), lambda: age_fit(snapshot.minimum_ages, snapshot.maximum_ages)
    )[documents]
    if query.soft_ages and not query.ages:
        is_met = np.zeros(len(documents), dtype=np.bool_)
        for months in set(query.soft_ages):
            is_met |= age_flags(snapshot, months)[documents]
        return np.where(is_met, fit, np.float32(SOFT_AGE_MISSED))
    return fit


def _serving(snapshot: Snapshot, query: Query, documents: Documents) -> Floats | None:
    nis = query.near or query.municipality
    if nis is None:
        return None

    def measure() -> Floats:
        here = np.where(served_flags(snapshot, nis), SERVES_HERE, SERVES_ELSEWHERE)
        return np.where(snapshot.serves_all, 0.0, here).astype(np.float32)

    return snapshot.remembered(("serving", nis), measure)[documents]


def _intent(snapshot: Snapshot, intent: Intent | None, documents: Documents) -> Floats | None:
    if intent is None:
        return None

    def measure() -> Floats:
        tags = _TAGS_OF_INTENT[intent]
        flags = np.zeros(snapshot.size, dtype=np.bool_)
        for tag in tags:
            flags |= snapshot.tagged(tag)
        return flags * np.float32(INTENT)

    return snapshot.remembered(("intent", intent), measure)[documents]


def _repeated(snapshot: Snapshot, documents: Documents, totals: Floats) -> Floats:
    """Gives what offers of one title cost after the first of them; only of the best ones."""
    cost = np.zeros(len(documents), dtype=np.float32)
    most = min(SPREAD, len(documents))
    places = np.argpartition(-totals, most - 1)[:most]
    order = places[np.lexsort((snapshot.offer_ids[documents[places]], -totals[places]))]
    seen: dict[bytes, int] = {}
    for place in order.tolist():
        title = snapshot.first_title(int(documents[place]))
        if title:
            cost[place] = REPEATED * seen.get(title, 0)
            seen[title] = seen.get(title, 0) + 1
    return cost


def _sort_keys(
    candidates: Candidates, documents: Documents, distances: Floats | None, totals: Floats
) -> Floats:
    """Gives one number a document; the largest comes first."""
    query = candidates.query
    if query.sort == Sort.DISTANCE and distances is not None:
        return -np.minimum(distances, np.float32(_FAR_KM))
    if query.sort == Sort.SOONEST:
        snapshot, window = candidates.snapshot, candidates.window
        days = next_days(snapshot, window, query, DAYS_KEPT)[documents]
        hours = next_hours(snapshot, documents, days, window.today)
        coming = days.astype(np.float32) + hours / np.float32(_HOURS)
        return -np.where(days == NO_DAY, np.float32(_NEVER_DAYS), coming).astype(np.float32)
    return totals


def _suits_all(snapshot: Snapshot, query: Query, documents: Documents) -> Flags:
    flags = np.ones(len(documents), dtype=np.bool_)
    for months in set(query.ages):
        flags &= age_flags(snapshot, months)[documents]
    return flags


def _page(keys: AnyArray, offer_ids: Integers, query: Query) -> Integers:
    """Gives the places of the page's results in order: the largest keys, equal ones by offer id."""
    end = max(query.offset, 0) + max(query.limit, 0)
    if end <= 0 or query.offset >= len(keys):
        return np.zeros(0, dtype=np.int64)
    places = np.arange(len(keys))
    if end < len(keys):
        bound = np.partition(keys, len(keys) - end)[len(keys) - end]
        places = np.flatnonzero(keys >= bound)
    order = np.lexsort((offer_ids[places], -keys[places]))
    return places[order[max(query.offset, 0) : end]]
