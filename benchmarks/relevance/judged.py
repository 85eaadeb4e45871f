"""The judged set: offers written for it, searches of families, and the grade of each pair.

An offer says which needs it answers (ids of the taxonomy, facets domain and form), a search which
it wants, and what it tells of age, place, day and price. The needs drew the pools that readers
graded (`readers.toml`); `fit` makes the grade of a pair of what they read and of the facts.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.geo.gazetteer import Gazetteer
from app.geo.places import Place
from app.geo.points import quick_distance_km

FOLDER = Path(__file__).parent
NEAR_KM = 10.0
"""Within so many kilometres an offer elsewhere still helps, less."""
WEEKEND = ("sa", "su")


class JudgedSetError(ValueError):
    """A file of the judged set cannot be used; the text says which and why."""


@dataclass(frozen=True, slots=True)
class JudgedOffer:
    """An offer of the corpus, as its file tells it."""

    id: str
    org: str
    kind: str
    title: str
    summary: str
    text: str
    themes: tuple[str, ...]
    ages: tuple[int, ...]
    """First month and, exclusive, the last; empty when it is not told."""
    audience: str
    places: tuple[str, ...]
    """Postcode and name."""
    serves: tuple[str, ...]
    at: str
    price: float
    when: tuple[str, ...]
    walk_in: bool
    needs: Mapping[str, int]
    translations: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A search with what is wanted; facts are None when it does not tell them."""

    text: str
    kind: str
    """Its class, by which the table is split."""
    wants: Mapping[str, int]
    language: str
    age: int | None
    place: str | None
    day: str | None
    is_free: bool

    @property
    def is_unseen(self) -> bool:
        """Whether it belongs to the part that is only reported; half of them, by their digest."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where offers are and which municipalities they serve, looked up once."""

    own: Mapping[str, tuple[Place, ...]]
    serves: Mapping[str, frozenset[str]]
    asked: Mapping[str, Place] = field(default_factory=dict)


def read_offers(known: frozenset[str]) -> list[JudgedOffer]:
    """The corpus, by file and id; raises JudgedSetError for a double id or an unknown need."""
    offers = [
        _read_offer(item) for path in _files("corpus") for item in _load(path).get("offer", [])
    ]
    _refuse_doubles([offer.id for offer in offers])
    for offer in offers:
        _refuse_unknown(offer.id, [*offer.needs, *offer.themes], known)
    return offers


def read_queries(known: frozenset[str]) -> list[JudgedQuery]:
    """The searches, by class; raises JudgedSetError for a double text or an unknown need."""
    queries = [
        _read_query(item) for path in _files("queries") for item in _load(path).get("query", [])
    ]
    _refuse_doubles([query.text for query in queries])
    for query in queries:
        _refuse_unknown(query.text, query.wants, known)
    return queries


def _files(name: str) -> list[Path]:
    return sorted((FOLDER / name).glob("*.toml"))


def _load(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _refuse_doubles(keys: list[str]) -> None:
    doubles = {key for key in keys if keys.count(key) > 1}
    if doubles:
        raise JudgedSetError(f"more than once: {sorted(doubles)}")


def _refuse_unknown(where: str, ids: Any, known: frozenset[str]) -> None:
    unknown = set(ids) - known
    if unknown:
        raise JudgedSetError(f"{where}: not in the taxonomy: {sorted(unknown)}")


def _read_offer(item: Mapping[str, Any]) -> JudgedOffer:
    return JudgedOffer(
        id=item["id"],
        org=item["org"],
        kind=item["kind"],
        title=item["title"],
        summary=item.get("summary", ""),
        text=item.get("text", ""),
        themes=tuple(item.get("themes", ())),
        ages=tuple(item.get("ages", ())),
        audience=item.get("audience", ""),
        places=tuple(item.get("places", ())),
        serves=tuple(item.get("serves", ())),
        at=item.get("at", ""),
        price=float(item.get("price", -1)),
        when=tuple(item.get("when", ())),
        walk_in=bool(item.get("walk_in", False)),
        needs=dict(item["needs"]),
        translations={code: item[code] for code in ("fr", "en") if code in item},
    )


def _read_query(item: Mapping[str, Any]) -> JudgedQuery:
    return JudgedQuery(
        text=item["text"],
        kind=item["class"],
        wants=dict(item["wants"]),
        language=item.get("language", "nl"),
        age=item.get("age"),
        place=item.get("place"),
        day=item.get("day"),
        is_free=bool(item.get("free", False)),
    )


def find_places(
    offers: list[JudgedOffer], queries: list[JudgedQuery], gazetteer: Gazetteer
) -> Places:
    """Look every place up; raises JudgedSetError for one that does not exist."""
    return Places(
        {offer.id: tuple(_look_up(name, gazetteer) for name in offer.places) for offer in offers},
        {
            offer.id: frozenset(_look_up(name, gazetteer).municipality_nis for name in offer.serves)
            for offer in offers
        },
        {query.place: _look_up(query.place, gazetteer) for query in queries if query.place},
    )


def _look_up(name: str, gazetteer: Gazetteer) -> Place:
    found = gazetteer.lookup(name).places
    if not found:
        raise JudgedSetError(f"no such place: {name}")
    return found[0]


def grade_of_needs(query: JudgedQuery, offer: JudgedOffer) -> int:
    """How well an offer answers a search by their needs alone, 0 to 3.

    The best need counts, for no more than the search wants it: generous, since a form or a theme
    alone is enough. It drew the pools that readers graded.
    """
    return max(
        (min(query.wants[need], offer.needs.get(need, 0)) for need in query.wants), default=0
    )


def fit(query: JudgedQuery, offer: JudgedOffer, places: Places, need: int) -> int:
    """What a grade for the need comes to with the facts of the search, 0 to 3.

    An age that does not fit takes everything away, and so does an offer for professionals; another
    town leaves 2 within ten kilometres and 1 beyond, unless the offer serves the asked one or is at
    home or online; another day or a price leaves 1.
    """
    found = need
    if offer.audience == "professional" or not _suits_age(query, offer):
        return 0
    if query.place is not None:
        found = min(found, _reach(places.asked[query.place], offer, places))
    if query.day is not None and offer.when and not _is_on(query.day, offer.when):
        found = min(found, 1)
    if query.is_free and offer.price > 0:
        found = min(found, 1)
    return found


def _suits_age(query: JudgedQuery, offer: JudgedOffer) -> bool:
    if query.age is None or not offer.ages:
        return True
    return offer.ages[0] <= query.age < offer.ages[1]


def _reach(asked: Place, offer: JudgedOffer, places: Places) -> int:
    serves = places.serves[offer.id]
    if offer.at == "online" or asked.municipality_nis in serves:
        return 3
    own = places.own[offer.id]
    if any(place.municipality_nis == asked.municipality_nis for place in own):
        return 3
    if not own:
        return 3 if offer.at == "home" and not serves else 1
    nearest = min(quick_distance_km(asked.point, place.point) for place in own)
    return 2 if nearest <= NEAR_KM else 1


def _is_on(day: str, when: tuple[str, ...]) -> bool:
    wanted = WEEKEND if day == "weekend" else (day,)
    return any(item.split(" ")[0] in wanted for item in when)
