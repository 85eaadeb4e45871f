"""What to try when a search found little: wider, without the age, on another day, anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.finder.answering import understand
from app.finder.cards import Link
from app.finder.parameters import SearchRequest
from app.finder.searching import Search, search_url
from app.finder.site import local_now
from app.finder.wording import distance_text
from app.i18n import gettext as _
from app.search.errors import IndexUnavailableError
from app.search.facts import FactKind
from app.search.queries import Hits, Query, Sort
from app.web.installation import get_installation

MOST = 4
WIDEST_KM = 25
AGE_FACTS = frozenset({FactKind.AGE})
DAY_FACTS = frozenset({FactKind.WEEKDAYS, FactKind.PART, FactKind.DATES})
PLACE_FACTS = frozenset({FactKind.PLACE, FactKind.RADIUS})


def list_tries(search: Search, total: int) -> tuple[Link, ...]:
    """Ways to more results, each counted, best first; empty without a sound index."""
    try:
        return tuple(_tries(search, total)[:MOST])
    except IndexUnavailableError:
        return ()


def text_without(search: Search, kinds: frozenset[FactKind]) -> str:
    """What was typed, without the words that said facts of these kinds."""
    text = search.understood.text
    for fact in sorted(search.facts, key=lambda fact: fact.start, reverse=True):
        if fact.kind in kinds:
            text = f"{text[: fact.start]} {text[fact.end :]}"
    return " ".join(text.split())


def text_with(search: Search, kinds: frozenset[FactKind]) -> str:
    """Of what was typed only the words that said facts of these kinds."""
    return " ".join(fact.text for fact in search.facts if fact.kind in kinds)


def _find(query: Query, limit: int) -> Hits:
    once = replace(query, offset=0, limit=limit, facets=False)
    return get_installation().engine.search(once, local_now())


def _tries(search: Search, total: int) -> list[Link]:
    found: list[Link] = []
    for text, changed in _changes(search):
        # Counted as the page behind the link will count it.
        count = _find(understand(changed).query, 0).total
        if count > total:
            found.append(Link(text, search_url(changed), count=count))
    return found


def _changes(search: Search) -> Iterator[tuple[str, SearchRequest]]:
    """Searches that ask for less, each with the words that offer it."""
    query, request = search.query, search.request
    if query.point is not None:
        anywhere = replace(query, radius_km=None, municipality=None, sort=Sort.DISTANCE)
        hits = _find(anywhere, 1).hits
        distance = hits[0].distance_km if hits else None
        if distance is not None:
            text = _("Het dichtstbijzijnde ligt op %(distance)s", distance=distance_text(distance))
            yield text, _wider(search, distance)
    if query.ages:
        left = text_without(search, AGE_FACTS)
        yield _("Zoek zonder leeftijd"), request.changed(words=left, ages=(), age_groups=())
    if query.weekdays or query.parts or query.first_day or query.last_day:
        left = text_without(search, DAY_FACTS)
        always = {"weekdays": (), "parts": (), "first_day": None, "last_day": None}
        yield _("Zoek op alle dagen"), request.changed(words=left, **always)
    if query.words and (request.filter_count or request.ages or search.facts):
        bare = SearchRequest(
            words=f"{query.words} {text_with(search, PLACE_FACTS)}".strip(),
            place=request.place,
            near=request.near,
            radius=request.radius,
            kept=request.kept,
        )
        yield _("Zoek zonder filters"), bare
    if query.words and query.point is not None:
        here = text_with(search, PLACE_FACTS)
        yield _("Bekijk alles in deze buurt"), request.changed(words=here)


def _wider(search: Search, distance_km: float) -> SearchRequest:
    """The same search out to the largest radius, or without any place when that is too small."""
    request = search.request
    if distance_km <= WIDEST_KM:
        words = text_without(search, frozenset({FactKind.RADIUS}))
        return request.changed(words=words, radius=f"{WIDEST_KM}", sort="afstand")
    words = text_without(search, PLACE_FACTS)
    return request.changed(words=words, place="", near=None, radius="", sort="")
