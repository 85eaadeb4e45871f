"""Advice while a partner types: in its words, for its own organization, and nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.db import Database
from app.directory.models.offers import OfferKind
from app.i18n import speaking
from app.portal.advising.words import advice_text, reading_texts
from app.publishing.completeness import WEIGHTS, Advice
from app.publishing.operations.revising import Author, begin_new
from app.publishing.reading_aid import read_aloud
from tests.accounts.signing_in import find_token, signed_in
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example
from tests.statements import changes_of, count_statements

ADVICE = "/nl/partners/advies"
FORM = "/nl/partners/aanbod/nieuw?soort=activiteit"
TYPED = {
    "kind": "activity",
    "title": "Voorleesuurtje",
    "summary": "Een laagdrempelig moment.",
    "theme": "playing-together",
    "first_day": "2099-09-02",
    "start_time": "14:00",
    "end_time": "16:00",
    "pattern": "weekly",
    "places": "bib-lokeren",
    "price_kind": "free",
}
NONSENSE = {
    **dict.fromkeys(("theme", "shape", "audience", "pattern", "weekdays", "areas"), "<script>"),
    **dict.fromkeys(("min_age", "max_age", "first_day", "last_day", "start_time"), "²9e9\x00"),
    **dict.fromkeys(("price", "price_kind", "min_unit", "holidays", "kind", "places"), "½' OR 1"),
    "organization": "geen",
    "revision_id": "9" * 40,
    "place_town": "[a TO z] ****",
    "title": "\u202e" * 500,
    "summary": "woord " * 5000,
}


@pytest.fixture
def pia(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.partner_id)


def ask(client: PolicedClient, **fields: str) -> list[dict[str, Any]]:
    """The advice on a form as it is typed."""
    answer = client.post(ADVICE, data={"csrf_token": find_token(client, FORM), **fields})
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.get_json()["items"]
    return items


def test_advice_names_doubles_with_their_page_and_what_is_missing_with_its_price(
    pia: PolicedClient, example: Example
) -> None:
    items = ask(pia, **TYPED)
    by_kind = {item["kind"]: item for item in items}
    assert by_kind["similar"]["url"].startswith(f"/nl/aanbod/{example.offer_id}-")
    assert "Voorleesuur" in by_kind["similar"]["text"]
    missing = [item["text"] for item in items if item["kind"] == "missing"]
    assert missing[0] == "Zonder leeftijd vind je dit niet bij een kind van 3."
    assert len(missing) == 2
    assert "“laagdrempelig”" in by_kind["reading"]["text"]


def test_nonsense_is_left_out_and_never_an_error(pia: PolicedClient) -> None:
    items = ask(pia, **NONSENSE)
    assert {item["kind"] for item in items} == {"missing", "reading"}
    for name, value in NONSENSE.items():
        ask(pia, **{**TYPED, name: value})


def test_advice_writes_nothing(pia: PolicedClient, database: Database) -> None:
    token = find_token(pia, FORM)
    with count_statements(database) as seen:
        pia.post(ADVICE, data={"csrf_token": token, **TYPED})
    assert seen
    assert not changes_of(seen)


def test_only_a_partner_with_the_token_of_a_form_is_answered(site: Flask, example: Example) -> None:
    coordinator = signed_in(site, example.coordinator_id)
    assert coordinator.post(ADVICE, data=TYPED).status_code in {400, 403}
    partner = signed_in(site, example.partner_id)
    assert partner.post(ADVICE, data=TYPED).status_code == 400


def test_organization_and_version_of_somebody_else_do_not_exist(
    site: Flask, pia: PolicedClient, database: Database, example: Example
) -> None:
    with database.transaction() as session:
        other = Author(example.other_partner_id, frozenset({example.other_organization_id}))
        revision = begin_new(session, other, example.other_organization_id, kind=OfferKind.ACTIVITY)
        foreign = {
            "revision_id": str(revision.id),
            "organization": str(example.other_organization_id),
        }
        own = Author(example.partner_id, frozenset({example.organization_id}))
        mine = begin_new(session, own, example.organization_id, kind=OfferKind.ACTIVITY).id
    token = find_token(pia, FORM)
    for name, value in foreign.items():
        answer = pia.post(ADVICE, data={"csrf_token": token, **TYPED, name: value})
        assert answer.status_code == 404
    assert ask(pia, **TYPED, revision_id=str(mine))


def test_every_fact_has_words_of_its_own_in_short_sentences() -> None:
    with speaking("nl"):
        texts = {fact: advice_text(Advice(fact, weight)) for fact, weight in WEIGHTS.items()}
    assert len(set(texts.values())) == len(WEIGHTS)
    for text in texts.values():
        aid = read_aloud(text)
        assert not aid.long_sentences
        assert not aid.jargon


def test_reading_aid_shows_where_a_sentence_is_long() -> None:
    long = "Wij willen graag dat alle kinderen " + " ".join(["samen"] * 20) + "."
    with speaking("nl"):
        lines = reading_texts(read_aloud(f"{long} Na de intake starten we."))
    assert lines[0] == "Eén zin is lang. Maak er twee zinnen van."
    assert "Wij willen graag dat alle kinderen samen samen …" in lines[1]
    assert lines[2].endswith("Schrijf bijvoorbeeld: eerste gesprek.")
