"""Signing in by a link in the mail: once, ten minutes, in the browser that asked or with a code."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.accounts import addresses
from app.accounts.guards import COOKIE
from app.accounts.models import Membership, Person, SignIn, SignInLink
from app.accounts.permissions import Role
from app.db import Database, utc_now
from app.mail.models import Letter
from tests.accounts.letters import find_address, find_letters
from tests.accounts.signing_in import find_token, make_member, send, signed_in
from tests.policing import PolicedClient
from tests.sites import visit

ASK, ASKED = "/nl/aanmelden/link", "/nl/aanmelden/link/gevraagd"
OWN = "/nl/mijn-account"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def email(database: Database) -> str:
    """The address of somebody of a partner, without password."""
    person_id = make_member(database, role=Role.PARTNER, organization_id=1)
    with database.reading() as session:
        return session.get_one(Person, person_id).email


def ask(client: PolicedClient, database: Database, email: str) -> str:
    """Ask a link; gives its path."""
    assert send(client, ASK, address=email.upper()).status_code == 303
    recipient, text = find_letters(database, "sign-in-link")[0]
    assert recipient == email
    return find_address(text)


def shown_code(client: PolicedClient) -> str:
    found = re.search(r'dir="ltr">(\d{3} \d{3})<', client.get(ASKED).get_data(as_text=True))
    assert found is not None
    return found[1]


def is_signed_in(client: PolicedClient) -> bool:
    return client.get(OWN).status_code == 200


def test_the_press_signs_in_where_the_link_was_asked_and_only_once(
    staff_app: Flask, database: Database, email: str
) -> None:
    client = visit(staff_app)
    link = ask(client, database, email)
    # Looking, as a mail scanner does, uses nothing up.
    assert client.get(link).status_code == visit(staff_app).get(link).status_code == 200
    assert not is_signed_in(client)
    answer = send(client, link)
    assert (answer.status_code, answer.location) == (303, "/nl/werkplek")
    assert any(item.startswith(COOKIE) for item in answer.headers.getlist("Set-Cookie"))
    assert is_signed_in(client)
    assert client.get(link).status_code == 404
    # The used link stands in no letter any more.
    assert all(recipient != email for recipient, _ in find_letters(database, "sign-in-link"))


def test_another_browser_needs_the_code_and_five_wrong_ones_end_the_link(
    staff_app: Flask, database: Database, email: str
) -> None:
    asking, phone = visit(staff_app), visit(staff_app)
    link, code = ask(asking, database, email), shown_code(asking)
    assert send(phone, link).status_code == 422
    wrong = str((int(code.replace(" ", "")) + 1) % 1_000_000).zfill(6)
    assert send(phone, link, code=wrong).status_code == 422
    assert send(phone, link, code=code).status_code == 303
    assert is_signed_in(phone)
    assert not is_signed_in(asking)
    again = ask(asking, database, email)
    stranger = visit(staff_app)
    code = shown_code(asking)
    wrong = str((int(code.replace(" ", "")) + 1) % 1_000_000).zfill(6)
    token = find_token(stranger, again)
    for _time in range(5):
        answer = stranger.post(again, data={"csrf_token": token, "code": wrong})
        assert answer.status_code == 422
    assert stranger.post(again, data={"csrf_token": token, "code": code}).status_code == 404
    assert asking.get(again).status_code == 404


def test_a_link_ends_after_ten_minutes_and_when_a_new_one_is_asked(
    staff_app: Flask, database: Database, email: str
) -> None:
    client = visit(staff_app)
    with time_machine.travel(NOON, tick=False) as clock:
        first = ask(client, database, email)
        second = ask(client, database, email)
        assert client.get(first).status_code == 404
        assert client.get(second).status_code == 200
        clock.shift(timedelta(minutes=10, seconds=1))
        assert client.get(second).status_code == 404


def test_partner_staff_and_nobody_get_the_same_answer(
    staff_app: Flask, database: Database, email: str
) -> None:
    staff_id = make_member(database, role=Role.ONTHAAL)
    with database.reading() as session:
        staff = session.get_one(Person, staff_id).email
        links = session.scalar(select(func.count(SignInLink.id)))
        letters = session.scalar(select(func.count(Letter.id)))
    pages = []
    for address in (email, staff, "niemand@team.example"):
        client = visit(staff_app)
        answer = send(client, ASK, address=address)
        assert (answer.status_code, answer.location) == (303, ASKED)
        page = client.get(ASKED).get_data(as_text=True).replace(address, "")
        pages.append(re.sub(r"\d{3} \d{3}", "", page))
    assert pages[0] == pages[1] == pages[2]
    recipient, text = find_letters(database, "sign-in-staff")[0]
    assert recipient == staff
    assert find_address(text) == "/nl/aanmelden"
    with database.reading() as session:
        assert session.scalar(select(func.count(SignInLink.id))) == (links or 0) + 1
        assert session.scalar(select(func.count(Letter.id))) == (letters or 0) + 2


def test_asking_again_and_again_has_to_wait_for_any_address(staff_app: Flask) -> None:
    client = visit(staff_app)
    with time_machine.travel(NOON, tick=False) as clock:
        for _time in range(3):
            assert send(client, ASK, address="wie@team.example").status_code == 303
        assert send(client, ASK, address="wie@team.example").status_code == 422
        clock.shift(timedelta(seconds=31))
        assert send(client, ASK, address="wie@team.example").status_code == 303


def test_who_got_a_role_in_a_house_cannot_use_the_link_any_more(
    staff_app: Flask, database: Database, email: str
) -> None:
    client = visit(staff_app)
    link = ask(client, database, email)
    with database.transaction() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        session.add(Membership(person_id=person.id, house_id=1, role="onthaal"))
    assert client.get(link).status_code == 404


def test_without_password_a_new_link_confirms_and_leads_back(
    staff_app: Flask, database: Database
) -> None:
    person_id = make_member(database, role=Role.PARTNER, organization_id=1)
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(staff_app, person_id)
        clock.shift(timedelta(minutes=11))
        page = "/nl/mijn-account/telefoon"
        confirm = client.get(page).location
        assert confirm == f"/nl/mijn-account/bevestig?verder={page}"
        with database.reading() as session:
            email = session.get_one(Person, person_id).email
        where = f"{ASK}?verder={page}"
        assert where in client.get(confirm).get_data(as_text=True)
        assert send(client, where, page=confirm, address=email).status_code == 303
        link = find_address(find_letters(database, "sign-in-link")[0][1])
        answer = send(client, link)
        assert answer.location == page
        shown = client.get(page).get_data(as_text=True)
        secret = re.search(r'class="secret" dir="ltr">(\w+)<', shown)
        assert secret is not None
        code, words = pyotp.TOTP(secret[1]).at(utc_now()), "acht blauwe manden bij de poort"
        done = send(client, page, password=words, again=words, code=code)
        assert done.location == "/nl/mijn-account/herstelcodes"
    with database.reading() as session:
        sign_ins = session.scalars(select(SignIn).where(SignIn.person_id == person_id)).all()
        assert sorted(item.ended_at is None for item in sign_ins) == [False, True]
        assert session.get_one(Person, person_id).totp_sealed is not None


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        (addresses.sign_in_path("nl"), "sign_in"),
        (addresses.ask_link_path("nl"), "ask_link"),
        (addresses.link_path("nl", "x"), "knock_link"),
        (addresses.claim_path("nl", "x"), "knock_claim"),
        (addresses.claims_path("nl"), "claims"),
        (addresses.colleagues_path("nl"), "partner_people"),
    ],
)
def test_letters_name_the_addresses_of_the_routes(
    staff_app: Flask, path: str, endpoint: str
) -> None:
    found = staff_app.url_map.bind("").match(path, method="GET")
    assert found[0] == f"accounts.{endpoint}"
