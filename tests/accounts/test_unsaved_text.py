"""What somebody was typing when the sign-in ended is offered again, to that person alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import UnsavedText
from app.accounts.permissions import Role
from app.db import Database
from tests.accounts.signing_in import find_token, make_member, send, signed_in

PEOPLE = "/nl/beheer/mensen"
NOON = datetime(2026, 4, 7, 12, tzinfo=UTC)


def count_kept(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(UnsavedText)) or 0


def test_typed_text_survives_a_time_out_for_the_same_person_only(
    staff_app: Flask, database: Database
) -> None:
    own = make_member(database, role=Role.COORDINATOR)
    other = make_member(database, role=Role.COORDINATOR)
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(staff_app, own)
        token = find_token(client, PEOPLE)
        clock.shift(timedelta(minutes=45))
        typed = {"name": "Wannes Getypt", "email": "wannes@team.example", "password": "niet dit"}
        answer = client.post(PEOPLE, data={"csrf_token": token, **typed})
        assert answer.headers["Location"] == f"/nl/aanmelden?verder={PEOPLE}"
        with database.reading() as session:
            kept = session.scalars(
                select(UnsavedText.fields_sealed).where(UnsavedText.person_id == own)
            ).one()
            assert b"Wannes" not in kept
        assert "Wannes Getypt" not in signed_in(staff_app, other).get(PEOPLE).get_data(as_text=True)
        again = signed_in(staff_app, own)
        assert "Wannes Getypt" in again.get(PEOPLE).get_data(as_text=True)
        # In another language it is the same form.
        assert "Wannes Getypt" in again.get("/fr/beheer/mensen").get_data(as_text=True)
        before = count_kept(database)
        whole = {"name": "Wannes Getypt", "email": "wannes@team.example", "role": "volunteer"}
        assert send(again, PEOPLE, **whole, organization="").status_code == 303
        assert count_kept(database) == before - 1
        assert "Wannes Getypt" in again.get(PEOPLE).get_data(as_text=True)  # now as invited


def test_kept_text_is_over_after_a_day(staff_app: Flask, database: Database) -> None:
    own = make_member(database, role=Role.COORDINATOR)
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(staff_app, own)
        token = find_token(client, PEOPLE)
        clock.shift(timedelta(minutes=45))
        client.post(PEOPLE, data={"csrf_token": token, "name": "Wannes Gisteren"})
        clock.shift(timedelta(hours=25))
        page = signed_in(staff_app, own).get(PEOPLE).get_data(as_text=True)
    assert "Wannes Gisteren" not in page


def test_nothing_is_kept_for_a_sign_in_that_was_ended(staff_app: Flask, database: Database) -> None:
    client = signed_in(staff_app, make_member(database, role=Role.COORDINATOR))
    cookie_token = find_token(client, PEOPLE)
    send(client, "/nl/afmelden", page=PEOPLE)
    before = count_kept(database)
    answer = client.post(PEOPLE, data={"csrf_token": cookie_token, "name": "Wannes"})
    assert answer.status_code in {303, 400}
    assert count_kept(database) == before
