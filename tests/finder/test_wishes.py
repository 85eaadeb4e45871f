"""Searches noted without person, and the wish of who found little: no cookie, no name, no error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, select, text
from werkzeug.test import TestResponse

from app.accounts.guards import COOKIE
from app.db import Database
from app.finder.searches_noted import outcome_of
from app.questions.models.questions import AskTally
from app.search.queries import Correction, Hit, Hits
from app.words.models import MissedWish, SearchCount
from app.words.search_files import Outcome
from tests.page_forms import PageForm, read_forms
from tests.policing import PolicedClient
from tests.sites import visit

SOON = "2026-05-04T10:00:30+02:00"
WISH, MISS = "/nl/dit-mis-ik", "/nl/dit-mis-ik/niet-gevonden"
LOKEREN = "46029"


@pytest.fixture
def client(small_site: Flask) -> Iterator[PolicedClient]:
    installation = small_site.extensions["dichtbij"]
    yield visit(small_site)
    lines_of(small_site)
    with installation.database.transaction() as session:
        for table in (MissedWish, SearchCount, AskTally):
            session.execute(delete(table))


@pytest.fixture
def database(small_site: Flask) -> Database:
    found: Database = small_site.extensions["dichtbij"].database
    return found


def lines_of(site: Flask) -> list[str]:
    folder = site.extensions["dichtbij"].settings.searches_folder
    paths = sorted(folder.glob("*")) if folder.is_dir() else []
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    for path in paths:
        path.unlink()
    return lines


def form_of(client: PolicedClient, address: str, action: str) -> PageForm:
    answer = client.get(address)
    assert "Set-Cookie" not in answer.headers
    forms = read_forms(answer.get_data(as_text=True))
    return next(form for form in forms if form.action == action)


def send(client: PolicedClient, form: PageForm, **fields: str) -> TestResponse:
    """Send a form half a minute after it was shown."""
    headers = {"Origin": fields.pop("origin", "http://localhost")}
    with time_machine.travel(SOON, tick=False):
        return client.post(form.action, data=form.filled(**fields), headers=headers)


def wishes_in(database: Database) -> list[tuple[str, str, int]]:
    with database.reading() as session:
        rows = session.scalars(select(MissedWish).order_by(MissedWish.text))
        return [(row.text, row.municipality_nis, row.count) for row in rows]


def test_a_search_is_noted_with_its_topic_and_how_it_went(
    client: PolicedClient, small_site: Flask
) -> None:
    for query in ("q=Knutselclub+in+Lokeren", "q=krolplankje", "plaats=Lokeren", "q=4+jaar"):
        assert client.get(f"/nl/zoek?{query}").status_code == 200
    assert lines_of(small_site) == ["f nl 2026-05 knutselclub", "n nl 2026-05 krolplankje"]


def test_nothing_is_noted_that_is_personal_asked_again_or_of_no_family(
    client: PolicedClient, small_site: Flask
) -> None:
    for query in (
        "q=ik+heet+Bosse+en+zoek+speelgroep",
        "q=psycholoog+Vandenhoofdakker",
        "q=an%40gezin.example",
        "q=knutselclub&weergave=kaart",
        "q=knutselclub&soort=activiteit",
        "q=knutselclub&letterlijk=1",
        "q=knutselclub&pagina=2",
    ):
        assert client.get(f"/nl/zoek?{query}").status_code == 200
    page = "/nl/zoek?q=knutselclub"
    for name in ("Zoekbot/2.1", ""):
        client.get(page, headers={"User-Agent": name})
    client.head(page)
    client.set_cookie(COOKIE, "x")
    client.get(page)
    assert lines_of(small_site) == []


def test_a_note_that_cannot_be_written_breaks_no_page(
    client: PolicedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_facts: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.finder.searches_noted.write_search", full)
    assert client.get("/nl/zoek?q=knutselclub").status_code == 200


def test_how_a_search_went() -> None:
    hit, applied = Hit(1, 1.0), Correction("krech", "creche", is_applied=True)
    assert outcome_of(Hits(0)) is Outcome.NONE
    assert outcome_of(Hits(0, near=(hit,))) is Outcome.WEAK
    assert outcome_of(Hits(1, (hit,))) is Outcome.FINE
    assert outcome_of(Hits(2, (hit, hit), correction=applied)) is Outcome.WEAK
    assert outcome_of(Hits(9, (hit,), near=(hit,), correction=applied)) is Outcome.FINE


def test_who_finds_nothing_says_what_is_missing_without_a_cookie(
    client: PolicedClient, database: Database
) -> None:
    form = form_of(client, "/nl/zoek?q=krolplankje&plaats=Lokeren", WISH)
    fields = dict(form.fields)
    assert (fields["words"], fields["place"]) == ("krolplankje", "Lokeren")
    for _ in range(2):
        answer = send(client, form)
        assert (answer.status_code, answer.location) == (303, f"{WISH}/dank-je")
        assert "Set-Cookie" not in answer.headers
    assert "telt mee" in client.get(f"{WISH}/dank-je").get_data(as_text=True)
    assert wishes_in(database) == [("krolplankje", LOKEREN, 2)]


def test_a_wish_that_looks_personal_counts_without_its_words(
    client: PolicedClient, database: Database
) -> None:
    form = form_of(client, WISH, WISH)
    answer = send(client, form, words="ik heet Bosse, 0470 00 00 00", place="Lokeren")
    assert answer.location == f"{WISH}/dank-je-zonder-woorden"
    assert "bewaarden we niet" in client.get(answer.location).get_data(as_text=True)
    assert wishes_in(database) == [("", LOKEREN, 1)]


def test_machines_and_other_sites_are_thanked_and_not_counted(
    client: PolicedClient, database: Database
) -> None:
    form = form_of(client, WISH, WISH)
    for odd in ({"website": "x"}, {"csrf_token": "x"}, {"origin": "https://elders.example"}):
        assert send(client, form, words="krolplankje", **odd).location == f"{WISH}/dank-je"
    quick = client.post(WISH, data=form.filled(words="krolplankje"))
    assert quick.location == f"{WISH}/dank-je"
    assert wishes_in(database) == []


@pytest.mark.parametrize(("words", "status"), [("", 422), ("k" * 61, 422), ("krolplankje", 503)])
def test_what_fails_is_said_and_keeps_what_was_typed(
    client: PolicedClient, database: Database, words: str, status: int
) -> None:
    form = form_of(client, WISH, WISH)
    if status == 503:
        with database.transaction() as session:
            session.execute(text("ALTER TABLE missed_wish RENAME TO away"))
    try:
        answer = send(client, form, words=words, place="Lokeren")
    finally:
        if status == 503:
            with database.transaction() as session:
                session.execute(text("ALTER TABLE away RENAME TO missed_wish"))
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert f'value="{words}"' in page
    assert ("even niet gelukt" in page) == (status == 503)


def test_no_below_the_results_counts_and_puts_no_word_in_an_address(
    client: PolicedClient, database: Database
) -> None:
    form = form_of(client, "/nl/zoek?q=knutselclub&plaats=Lokeren", MISS)
    answer = send(client, form)
    assert (answer.status_code, answer.location) == (303, WISH)
    assert send(client, form, q="ik heet Bosse").location == WISH
    with database.reading() as session:
        rows = session.scalars(select(SearchCount)).all()
        assert [(row.text, row.searches, row.missed) for row in rows] == [("knutselclub", 0, 1)]


def test_merely_looking_around_is_not_asked_what_is_missing(
    client: PolicedClient, tmp_path: Path
) -> None:
    assert "dit-mis-ik" not in client.get("/nl/zoek?plaats=Lokeren").get_data(as_text=True)
