"""Signing in: two steps, one answer to whatever is wrong, and limits that lock nobody out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app import sealing
from app.accounts import codes, passwords
from app.accounts.guards import COOKIE
from app.accounts.models import Person, SignIn
from app.accounts.permissions import Role
from app.audit.models import AuditEntry
from app.db import Database
from tests.accounts.signing_in import make_member, send, signed_in
from tests.policing import PolicedClient
from tests.sites import visit

PASSWORD = "zeven gele laarzen in de gang"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
IN, CODE = "/nl/aanmelden", "/nl/aanmelden/code"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def make_staff(database: Database) -> tuple[int, str, list[str]]:
    """(number, address, recovery codes) of somebody of the desk who can sign in."""
    person_id = make_member(database, role=Role.ONTHAAL)
    with database.transaction() as session:
        person = session.get_one(Person, person_id)
        person.password_hash = passwords.hash_password(PASSWORD)
        person.totp_sealed = sealing.seal(session, SECRET)
        return person_id, person.email, codes.new_recovery_codes(session, person_id)


def give_password(client: PolicedClient, email: str, password: str = PASSWORD) -> int:
    return send(client, IN, email=email, password=password).status_code


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


def test_password_and_code_sign_in_and_the_token_is_kept_nowhere(
    staff_app: Flask, database: Database
) -> None:
    person_id, email, _codes = make_staff(database)
    client = visit(staff_app)
    with time_machine.travel(NOON, tick=False):
        assert give_password(client, email.upper()) == 303
        answer = send(client, CODE, code=code_at(NOON))
    assert answer.status_code == 303
    cookie = next(item for item in answer.headers.getlist("Set-Cookie") if item.startswith(COOKIE))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    token = cookie.split("=", 1)[1].split(";")[0]
    with database.reading() as session:
        kept = session.scalars(select(SignIn).where(SignIn.person_id == person_id)).one()
        assert token not in kept.token_digest


def test_a_code_that_was_used_is_refused_and_so_is_an_older_one(
    staff_app: Flask, database: Database
) -> None:
    _number, email, _codes = make_staff(database)
    with time_machine.travel(NOON, tick=False):
        first, second = visit(staff_app), visit(staff_app)
        assert give_password(first, email) == 303
        assert send(first, CODE, code=code_at(NOON)).status_code == 303
        assert give_password(second, email) == 303
        assert send(second, CODE, code=code_at(NOON)).status_code == 422
        assert send(second, CODE, code=code_at(NOON - timedelta(seconds=30))).status_code == 422
        later = code_at(NOON + timedelta(seconds=30))
        assert send(second, CODE, code=later).status_code == 303


def test_a_recovery_code_signs_in_once(staff_app: Flask, database: Database) -> None:
    _number, email, recovery = make_staff(database)
    for expected in (303, 422):
        client = visit(staff_app)
        assert give_password(client, email) == 303
        typed = recovery[0].upper().replace("-", " ")
        assert send(client, CODE, code=typed).status_code == expected


def test_unknown_address_and_wrong_password_give_the_same_page(
    staff_app: Flask, database: Database
) -> None:
    _number, email, _codes = make_staff(database)
    pages = []
    for typed in (email, "niemand@team.example"):
        answer = send(visit(staff_app), IN, email=typed, password="iets heel anders hier")
        assert answer.status_code == 422
        page = answer.get_data(as_text=True).replace(typed, "")
        pages.append(re.sub(r'name="csrf_token" value="[^"]*"', "", page))
    assert pages[0] == pages[1]
    assert "horen niet bij elkaar" in pages[0]


def test_an_unknown_address_costs_a_hash_too(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    hasher = passwords.make_hasher()

    class Counting:
        def hash(self, password: str) -> str:
            return hasher.hash(password)

        def verify(self, kept: str, password: str) -> bool:
            seen.append(kept)
            return hasher.verify(kept, password)

    counting = Counting()
    monkeypatch.setattr(passwords, "make_hasher", lambda: counting)
    assert not passwords.is_password(None, "x" * 12)
    assert len(seen) == 1


def test_wrong_passwords_make_the_next_try_wait_but_not_on_a_known_device(
    staff_app: Flask, database: Database
) -> None:
    _number, email, recovery = make_staff(database)
    with time_machine.travel(NOON, tick=False) as clock:
        known = visit(staff_app)
        assert give_password(known, email) == 303
        assert send(known, CODE, code=recovery[1]).status_code == 303
        stranger = visit(staff_app)
        for _time in range(5):
            assert give_password(stranger, email, "fout wachtwoord hier") == 422
        # Even the right one waits now, and the sentence says how long.
        answer = send(stranger, IN, email=email, password=PASSWORD)
        assert answer.status_code == 422
        assert "Wacht 1 minuut" in answer.get_data(as_text=True)
        known.delete_cookie(COOKIE)
        assert give_password(known, email) == 303
        clock.shift(timedelta(seconds=31))
        assert give_password(stranger, email) == 303


def test_a_hash_of_older_parameters_is_made_anew(staff_app: Flask, database: Database) -> None:
    person_id, email, _codes = make_staff(database)
    older = type(passwords.make_hasher())(time_cost=2, memory_cost=16, parallelism=1)
    with database.transaction() as session:
        session.get_one(Person, person_id).password_hash = older.hash(PASSWORD)
    assert give_password(visit(staff_app), email) == 303
    with database.reading() as session:
        kept = session.get_one(Person, person_id).password_hash
    assert kept is not None
    assert not passwords.must_rehash(kept)


@pytest.mark.parametrize(
    ("idle", "whole", "expected"),
    [
        (timedelta(minutes=29), timedelta(minutes=29), 200),
        (timedelta(minutes=31), timedelta(minutes=31), 303),
        (timedelta(minutes=5), timedelta(hours=12, minutes=1), 303),
    ],
)
def test_a_sign_in_ends_when_idle_and_after_half_a_day(
    staff_app: Flask, database: Database, idle: timedelta, whole: timedelta, expected: int
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(staff_app, make_member(database, role=Role.ONTHAAL))
        clock.move_to(NOON + whole - idle)
        with database.transaction() as session:
            newest = select(func.max(SignIn.id)).scalar_subquery()
            row = session.scalars(select(SignIn).where(SignIn.id == newest)).one()
            row.last_seen_at = NOON + whole - idle
        clock.move_to(NOON + whole)
        assert client.get("/nl/mijn-account").status_code == expected


def test_signing_out_ends_the_sign_in_and_not_only_the_cookie(
    staff_app: Flask, database: Database
) -> None:
    client = signed_in(staff_app, make_member(database, role=Role.ONTHAAL))
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    answer = send(client, "/nl/afmelden", page="/nl/mijn-account")
    assert answer.status_code == 303
    client.set_cookie(COOKIE, cookie.value)
    assert client.get("/nl/mijn-account").status_code == 303


@pytest.mark.parametrize(
    "further",
    ["https://kwaad.example/nl/", "//kwaad.example", "/\\kwaad.example", "/nl/nergens", "%09/nl/"],
)
def test_after_signing_in_nobody_is_sent_elsewhere(
    staff_app: Flask, database: Database, further: str
) -> None:
    client = signed_in(staff_app, make_member(database, role=Role.ONTHAAL))
    with database.transaction() as session:
        newest = session.scalar(select(func.max(Person.id)))
        person = session.get_one(Person, newest)
        person.password_hash = passwords.hash_password(PASSWORD)
    page = "/nl/mijn-account/bevestig"
    token_page = send(client, f"{page}?verder={further}", page=page, password=PASSWORD)
    assert token_page.headers["Location"] == "/nl/mijn-account"


def test_a_wrong_try_is_in_the_trail_without_what_was_typed(
    staff_app: Flask, database: Database
) -> None:
    _number, email, _codes = make_staff(database)
    give_password(visit(staff_app), email, "heel geheim en fout")
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.action == "sign_in_failed"
    assert "geheim" not in entry.details
    assert email not in entry.details
