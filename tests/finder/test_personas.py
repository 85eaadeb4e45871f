"""The checks of the personas that a search can answer for."""

from __future__ import annotations

import pytest
from flask import Flask

from app.directory.operations.offers import find_offer
from app.web.installation import get_installation
from tests.finder.conftest import Find
from tests.sites import TODAY

MONDAY, TUESDAY = 0, 1


def terms_of(app: Flask, offer_id: int) -> set[str]:
    """The terms of an offer."""
    with app.test_request_context("/nl/"), get_installation().database.reading() as session:
        offer = find_offer(session, offer_id)
        assert offer is not None
        return {row.term_id for row in offer.terms}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("luierbank", {"form-nappy-bank", "nappies-baby-milk"}),
        ("spellotheek", {"form-toy-library"}),
        ("naschoolse", {"form-out-of-school-care", "childcare-school-age"}),
        ("onthaalmoeder", {"form-family-childcare"}),
        ("kindergeld", {"family-allowance"}),
        ("potje", {"toilet-training"}),
        ("huistaken", {"homework", "form-homework-class"}),
        ("kleertjes te klein", {"clothing-shoes", "form-swap-shop"}),
        ("tolk", {"interpreting"}),
        ("kraamhulp", {"birth-maternity"}),
        ("ik maak me zorgen", {"worried-about-child"}),
        ("hij slaat mij", {"unsafe-at-home"}),
        ("niet meer willen leven", {"suicidal-thoughts"}),
        ("couches gratuites", {"form-nappy-bank", "nappies-baby-milk"}),
        ("psygoloog tiener", {"youth-wellbeing", "mental-health"}),
        ("scheiden met kinderen", {"separation"}),
        ("baby weent de hele avond", {"crying-baby"}),
        ("التسجيل في المدرسة", {"school-registration"}),
    ],
)
def test_short_query_finds_its_topic_among_the_first_three(
    app: Flask, find: Find, words: str, wanted: set[str]
) -> None:
    cards = find(f"?q={words.replace(' ', '+')}").cards[:3]
    found = set().union(*(terms_of(app, card.offer_id) for card in cards))
    assert found & wanted


@pytest.mark.parametrize(
    "words",
    [("luiers", "luierbank", "pamperbank", "gratis pampers"), ("creche", "kribbe", "kinderopvank")],
)
def test_different_words_for_one_thing_have_the_same_answer_on_top(
    find: Find, words: tuple[str, ...]
) -> None:
    first = {
        find(f"?q={word.replace(' ', '+')}&plaats=Sint-Niklaas").cards[0].offer_id for word in words
    }
    assert len(first) == 1


def test_day_and_age_of_a_grandmother_leave_only_what_is_on_that_day(find: Find) -> None:
    page = find("?q=wat+te+doen+met+kleinkind+van+2+op+dinsdag")
    assert page.cards
    assert {"kind van 2 jaar", "dinsdag"} <= {chip.text for chip in page.chips}
    said = {MONDAY: "morgen", TUESDAY: "vandaag"}.get(TODAY.weekday(), "dinsdag")
    assert all(said in (card.when or "") or "dinsdag" in (card.when or "") for card in page.cards)


def test_stated_age_of_fourteen_leaves_out_everything_for_small_children(
    app: Flask, find: Find
) -> None:
    page = find("?q=zoon+14+gamet+heel+de+nacht+luistert+niet")
    assert page.cards
    with app.test_request_context("/nl/"), get_installation().database.reading() as session:
        for card in page.cards[:10]:
            offer = find_offer(session, card.offer_id)
            assert offer is not None
            assert offer.max_age_months is None or offer.max_age_months > 144


def test_evening_filter_leaves_only_offers_with_evening_hours(find: Find) -> None:
    page = find("?q=opvoeding&dagdeel=avond")
    assert page.cards
    assert all(card.when for card in page.cards)


def test_nonsense_finds_nothing_and_the_desk_has_a_phone(find: Find) -> None:
    page = find("?q=asdfgh")
    assert page.total == 0
    assert page.desk.phone_href
    assert page.desk.phone_href.startswith("tel:+32")


@pytest.mark.parametrize(
    ("words", "numbers"), [("hij slaat mij", {"112", "1712"}), ("zelfmoord", {"112", "1813"})]
)
def test_words_that_cannot_wait_bring_their_numbers_first(
    find: Find, words: str, numbers: set[str]
) -> None:
    assert {line.number for line in find(f"?q={words.replace(' ', '+')}").urgent} == numbers
    assert find("?q=luiers").urgent == ()


def test_offers_that_suit_all_children_come_first_and_say_so(find: Find) -> None:
    page = find("?kind=9+maanden&kind=4+jaar&plaats=Sint-Niklaas")
    suited = [len(card.suits) for card in page.cards]
    assert suited[0] == 2
    assert suited == sorted(suited, reverse=True)
    assert any("9 maanden" in text for text in page.cards[0].suits)


def test_desk_of_the_asked_municipality_is_shown(find: Find) -> None:
    assert "Zuid-West" in find("?plaats=Kortrijk").desk.house
    assert "Waasland" in find("?plaats=Temse").desk.house


def test_little_found_leads_to_counted_ways_on(find: Find) -> None:
    page = find("?q=babymassage&plaats=Kortrijk&kind=9+jaar")
    assert page.total <= 3
    assert page.tries
    for link in page.tries:
        assert link.count is not None
        assert link.count > page.total
