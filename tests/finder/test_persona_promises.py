"""What the personas were promised, checked against the timetables and ages of what was found."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.agenda.moments import Moment
from app.directory.models.offers import Offer
from app.directory.operations.offers import find_offer
from app.directory.timetables import timetable_of
from app.finder.pages import ResultsPage
from app.finder.site import get_catalogue, local_now
from app.web.installation import reading_session
from tests.finder.asked_pages import find, show_home, titles, visiting
from tests.policing import PolicedClient

TUESDAY = 1
HORIZON = timedelta(days=399)


def offers_of(app: Flask, page: ResultsPage) -> list[Offer]:
    with visiting(app, "/nl/zoek"):
        found = [find_offer(reading_session(), card.offer_id) for card in page.cards]
    return [offer for offer in found if offer is not None]


def moments_of(offer: Offer, today: date) -> tuple[Moment, ...]:
    """The coming moments of more than a year."""
    return timetable_of(offer).moments(today, today + HORIZON, 1_000, include_cancelled=False)


def is_in_the_evening(moment: Moment) -> bool:
    evening = moment.start.replace(hour=18, minute=0)
    return moment.end > evening


def today_of(app: Flask) -> date:
    with visiting(app, "/nl/"):
        return local_now().date()


@pytest.mark.parametrize(
    "query",
    [
        {"q": "wat te doen met kleinkind van 2 op dinsdag"},
        {"dag": "di", "kind": "24 maanden"},
    ],
)
def test_on_tuesday_for_two_years_gives_only_what_happens_on_a_coming_tuesday(
    app: Flask, query: dict[str, str]
) -> None:
    """S5."""
    today = today_of(app)
    page = find(app, **query)
    found = offers_of(app, page)
    assert len(found) >= 5
    # What is on another day stands apart, and says so.
    assert all("niet op dinsdag" in (mark.text for mark in card.marks) for card in page.near)
    for offer in found:
        assert any(moment.start.weekday() == TUESDAY for moment in moments_of(offer, today))
        assert offer.min_age_months is None or offer.min_age_months <= 24
        assert offer.max_age_months is None or offer.max_age_months > 24


def test_a_stated_age_of_fourteen_brings_nothing_for_small_children(app: Flask) -> None:
    """S6: no offer whose range ends below 144 months is among the first ten."""
    page = find(app, q="zoon 14 gamet heel de nacht luistert niet")
    assert page.cards
    for offer in offers_of(app, page)[:10]:
        assert offer.max_age_months is None or offer.max_age_months >= 144
    assert "screens-gaming" in {row.term_id for row in offers_of(app, page)[0].terms}


@pytest.mark.parametrize("query", [{"q": "bedplassen kleuter"}, {"q": "opvoeding"}, {}])
def test_in_the_evening_gives_only_what_has_evening_hours(
    app: Flask, query: dict[str, str]
) -> None:
    """S10: with the filter on, no offer without such hours is shown."""
    today = today_of(app)
    for offer in offers_of(app, find(app, dagdeel="avond", **query)):
        assert any(is_in_the_evening(moment) for moment in moments_of(offer, today))


def test_at_the_weekend_gives_only_what_is_on_then(app: Flask) -> None:
    """S10."""
    today = today_of(app)
    found = offers_of(app, find(app, dag=["za", "zo"], kind="4"))
    assert found
    for offer in found:
        assert any(moment.start.weekday() >= 5 for moment in moments_of(offer, today))


def test_a_village_without_house_of_its_own_gets_what_comes_there(app: Flask) -> None:
    """S11: results across the border, and the house that covers the village."""
    page = find(app, q="Meerdonk speelgroep", kind=["2 jaar", "6 jaar"])
    assert page.total > 0
    assert page.desk.house == "Huis van het Kind Waasland"
    assert len({card.where for card in page.cards}) > 1


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("CB", {"org-consultation-bureau", "child-checkups"}),
        ("jac", {"org-jac"}),
        ("school inschrijven 2,5 jaar", {"school-registration"}),
        ("babymassage zwanger", {"form-baby-massage", "pregnancy", "infant-wellbeing"}),
        ("boşanma", {"separation"}),
        ("divorce", {"separation"}),
    ],
)
def test_a_short_query_is_not_silly(app: Flask, words: str, terms: set[str]) -> None:
    """The expected topic is among those of the first three, or of who offers them."""
    with visiting(app, "/nl/zoek"):
        taxonomy = get_catalogue().taxonomy
    found: set[str] = set()
    for offer in offers_of(app, find(app, q=words))[:3]:
        own = tuple(row.term_id for row in offer.terms)
        found |= set(taxonomy.with_ancestors(own))
        found |= {row.term_id for row in offer.organization.terms}
    assert found & terms


def test_a_postcode_alone_shows_what_is_on_near_it(app: Flask) -> None:
    page = find(app, q="9160")
    assert page.title == "9160"
    assert any("Lokeren" in chip.text for chip in page.chips)
    assert page.total > 50


@pytest.mark.parametrize("words", ["ґґґґ ґґґґґ", "asdfgh", "的孩子"])
def test_what_nobody_understands_is_a_friendly_page_with_a_phone(
    client: PolicedClient, words: str
) -> None:
    response = client.get("/nl/zoek", query_string={"q": words})
    body = response.get_data(as_text=True)
    main = body[body.index("<main") :]
    assert response.status_code == 200
    assert "Dat ligt niet aan jou" in main
    assert main.index('<section class="desk"') < main.index("tel:+32")


def test_four_words_for_a_creche_give_the_same_first_five(app: Flask) -> None:
    """S2. What takes place once moves up as its day comes, so only what is always there counts."""
    answers = [
        [card.title for card in page.cards if card.kind != "activity"][:5]
        for page in (
            find(app, q=word, plaats="Sint-Niklaas")
            for word in ("creche", "kribbe", "kinderopvang", "kinderopvank")
        )
    ]
    assert len(answers[0]) == 5
    assert all(set(answer) == set(answers[0]) for answer in answers[1:])


def test_four_words_for_nappies_give_one_answer(app: Flask) -> None:
    """S3."""
    answers = [
        titles(find(app, q=word, plaats="9100"))[0]
        for word in ("luiers", "luierbank", "pamperbank", "gratis pampers")
    ]
    assert len(set(answers)) == 1


def test_the_way_of_a_girl_of_fifteen_leaves_no_cookie(client: PolicedClient) -> None:
    """S7: search and result work without cookies; the client fails on any."""
    client.get("/nl/zoek?q=met+iemand+praten+anoniem")
    assert client.get("/nl/").headers.get("Set-Cookie") is None


def test_the_first_page_shows_what_is_on_soon(app: Flask) -> None:
    home = show_home(app)
    assert len(home.soon) == 6
    assert all(card.kind == "activity" for card in home.soon)
    assert all(card.when for card in home.soon)
    assert home.offer_count > 400
    assert home.organization_count > 60
    assert len(home.ages) == 9
    assert home.desk.phone
