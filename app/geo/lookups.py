"""Lookups turn what a person types as a place into the places that it can mean."""

import re
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.geo.name_index import NameIndex, order_places
from app.geo.names import MAXIMUM_TEXT_LENGTH, fold
from app.geo.places import Lookup, LookupStatus, Place, PlaceKind, Region
from app.geo.points import Point

_POSTCODE = re.compile(r"[1-9]\d{3}")
_WORDS_AROUND_NAMES = (
    "b be belgie belgique belgium stad gemeente deelgemeente ville commune regio omgeving"
    " in te bij rond nabij near a de la le du"
)
_WORDS_AROUND = frozenset(_WORDS_AROUND_NAMES.split())
# These begin so many names that they mean none of them yet.
_BEGINNINGS = frozenset(("de", "het", "la", "le", "les", "sint", "saint", "sainte"))
_NONE = Lookup(LookupStatus.NONE)
_MAXIMUM_CORRECTIONS = 8
_LONGEST_CORRECTED_NAME = 45


def look_up(index: NameIndex, text: str, near: Point | None = None) -> Lookup:
    """What a typed place means; never raises, whatever the text, and reads 200 characters of it.

    In this order: exact names (with a postcode or a municipality beside them as a filter),
    postcodes, the first words of a name, mended typos. An exact name always beats a typo.
    """
    words = fold(text[:MAXIMUM_TEXT_LENGTH]).split()
    postcodes = [word for word in words if _POSTCODE.fullmatch(word) and index.by_postcode(word)]
    name = " ".join(word for word in words if not word.isdigit())
    if postcodes and not name:
        return _look_up_postcode(index, postcodes[0], near)
    if not name:
        return _NONE
    if not index.by_name(name):
        name = _without_words_around(name) or name
    found = _look_up_name(index, name, near)
    if not postcodes:
        return found
    return _narrow_by_postcode(index, found, name, postcodes[0], near)


def _without_words_around(name: str) -> str:
    """The name without "stad", "in", "België" and the like at its ends."""
    words = name.split()
    while words and words[0] in _WORDS_AROUND:
        words.pop(0)
    while words and words[-1] in _WORDS_AROUND:
        words.pop()
    return " ".join(words)


def _look_up_postcode(index: NameIndex, postcode: str, near: Point | None) -> Lookup:
    """The main place of a postcode, or a choice when no place in it stands above the others."""
    candidates = index.by_main_postcode(postcode)
    ids = {place.id for place in candidates}
    tops = [place for place in candidates if place.part_of not in ids]
    municipalities = {place.municipality_nis for place in candidates}
    owners = [place for place in tops if place.kind is not PlaceKind.SUBMUNICIPALITY]
    if len(owners) == 1 and len(municipalities) == 1 and len(tops) == 1:
        return Lookup(LookupStatus.ONE, (owners[0],))
    return _answer(candidates, near)


def _look_up_name(index: NameIndex, name: str, near: Point | None) -> Lookup:
    """The places with a name, tolerant of joined words, missing endings and typos."""
    exact = index.by_name(name) or index.by_compact_name(name)
    if exact:
        return _answer([*exact, *_weighty_extensions(index, name, exact)], near)
    qualified = _qualified(index, name)
    if qualified:
        return _answer(qualified, near)
    longer = index.by_first_words(name) if name not in _BEGINNINGS else ()
    if longer:
        return _answer(longer, near)
    return _correct(index, name, near)


def _weighty_extensions(index: NameIndex, name: str, exact: Iterable[Place]) -> Iterable[Place]:
    """Municipalities whose name goes on after a name that a smaller or like place bears fully.

    "Heist" is a part of Knokke-Heist and also how people say Heist-op-den-Berg. The municipality
    of today that an exact match belongs to is no other meaning and stays out.
    """
    largest = max(exact, key=lambda place: place.population)
    own = {place.municipality_nis for place in exact}
    return (
        place
        for place in index.by_first_words(name)
        if place.kind is not PlaceKind.SUBMUNICIPALITY
        and place.region is not Region.WALLONIA
        and largest.region is not Region.WALLONIA
        and place.municipality_nis not in own
    )


def _qualified(index: NameIndex, name: str) -> list[Place]:
    """The places of "beveren roeselare": a name followed or preceded by its municipality."""
    words = name.split()
    for cut in range(len(words) - 1, 0, -1):
        head = index.by_name(" ".join(words[:cut]))
        tail = index.by_name(_without_words_around(" ".join(words[cut:])))
        if head and tail:
            return _within_each_other(head, tail) or _within_each_other(tail, head)
    return []


def _within_each_other(parts: Iterable[Place], wholes: Iterable[Place]) -> list[Place]:
    """The parts that lie in one of the wholes, by municipality of today or by former one."""
    wholes = [place for place in wholes if place.kind is not PlaceKind.SUBMUNICIPALITY]
    ids = {place.id for place in wholes}
    municipalities = {place.nis for place in wholes if place.is_municipality}
    return [
        place
        for place in parts
        if place.id not in ids
        and (place.part_of in ids or place.municipality_nis in municipalities)
    ]


def _correct(index: NameIndex, name: str, near: Point | None) -> Lookup:
    """The places whose name differs least from what was typed, by few letters for its length.

    Distance is optimal string alignment (a swap counts once). Names under four letters are not
    corrected; up to five letters only towards Flemish and Brussels municipalities.
    """
    if len(name) > _LONGEST_CORRECTED_NAME or len(name) < 4:
        return _NONE
    is_short = len(name) <= 5
    allowed = 1 if is_short else 2 if len(name) <= 12 else 3
    keys = index.weighty_keys if is_short else index.keys
    matches = process.extract(
        name, keys, scorer=OSA.distance, score_cutoff=allowed, limit=_MAXIMUM_CORRECTIONS * 4
    )
    if not matches:
        return _NONE
    least = min(distance for _, distance, _ in matches)
    nearest = [key for key, distance, _ in matches if distance == least]
    same_start = [key for key in nearest if key[0] == name[0]]
    places = [
        place
        for key in same_start or nearest
        for place in index.by_name(key)
        if not (is_short and place.region is Region.WALLONIA)
    ]
    return _answer(places, near, is_corrected=True)


def _narrow_by_postcode(
    index: NameIndex, found: Lookup, name: str, postcode: str, near: Point | None
) -> Lookup:
    """The meanings of a name that agree with the postcode beside it; else both as a choice."""
    here = index.by_postcode(postcode)
    fitting = [place for place in found.places if postcode in place.postcodes]
    if fitting:
        return _answer(fitting, near, is_corrected=found.is_corrected)
    if found.places and not found.is_corrected:
        of_postcode = _look_up_postcode(index, postcode, near).places
        others = tuple(place for place in of_postcode if place not in found.places)
        return Lookup(LookupStatus.AMBIGUOUS, (*found.places, *others))
    close = [
        place
        for place in here
        if any(
            OSA.normalized_similarity(name, fold(known)) >= 0.6
            for known in (place.name_nl, place.name_fr, *place.other_names)
        )
    ]
    if close:
        return _answer(close, near, is_corrected=True)
    return _look_up_postcode(index, postcode, near)


def _answer(places: Iterable[Place], near: Point | None, *, is_corrected: bool = False) -> Lookup:
    """The lookup with these candidates in their order, corrections held to a short list."""
    ordered = order_places(places, near)
    if is_corrected:
        ordered = ordered[:_MAXIMUM_CORRECTIONS]
    if not ordered:
        return _NONE
    status = LookupStatus.ONE if len(ordered) == 1 else LookupStatus.AMBIGUOUS
    return Lookup(status, ordered, is_corrected)
