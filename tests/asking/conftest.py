"""A site of its own for the pages where a family asks: seeded, to write in."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.config import Settings
from app.db import Base, Database
from app.questions.models.questions import Question
from app.web.installation import Installation
from tests.policing import PolicedClient
from tests.sites import copy_database, open_site, settings_in, visit

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"\s+value="([^"]*)"')
QUESTION = "Mijn zoontje Wolfram wil niet eten en ik ben moe."


class Family:
    """A family in a browser without JavaScript: it reads pages and presses buttons."""

    def __init__(self, app: Flask) -> None:
        self.client: PolicedClient = visit(app)
        self.page = ""

    def read(self, path: str) -> str:
        """Open a page, following where it leads."""
        return self._keep(self.client.get(path, follow_redirects=True))

    def press(self, path: str, **fields: str) -> TestResponse:
        """Press a button of a form on the page that is open."""
        token = _TOKEN.search(self.page)
        assert token, "no form on this page"
        response = self.client.post(path, data={"csrf_token": token[1], **fields})
        if response.status_code != 303:
            self._keep(response)
        return response

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page that is open."""
        return {name: value for name, value in _HIDDEN.findall(self.page) if name != "csrf_token"}

    def send(self, text: str = QUESTION, **fields: str) -> TestResponse:
        """Send the form for a question as it stands."""
        if "data-ask" not in self.page:
            self.read("/nl/stel-je-vraag")
        return self.press("/nl/stel-je-vraag", **{**self.hidden(), "text": text, **fields})

    def _keep(self, response: TestResponse) -> str:
        self.page = response.get_data(as_text=True)
        return self.page


@pytest.fixture(scope="module")
def own_site(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A copy of the seeded site, of one module."""
    folder = tmp_path_factory.mktemp("asking")
    settings = settings_in(folder)
    copy_database(seeded, settings)
    shutil.copytree(seeded.index_folder, settings.index_folder)
    return open_site(settings)


@pytest.fixture
def installation(own_site: Flask) -> Installation:
    """The parts of that site."""
    found: Installation = own_site.extensions["dichtbij"]
    return found


@pytest.fixture
def database(installation: Installation) -> Iterator[Database]:
    """Its database."""
    Base.metadata.create_all(installation.database.engine)
    return installation.database


@pytest.fixture
def family(own_site: Flask, database: Database) -> Family:
    """A family that visits the site."""
    return Family(own_site)


def last_question(database: Database) -> Question:
    with database.reading() as session:
        return session.scalars(select(Question).order_by(Question.id.desc()).limit(1)).one()


def shown_code(page: str) -> list[str]:
    return re.findall(r"<dd[^>]*>(.*?)</dd>", page)
