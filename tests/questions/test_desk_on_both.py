"""A question on both databases: asked, read, answered once, followed up, erased, and on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.audit.trail import verify
from app.db import Database, utc_now
from app.questions.models.questions import Question
from app.questions.operations.reminding import remind
from app.questions.operations.retention import retain
from tests.accounts.signing_in import find_token, signed_in
from tests.policing import PolicedClient
from tests.questions.desk_examples import SITE_URL, Example, add_question, make_house_desk
from tests.questions.referral_site import database_of
from tests.sites import open_site, settings_in

PAGE = "/nl/onthaal/vraag/{}"


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = open_site(settings_in(tmp_path, database_url))
    yield app
    database_of(app).dispose()


@pytest.fixture
def example(site: Flask) -> Example:
    return make_house_desk(database_of(site))


def answer(client: PolicedClient, question_id: int, version: int) -> int:
    page = PAGE.format(question_id)
    fields = {"csrf_token": find_token(client, page), "version": version, "text": "Kom maar langs."}
    return client.post(f"{page}/antwoord", data=fields).status_code


def test_question_lives_and_ends_alike_on_both_databases(
    site: Flask, example: Example, tmp_path: Path
) -> None:
    database: Database = database_of(site)
    with database.transaction() as session:
        question_id = add_question(session, example, now=utc_now(), state="open").id
    colleague = signed_in(site, example.onthaal_id)
    assert colleague.get("/nl/onthaal").status_code == 200
    with database.reading() as session:
        version = session.get_one(Question, question_id).version
    assert answer(colleague, question_id, version) == 303
    assert answer(signed_in(site, example.colleague_id), question_id, version) == 409
    assert signed_in(site, example.volunteer_id).get(PAGE.format(question_id)).status_code == 403
    for address in ("cijfers", "rooster", "tel", "beheer/logboek", f"vraag/{question_id}"):
        coordinator = signed_in(site, example.coordinator_id)
        assert coordinator.get(f"/nl/onthaal/{address}").status_code == 200, address
    later = utc_now() + timedelta(days=400)
    remind(database, site_url=SITE_URL, now=later)
    retain(database, now=later, letter_folder=tmp_path / "letters")
    with database.reading() as session:
        found = session.get_one(Question, question_id)
        assert (found.state, found.contact_sealed) == ("closed", None)
        assert found.text_erased_at is not None
        assert verify(session).is_whole
