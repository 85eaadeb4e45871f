"""The commands for people with an account."""

from __future__ import annotations

from dataclasses import replace

import pyotp
import pytest
from flask import Flask

from app.cli.commands import make_parser
from app.cli.users import DEMO_PASSWORD, DEMO_PEOPLE, DEMO_SECRET
from app.config import Settings
from tests.accounts.signing_in import find_token, send
from tests.policing import PolicedClient
from tests.sites import visit


def run(settings: Settings, *words: str) -> int:
    arguments = make_parser().parse_args(words)
    code: int = arguments.run(settings, arguments)
    return code


@pytest.fixture
def settings(staff_app: Flask) -> Settings:
    found: Settings = staff_app.extensions["dichtbij"].settings
    return found


def test_a_user_is_invited_by_command_listed_and_ended(
    staff_app: Flask, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, "user", "add", "kim@team.example", "--role", "onthaal") == 1
    assert run(settings, "user", "add", "kim@team.example", "--house", "waasland") == 0
    link = capsys.readouterr().out.rpartition("http://localhost:8000")[2].strip()
    assert visit(staff_app).get(link).status_code == 200
    assert run(settings, "user", "end", "kim@team.example") == 1
    assert run(settings, "demo-staff") == 0
    assert run(settings, "user", "end", DEMO_PEOPLE[0][1]) == 0
    capsys.readouterr()
    assert run(settings, "user", "list") == 0
    rows = dict(line.split("\t", 1) for line in capsys.readouterr().out.splitlines())
    assert rows[DEMO_PEOPLE[0][1]].endswith("\tended")
    assert rows[DEMO_PEOPLE[1][1]].endswith("\tonthaal in waasland")


def test_made_up_staff_signs_in_with_the_printed_password_and_secret(
    staff_app: Flask, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(settings, "demo-staff") == 0
    printed = capsys.readouterr().out
    assert DEMO_PASSWORD in printed
    assert DEMO_SECRET in printed
    for _name, email, _role in DEMO_PEOPLE:
        client: PolicedClient = visit(staff_app)
        first = send(client, "/fr/aanmelden", email=email, password=DEMO_PASSWORD)
        assert first.status_code == 303
        code = pyotp.TOTP(DEMO_SECRET).now()
        entered = send(client, "/fr/aanmelden/code", code=code)
        assert entered.headers["Location"] == "/fr/werkplek"
        assert find_token(client, "/fr/mijn-account")


def test_made_up_staff_is_refused_on_a_real_site(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(replace(settings, site_url="https://dichtbij.example"), "demo-staff") == 1
    assert "only for a site on localhost" in capsys.readouterr().out
