"""Installations for the tests: their settings, their seed and the site that stands on them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import Flask

from app.config import Settings
from app.directory.connecting import Parts
from app.directory.documents import read_documents
from app.exchange.seed import seed
from app.factory import create_app
from tests.policing import PolicedClient

TODAY = date.today()  # noqa: DTZ011 - the seed lives on any day, so the tests take the real one


def settings_in(folder: Path, database_url: str | None = None) -> Settings:
    """Settings of an installation that keeps everything in one folder, or its data elsewhere."""
    return Settings(
        database_url=database_url or f"sqlite:///{folder / 'site.sqlite'}",
        index_folder=folder / "index",
        secret_key="only-for-the-tests",
        log_level="error",
    )


def database_file(settings: Settings) -> Path:
    """The file of an installation on SQLite."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


def copy_database(source: Settings, target: Settings) -> None:
    """Copy a live SQLite database whole: a plain copy can miss what its log holds."""
    with (
        closing(sqlite3.connect(database_file(source))) as old,
        closing(sqlite3.connect(database_file(target))) as new,
    ):
        old.backup(new)


def fill(parts: Parts) -> None:
    """Seed an empty installation and write its index."""
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        seed(session, parts.settings.seed_folder, parts.gazetteer, TODAY)
    rebuild(parts)


def rebuild(parts: Parts) -> None:
    """Write the whole index from the tables."""
    with parts.database.reading() as session:
        parts.engine.rebuild(read_documents(session, parts.catalogue.taxonomy))


def open_site(settings: Settings, **changes: object) -> Flask:
    """The site of an installation, with a test client that reads every page it is given."""
    app = create_app(replace(settings, **changes))  # type: ignore[arg-type]  # names of settings
    app.testing = True
    app.test_client_class = PolicedClient
    return app


def visit(app: Flask) -> PolicedClient:
    """A visitor of a site whose every HTML answer is checked."""
    client = app.test_client()
    assert isinstance(client, PolicedClient)
    return client
