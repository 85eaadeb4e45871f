"""Databases for the tests of tables, operations and of the index that follows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import Database
from app.directory.connecting import Parts, connect
from tests.sites import rebuild, settings_in


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def parts(database_url: str, tmp_path: Path) -> Iterator[Parts]:
    """An installation without any offer, with an empty index that follows every commit."""
    parts = connect(settings_in(tmp_path, database_url))
    rebuild(parts)
    yield parts
    parts.database.dispose()
