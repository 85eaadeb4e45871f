"""From the address of a search to the engine's query, with everything that was understood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from flask import g, url_for

from app.finder.parameters import (
    KINDS,
    RADII,
    SORTS,
    WEEKDAYS,
    WHOLE_MUNICIPALITY,
    SearchRequest,
    part_names,
)
from app.finder.said_facts import is_overruled, wishes_of, with_facts
from app.geo.gazetteer import Gazetteer
from app.geo.geocoders import AddressFinder
from app.geo.places import LookupStatus, Place
from app.geo.points import Point
from app.search.facts import Fact, FactKind, Line
from app.search.queries import AGE_GROUPS, Query, Sort
from app.search.reading.ages import read_ages
from app.search.reading.understanding import Understanding, understand
from app.search.table.synonyms import Synonyms

PAGE_SIZE = 12
AGENDA_SIZE = 60
MAP_SIZE = 40
DEFAULT_RADIUS = "10"
OLDEST_YEARS = 24


@dataclass(frozen=True, slots=True)
class SearchDoor:
    """The page that answers searches: the public one, or the desk's with the same parameters."""

    endpoint: str = "finder.search"
    carried: tuple[tuple[str, str], ...] = ()
    """Parameters of that door that every link of the search keeps."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a search: one place, a point, or a choice between places of one name."""

    place: Place | None = None
    point: Point | None = None
    choices: tuple[Place, ...] = ()
    unknown: str = ""
    """What was typed as a place but is none."""
    corrected_from: str = ""
    radius_km: float | None = None
    """Asked distance in kilometres; None for the whole municipality."""
    address: str = ""
    """A street address that a geocoder found, as it writes it; empty for a place."""


@dataclass(frozen=True, slots=True)
class Search:
    """A request understood: the query for the engine and where each part of it came from."""

    request: SearchRequest
    query: Query
    understood: Understanding
    where: Where
    facts: tuple[Fact, ...]
    """What the words said besides the topic, without what a field of its own overrules."""
    ages_from_fields: tuple[tuple[str, int], ...]
    """(as typed, months) of each child in the fields."""
    odd_ages: tuple[str, ...]
    """Texts in the fields for ages that say no age."""


def understand_request(
    request: SearchRequest,
    *,
    language: str,
    gazetteer: Gazetteer,
    synonyms: Synonyms,
    addresses: AddressFinder,
    today: date,
    near: Point | None,
) -> Search:
    """Read the words, the place and the fields of a request; nothing in it can fail.

    Fields win from words: with a place in its field, a place in the words is not used. `near`
    decides between places of one name.
    """
    if request.is_exact:
        understood = Understanding(request.words, request.words, ())
    else:
        understood = understand(
            request.words,
            language,
            gazetteer=gazetteer,
            synonyms=synonyms,
            today=today,
            near=near,
        )
    facts = tuple(fact for fact in understood.facts if not is_overruled(fact, request))
    where = _find_where(request, facts, gazetteer, addresses, near)
    fields, odd = _read_fields(request.ages)
    hard = [fact.value for fact in facts if fact.kind is FactKind.AGE and not fact.is_soft]
    soft = [fact.value for fact in facts if fact.kind is FactKind.AGE and fact.is_soft]
    if fields or hard:
        # A child of its own says more than an age group, and the counts can follow one of them.
        request = replace(request, age_groups=())
    groups = [group.typical_month for group in AGE_GROUPS if group.id in request.age_groups]
    asked = [*(months for _text, months in fields), *hard, *groups]
    # A stage of life beside a stated age says nothing new ("peuter van 2 jaar").
    soft_ages = () if asked else tuple(month for month in soft if isinstance(month, int))
    query = Query(
        words=understood.words,
        said="" if request.is_exact else understood.text,
        claimed=understood.claimed,
        language=language,
        is_exact=request.is_exact,
        ages=tuple(dict.fromkeys(month for month in asked if isinstance(month, int))),
        soft_ages=soft_ages,
        themes=request.themes,
        kinds=tuple(KINDS[kind].value for kind in request.kinds),
        weekdays=tuple(WEEKDAYS.index(day) for day in request.weekdays),
        parts=part_names(request.parts),
        first_day=request.first_day,
        last_day=request.last_day,
        is_free="gratis" in request.prices,
        with_pass="pas" in request.prices,
        walk_in=bool(request.walk_in),
        languages=request.languages,
        accessibility=request.accessibility,
        sort=SORTS.get(request.sort, Sort.RELEVANCE),
    )
    query = _with_page(_with_where(with_facts(query, facts), where), request)
    query = replace(query, wishes=wishes_of(facts))
    return Search(request, query, understood, where, facts, fields, odd)


def _read_fields(
    texts: tuple[str, ...],
) -> tuple[tuple[tuple[str, int], ...], tuple[str, ...]]:
    fields: list[tuple[str, int]] = []
    odd: list[str] = []
    for text in texts:
        months = read_age_field(text)
        if months is None:
            odd.append(text)
        else:
            fields.append((text, months))
    return tuple(fields), tuple(odd)


def read_age_field(text: str) -> int | None:
    """The age in months that a field for one child says; a bare number is years. None without."""
    number = text.strip().replace(",", ".")
    if number.isascii() and number.replace(".", "", 1).isdigit():
        years = float(number)
        return round(years * 12) if years <= OLDEST_YEARS else None
    line = Line(text)
    read_ages(line)
    months = [fact.value for fact in line.facts if fact.kind is FactKind.AGE]
    return months[0] if months and isinstance(months[0], int) else None


def _find_where(
    request: SearchRequest,
    facts: tuple[Fact, ...],
    gazetteer: Gazetteer,
    addresses: AddressFinder,
    near: Point | None,
) -> Where:
    radius = _radius_of(request, facts)
    if request.place:
        found = gazetteer.lookup(request.place, near=request.near or near)
        if found.status is LookupStatus.NONE:
            return _find_address(request, addresses, radius)
        return Where(
            place=found.places[0],
            point=found.places[0].point,
            choices=found.places[1:] if found.status is LookupStatus.AMBIGUOUS else (),
            corrected_from=request.place if found.is_corrected else "",
            radius_km=radius,
        )
    for fact in facts:
        if fact.kind is FactKind.PLACE and isinstance(fact.value, tuple):
            places = [place for place in fact.value if isinstance(place, Place)]
            if places:
                return Where(
                    places[0], places[0].point, choices=tuple(places[1:]), radius_km=radius
                )
    return Where(point=request.near, radius_km=radius)


def _find_address(request: SearchRequest, addresses: AddressFinder, radius: float | None) -> Where:
    """A text that is no place may be a street address, when a geocoder is set."""
    if addresses.is_on and any(sign.isdigit() for sign in request.place):
        found = addresses.find_address(request.place)
        if found.point is not None:
            label = found.label or request.place
            return Where(point=found.point, radius_km=radius, address=label)
    return Where(point=request.near, unknown=request.place, radius_km=radius)


def _radius_of(request: SearchRequest, facts: tuple[Fact, ...]) -> float | None:
    if request.radius == WHOLE_MUNICIPALITY:
        return None
    for fact in facts:
        if fact.kind is FactKind.RADIUS and isinstance(fact.value, float):
            return fact.value
    return float(request.radius if request.radius in RADII else DEFAULT_RADIUS)


def _with_where(query: Query, where: Where) -> Query:
    if where.point is None:
        # Distance means nothing without a place; the page does not offer it either.
        sort = Sort.RELEVANCE if query.sort is Sort.DISTANCE else query.sort
        return replace(query, sort=sort)
    nis = where.place.municipality_nis if where.place is not None else None
    if where.radius_km is None and nis is not None:
        return replace(query, point=where.point, near=nis, municipality=nis)
    radius = where.radius_km if where.radius_km is not None else float(DEFAULT_RADIUS)
    return replace(query, point=where.point, near=nis, radius_km=radius)


def _with_page(query: Query, request: SearchRequest) -> Query:
    match request.view:
        case "agenda":
            # The days are asked for by themselves; only total and counts are needed here.
            return replace(query, limit=1)
        case "kaart":
            return replace(query, limit=MAP_SIZE)
        case _:
            return replace(query, limit=PAGE_SIZE, offset=(request.page - 1) * PAGE_SIZE)


def search_through(door: SearchDoor) -> None:
    """Let every link of this request's search lead to another door than the public one."""
    g.search_door = door


def get_door() -> SearchDoor:
    """The door of this request's searches."""
    door: SearchDoor = g.get("search_door") or SearchDoor()
    return door


def search_url(request: SearchRequest, **changes: object) -> str:
    """The address of a search, with something changed."""
    query = (request.changed(**changes) if changes else request).query_string()
    return door_url(query)


def door_url(query: str = "") -> str:
    """The address of this request's door with a query behind it."""
    door = get_door()
    whole = "&".join(part for part in (query, urlencode(door.carried)) if part)
    return url_for(door.endpoint) + (f"?{whole}" if whole else "")
