"""Totals, filters, counts and order, held beside a slow and simple search over the same offers."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from search_examples import NOW, TODAY, make_offer

from app.geo.points import Point, distance_km
from app.search.documents import OfferDocument
from app.search.engine import SearchEngine
from app.search.queries import AGE_GROUPS, DISTANCE_STEPS_KM, PARTS, Hits, Part, Query, Sort
from app.search.table.synonyms import Synonyms

TOPICS = ("zwemmen", "yoga", "koken", "timmeren")
THEMES = ("sports", "arts-culture", "homework")
HERE = Point(51.16, 4.14)


def make_random_offers(chance: random.Random, count: int) -> list[OfferDocument]:
    return [_random_offer(number, chance) for number in range(1, count + 1)]


def _random_offer(number: int, chance: random.Random) -> OfferDocument:
    days = bytearray(400)
    for _ in range(chance.randrange(12)):
        days[chance.randrange(400 if chance.random() < 0.3 else 100)] = (
            chance.randrange(1, 8) | 9 << 3
        )
    low = chance.choice((None, -9, 0, 12, 36, 72))
    high = chance.choice((None, 24, 48, 144, 216))
    points = tuple(
        Point(51.0 + chance.random() * 0.4, 4.0 + chance.random() * 0.4)
        for _ in range(chance.choice((0, 1, 1, 1, 3)))
    )
    return make_offer(
        number,
        " ".join(chance.sample(TOPICS, chance.choice((1, 1, 2)))),
        kind=chance.choice(("service", "activity", "childcare")),
        term_ids=(chance.choice(THEMES), *chance.sample(("acc-wheelchair", "acc-buggy"), 1)),
        min_age_months=low,
        max_age_months=high if high is None or low is None or high > low else None,
        audience=chance.choice(("child", "both", "professional", None)),
        points=points,
        municipalities=frozenset({chance.choice(("46021", "46014"))}),
        service_area=frozenset(chance.choice(((), (), ("46021",), ("46014", "44021")))),
        has_distance=chance.random() < 0.8,
        is_free=chance.random() < 0.5,
        has_pass=chance.random() < 0.4,
        walk_in=chance.random() < 0.4,
        languages=tuple(chance.sample(("nl", "fr", "tr"), chance.choice((1, 2)))),
        parts_from=TODAY,
        day_parts=bytes(days),
        completeness=chance.random(),
    )


def passes(offer: OfferDocument, query: Query, now: datetime = NOW) -> bool:
    return all(rule(offer, query, now) for rule in _RULES)


def _for_whom(offer: OfferDocument, query: Query, _now: datetime) -> bool:
    return (offer.audience == "professional") == (query.audience == "professional")


def _words(offer: OfferDocument, query: Query, _now: datetime) -> bool:
    return not query.words or query.words in offer.texts[0].title.split()


def _theme(offer: OfferDocument, query: Query, _now: datetime) -> bool:
    return not query.themes or bool(set(query.themes) & set(offer.term_ids))


def _kind(offer: OfferDocument, query: Query, _now: datetime) -> bool:
    return not query.kinds or offer.kind in query.kinds


def _age(offer: OfferDocument, query: Query, _now: datetime) -> bool:
    return not query.ages or any(suits(offer, months) for months in query.ages)


def suits(offer: OfferDocument, months: int) -> bool:
    low = -10 if offer.min_age_months is None else offer.min_age_months
    high = 10_000 if offer.max_age_months is None else offer.max_age_months
    return low <= months < high


def _moment(offer: OfferDocument, query: Query, now: datetime) -> bool:
    if not (query.weekdays or query.parts or query.first_day or query.last_day):
        return True
    return any(
        (not query.weekdays or day.weekday() in query.weekdays)
        and any(bits >> PARTS.index(part) & 1 for part in query.parts or PARTS)
        for day, bits in _days(offer, query, now)
    )


def _days(offer: OfferDocument, query: Query, now: datetime) -> list[tuple[date, int]]:
    today = now.date()
    first = max(query.first_day or today, today)
    last = query.last_day or first + timedelta(91)
    left = 7 if now.hour < 12 else 6 if now.hour < 18 else 4
    return [
        (day, bits & left if day == today else bits)
        for number, bits in enumerate(offer.day_parts)
        if first <= (day := offer.parts_from + timedelta(number)) <= last
    ]


def _place(offer: OfferDocument, query: Query, _now: datetime) -> bool:
    near = query.near or query.municipality
    travels = offer.has_distance and bool(offer.points)
    reaches = (not travels and not offer.service_area) or near in offer.service_area
    if query.municipality is not None:
        return reaches or query.municipality in offer.municipalities
    if query.point is None or query.radius_km is None:
        return True
    distance = kilometres(offer, query.point)
    return reaches or (distance is not None and distance <= query.radius_km)


def kilometres(offer: OfferDocument, point: Point) -> float | None:
    if not offer.has_distance or not offer.points:
        return None
    return min(distance_km(point, own) for own in offer.points)


def _shared(offer: OfferDocument, query: Query, _now: datetime) -> bool:
    return (
        (offer.is_free or not query.is_free)
        and (offer.has_pass or not query.with_pass)
        and (offer.walk_in or not query.walk_in)
        and set(query.languages) <= set(offer.languages)
        and set(query.accessibility) | set(query.terms) <= set(offer.term_ids)
    )


_RULES = (_for_whom, _words, _theme, _kind, _age, _moment, _place, _shared)


def random_query(chance: random.Random) -> Query:
    facts: dict[str, object] = {"words": chance.choice(("", "", *TOPICS))}
    for name, values in (
        ("themes", [("sports",), ("sports", "homework")]),
        ("kinds", [("service",), ("service", "activity")]),
        ("ages", [(6,), (9, 48), (100,)]),
        ("weekdays", [(2,), (5, 6)]),
        ("parts", [(Part.AFTERNOON,), (Part.MORNING, Part.EVENING)]),
        ("is_free", [True]),
        ("with_pass", [True]),
        ("walk_in", [True]),
        ("languages", [("fr",), ("fr", "tr")]),
        ("accessibility", [("acc-buggy",)]),
        ("audience", ["professional"]),
    ):
        if chance.random() < 0.25:
            facts[name] = chance.choice(values)
    if chance.random() < 0.3:
        facts["first_day"] = TODAY + timedelta(chance.randrange(-3, 60))
        facts["last_day"] = TODAY + timedelta(chance.randrange(60, 130))
    if chance.random() < 0.5:
        facts.update(point=HERE, radius_km=chance.choice((None, 4.0, 12.0)))
        facts["near"] = chance.choice((None, "46021"))
    elif chance.random() < 0.2:
        facts["municipality"] = "46021"
    return Query(**facts, limit=1000)  # type: ignore[arg-type]


def expected_facets(offers: list[OfferDocument], query: Query) -> dict[str, dict[str, int]]:
    def count(**changes: object) -> int:
        changed = replace(query, **changes)  # type: ignore[arg-type]
        return sum(passes(offer, changed) for offer in offers)

    facets = {
        "theme": {theme: count(themes=(theme,)) for theme in THEMES},
        "kind": {kind: count(kinds=(kind,)) for kind in ("service", "activity", "childcare")},
        "price": {"free": count(is_free=True), "pass": count(with_pass=True)},
        "age": {group.id: count(ages=(group.typical_month,)) for group in AGE_GROUPS},
        "walk_in": {"yes": count(walk_in=True)},
        "language": {
            language: count(languages=(*query.languages, language))
            for language in ("nl", "fr", "tr")
        },
        "accessibility": {
            term: count(accessibility=(*query.accessibility, term))
            for term in ("acc-wheelchair", "acc-buggy")
        },
        "weekday": {str(weekday): count(weekdays=(weekday,)) for weekday in range(7)},
        "part": {part.value: count(parts=(part,)) for part in PARTS},
    }
    if query.point is not None and query.municipality is None:
        facets["distance"] = {str(step): count(radius_km=float(step)) for step in DISTANCE_STEPS_KM}
    return {group: _without_zero(counts) for group, counts in facets.items()}


def _without_zero(counts: dict[str, int]) -> dict[str, int]:
    return {value: count for value, count in counts.items() if count}


def _found(hits: Hits) -> dict[str, dict[str, int]]:
    return {group: _without_zero(dict(counts)) for group, counts in hits.facets.items()}


@pytest.mark.parametrize("seed", range(3))
def test_totals_and_counts_equal_a_simple_search(
    seed: int, tmp_path: Path, no_synonyms: Synonyms
) -> None:
    chance = random.Random(seed)
    offers = make_random_offers(chance, 90)
    engine = SearchEngine(tmp_path, no_synonyms)
    engine.rebuild(offers)
    for number in range(6):
        # Some offers come later, in segments of their own, and some go.
        offers[number] = _random_offer(number + 1, chance)
        engine.update([offers[number]])
    engine.update([], [offer.offer_id for offer in offers[84:]])
    del offers[84:]
    for _ in range(14):
        query = random_query(chance)
        hits = engine.search(query, NOW)
        expected = {offer.offer_id for offer in offers if passes(offer, query)}
        assert {hit.offer_id for hit in hits.hits} == expected, query
        assert hits.total == len(expected)
        assert _found(hits) == expected_facets(offers, query), query


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_follow_each_other_without_gap_or_repeat(
    sort: Sort, tmp_path: Path, no_synonyms: Synonyms
) -> None:
    engine = SearchEngine(tmp_path, no_synonyms)
    engine.rebuild(make_random_offers(random.Random(9), 120))
    query = Query(point=HERE, sort=sort, ages=(9, 48), limit=1000)
    whole = [hit.offer_id for hit in engine.search(query, NOW).hits]
    paged: list[int] = []
    for offset in range(0, len(whole) + 7, 7):
        page = Query(point=HERE, sort=sort, ages=(9, 48), limit=7, offset=offset)
        paged.extend(hit.offer_id for hit in engine.search(page, NOW).hits)
    assert paged == whole
    assert len(set(whole)) == len(whole)


def test_order_by_distance_is_by_the_nearest_point_of_each_offer(
    tmp_path: Path, no_synonyms: Synonyms
) -> None:
    offers = make_random_offers(random.Random(3), 100)
    engine = SearchEngine(tmp_path, no_synonyms)
    engine.rebuild(offers)
    hits = engine.search(Query(point=HERE, sort=Sort.DISTANCE, limit=1000), NOW).hits
    known = {offer.offer_id: kilometres(offer, HERE) for offer in offers}
    for hit in hits:
        expected = known[hit.offer_id]
        if expected is None:
            assert hit.distance_km is None
        else:
            assert hit.distance_km == pytest.approx(expected, rel=0.005)
    measured = [hit.distance_km for hit in hits if hit.distance_km is not None]
    assert measured == sorted(measured)
    assert all(hit.distance_km is None for hit in hits[len(measured) :])


def test_soonest_is_by_the_first_moment_that_the_filters_allow(
    tmp_path: Path, no_synonyms: Synonyms
) -> None:
    offers = make_random_offers(random.Random(5), 100)
    engine = SearchEngine(tmp_path, no_synonyms)
    engine.rebuild(offers)
    query = Query(weekdays=(2, 4), parts=(Part.EVENING,), sort=Sort.SOONEST, limit=1000)
    by_id = {offer.offer_id: offer for offer in offers}
    days = [
        min(
            day
            for day, bits in _days(by_id[hit.offer_id], query, NOW)
            if day.weekday() in (2, 4) and bits & 4
        )
        for hit in engine.search(query, NOW).hits
    ]
    assert days
    assert days == sorted(days)
