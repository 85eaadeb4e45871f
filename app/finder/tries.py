"""What to try when a search found little: wider, without the age, on another day, anywhere."""

from __future__ import annotations

from dataclasses import replace

from app.finder.cards import Link
from app.finder.parameters import SearchRequest
from app.finder.searching import Search, search_url
from app.finder.site import local_now
from app.finder.wording import distance_text
from app.i18n import gettext as _
from app.search.errors import IndexUnavailableError
from app.search.facts import FactKind
from app.search.queries import Query, Sort
from app.web.installation import get_installation

MOST = 4
DAY_FACTS = frozenset({FactKind.WEEKDAYS, FactKind.PART, FactKind.DATES})


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


def _count(query: Query) -> tuple[int, float | None]:
    hits = get_installation().engine.search(
        replace(query, offset=0, limit=1, facets=False), local_now()
    )
    return hits.total, hits.hits[0].distance_km if hits.hits else None


def _tries(search: Search, total: int) -> list[Link]:
    query, request = search.query, search.request
    found: list[Link] = []

    def offer(text: str, wider: Query, changed: SearchRequest) -> None:
        count, _distance = _count(wider)
        if count > total:
            found.append(Link(text, search_url(changed), count=count))

    if query.point is not None:
        anywhere = replace(query, radius_km=None, municipality=None, sort=Sort.DISTANCE)
        count, distance = _count(anywhere)
        if count > total and distance is not None:
            text = _("Het dichtstbijzijnde ligt op %(distance)s", distance=distance_text(distance))
            changed = request.changed(radius="25", sort="afstand")
            if distance > 25:
                changed = request.changed(place="", near=None, radius="", sort="")
            found.append(Link(text, search_url(changed), count=count))
    if query.ages:
        left = text_without(search, frozenset({FactKind.AGE}))
        offer(
            _("Zoek zonder leeftijd"),
            replace(query, ages=()),
            request.changed(words=left, ages=(), age_groups=()),
        )
    if query.weekdays or query.parts or query.first_day or query.last_day:
        left = text_without(search, DAY_FACTS)
        offer(
            _("Zoek op alle dagen"),
            replace(query, weekdays=(), parts=(), first_day=None, last_day=None),
            request.changed(words=left, weekdays=(), parts=(), first_day=None, last_day=None),
        )
    if query.words and (query.themes or request.filter_count):
        offer(
            _("Zoek zonder filters"),
            Query(words=query.words, language=query.language, point=query.point, near=query.near),
            SearchRequest(words=request.words, place=request.place, near=request.near),
        )
    if query.words and query.point is not None and total == 0:
        offer(
            _("Bekijk alles in deze buurt"),
            replace(query, words=""),
            request.changed(words=""),
        )
    return found
