"""Pages of offers that belong together: themes, ages, municipalities, partners, a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from app.directory.models.terms import Facet
from app.directory.operations.organizations import find_organization
from app.finder.collections import (
    age_links,
    make_age_page,
    make_municipality_page,
    make_partner_page,
    make_theme_page,
    make_themes_page,
    municipality_links,
    week_of,
)
from app.finder.pages import CollectionPage
from app.finder.site import get_catalogue, local_now
from app.search.queries import AGE_GROUPS
from app.web.installation import get_installation, reading_session
from tests.finder.asked_pages import ask, find, show_home, show_week, visiting
from tests.policing import PolicedClient


def show_theme(app: Flask, term_id: str, language: str = "nl") -> CollectionPage:
    with visiting(app, f"/{language}/thema/{term_id}"):
        taxonomy = get_catalogue().taxonomy
        return make_theme_page(taxonomy.terms[term_id], taxonomy)


def show_place(app: Flask, slug: str) -> CollectionPage:
    with visiting(app, f"/nl/gemeente/{slug}"):
        place = get_installation().gazetteer.find_by_slug(slug)
        assert place is not None
        return make_municipality_page(place)


@pytest.mark.parametrize("term_id", ["leisure", "sports", "sleep", "form-nappy-bank"])
def test_a_theme_shows_as_many_as_searching_for_it(app: Flask, term_id: str) -> None:
    page = show_theme(app, term_id)
    assert page.total == ask(app, page.search_url).total > 0
    assert page.cards
    assert page.desk.phone


def test_a_theme_leads_to_narrower_ones_and_a_narrow_one_to_its_kin(app: Flask) -> None:
    top, narrow = show_theme(app, "leisure"), show_theme(app, "sports")
    assert top.links_title == "Preciezer"
    assert "/nl/thema/sports" in [link.url for link in top.links]
    assert narrow.links_title == "Verwante thema's"
    assert "/nl/thema/sports" not in [link.url for link in narrow.links]
    assert [link.url for link in narrow.breadcrumbs] == ["/nl/thema", "/nl/thema/leisure"]


def test_a_theme_speaks_the_language_of_the_page(app: Flask) -> None:
    assert show_theme(app, "sleep").title == "Slapen"
    assert show_theme(app, "sleep", "fr").title == "Sommeil"
    assert show_theme(app, "sleep", "ar").introduction_language == "ar"


def test_all_themes_are_on_one_page_below_their_domain(app: Flask) -> None:
    with visiting(app, "/nl/thema"):
        taxonomy = get_catalogue().taxonomy
        page = make_themes_page(taxonomy)
        tops = taxonomy.list_facet(Facet.DOMAIN)
    assert [title for title, _links in page.groups] == [term.label("nl") for term in tops]
    linked = [link.url.rpartition("/")[2] for _title, links in page.groups for link in links]
    domain = [key for key, term in taxonomy.terms.items() if term.facet == "domain"]
    assert sorted(linked) == sorted(domain)


@pytest.mark.parametrize("group", AGE_GROUPS, ids=lambda group: group.id)
def test_an_age_shows_as_many_as_searching_for_it(app: Flask, group: object) -> None:
    with visiting(app, "/nl/"):
        taxonomy = get_catalogue().taxonomy
        page = make_age_page(taxonomy.terms[group.id], taxonomy)  # type: ignore[attr-defined]
    assert page.total == ask(app, page.search_url).total > 0


def test_ages_stand_youngest_first_and_the_own_one_is_marked(app: Flask) -> None:
    with visiting(app, "/nl/"):
        links = age_links(get_catalogue().taxonomy, "age-toddler")
    assert [link.url.rpartition("/")[2] for link in links] == [group.id for group in AGE_GROUPS]
    assert [link.url for link in links if link.is_current] == ["/nl/leeftijd/age-toddler"]


def test_a_municipality_helps_who_is_new_and_shows_this_week(app: Flask) -> None:
    page = show_place(app, "temse")
    assert page.title == "Temse"
    assert page.total == ask(app, page.search_url).total > 0
    assert [section.title for section in page.sections] == [
        "Nieuw hier? Begin hiermee",
        "Deze week in de buurt",
    ]
    assert all(section.cards for section in page.sections)
    assert all(card.kind == "activity" for card in page.sections[1].cards)
    assert page.note is None
    assert page.desk.house == "Huis van het Kind Waasland"
    assert "Tielrode" in [link.text for link in page.links]


def test_a_municipality_without_house_says_so_and_still_has_a_desk(app: Flask) -> None:
    page = show_place(app, "luik" if _has(app, "luik") else "gent")
    assert page.note is not None
    assert "nog geen Huis van het Kind" in page.note
    assert page.desk.phone


def _has(app: Flask, slug: str) -> bool:
    with visiting(app, "/nl/"):
        return get_installation().gazetteer.find_by_slug(slug) is not None


def test_a_village_of_a_municipality_leads_to_what_is_there(app: Flask) -> None:
    for link in show_place(app, "temse").links[:3]:
        page = ask(app, link.url)
        assert page.place_choices == ()
        assert link.text in page.title


@pytest.mark.parametrize(
    ("old", "today"),
    [("moerbeke-46029", "lokeren"), ("kruibeke", "beveren-kruibeke-zwijndrecht")],
)
def test_an_old_municipality_goes_to_the_one_of_today(
    client: PolicedClient, app: Flask, old: str, today: str
) -> None:
    if not _has(app, old):
        old = old.partition("-")[0]
    response = client.get(f"/nl/gemeente/{old}")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/nl/gemeente/{today}"


def test_the_municipalities_are_those_of_the_houses_by_name(app: Flask) -> None:
    with visiting(app, "/nl/"):
        names = [link.text for link in municipality_links()]
        codes = {nis for house in get_catalogue().houses for nis in house.municipalities}
    assert names == sorted(names)
    assert len(names) == len(codes)
    assert {"Temse", "Lokeren", "Dendermonde", "Kortrijk"} <= set(names)


def test_a_partner_shows_all_it_offers(app: Flask) -> None:
    slug = "bib-de-papieren-boot"
    with visiting(app, f"/nl/partner/{slug}"):
        found = find_organization(reading_session(), slug)
        assert found is not None
        page = make_partner_page(found, local_now())
    assert page.title == found.name
    assert page.total == len(page.cards) > 3
    assert {card.organization for card in page.cards} == {found.name}
    assert page.introduction


@pytest.mark.parametrize(
    ("text", "monday"),
    [
        ("", "2026-05-04"),
        ("2026-W19", "2026-05-04"),
        ("2026-W20", "2026-05-11"),
        ("2026-W53", "2026-12-28"),
        ("2025-W53", "2026-05-04"),
        ("2040-W01", "2026-05-04"),
        ("0001-W01", "2026-05-04"),
        ("9999-W52", "2026-05-04"),
        ("99999999-W1", "2026-05-04"),
        ("2026-05-11", "2026-05-04"),
        ("onzin", "2026-05-04"),
        ("-W", "2026-05-04"),
    ],
)
def test_a_week_is_read_or_is_this_one(text: str, monday: str) -> None:
    assert week_of(text, date(2026, 5, 7)).isoformat() == monday


def test_a_week_holds_its_own_days_and_leads_to_its_neighbours(app: Flask) -> None:
    page = show_week(app, plaats="Temse")
    with visiting(app, "/nl/"):
        today = local_now().date()
    monday = today - timedelta(days=today.weekday())
    days = [date.fromisoformat(day.date) for day in page.days]
    assert days == sorted(days)
    assert all(monday <= day <= monday + timedelta(days=6) for day in days)
    year, week, _day = (monday + timedelta(days=7)).isocalendar()
    assert page.next.url == f"/nl/kalender?week={year}-W{week:02d}&plaats=Temse"
    assert "plaats=Temse" in page.calendar_url


def test_the_links_of_the_first_page_lead_to_something(app: Flask) -> None:
    home = show_home(app)
    assert len(home.moments) == 8
    for link in home.moments:
        assert ask(app, link.url).total > 3, link.text
        assert ask(app, link.url).messages == (), link.text
    for link in home.quick:
        page = ask(app, link.url)
        # On a quiet day there may be nothing, but never because of a word in the address.
        assert page.total > 0 or "van=" in link.url, link.text
        assert page.messages == ()


def test_every_page_with_a_search_box_sends_to_the_search(app: Flask) -> None:
    for page in (show_home(app), show_theme(app, "sports"), show_place(app, "temse")):
        assert page.box.action == "/nl/zoek"
        assert page.box.ages[-1] == ""


@pytest.mark.parametrize("words", ["We zijn zwanger", "Ons kind is geboren", "We gaan uit elkaar"])
def test_the_words_of_a_moment_of_life_find_something(app: Flask, words: str) -> None:
    """They are labels of the taxonomy that no offer carries, so they count as ordinary words."""
    assert find(app, q=words).total > 0
