"""The inbox: facts only, found without a word in an address, also what was told by phone."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app.db import Database, utc_now
from app.questions.models.questions import Question
from tests.accounts.signing_in import find_token, signed_in
from tests.desk.questions.pressing import count_readings, path_of, press
from tests.policing import PolicedClient
from tests.questions.desk_examples import CONTACT, Example, add_question

SEEK, REGISTER = "/nl/onthaal/zoek-vraag", "/nl/onthaal/nieuwe-vraag"


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_inbox_shows_facts_and_not_a_word_of_the_family(
    omar: PolicedClient, question_id: int, database: Database, language: str
) -> None:
    answer = omar.get(f"/{language}/onthaal?bak=later")
    page = answer.get_data(as_text=True)
    with database.reading() as session:
        reference = session.get_one(Question, question_id).reference
    assert reference in page
    assert path_of(question_id)[3:] in page
    assert "Zilverbes" not in page
    assert not any(part in page for part in (CONTACT.name, CONTACT.email, CONTACT.phone))
    assert answer.headers["Cache-Control"] == "no-store"
    assert count_readings(database, question_id) == 0


@pytest.mark.parametrize(
    "query", ["?van=ik", "?bak=klaar&thema=meeting", "?pagina=x&team=zz&taal=q"]
)
def test_the_inbox_answers_every_filter(omar: PolicedClient, query: str) -> None:
    assert omar.get(f"/nl/onthaal{query}").status_code == 200


def test_what_was_put_apart_is_read_before_it_counts(
    omar: PolicedClient, database: Database, example: Example
) -> None:
    with database.transaction() as session:
        facts = {"is_quarantined": True, "quarantine_reason": "too-fast"}
        made = add_question(session, example, now=utc_now(), **facts).id
    page = omar.get(path_of(made)).get_data(as_text=True)
    assert "Het formulier was in enkele seconden ingevuld." in page
    assert 'id="antwoord"' not in page
    assert press(omar, made, "/vrijgeven").status_code == 303
    assert 'id="antwoord"' in omar.get(path_of(made)).get_data(as_text=True)


def test_two_questions_of_one_family_become_one(
    omar: PolicedClient, database: Database, example: Example, question_id: int
) -> None:
    with database.transaction() as session:
        double = add_question(session, example, now=utc_now()).id
        reference = session.get_one(Question, question_id).reference
    fields = {"into": reference.lower(), "is_same_family": "y"}
    assert press(omar, double, "/dubbel", **fields).status_code == 303
    assert path_of(question_id) in omar.get(path_of(double)).get_data(as_text=True)
    assert path_of(double) in omar.get(path_of(question_id)).get_data(as_text=True)


def test_a_question_is_found_without_its_words_in_any_address(
    omar: PolicedClient, database: Database, question_id: int, site: Flask, example: Example
) -> None:
    token = find_token(omar, SEEK)
    by_words = omar.post(SEEK, data={"csrf_token": token, "words": "Zilverbes slaapt"})
    location = by_words.headers["Location"]
    assert by_words.status_code == 303
    assert str(question_id) in location
    assert "ilverbes" not in location
    page = omar.get(location).get_data(as_text=True)
    assert path_of(question_id) in page
    assert "Zilverbes" not in page
    with database.reading() as session:
        reference = session.get_one(Question, question_id).reference
    by_number = omar.post(SEEK, data={"csrf_token": token, "words": reference.lower()})
    assert by_number.headers["Location"].endswith(path_of(question_id))
    assert omar.post(SEEK, data={"csrf_token": token, "words": "ik"}).status_code == 422
    other = signed_in(site, example.other_onthaal_id)
    assert path_of(question_id) not in other.get(location).get_data(as_text=True)


def test_a_question_that_was_told_is_kept_and_its_code_shown_once(
    omar: PolicedClient, database: Database, example: Example
) -> None:
    fields = {
        "csrf_token": find_token(omar, REGISTER),
        "text": "Waar vind ik een speelgroep?",
        "channel": "phone",
        "municipality": example.municipality,
        "age": "9 maanden",
        "theme": "",
        "language": "nl",
        "phone": "0470 33 44 55",
        "knows": "y",
    }
    wrong = omar.post(REGISTER, data={**fields, "age": "oud", "email": "geen adres"})
    assert wrong.status_code == 422
    assert "Waar vind ik een speelgroep?</textarea>" in wrong.get_data(as_text=True)
    assert omar.post(REGISTER, data=fields).status_code == 303
    page = omar.get(f"{REGISTER}/klaar").get_data(as_text=True)
    made = re.search(r"/nl/onthaal/vraag/(\d+)", page)
    assert made
    assert re.search(r">(?:[a-z]{4} ){4}[a-z]{4}<", page)
    assert omar.get(f"{REGISTER}/klaar").status_code == 303
    with database.reading() as session:
        question = session.get_one(Question, int(made[1]))
        facts = (question.owner_id, question.state, question.channel, question.child_age_months)
    assert facts == (example.onthaal_id, "open", "phone", 9)
