"""Suggesting without account: confirmed by letter, seen by nobody before, erased in time."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from app.db import Database, utc_now
from app.mail.models import Letter
from app.publishing.facts import read_facts
from app.publishing.models.revisions import Revision, RevisionState
from app.publishing.models.visitors import Suggestion
from app.publishing.operations.suggesting import forget_suggestions
from app.publishing.rules import list_missing
from app.publishing.suggestion_letters import confirm_path, suggest_path, tell_suggester
from app.sealing import unseal
from tests.accounts.signing_in import find_token, send
from tests.questions.desk_examples import SITE_URL, Example
from tests.questions.referral_site import read
from tests.sites import visit

FORM = suggest_path("nl")
FIELDS = {
    "title": "Speelstraat Eikenlaan",
    "summary": "De straat is dicht voor auto's. Kinderen spelen er.",
    "theme": "playing-together",
    "max_years": "11",
    "day": "2027-05-15",
    "start_time": "14:00",
    "end_time": "18:00",
    "street": "Eikenlaan",
    "town": "9160",
    "price": "free",
    "name": "Mira Vossen",
    "email": "Mira@buurt.example",
}


@pytest.fixture(autouse=True)
def forget(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """No suggestion of another test; whoever sends the form looked at it long enough."""
    monkeypatch.setattr("app.portal.suggesting.routes.seconds_since", lambda _stamp: 20.0)
    with database.transaction() as session:
        for table in (Suggestion, Revision, Letter):
            session.execute(delete(table))


def suggest(site: Flask, **changes: str) -> TestResponse:
    return send(visit(site), FORM, **{**FIELDS, **changes})


def letters_of(database: Database) -> list[str]:
    with database.reading() as session:
        rows = session.scalars(select(Letter).order_by(Letter.id))
        return [
            unseal(session, row.subject_sealed) + unseal(session, row.body_sealed) for row in rows
        ]


def newest_link(database: Database) -> str:
    found = re.search(rf"{FORM}/([\w-]+)", letters_of(database)[-1])
    assert found is not None
    return confirm_path("nl", found[1])


def revisions(database: Database) -> list[Revision]:
    with database.reading() as session:
        return list(session.scalars(select(Revision).order_by(Revision.id)))


def confirm(site: Flask, database: Database) -> str:
    link, client = newest_link(database), visit(site)
    answer = client.post(link, data={"csrf_token": find_token(client, link)})
    assert answer.status_code == 303
    return link


def test_a_suggestion_is_whole_and_waits_for_a_press_on_the_button(
    site: Flask, database: Database, example: Example
) -> None:
    answer = suggest(site)
    assert answer.status_code == 303
    read(visit(site), answer.headers["Location"])
    (letter,) = letters_of(database)
    assert "Speelstraat" not in letter
    assert "Mira" not in letter
    link = newest_link(database)
    read(visit(site), link)
    (before,) = revisions(database)
    assert (before.state, before.promised_on) == (RevisionState.DRAFT.value, None)
    confirm(site, database)
    confirm_again = read(visit(site), link)
    assert "We kregen je voorstel" in confirm_again
    (revision,) = revisions(database)
    assert (revision.state, revision.house_id) == ("submitted", example.house_id)
    assert (revision.organization_id, revision.author_kind) == (None, "visitor")
    assert revision.promised_on is not None
    proposed = read_facts(revision.facts)
    assert list_missing(proposed) == ()
    assert proposed.offer.schedules[0].starts_on == date(2027, 5, 15)
    assert (proposed.offer.max_age_months, proposed.offer.price_cents) == (144, 0)
    with database.reading() as session:
        kept = session.scalars(select(Suggestion)).one()
        assert kept.email_sealed is not None
        assert unseal(session, kept.email_sealed) == "mira@buurt.example"
        assert b"buurt" not in kept.email_sealed


def test_words_instead_of_a_date_are_kept_as_they_are_told(site: Flask, database: Database) -> None:
    suggest(site, day="", start_time="", end_time="", when="elke zaterdag in juli")
    (revision,) = revisions(database)
    offer = read_facts(revision.facts).offer
    assert offer.words["nl"].join == "elke zaterdag in juli"
    assert (offer.kind.value, offer.schedules) == ("service", ())


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("town", "Nergensdorp", "We kennen deze plaats niet"),
        ("end_time", "13:00", "Het einde komt na het begin"),
        ("day", "", "Kies een dag"),
        ("email", "mira", "Vul een e-mailadres in"),
        ("link", "javascript:alert(1)", "Begin het adres met https"),
    ],
)
def test_a_mistake_is_a_sentence_and_nothing_that_was_typed_is_lost(
    site: Flask, field: str, typed: str, sentence: str
) -> None:
    answer = suggest(site, **{field: typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert FIELDS["title"] in page


def test_a_flood_is_never_refused_its_letters_wait_longer(site: Flask, database: Database) -> None:
    for number in range(5):
        answer = suggest(site, website="koop nu" if number == 4 else "")
        assert answer.status_code == 303
    with database.reading() as session:
        flags = list(session.scalars(select(Suggestion.is_suspect).order_by(Suggestion.id)))
        waits = [
            (row.next_try_at - row.queued_at) > timedelta(hours=1)
            for row in session.scalars(select(Letter).order_by(Letter.id))
        ]
    assert flags == [False] * 4 + [True]
    assert waits[-1]
    assert len(waits) == 5


def test_what_nobody_confirmed_is_erased_after_a_week(site: Flask, database: Database) -> None:
    suggest(site)
    link = newest_link(database)
    now = utc_now()
    for days, count in ((6, 0), (8, 1)):
        with database.transaction() as session:
            assert forget_suggestions(session, now + timedelta(days=days)) == count
    assert revisions(database) == []
    read(visit(site), link, 404)
    with database.reading() as session:
        assert session.scalars(select(Letter.body_sealed)).one() == b""


def test_who_suggested_it_hears_the_reason_and_is_forgotten_a_month_later(
    site: Flask, database: Database
) -> None:
    suggest(site)
    confirm(site, database)
    with database.transaction() as session:
        revision = session.scalars(select(Revision)).one()
        revision.state, revision.reason = RevisionState.RETURNED.value, "De datum is al voorbij."
        assert tell_suggester(session, revision, site_url=SITE_URL)
    assert "De datum is al voorbij." in letters_of(database)[-1]
    now = utc_now()
    for days, count in ((29, 0), (31, 1), (32, 0)):
        with database.transaction() as session:
            assert forget_suggestions(session, now + timedelta(days=days)) == count
    with database.transaction() as session:
        kept = session.scalars(select(Suggestion)).one()
        assert (kept.name_sealed, kept.email_sealed) == (None, None)
        assert not tell_suggester(session, session.scalars(select(Revision)).one(), site_url="")
