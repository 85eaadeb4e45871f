"""What coordinators see of what happened, and that nobody else sees any of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.permissions import Role
from app.audit.models import AuditEntry
from app.audit.trail import Actor, record
from app.config import Settings
from app.db import Database, utc_now
from app.desk.trail_words import action_text, letter_text
from app.directory.models.organizations import House
from app.mail.models import Letter
from app.mail.outbox import LetterDraft, queue_letter
from app.questions.models.questions import Question
from app.questions.operations.asking import QuestionDraft, ask_question
from app.questions.operations.reading import open_question
from tests.accounts.signing_in import make_member, signed_in
from tests.policing import PolicedClient
from tests.sites import copy_database, open_site, settings_in

WORDS = "Mijn zoontje Wolfram wil niet eten."
TRAIL, LETTERS, ENDING = (
    f"/nl/onthaal/beheer/{name}" for name in ("logboek", "brieven", "bijna-gewist")
)


@pytest.fixture(scope="module")
def site(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    settings = settings_in(tmp_path_factory.mktemp("oversight"))
    copy_database(seeded, settings)
    return open_site(settings, index_folder=seeded.index_folder)


@pytest.fixture(scope="module")
def database(site: Flask) -> Database:
    found: Database = site.extensions["dichtbij"].database
    return found


@pytest.fixture(scope="module")
def question(database: Database) -> Question:
    """A question of the House Waasland that a colleague read."""
    person_id = make_member(database, role=Role.ONTHAAL, name="Lieve Lezer")
    with database.transaction() as session:
        house_id = session.scalars(select(House.id).where(House.slug == "waasland")).one()
        asked = ask_question(
            session,
            QuestionDraft(WORDS, "nl"),
            now=utc_now() - timedelta(days=170),
            site_url="https://dichtbij.example",
            house_id=house_id,
        )
        open_question(session, asked.question, actor=Actor.person(person_id), with_notes=True)
        return asked.question


@pytest.fixture
def coordinator(site: Flask, database: Database, question: Question) -> PolicedClient:
    return signed_in(site, make_member(database, role=Role.COORDINATOR))


def read(client: PolicedClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def find_other_house(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(House.slug).where(House.slug != "waasland")).first() or ""


def test_the_trail_says_in_words_who_read_a_question(
    coordinator: PolicedClient, question: Question
) -> None:
    page = read(coordinator, f"{TRAIL}?vraag={question.reference.lower().replace('-', ' ')}")
    assert "Lieve Lezer" in page
    assert "Vraag gelezen" in page
    assert question.reference in page
    assert "Wolfram" not in page
    unknown = read(coordinator, f"{TRAIL}?vraag=%22%3E<b>zomaar")
    assert "Dit nummer kennen we niet" in unknown
    assert "Lieve Lezer" not in unknown


def test_older_parts_of_the_trail_follow_without_gap_or_repeat(
    coordinator: PolicedClient, database: Database, question: Question
) -> None:
    with database.transaction() as session:
        for _number in range(120):
            record(
                session,
                "rota-week-copied",
                actor=Actor.family(),
                house_id=question.house_id,
            )
    with database.reading() as session:
        count = len(
            session.scalars(
                select(AuditEntry.id).where(AuditEntry.house_id == question.house_id)
            ).all()
        )
    seen, address = 0, TRAIL
    while address:
        page = read(coordinator, address)
        seen += page.count("<tr>") - 1
        older = re.search(r'<a href="([^"]+)">Toon wat ouder is', page)
        address = older[1] if older else ""
    assert seen == count
    assert "Lieve Lezer" in page


def test_letters_show_their_course_and_never_their_words_or_address(
    coordinator: PolicedClient, database: Database, question: Question
) -> None:
    with database.transaction() as session:
        draft = LetterDraft(
            "question-new", "geheim@thuis.example", "s", "b", "nl", house_id=question.house_id
        )
        letter = queue_letter(session, draft)
        letter.state, letter.last_problem, letter.attempts = "parked", "SMTPDataError 554", 3
    page = read(coordinator, f"{LETTERS}?toestand=vast")
    assert "Vastgelopen" in page
    assert "SMTPDataError 554" in page
    assert "geheim" not in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = coordinator.post(f"{LETTERS}/{letter.id}/opnieuw", data={"csrf_token": token})
    assert answer.status_code == 303
    with database.reading() as session:
        assert session.get_one(Letter, letter.id).state == "waiting"
        assert session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.action == "letter-retried")
        ).all() == [letter.id]
    again = coordinator.post(
        f"{LETTERS}/{letter.id}/opnieuw", data={"csrf_token": token}, follow_redirects=True
    )
    assert "zit niet meer vast" in again.get_data(as_text=True)
    assert "Vastgelopen: " not in read(coordinator, f"{LETTERS}?toestand=verstuurd")


def test_what_ends_soon_stands_in_its_own_list(
    coordinator: PolicedClient, question: Question
) -> None:
    page = read(coordinator, ENDING)
    assert question.reference in page
    assert "Gewist op" in page


def test_other_houses_see_nothing_of_it(
    site: Flask, database: Database, question: Question
) -> None:
    other = signed_in(
        site,
        make_member(database, role=Role.COORDINATOR, house_slug=find_other_house(database)),
    )
    with database.transaction() as session:
        letter = queue_letter(
            session, LetterDraft("x", "a@b.example", "s", "b", "nl", house_id=question.house_id)
        )
        letter.state = "parked"
    for address in (TRAIL, f"{TRAIL}?vraag={question.reference}", LETTERS, ENDING):
        page = read(other, address)
        assert "Lieve Lezer" not in page
        assert f">{question.reference}<" not in page
    token = read(other, TRAIL).split('name="csrf_token" value="')[1].split('"')[0]
    answer = other.post(f"{LETTERS}/{letter.id}/opnieuw", data={"csrf_token": token})
    assert answer.status_code == 404
    with database.reading() as session:
        assert session.get_one(Letter, letter.id).state == "parked"


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.ONTHAAL, Role.ADMINISTRATOR])
def test_only_coordinators_look_back(site: Flask, database: Database, role: Role) -> None:
    client = signed_in(site, make_member(database, role=role))
    for address in (TRAIL, LETTERS, ENDING):
        assert client.get(address).status_code == 403


def test_everything_kept_has_words() -> None:
    assert action_text("question-read") == "Vraag gelezen"
    assert action_text("partner-silent") != action_text("never-heard-of")
    assert action_text("closed-expired").startswith("Afgesloten")
    assert letter_text("erasure-alarm") != "erasure-alarm"
