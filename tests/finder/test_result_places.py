"""Where: a place as people write it, what serves it, and how far the rest is."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.directory.models.offers import Offer, Online, ServiceArea
from app.web.installation import get_installation
from tests.finder.asked_pages import (
    ask,
    find,
    ids,
    pairs_of,
    understand,
)

TEMSE = "46025"


def ids_where(app: Flask, *conditions: object) -> set[int]:
    with app.app_context(), get_installation().database.reading() as session:
        return set(session.scalars(select(Offer.id).where(*conditions)))  # type: ignore[arg-type]


def all_ids(app: Flask, **query: str) -> set[int]:
    found: list[int] = []
    page = find(app, **query)
    while True:
        found += ids(page)
        if page.next is None:
            return set(found)
        page = ask(app, page.next.url)


def kilometres(distance: str | None) -> float:
    if distance is None:
        return float("inf")
    number, unit = distance.split()
    return float(number.replace(",", ".")) / (1000 if unit == "m" else 1)


def test_a_place_of_many_names_is_chosen_and_the_others_are_offered(app: Flask) -> None:
    page = find(app, plaats="Beveren")
    assert "Beveren" in page.title
    assert len(page.place_choices) >= 3
    for choice in page.place_choices:
        chosen = ask(app, choice.url)
        assert dict(pairs_of(choice.url))["plaats"] == choice.text
        assert chosen.title == f"Aanbod bij {choice.text}"
        assert chosen.place_choices == ()


def test_a_place_in_the_words_can_be_chosen_too(app: Flask) -> None:
    page = find(app, q="voorlezen Beveren")
    assert page.place_choices
    assert "voorlezen" in ask(app, page.place_choices[0].url).title


@pytest.mark.parametrize("typed", ["nergenshuizen", "12345", "Zwaanzinnigendamme"])
def test_an_unknown_place_is_said_and_nothing_is_hidden(app: Flask, typed: str) -> None:
    page = find(app, plaats=typed)
    assert any(typed in message.text for message in page.messages)
    assert page.total == find(app).total


def test_a_misspelt_place_is_mended_and_said(app: Flask) -> None:
    page = find(app, plaats="lokren")
    assert any("lokren" in message.text and "Lokeren" in message.text for message in page.messages)
    assert page.total == find(app, plaats="Lokeren").total


@pytest.mark.parametrize("typed", ["9160", "Lokeren", "LOKEREN", "lokeren 9160", "  Lokeren "])
def test_a_place_is_known_however_it_is_written(app: Flask, typed: str) -> None:
    assert all_ids(app, plaats=typed, straal="5") == all_ids(app, plaats="Lokeren", straal="5")


def test_a_whole_municipality_holds_what_is_there_or_serves_it(app: Flask) -> None:
    found = all_ids(app, plaats="Temse", straal="gemeente")
    there = ids_where(app, Offer.locations.any(), Offer.areas.any(ServiceArea.nis == TEMSE))
    assert there & found
    with app.app_context():
        gazetteer = get_installation().gazetteer
        other = gazetteer.find_municipality("46029")
    assert other is not None
    elsewhere = find(app, plaats="Temse", straal="2")
    assert set(ids(elsewhere)) & found


def test_an_offer_of_another_town_that_serves_the_place_is_found(app: Flask) -> None:
    """A desk in one town that comes to another is found there, however far it stands."""
    with app.app_context(), get_installation().database.reading() as session:
        serving = session.scalars(
            select(Offer.id).where(
                Offer.areas.any(ServiceArea.nis == TEMSE),
                Offer.state == "published",
                Offer.audience.is_distinct_from("professional"),
            )
        ).all()
    assert len(serving) > 5
    assert set(serving) <= all_ids(app, plaats="Temse", straal="2")


def test_what_serves_another_town_only_stands_below_what_serves_this_one(app: Flask) -> None:
    """S11: nearness alone does not win from coming to the village."""
    page = find(app, q="speelgroep", plaats="Meerdonk", straal="25")
    with app.app_context(), get_installation().database.reading() as session:
        areas = {
            offer_id: {
                row.nis
                for row in session.scalars(
                    select(ServiceArea).where(ServiceArea.offer_id == offer_id)
                )
            }
            for offer_id in ids(page)
        }
    here = understand(app, plaats="Meerdonk").where.place
    assert here is not None
    serving = [place for place, key in enumerate(ids(page)) if here.municipality_nis in areas[key]]
    only_elsewhere = [
        place
        for place, key in enumerate(ids(page))
        if areas[key] and here.municipality_nis not in areas[key]
    ]
    assert not serving or not only_elsewhere or min(serving) < min(only_elsewhere)


def test_what_needs_no_travel_has_no_distance(app: Flask) -> None:
    without = ids_where(app, (Offer.online == Online.YES.value) | Offer.is_at_home)
    for page in (
        find(app, q="opvoedlijn", plaats="Lokeren"),
        find(app, q="kraamzorg", plaats="9100"),
    ):
        assert set(ids(page)) & without
        for card in page.cards:
            if card.offer_id in without:
                assert card.distance is None, card.title


def test_without_a_place_nothing_has_a_distance_and_no_order_by_it(app: Flask) -> None:
    page = find(app, q="zwemmen", sorteer="afstand")
    assert all(card.distance is None for card in page.cards)
    assert [link.text for link in page.sorts] == ["Best passend", "Eerst aan de beurt"]
    assert sum(link.is_current for link in page.sorts) == 1


@pytest.mark.parametrize("place", [{"plaats": "Temse"}, {"hier": "51.16,4.14"}])
def test_by_distance_the_nearest_comes_first(app: Flask, place: dict[str, str]) -> None:
    page = find(app, q="spelen", sorteer="afstand", **place)
    distances = [kilometres(card.distance) for card in page.cards]
    assert len([item for item in distances if item < 100]) > 3
    assert distances == sorted(distances)
    assert all(item <= 10 for item in distances if item != float("inf"))
