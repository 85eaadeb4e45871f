"""What the words of a search say besides its topic, as parts of the query."""

from __future__ import annotations

from dataclasses import replace

from app.finder.parameters import SearchRequest
from app.search.facts import DateRange, Fact, FactKind
from app.search.matching.near import Wish
from app.search.queries import Part, Query

ONLINE, AT_HOME = "acc-online", "acc-at-home"
_WISHES = {
    FactKind.PLACE: Wish.PLACE,
    FactKind.RADIUS: Wish.PLACE,
    FactKind.WEEKDAYS: Wish.MOMENT,
    FactKind.PART: Wish.MOMENT,
    FactKind.DATES: Wish.MOMENT,
    FactKind.FREE: Wish.ENTRY,
    FactKind.PASS: Wish.ENTRY,
    FactKind.WALK_IN: Wish.ENTRY,
    FactKind.ONLINE: Wish.ENTRY,
    FactKind.AT_HOME: Wish.ENTRY,
}


def is_overruled(fact: Fact, request: SearchRequest) -> bool:
    """Whether a field of its own says the same thing: fields win from words."""
    match fact.kind:
        case FactKind.PLACE:
            return bool(request.place)
        case FactKind.DATES:
            return bool(request.first_day or request.last_day)
        case FactKind.WEEKDAYS:
            return bool(request.weekdays)
        case FactKind.PART:
            return bool(request.parts)
        case _:
            return False


def with_facts(query: Query, facts: tuple[Fact, ...]) -> Query:
    """The query with what the facts ask for."""
    for fact in facts:
        value = fact.value
        match fact.kind:
            case FactKind.WEEKDAYS if isinstance(value, tuple):
                days = [day for day in value if isinstance(day, int)]
                query = replace(query, weekdays=tuple(dict.fromkeys([*query.weekdays, *days])))
            case FactKind.PART if isinstance(value, Part):
                query = replace(query, parts=tuple(dict.fromkeys([*query.parts, value])))
            case FactKind.DATES if isinstance(value, DateRange):
                query = replace(query, first_day=value.first, last_day=value.last)
            case FactKind.FREE:
                query = replace(query, is_free=True)
            case FactKind.PASS:
                query = replace(query, with_pass=True)
            case FactKind.WALK_IN:
                query = replace(query, walk_in=True)
            case FactKind.ONLINE:
                query = replace(query, accessibility=(*query.accessibility, ONLINE))
            case FactKind.AT_HOME:
                query = replace(query, accessibility=(*query.accessibility, AT_HOME))
            case _:
                continue
    return query


def wishes_of(facts: tuple[Fact, ...]) -> frozenset[str]:
    """What the words asked for that an answer may miss when there is little; fields never may."""
    return frozenset(_WISHES[fact.kind].value for fact in facts if fact.kind in _WISHES)
