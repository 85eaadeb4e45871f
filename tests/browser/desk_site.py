"""A site of its own to write in: seeded, with people of each role and a worker that sends letters.

`tests/browser/conftest.py` takes the fixtures from here.
"""

from __future__ import annotations

import email
import email.policy
import re
import shutil
import socket
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import time as clock
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from app.accounts.guards import COOKIE
from app.accounts.models import Membership, PartnerMembership, Person
from app.accounts.permissions import Role
from app.accounts.sign_ins import begin_sign_in
from app.agenda.clock import as_local
from app.cli.users import DEMO_HOUSE, DEMO_PASSWORD, DEMO_SECRET, run_demo_staff
from app.config import PROJECT_FOLDER, Settings, as_environment
from app.db import Database, utc_now
from app.directory.models.organizations import House, Organization
from app.mail.models import Letter, LetterState
from app.questions.models.desks import ReplyTemplate, RotaShift, ShiftKind, Team, TeamMember
from app.questions.models.questions import Question
from tests.sites import copy_database, database_file, sealed_database, settings_in

VOLUNTEER, ONTHAAL, COORDINATOR = (f"{name}@dichtbij.example" for name in ("vera", "omar", "cato"))
ADMINISTRATOR, PARTNER = "bas@dichtbij.example", "petra@dichtbij.example"
COLLEAGUE = "nadia@dichtbij.example"
"""A second person of the role onthaal."""
FIRST_PARTNER, SECOND_PARTNER = "ckg-de-berenboot", "buurtwerk-de-veerpont"
BACKUP_PHONE = "0400 00 77 88"
PASSWORD, SECRET = DEMO_PASSWORD, DEMO_SECRET
SESSION = "session"
SECONDS_TO_START = 60
SECONDS_TO_POST = 60
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Post:
    """One letter as it lies in the folder."""

    file: str
    to: str
    subject: str
    body: str

    @property
    def links(self) -> list[str]:
        """The addresses in it."""
        return _LINK.findall(self.body)


@dataclass(frozen=True)
class DeskSite:
    """The address of the site, and what a test may look at behind it."""

    address: str
    settings: Settings
    database: Database
    log: Path
    house_id: int
    team_id: int
    people: dict[str, int]
    """Who works here or for a partner: the id by the mail address."""
    partners: dict[str, int]

    def sign_in(self, context: BrowserContext, person: str) -> None:
        """Sign somebody in by a cookie, without a password."""
        with self.database.transaction() as session:
            found = session.get_one(Person, self.people[person])
            token = begin_sign_in(session, found, device="Chrome, Linux")[1]
        self._set(context, COOKIE, token)

    def carry(self, context: BrowserContext, **values: Any) -> None:
        """Give a browser the signed cookie of somebody who opened a question or a link."""
        signer = Flask("tests")
        signer.secret_key = self.settings.secret_key
        made = SecureCookieSessionInterface().get_signing_serializer(signer)
        assert made is not None
        self._set(context, SESSION, str(made.dumps(values)))

    def _set(self, context: BrowserContext, name: str, value: str) -> None:
        context.add_cookies([{"name": name, "value": value, "url": self.address}])

    def find_question(self, reference: str) -> int:
        """The id of a question."""
        with self.database.reading() as session:
            found = select(Question.id).where(Question.reference == reference)
            return session.scalars(found).one()

    def letters(self) -> list[Post]:
        """The letters in the folder, in the order in which they left."""
        files = sorted(
            self.settings.letter_folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns
        )
        return [_read_letter(path) for path in files]

    def await_letters(self, to: str, count: int = 1) -> list[Post]:
        """The letters to an address, once the worker has sent so many of them."""
        last = time.monotonic() + SECONDS_TO_POST
        found: list[Post] = []
        while time.monotonic() < last:
            found = [letter for letter in self.letters() if letter.to == to]
            if len(found) >= count:
                return found
            time.sleep(0.2)
        pytest.fail(f"{to} got {len(found)} letters in {SECONDS_TO_POST} s, not {count}")

    def await_outbox(self) -> None:
        """Wait until no letter waits to be sent."""
        last = time.monotonic() + SECONDS_TO_POST
        waiting = select(Letter.id).where(Letter.state == LetterState.WAITING.value)
        while time.monotonic() < last:
            with self.database.reading() as session:
                if session.scalars(waiting).first() is None:
                    return
            time.sleep(0.2)
        pytest.fail(f"letters still wait after {SECONDS_TO_POST} s")

    def files(self) -> dict[str, bytes]:
        """Everything that the site wrote: database, its log, letters, and what it printed."""
        database = database_file(self.settings)
        paths = [*database.parent.glob(f"{database.name}*"), self.log]
        paths += self.settings.letter_folder.iterdir()
        return {path.name: path.read_bytes() for path in paths}


def _read_letter(path: Path) -> Post:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_content()
    return Post(path.name, str(message["To"]), str(message["Subject"]), str(body))


@pytest.fixture(scope="session")
def desk_site(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    """The site with its worker, where people ask, answer and are erased."""
    with run_site(seeded, tmp_path_factory.mktemp("desk-site")) as made:
        yield made


@pytest.fixture(scope="session")
def page_site(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskSite]:
    """A site where nothing happens by itself, so that every page stays in its state."""
    with run_site(seeded, tmp_path_factory.mktemp("page-site"), serve_worker=False) as made:
        yield made


@contextmanager
def run_site(seeded: Settings, folder: Path, *, serve_worker: bool = True) -> Iterator[DeskSite]:
    """A writing site under gunicorn, started by the command people use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = replace(
        settings_in(folder),
        port=port,
        site_url=f"http://localhost:{port}",
        workers=1,
        serve_worker=serve_worker,
    )
    copy_database(seeded, settings)
    shutil.copytree(seeded.index_folder, settings.index_folder)
    settings.letter_folder.mkdir()
    made = _make_site(settings, folder / "log.txt")
    with made.log.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"],
            cwd=PROJECT_FOLDER,
            env=as_environment(replace(settings, log_level="info")),
            stdout=log,
            stderr=log,
        )
        try:
            _wait_until_ready(server, made)
            yield made
        finally:
            server.terminate()
            server.wait(timeout=SECONDS_TO_START)
            made.database.dispose()


def _wait_until_ready(server: subprocess.Popen[bytes], made: DeskSite) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < last and server.poll() is None:
        try:
            with urlopen(f"{made.address}/readyz", timeout=30):  # noqa: S310 - our own server
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The writing site did not start: {made.log.read_text()[-800:]}")


def _make_site(settings: Settings, log: Path) -> DeskSite:
    run_demo_staff(settings, Namespace())
    folder = database_file(settings).parent
    database = sealed_database(settings.database_url, folder)
    with database.transaction() as session:
        house_id = session.scalars(select(House.id).where(House.slug == DEMO_HOUSE)).one()
        colleague = Person(email=COLLEAGUE, name="Nadia Onthaal", created_at=utc_now())
        session.add(colleague)
        session.flush()
        session.add(Membership(person_id=colleague.id, house_id=house_id, role=Role.ONTHAAL.value))
        people = {person.email: person.id for person in session.scalars(select(Person))}
        wanted = Organization.slug.in_((FIRST_PARTNER, SECOND_PARTNER))
        known = session.scalars(select(Organization).where(wanted))
        partners = {item.slug: item.id for item in known}
        session.add(
            PartnerMembership(person_id=people[PARTNER], organization_id=partners[FIRST_PARTNER])
        )
        team = Team(house_id=house_id, name="Onthaal", is_desk=True)
        second = Team(house_id=house_id, name="Opvoeding")
        session.add_all([team, second])
        session.flush()
        session.add_all(
            TeamMember(team_id=team.id, person_id=people[person])
            for person in (ONTHAAL, COLLEAGUE, COORDINATOR)
        )
        session.add(TeamMember(team_id=second.id, person_id=people[COLLEAGUE]))
        session.add_all(
            RotaShift(
                house_id=house_id,
                day=as_local(utc_now()).date(),
                starts=clock(0, 0),
                ends=clock(23, 59),
                kind=kind.value,
                person_id=people[person],
                phone=phone,
            )
            for kind, person, phone in (
                (ShiftKind.DESK, ONTHAAL, ""),
                (ShiftKind.BACKUP, COORDINATOR, BACKUP_PHONE),
            )
        )
        session.add(
            ReplyTemplate(
                house_id=house_id, title="Begin van een antwoord", body="Dag,\n\nDank je {naam}."
            )
        )
    return DeskSite(settings.site_url, settings, database, log, house_id, team.id, people, partners)
