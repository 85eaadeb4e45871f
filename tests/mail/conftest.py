"""An outbox and a mail server for the tests of letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.config import Settings
from app.db import Database
from tests.mail.mail_server import Postmaster, mail_server
from tests.sites import sealed_database, settings_in


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    """An empty outbox, once on SQLite and once on PostgreSQL."""
    database = sealed_database(database_url, tmp_path)
    yield database
    database.dispose()


@pytest.fixture
def outbox(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """An empty outbox on SQLite, for rules that no database changes."""
    path = tmp_path / "outbox.sqlite"
    path.write_bytes(migrated_file.read_bytes())
    database = sealed_database(f"sqlite:///{path}", tmp_path)
    yield database
    database.dispose()


@pytest.fixture
def postmaster() -> Iterator[Postmaster]:
    """A mail server that takes everything until it is told otherwise."""
    with mail_server() as running:
        yield running


@pytest.fixture
def by_mail(postmaster: Postmaster, tmp_path: Path) -> Settings:
    """Settings that send letters to that server."""
    return replace(
        settings_in(tmp_path),
        smtp_url=postmaster.url,
        mail_from="Huis van het Kind <onthaal@huis.example>",
        site_url="https://huis.example",
        trusted_hosts=("huis.example",),
    )
