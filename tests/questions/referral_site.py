"""A small site with two desks and two partners, for the tests of pages about referrals."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.db import Database, utc_now
from app.mail.models import Letter
from app.questions.models.referrals import Referral
from app.questions.operations.links import make_link
from app.sealing import unseal
from tests.policing import PolicedClient
from tests.questions.decline_reasons import add_reasons
from tests.questions.desk_examples import Example, add_question, add_referral
from tests.sites import open_site, settings_in

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_LINK = re.compile(r"/nl/doorverwijzing/([\w-]+)")


def make_site(desk_file: tuple[Path, Example], folder: Path) -> Flask:
    """A site of one module over a copy of the example."""
    shutil.copytree(desk_file[0], folder, dirs_exist_ok=True)
    (folder / "own.sqlite").rename(folder / "site.sqlite")
    app = open_site(settings_in(folder))
    with database_of(app).transaction() as session:
        add_reasons(session)
    return app


def database_of(app: Flask) -> Database:
    """The database of a site."""
    found: Database = app.extensions["dichtbij"].database
    return found


def asked(session: Session, example: Example, **facts: object) -> Referral:
    """A referral of today that waits for the answer of the organization."""
    now = utc_now()
    question = add_question(session, example, state="waiting-partner", now=now)
    return add_referral(session, example, question, now=now, **facts)


def link_to(app: Flask, referral_id: int) -> str:
    """The address of a fresh link."""
    with database_of(app).transaction() as session:
        referral = session.get_one(Referral, referral_id)
        return f"/nl/doorverwijzing/{make_link(session, referral, now=utc_now())}"


def read(client: PolicedClient, path: str, status: int = 200) -> str:
    """A page, which must answer so."""
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.get_data(as_text=True)


def press(client: PolicedClient, page: str, path: str, **fields: object) -> TestResponse:
    """Send a form that stands on a page, to one of its addresses."""
    shown = client.get(page).get_data(as_text=True)
    token = _TOKEN.search(shown)
    assert token, f"no form on {page}"
    assert f'action="{path}' in shown.replace("&amp;", "&"), f"{path} is not on {page}"
    return client.post(path, data={"csrf_token": token[1], **fields})


def last_link(session: Session) -> str:
    """The token in the newest letter that has one."""
    for letter in session.scalars(select(Letter).order_by(Letter.id.desc())):
        found = _LINK.search(unseal(session, letter.body_sealed))
        if found:
            return found[1]
    raise AssertionError("no letter with a link")
