"""The page of results: the place, the children, the order, the desk, and what to try next."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask

from app.directory.models.offers import Offer
from app.directory.operations.offers import find_offer
from app.directory.timetables import timetable_of
from app.finder.site import get_desk, local_now
from app.web.installation import get_installation, reading_session
from tests.finder.asked_pages import (
    address_of,
    ask,
    find,
    ids,
    pairs_of,
    titles,
    understand,
    visiting,
)
from tests.policing import PolicedClient


def test_soonest_comes_first_by_the_day(app: Flask) -> None:
    page = find(app, q="spelen", soort="activiteit", sorteer="eerst")
    with visiting(app, "/nl/zoek"):
        days = [first_days(card.offer_id) for card in page.cards]
    known = [pair for pair in days if pair is not None]
    assert len(known) > 3
    assert days[: len(known)] == known, "what has no date comes last"
    reached = date.min
    for earliest, latest in known:
        reached = max(reached, earliest)
        assert reached <= latest


def first_days(offer_id: int) -> tuple[date, date] | None:
    """The first day from today on, and that of the first moment that is not over yet.

    The engine knows parts of days: what was on an hour ago may count as today or not.
    """
    offer = find_offer(reading_session(), offer_id)
    assert offer is not None
    timetable, now = timetable_of(offer), local_now()
    today, last = now.date(), now.date() + timedelta(days=399)
    moments = timetable.moments(today, last, 1, include_cancelled=False)
    coming = timetable.next_moments(now, 1)
    if not moments or not coming:
        return None
    return max(moments[0].start.date(), today), max(coming[0].start.date(), today)


def test_what_suits_all_children_comes_first_and_each_card_says_whom(app: Flask) -> None:
    page = find(app, plaats="Lokeren", kind=["9 maanden", "4 jaar"], straal="25")
    whole = ("past bij je kind van 9 maanden", "past bij je kind van 4 jaar")
    counts = []
    while True:
        for card in page.cards:
            assert card.suits
            assert set(card.suits) <= set(whole)
            counts.append(len(card.suits))
        if page.next is None:
            break
        page = ask(app, page.next.url)
    assert set(counts) == {1, 2}
    assert counts == sorted(counts, reverse=True)


def test_what_a_card_says_of_a_child_is_what_its_ages_say(app: Flask) -> None:
    months = {"past bij je kind van 9 maanden": 9, "past bij je kind van 4 jaar": 48}
    page = find(app, q="spelen", kind=["9 maanden", "4 jaar"])
    with app.app_context(), get_installation().database.reading() as session:
        for card in page.cards:
            offer = session.get_one(Offer, card.offer_id)
            suited = {
                text
                for text, age in months.items()
                if (offer.min_age_months is None or offer.min_age_months <= age)
                and (offer.max_age_months is None or age < offer.max_age_months)
            }
            assert set(card.suits) == suited


def test_with_one_child_the_cards_do_not_repeat_it(app: Flask) -> None:
    assert all(card.suits == () for card in find(app, kind="4 jaar").cards)


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("4", 48),
        ("4 jaar", 48),
        ("2,5", 30),
        ("2.5 jaar", 30),
        ("9 maanden", 9),
        ("zwanger", -4),
        ("0", 0),
        ("24", 288),
        ("peuter", 27),
    ],
)
def test_an_age_is_read_as_people_write_it(app: Flask, typed: str, months: int) -> None:
    search = understand(app, kind=typed)
    assert search.ages_from_fields == ((typed, months),)
    assert search.query.ages == (months,)


@pytest.mark.parametrize("typed", ["oud", "999", "25", "-3", "4..5", "∞", "jaar"])
def test_an_age_that_says_nothing_is_named_and_hides_nothing(app: Flask, typed: str) -> None:
    page = find(app, kind=typed)
    assert any(f"'{typed}'" in message.text for message in page.messages)
    assert page.total == find(app).total


def test_the_desk_is_the_last_card_and_the_first_when_nothing_was_found(
    client: PolicedClient,
) -> None:
    some = client.get("/nl/zoek?q=zwemmen&plaats=9100").get_data(as_text=True)
    none = client.get("/nl/zoek?q=asdfghjkl").get_data(as_text=True)
    desk = '<section class="desk"'
    assert some.count(desk) == none.count(desk) == 1
    assert some.rindex('<article class="card') < some.index(desk)
    assert "<article" not in none
    assert none.index("<h1>") < none.index(desk)
    assert "tel:+3230002020" in none[none.index(desk) :]


@pytest.mark.parametrize("view", ["", "kaart", "agenda"])
def test_the_desk_is_on_every_view(client: PolicedClient, view: str) -> None:
    body = client.get(f"/nl/zoek?q=spelen&weergave={view}").get_data(as_text=True)
    assert body.count('<section class="desk"') == 1


def test_the_desk_is_that_of_the_place(app: Flask) -> None:
    with visiting(app, "/nl/zoek"):
        default = get_desk()
    assert find(app, plaats="Temse").desk.house == default.house
    assert find(app, plaats="Dendermonde").desk.house == "Huis van het Kind Dender"
    assert find(app, plaats="Luik").desk.house == default.house


def test_with_nothing_near_the_nearest_is_offered(app: Flask) -> None:
    page = find(app, q="voedselpakket", plaats="Moerbeke", straal="2")
    assert page.total == 0
    nearest = page.tries[0]
    assert re.search(r"dichtstbijzijnde ligt op \d+(,\d)? k?m", nearest.text)
    found = ask(app, nearest.url)
    assert found.total > 0
    assert found.cards[0].distance is not None


def test_every_try_leads_to_as_many_as_it_says_or_more(app: Flask) -> None:
    for query in (
        {"q": "voedselpakket", "plaats": "Moerbeke", "straal": "2"},
        {"q": "voorlezen zondagavond", "kind": "17 jaar", "plaats": "Temse"},
        {"q": "luiers", "thema": "sports"},
        {"q": "judo 1 jaar zondagavond"},
        {"q": "voedselpakket binnen 2 km van Moerbeke"},
        {"q": "babymassage zondag Kortrijk", "kind": "9 jaar", "prijs": "gratis"},
    ):
        page = find(app, **query)
        assert page.tries, query
        for link in page.tries:
            assert link.count is not None
            assert link.count > page.total
            assert ask(app, link.url).total == link.count, link


def test_a_page_with_enough_offers_nothing_else_to_try(app: Flask) -> None:
    assert find(app, q="spelen").tries == ()


def test_pages_follow_each_other_and_hold_everything_once(app: Flask) -> None:
    page = find(app, q="voorlezen")
    seen: list[int] = []
    while page.next is not None:
        seen += ids(page)
        following = ask(app, page.next.url)
        assert following.previous is not None
        assert ask(app, following.previous.url).cards == page.cards
        page = following
    seen += ids(page)
    assert len(seen) == len(set(seen)) == page.total


def test_the_three_views_show_the_same_search(app: Flask) -> None:
    base = find(app, q="voorlezen", plaats="Temse", soort="activiteit")
    views = {link.text: ask(app, link.url) for link in base.views}
    assert list(views) == ["Lijst", "Kaart", "Agenda"]
    assert {page.total for page in views.values()} == {base.total}
    assert views["Lijst"].cards == base.cards
    drawn = views["Kaart"].map
    assert drawn is not None
    numbers = {card.number for card in views["Kaart"].cards if card.point}
    assert {pin.number for pin in drawn.pins} == numbers
    days = [day.date for day in views["Agenda"].days]
    assert days == sorted(days)
    assert all(day.cards for day in views["Agenda"].days)


def test_the_map_stands_around_the_asked_place(app: Flask) -> None:
    page = find(app, plaats="Temse", weergave="kaart")
    assert page.map is not None
    names = [town.name for town in page.map.towns]
    assert "Temse" in names
    for pin in page.map.pins:
        assert 0 <= pin.x <= page.map.width
        assert 0 <= pin.y <= page.map.height


def test_days_that_were_asked_are_the_days_of_the_agenda(app: Flask) -> None:
    with visiting(app, "/nl/"):
        today = local_now().date()
    last = today + timedelta(days=3)
    page = find(app, van=today.isoformat(), tot=last.isoformat(), weergave="agenda")
    assert {day.date for day in page.days} <= {
        (today + timedelta(days=number)).isoformat() for number in range(4)
    }


def test_a_corrected_word_is_said_with_the_way_back(app: Flask) -> None:
    page = find(app, q="Knutzelen")
    assert page.total > 0
    assert [link.text for link in page.corrections] == [
        "We zochten naar 'knutselen'.",
        "Zoek precies naar 'Knutzelen'",
    ]
    assert dict(pairs_of(page.corrections[0].url))["q"] == "knutselen"
    assert titles(ask(app, page.corrections[0].url)) == titles(page)
    exact = ask(app, page.corrections[1].url)
    assert exact.total == 0
    assert [link.text for link in exact.corrections] == ["Zoek weer ruimer"]
    assert titles(ask(app, exact.corrections[0].url)) == titles(page)


def test_nonsense_in_the_address_is_said_once(app: Flask) -> None:
    page = find(app, q="spelen", dag="x", thema="y", taal="z9")
    said = [item.text for item in page.messages if "adres" in item.text]
    assert said == ["Een deel van het adres begrepen we niet. Dat lieten we weg."]


def test_urgent_words_bring_the_numbers_first(client: PolicedClient) -> None:
    body = client.get("/nl/zoek?q=hij+slaat+mij").get_data(as_text=True)
    main = body[body.index("<main") :]
    assert main.index("tel:1712") < main.index("<article")
    calm = client.get("/nl/zoek?q=zwemmen").get_data(as_text=True)
    assert "tel:1712" not in calm[calm.index("<main") : calm.index("<article")]


def test_the_title_holds_what_was_asked(app: Flask) -> None:
    assert find(app).title == "Alle aanbod"
    assert find(app, plaats="Temse").title == "Aanbod bij Temse"
    assert find(app, q="luiers", plaats="Temse").title == "luiers bij Temse"
    assert find(app, hier="51.16,4.14").title == "Aanbod bij jou in de buurt"


def test_what_is_kept_travels_along_without_javascript(app: Flask) -> None:
    page = find(app, q="spelen", lijst="1,2")
    assert ("lijst", "1,2") in page.box.hidden
    assert all(pairs_of(card.url) == [("lijst", "1,2")] for card in page.cards)
    added = page.cards[0]
    assert pairs_of(added.keep_url) == [("o", f"1,2,{added.offer_id}")]
    assert "lijst" not in page.calendar_url
    assert "lijst" not in page.feed_url


def test_the_address_of_a_search_shows_the_same_to_somebody_else(app: Flask) -> None:
    address = address_of({"q": "spelen", "plaats": "Temse", "kind": "4", "dag": "wo"})
    assert ask(app, address).cards == ask(app, address).cards
