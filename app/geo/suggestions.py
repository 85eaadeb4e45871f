"""Suggestions are the places that a half typed word can become."""

from collections.abc import Sequence
from heapq import nsmallest

from app.geo.name_index import NameIndex, importance
from app.geo.names import fold
from app.geo.places import Place
from app.geo.points import Point, quick_distance_km

_MAXIMUM_SUGGESTIONS = 50
# Half typed, "st" can be the beginning of Stekene and of Sint-Niklaas.
_SAINT_STARTS = {"st": "sint ", "ste": "sainte "}


def suggest_places(
    index: NameIndex, prefix: str, near: Point | None, limit: int
) -> tuple[Place, ...]:
    """The best places for a typed beginning; a postcode before or after a name narrows it."""
    words = fold(prefix).split()
    postcodes = [word for word in words if len(word) == 4 and word.isdigit()]
    name = " ".join(word for word in words if word not in postcodes)
    amount = max(0, min(limit, _MAXIMUM_SUGGESTIONS))
    found: Sequence[tuple[int, Place]]
    if name:
        found = [*index.by_start(name), *index.by_start(_SAINT_STARTS.get(name, name))]
        for postcode in postcodes:
            found = [pair for pair in found if postcode in pair[1].postcodes]
    elif postcodes:
        found = index.by_start(postcodes[0])
    else:
        return ()
    ranks: dict[str, tuple[int, Place]] = {}
    for rank, place in found:
        known = ranks.get(place.id)
        if known is None or rank < known[0]:
            ranks[place.id] = (rank, place)
    if near is None:
        best = nsmallest(amount, ranks.values(), key=lambda pair: (pair[0], importance(pair[1])))
    else:
        best = nsmallest(
            amount,
            ranks.values(),
            key=lambda pair: (pair[0], quick_distance_km(near, pair[1].point), pair[1].id),
        )
    return tuple(place for _, place in best)
