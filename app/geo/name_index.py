"""The name index finds places by folded name, by the beginning of a name, and by postcode."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.geo.names import fold
from app.geo.places import Place, PlaceKind
from app.geo.points import Point, quick_distance_km

_KIND_ORDER = {
    PlaceKind.MUNICIPALITY: 0,
    PlaceKind.FORMER_MUNICIPALITY: 0,
    PlaceKind.SUBMUNICIPALITY: 1,
}
_SHORTEST_INNER_WORD = 5
_AFTER_EVERY_LETTER = "\U0010ffff"

Importance = tuple[int, int, str]


def importance(place: Place) -> Importance:
    """The sort key that puts (former) municipalities first, then the largest; unique by id."""
    return (_KIND_ORDER[place.kind], -place.population, place.id)


def order_places(places: Iterable[Place], near: Point | None = None) -> tuple[Place, ...]:
    """The places without doubles, nearest to `near` first, or else the most important first."""
    distinct = sorted({place.id: place for place in places}.values(), key=importance)
    if near is not None:
        distinct.sort(key=lambda place: quick_distance_km(near, place.point))
    return tuple(distinct)


def keys_of(place: Place) -> set[str]:
    """All folded forms under which a place is known, with "saint" also as typed "st"."""
    keys = {fold(name) for name in (place.name_nl, place.name_fr, *place.other_names)}
    keys.discard("")
    for key in tuple(keys):
        words = key.split(" ")
        if len(words) > 1 and ("saint" in words or "sankt" in words):
            keys.add(" ".join("sint" if word in ("saint", "sankt") else word for word in words))
    return keys


class NameIndex:
    """The folded names and postcodes of a list of places, built once and only read afterwards."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Builds the tables; takes some tens of milliseconds for the whole of Belgium."""
        by_key: defaultdict[str, list[Place]] = defaultdict(list)
        by_postcode: defaultdict[str, list[Place]] = defaultdict(list)
        by_main_postcode: defaultdict[str, list[Place]] = defaultdict(list)
        for place in sorted(places, key=importance):
            for key in keys_of(place):
                by_key[key].append(place)
            for postcode in place.postcodes:
                by_postcode[postcode].append(place)
            for postcode in place.main_postcodes:
                by_main_postcode[postcode].append(place)
        self._by_key = {key: tuple(found) for key, found in by_key.items()}
        self._by_postcode = {code: tuple(found) for code, found in by_postcode.items()}
        self._by_main_postcode = {code: tuple(found) for code, found in by_main_postcode.items()}
        self._keys = sorted(self._by_key)
        self._weighty_keys = [
            key for key, found in self._by_key.items() if _KIND_ORDER[found[0].kind] == 0
        ]
        self._key_without_spaces = {key.replace(" ", ""): key for key in self._keys}
        self._starts = self._list_starts()
        self._start_keys = [start for start, _ in self._starts]
        self.longest_key = max((key.count(" ") + 1 for key in self._keys), default=0)

    @property
    def keys(self) -> Sequence[str]:
        """All folded names in alphabetical order."""
        return self._keys

    @property
    def weighty_keys(self) -> Sequence[str]:
        """The folded names that mean a municipality of today or of before a merger."""
        return self._weighty_keys

    def by_name(self, key: str) -> tuple[Place, ...]:
        """The places with exactly this folded name, most important first; may be empty."""
        return self._by_key.get(key, ())

    def by_compact_name(self, key: str) -> tuple[Place, ...]:
        """The places whose folded name is this one when no spaces are counted."""
        spaced = self._key_without_spaces.get(key.replace(" ", ""))
        return self._by_key[spaced] if spaced else ()

    def by_first_words(self, key: str) -> tuple[Place, ...]:
        """The places whose folded name goes on after these whole words ("sint martens" …)."""
        low = bisect_left(self._keys, f"{key} ")
        high = bisect_left(self._keys, f"{key} {_AFTER_EVERY_LETTER}")
        return order_places(
            place for found in self._keys[low:high] for place in self._by_key[found]
        )

    def by_postcode(self, postcode: str) -> tuple[Place, ...]:
        """The places in which a postcode is used, their municipalities included."""
        return self._by_postcode.get(postcode, ())

    def by_main_postcode(self, postcode: str) -> tuple[Place, ...]:
        """The places whose own centre has this postcode."""
        return self._by_main_postcode.get(postcode, ())

    def by_start(self, start: str) -> Sequence[tuple[int, Place]]:
        """The places of which a name or an inner word begins so, with 0 or 1 for how they match."""
        low = bisect_left(self._start_keys, start)
        high = bisect_left(self._start_keys, start + _AFTER_EVERY_LETTER)
        return [(rank, place) for _, (rank, place) in self._starts[low:high]]

    def _list_starts(self) -> list[tuple[str, tuple[int, Place]]]:
        """The sorted list of everything a typed beginning can hit; inner words rank behind."""
        starts = [(key, (0, place)) for key, found in self._by_key.items() for place in found]
        starts += [
            (code, (0, place)) for code, found in self._by_main_postcode.items() for place in found
        ]
        for key, found in self._by_key.items():
            words = key.split(" ")
            for position in range(1, len(words)):
                if len(words[position]) >= _SHORTEST_INNER_WORD:
                    inner = " ".join(words[position:])
                    starts += [(inner, (1, place)) for place in found]
        starts.sort(key=lambda start: start[0])
        return starts
