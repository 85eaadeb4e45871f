"""The page of one offer: what it says, what it keeps to itself, and when it says it is not on."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from markupsafe import escape

from app.web.markup import paragraphs
from tests.finder.asked_pages import pairs_of
from tests.finder.small_site import SCRIPT, STAFF_ONLY, number_of
from tests.policing import PolicedClient
from tests.sites import visit


@pytest.fixture
def small(small_site: Flask) -> PolicedClient:
    return visit(small_site)


def get_page(client: PolicedClient, source_id: str, query: str = "", language: str = "nl") -> str:
    """The page of an offer, at whatever its own address is."""
    address = f"/{language}/aanbod/{number_of(source_id)}-x{query}"
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200
    return response.get_data(as_text=True)


def words_of(html: str) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def data_of(html: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_a_text_that_looks_like_a_script_stays_a_text(small: PolicedClient) -> None:
    html = get_page(small, "script")
    assert SCRIPT not in html
    assert str(escape(SCRIPT)) in html
    assert data_of(html)[0]["name"] == SCRIPT
    assert "Tweede &lt;b&gt;." in html
    for path in ("/nl/zoek?q=spelen", "/nl/kalender", f"/nl/mijn-lijst?o={number_of('script')}"):
        assert SCRIPT not in small.get(path).get_data(as_text=True)


def test_plain_text_becomes_paragraphs_and_lines() -> None:
    assert paragraphs("een\r\ntwee\n\n\n\ndrie <i>\n\n  ") == (
        "<p>een<br>twee</p><p>drie &lt;i&gt;</p>"
    )
    assert paragraphs("  ") == ""


@pytest.mark.parametrize(
    ("source_id", "status"), [("ontwerp", 404), ("weg", 410), ("dicht", 200), ("gewoon", 200)]
)
def test_the_state_of_an_offer_is_the_status_of_its_page(
    small: PolicedClient, source_id: str, status: int
) -> None:
    address = f"/nl/aanbod/{number_of(source_id)}-x"
    assert small.get(address, follow_redirects=True).status_code == status


def test_what_is_cancelled_says_so_and_leads_on(small: PolicedClient) -> None:
    number = number_of("weg")
    html = small.get(f"/nl/aanbod/{number}-x", follow_redirects=True).get_data(as_text=True)
    assert "Gaat niet door" in html
    assert small.get(f"/nl/aanbod/{number}-x.ics").status_code == 404
    for path in ("/nl/zoek?q=feest", "/nl/zoek", f"/nl/mijn-lijst?o={number}", "/sitemap-1.xml"):
        assert "Afgelast feest" not in small.get(path).get_data(as_text=True)
        assert f"/aanbod/{number}-" not in small.get(path).get_data(as_text=True)


def test_what_is_closed_for_now_has_no_coming_moments(small: PolicedClient) -> None:
    html = get_page(small, "dicht", "?dag=2026-05-06")
    assert "Tijdelijk gesloten" in html
    assert "De volgende keren" not in html
    assert "Ja, op" not in html
    number = number_of("dicht")
    for path in (f"{number}-x.ics", f"{number}-x.ics?dag=2026-05-06"):
        assert "BEGIN:VEVENT" not in small.get(f"/nl/aanbod/{path}").get_data(as_text=True)
    assert "Zomerzaal" in small.get("/nl/zoek?q=zomerzaal").get_data(as_text=True)
    assert "Zomerzaal" not in small.get("/nl/zoek?q=zomerzaal&dag=wo").get_data(as_text=True)


@pytest.mark.parametrize(
    ("source_id", "day", "answer"),
    [
        ("gewoon", "2026-05-06", "Ja, op woensdag 6 mei, 14.00"),
        ("gewoon", "2026-05-07", "Nee, niet op donderdag 7 mei. Het is er op andere dagen."),
        ("gewoon", "2026-04-08", "Nee, niet op woensdag 8 april. Dan is het schoolvakantie."),
        ("gewoon", "2025-09-03", "Dan is het er (nog) niet."),
        ("ziek", "2026-05-06", "Die keer gaat het niet door. De juf is ziek."),
        ("gesloten", "2026-05-06", "Dan is het gesloten. We verhuizen."),
        ("nooit", "2026-05-09", "Nee, niet op zaterdag 9 mei."),
        ("thuis", "2026-05-09", "We kennen de dagen niet. Bel of mail even."),
    ],
)
def test_is_it_on_that_day_is_answered_with_the_reason(
    small: PolicedClient, source_id: str, day: str, answer: str
) -> None:
    assert answer in words_of(get_page(small, source_id, f"?dag={day}"))


def test_a_day_it_is_not_on_tells_when_it_is(small: PolicedClient) -> None:
    said = words_of(get_page(small, "ziek", "?dag=2026-05-06"))
    assert "De volgende keer is woensdag 13 mei, 14.00" in said


@pytest.mark.parametrize("day", ["", "onzin", "2026-02-30", "99999-01-01"])
def test_a_day_that_is_none_is_no_question(small: PolicedClient, day: str) -> None:
    assert 'class="answer' not in get_page(small, "gewoon", f"?dag={day}")


def test_a_cancelled_moment_stays_visible_as_such(small: PolicedClient) -> None:
    said = words_of(get_page(small, "ziek"))
    assert "Gaat niet door: woensdag 6 mei" in said
    assert "De juf is ziek." in said


def test_what_is_for_staff_is_on_no_page_and_in_no_feed(small: PolicedClient) -> None:
    number = number_of("stil")
    assert "09 000 56 78" in get_page(small, "stil")
    paths = (
        f"/nl/aanbod/{number}-stille-dienst",
        f"/nl/aanbod/{number}-x.ics",
        "/nl/zoek?q=stille+dienst",
        "/nl/zoek.atom?q=stille+dienst",
        "/nl/suggesties?q=stil",
        "/nl/partner/bib-de-pagina",
        f"/nl/mijn-lijst?o={number}",
    )
    for path in paths:
        assert STAFF_ONLY not in small.get(path).get_data(as_text=True), path
    searched = small.get(f"/nl/zoek?q={STAFF_ONLY}&letterlijk=1").get_data(as_text=True)
    assert "<article" not in searched


def test_an_old_address_goes_to_the_new_one_with_what_was_asked(small: PolicedClient) -> None:
    number = number_of("gewoon")
    response = small.get(f"/nl/aanbod/{number}-oude-titel?dag=2026-05-06&lijst=1,2&x=1")
    assert response.status_code == 301
    path, _mark, _query = response.headers["Location"].partition("?")
    assert path == f"/nl/aanbod/{number}-knutselclub"
    assert pairs_of(response.headers["Location"]) == [("dag", "2026-05-06"), ("lijst", "1,2")]


def test_what_is_shared_is_the_offer_and_not_the_list_of_who_shares(small: PolicedClient) -> None:
    html = get_page(small, "gewoon", "?lijst=4,5")
    shared = f"http://localhost:8000/nl/aanbod/{number_of('gewoon')}-knutselclub"
    assert f'data-share-url="{shared}"' in html
    assert data_of(html)[0]["url"] == shared
    assert f'<link rel="canonical" href="{shared}">' in html


def test_a_text_without_translation_is_dutch_and_says_so(small: PolicedClient) -> None:
    french = get_page(small, "gewoon", language="fr")
    assert "<h1>Club de bricolage</h1>" in french
    assert '<h1 lang="nl" dir="ltr">Voorleeskring</h1>' in get_page(small, "ziek", language="fr")
    assert '<h1 lang="nl" dir="ltr">Voorleeskring</h1>' in get_page(small, "ziek", language="ar")
    # What it lacks in French stands in Dutch nowhere: it is simply not told.
    assert "Alles ligt klaar." not in french


@pytest.mark.parametrize(
    ("source_id", "said"),
    [
        ("gewoon", "€ 2,50"),
        ("oud", "Met een kansenpas: € 1"),
        ("nooit", "Gratis"),
        ("thuis", "€ 10, met pas € 2"),
        ("gewoon", "Nagekeken op 1 april 2026"),
        ("oud", "Nagekeken op 1 januari 2024: mogelijk verouderd"),
        ("nooit", "Nog niet nagekeken door de partner"),
        ("thuis", "Iemand komt bij jou thuis. Voor gezinnen in Lokeren."),
        ("online", "Dit is online of per telefoon: je kan van overal meedoen."),
        ("online", "Nederlands, Arabisch, Turks"),
        ("gewoon", "Elke week op woensdag, 14.00"),
        ("gewoon", "niet in de schoolvakanties"),
        ("gewoon", "3 tot 6 jaar"),
        ("kamp", "maandag 6 juli tot en met vrijdag 10 juli"),
        ("voorleesuur", "Kom maar."),
        ("voorleesuur", "Je hebt geen afspraak nodig"),
        ("voorleesuur", "Inschrijven hoeft niet"),
    ],
)
def test_a_page_says(small: PolicedClient, source_id: str, said: str) -> None:
    plain = words_of(get_page(small, source_id)).replace("\u00a0", " ").replace("\u2060", "")
    assert said in plain


def test_who_sees_a_mistake_can_say_so_or_call_the_desk(small: PolicedClient) -> None:
    html = get_page(small, "gewoon")
    found = re.search(r'<a href="([^"]+/klopt-niet)" rel="nofollow">Klopt er iets niet', html)
    assert found is not None
    assert small.get(found[1]).status_code == 200
    assert "09 000 12 34" in html[found.end() :]


def test_an_address_elsewhere_is_only_a_link(small: PolicedClient) -> None:
    html = get_page(small, "script")
    assert 'href="https://inschrijven.example/?a=1&amp;b=2" rel="noopener"' in html


def test_related_offers_are_others_of_the_same_theme(client: PolicedClient) -> None:
    html = client.get("/nl/aanbod/1-x", follow_redirects=True).get_data(as_text=True)
    related = html[html.index('id="ook"') :]
    assert 'href="/nl/aanbod/1-' not in related[: related.index("</section>")]


def test_the_code_to_scan_leads_to_the_page(small: PolicedClient) -> None:
    response = small.get(f"/nl/aanbod/{number_of('gewoon')}/qr.svg")
    assert response.mimetype == "image/svg+xml"
    assert response.get_data(as_text=True).startswith("<svg")
