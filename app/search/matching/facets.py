"""Counts beside every filter value: how many results there would be if it were chosen."""

import numpy as np

from app.search.arrays import AnyArray, Flags
from app.search.index.moments import part_bits, weekday_bits
from app.search.index.packing import (
    TAG_ACCESSIBILITY,
    TAG_AGE,
    TAG_KIND,
    TAG_LANGUAGE,
    TAG_PRICE,
    TAG_THEME,
    TAG_WALK_IN,
)
from app.search.index.segment_writing import pack_flags
from app.search.matching.filters import AGE, KIND, MOMENT, PLACE, THEME, Candidates
from app.search.queries import DISTANCE_STEPS_KM, PARTS

# From this share of all documents on, counting whole bit rows is faster than counting lists
# (measured).
_DENSE_SHARE = 24
_TAG_GROUPS = (
    ("theme", TAG_THEME, THEME),
    ("kind", TAG_KIND, KIND),
    ("price", TAG_PRICE, None),
    ("age", TAG_AGE, AGE),
    ("walk_in", TAG_WALK_IN, None),
    ("language", TAG_LANGUAGE, None),
    ("accessibility", TAG_ACCESSIBILITY, None),
)

Facets = dict[str, dict[str, int]]


def count_facets(candidates: Candidates) -> Facets:
    """Gives the counts of every group; values without results are left out, except weekdays, parts
    and distances.
    """
    facets = _count_tags(candidates)
    facets.update(_count_moments(candidates))
    if candidates.distances is not None:
        passing = candidates.passing(PLACE)
        facets["distance"] = {
            str(step): int(np.count_nonzero(passing & candidates.within(step)))
            for step in DISTANCE_STEPS_KM
        }
    return facets


def _count_tags(candidates: Candidates) -> Facets:
    snapshot = candidates.snapshot
    shared = _tag_counts(candidates, None, None)
    facets: Facets = {}
    for name, mark, group in _TAG_GROUPS:
        is_active = group in candidates.choices
        counts = _tag_counts(candidates, group, mark) if is_active else shared
        rows = snapshot.group_rows(mark)
        facets[name] = {
            value: amount
            for value, amount in zip(
                snapshot.group_values(mark), counts[rows.start : rows.stop].tolist(), strict=True
            )
            if amount
        }
    return facets


def _tag_counts(candidates: Candidates, without: str | None, mark: str | None) -> AnyArray:
    """Counts the tags, all or of one mark, of the candidates that pass all groups but one."""
    snapshot = candidates.snapshot
    passing = candidates.passing(without)
    if int(np.count_nonzero(passing)) * _DENSE_SHARE < snapshot.size:
        places = np.flatnonzero(passing)
        documents = places if candidates.documents is None else candidates.documents[places]
        return snapshot.tag_counts_of(documents)
    return snapshot.tag_counts_in(pack_flags(_spread(candidates, passing)), mark)


def _spread(candidates: Candidates, passing: Flags) -> Flags:
    if candidates.documents is None:
        return passing
    flags = np.zeros(candidates.snapshot.size, dtype=np.bool_)
    flags[candidates.documents[passing]] = True
    return flags


def _count_moments(candidates: Candidates) -> Facets:
    query = candidates.query
    happening = candidates.happenings()[candidates.passing(MOMENT)]
    parts = part_bits(query.parts)
    weekdays = weekday_bits(query.weekdays)
    by_weekday = {
        str(weekday): int(np.count_nonzero(happening & np.uint32(parts << (3 * weekday))))
        for weekday in range(7)
    }
    by_part = {
        part.value: int(np.count_nonzero(happening & np.uint32(weekdays << position)))
        for position, part in enumerate(PARTS)
    }
    return {"weekday": by_weekday, "part": by_part}
