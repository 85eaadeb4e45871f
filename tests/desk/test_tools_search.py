"""The search of the desk: the same questions, more in the answer, and none of it for families."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.db import Database
from tests.accounts.signing_in import signed_in
from tests.desk.tools_site import SECRETS, text_of
from tests.policing import PolicedClient
from tests.questions.desk_examples import WORDS, Example, add_question
from tests.sites import visit

SEARCH = "/nl/onthaal/zoek"


@pytest.fixture
def volunteer(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.volunteer_id)


@pytest.fixture
def onthaal(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.onthaal_id)


@pytest.fixture
def question_id(database: Database, example: Example) -> int:
    with database.transaction() as session:
        return add_question(session, example, theme_id=example.theme_id, child_age_months=40).id


def test_a_result_tells_colleagues_how_to_bring_somebody(volunteer: PolicedClient) -> None:
    page = text_of(volunteer, f"{SEARCH}?q=voorleesuur")
    assert SECRETS[0] in page
    assert SECRETS[1] in page
    assert "acht weken (gemeld op zaterdag 14 februari" in page
    assert "Alleen voor wie in Lokeren woont." in page
    assert "mogelijk verouderd. Bel eerst." in page


def test_the_card_for_staff_has_the_hidden_contact_too(
    volunteer: PolicedClient,
    example: Example,
) -> None:
    page = text_of(volunteer, f"/nl/onthaal/aanbod/{example.offer_id}")
    assert all(secret in page for secret in SECRETS)
    assert text_of(volunteer, "/nl/onthaal/aanbod/99999", 404)


def test_what_colleagues_read_is_on_no_public_page_feed_or_paper(
    site: Flask,
    volunteer: PolicedClient,
    example: Example,
) -> None:
    family = visit(site)
    public = text_of(family, "/nl/zoek?q=voorleesuur")
    (own,) = set(re.findall(rf'href="(/nl/aanbod/{example.offer_id}-[a-z-]+)"', public))
    told = [
        public,
        text_of(family, own),
        text_of(family, f"{own}.ics"),
        text_of(family, "/nl/zoek.atom?q=voorleesuur"),
        text_of(family, "/nl/zoek.ics?q=voorleesuur"),
        text_of(family, f"/nl/mijn-lijst?o={example.offer_id}"),
        text_of(family, "/nl/partner/bib-de-pagina"),
        text_of(family, "/nl/suggesties?q=griet"),
        text_of(volunteer, f"/nl/onthaal/aanbod/{example.offer_id}/kaartje"),
    ]
    assert [secret for secret in SECRETS for page in told if secret in page] == []
    assert "Niets gevonden" in text_of(family, "/nl/zoek?q=griet")


def test_every_link_of_the_search_stays_at_the_desk(volunteer: PolicedClient) -> None:
    page = text_of(volunteer, f"{SEARCH}?q=voorleesuur&plaats=Lokeren&kind=4+jaar")
    desk = page.split('class="wrap desk-page"')[1].split("<footer")[0]
    assert 'action="/nl/onthaal/zoek"' in desk
    assert 'href="/nl/zoek?' not in desk
    assert 'href="/nl/onthaal/zoek?' in desk


@pytest.mark.parametrize("language", ["nl", "ar"])
@pytest.mark.parametrize("rest", ["?weergave=kaart", "?weergave=agenda", "?q=qqxx", "?kind=oud"])
def test_the_desk_takes_the_addresses_of_the_public_search(
    volunteer: PolicedClient, language: str, rest: str
) -> None:
    assert text_of(volunteer, f"/{language}/onthaal/zoek{rest}")


def test_a_question_in_hand_gives_its_facts_to_the_search_and_never_its_words(
    onthaal: PolicedClient, question_id: int
) -> None:
    page = text_of(onthaal, f"{SEARCH}?vraag={question_id}")
    assert 'value="Lokeren"' in page
    assert 'value="40 maanden"' in page
    assert re.search(r'value="playing-together"[^>]* checked', page) or "Samen spelen" in page
    assert not any(word in page for word in ("Zilverbes", WORDS))
    assert f"/nl/onthaal/vraag/{question_id}?aanbod=" in page
    assert "Verwijs warm" in page
    assert f"vraag={question_id}&amp;vooraf=nee" in page
    # Taking every chip away does not bring the facts back.
    assert 'value="40 maanden"' not in text_of(onthaal, f"{SEARCH}?vraag={question_id}&vooraf=nee")


def test_a_question_of_another_house_or_for_a_volunteer_does_not_exist(
    site: Flask,
    volunteer: PolicedClient,
    example: Example,
    question_id: int,
) -> None:
    stranger = signed_in(site, example.other_onthaal_id)
    for client in (stranger, volunteer):
        text_of(client, f"{SEARCH}?vraag={question_id}", 404)
        text_of(client, f"/nl/onthaal/aanbod/{example.offer_id}?vraag={question_id}", 404)
    text_of(stranger, f"{SEARCH}?vraag=onzin", 404)
    text_of(stranger, f"{SEARCH}?vraag=99999999999999999999", 404)


def test_a_card_for_paper_has_sign_place_day_hour_and_what_to_bring(
    volunteer: PolicedClient,
    example: Example,
) -> None:
    address = f"/onthaal/aanbod/{example.offer_id}/kaartje"
    page = text_of(volunteer, f"/nl{address}?formaat=a6")
    card = page.split('class="paper-card"')[1].split("</article>")[0]
    assert "print-a6" in page
    for part in ("Voorleesuur", "Markt 1", "9160 Lokeren", "woensdag", "Een kussen", "<svg"):
        assert part in card
    assert "morgen" not in card
    lines = re.findall(r"<p><b>([^<]*uur)</b></p>", card)
    assert len(lines) == len(set(lines)) == 3
    assert "Heure du conte" in text_of(volunteer, f"/fr{address}?formaat=onzin")
    assert "print-a5" in text_of(volunteer, f"/ar{address}")
