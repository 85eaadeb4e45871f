"""Installations for the tests: their settings, their seed and the site that stands on them."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from flask import Flask
from jinja2 import FileSystemBytecodeCache

from app.agenda.clock import as_local
from app.cli.indexing import rebuild_index
from app.config import Settings
from app.db import Database, utc_now
from app.directory.connecting import Parts
from app.directory.documents import read_documents
from app.exchange.seed import seed
from app.factory import create_app
from app.sealing import Keyring
from tests.policing import PolicedClient

# The seed lives on any day, so the tests take the real one: that of Brussels, as the pages do.
TODAY = as_local(utc_now()).date()


def settings_in(folder: Path, database_url: str | None = None) -> Settings:
    """Settings of an installation that keeps everything in one folder, or its data elsewhere."""
    return Settings(
        database_url=database_url or f"sqlite:///{folder / 'site.sqlite'}",
        index_folder=folder / "index",
        sealing_key_file=folder / "sealing_keys",
        letter_folder=folder / "letters",
        photo_folder=folder / "photos",
        sight_folder=folder / "sights",
        searches_folder=folder / "searches",
        secret_key="only-for-the-tests",
        log_level="error",
    )


def database_file(settings: Settings) -> Path:
    """The file of an installation on SQLite."""
    return Path(settings.database_url.removeprefix("sqlite:///"))


def copy_database(source: Settings, target: Settings) -> None:
    """Copy a live SQLite database (a plain copy can miss what its log holds) and its keys."""
    shutil.copy(source.sealing_key_file, target.sealing_key_file)
    with (
        closing(sqlite3.connect(database_file(source))) as old,
        closing(sqlite3.connect(database_file(target))) as new,
    ):
        old.backup(new)


def sealed_database(url: str, folder: Path) -> Database:
    """A database whose sessions seal with keys in the given folder."""
    return Database(url, Keyring.load(settings_in(folder, url)))


def fill(parts: Parts) -> None:
    """Seed an empty installation and write its index, as the command of the seed does."""
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        seed(session, parts.settings.seed_folder, parts.gazetteer, TODAY)
    rebuild_index(parts)


def rebuild(parts: Parts) -> None:
    """Write the whole index from the tables."""
    with parts.database.reading() as session:
        parts.engine.rebuild(read_documents(session, parts.catalogue.taxonomy))


def _compiled_folder() -> str:
    folder = Path(tempfile.gettempdir()) / f"dichtbij-templates-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return str(folder)


def open_site(settings: Settings, **changes: object) -> Flask:
    """The site of an installation, with a test client that reads every page it is given."""
    app = create_app(replace(settings, **changes))  # type: ignore[arg-type]  # names of settings
    app.testing = True
    # Each site of the tests would compile the same templates again.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(_compiled_folder())
    app.test_client_class = PolicedClient
    return app


def visit(app: Flask) -> PolicedClient:
    """A visitor of a site whose every HTML answer is checked."""
    client = app.test_client()
    assert isinstance(client, PolicedClient)
    return client
