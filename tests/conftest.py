"""One seeded site for all tests that only read; a fresh one for tests that write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.cli.databases import migrate
from app.config import PROJECT_FOLDER, Settings
from app.directory.connecting import Parts, connect
from app.directory.documents import read_documents
from app.exchange.seed import seed
from app.factory import create_app
from tests.policing import PolicedClient

TODAY = date.today()  # noqa: DTZ011 - the seed lives on any day, so the tests take the real one


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with real files beside the project; without it the tests cannot be trusted."""
    folder = Path(os.environ.get("DICHTBIJ_SHARED_DATA", PROJECT_FOLDER.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.fail(f"The real data is missing: set DICHTBIJ_SHARED_DATA (looked in {folder.name}).")
    return folder


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an installation that holds the whole seed and its index; only read it."""
    folder = tmp_path_factory.mktemp("seeded")
    settings = Settings(
        database_url=f"sqlite:///{folder / 'site.sqlite'}",
        index_folder=folder / "index",
        secret_key="only-for-tests",
        log_level="error",
    )
    migrate(settings.database_url)
    fill(connect(settings))
    return settings


def fill(parts: Parts) -> None:
    """Seed an empty installation and write its index."""
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        seed(session, parts.settings.seed_folder, parts.gazetteer, TODAY)
    with parts.database.reading() as session:
        parts.engine.rebuild(read_documents(session, parts.catalogue.taxonomy))


@pytest.fixture(scope="session")
def app(seeded: Settings) -> Iterator[Flask]:
    """The seeded site; its test client reads every page it is given."""
    app = create_app(seeded)
    app.testing = True
    app.test_client_class = PolicedClient
    yield app


@pytest.fixture
def client(app: Flask) -> PolicedClient:
    """A visitor whose every HTML answer is checked."""
    client = app.test_client()
    assert isinstance(client, PolicedClient)
    return client
