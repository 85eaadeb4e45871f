"""Databases for the tests of tables, operations and of the index that follows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER
from app.db import Database
from app.directory.connecting import Parts, connect
from tests.data.directory_examples import LOKEREN, TEMSE
from tests.sites import rebuild, settings_in

NEAR = (LOKEREN, TEMSE)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def small_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few rows of the real gazetteer, taxonomy and synonyms: read in no time."""
    folder = tmp_path_factory.mktemp("small-seed")
    whole = PROJECT_FOLDER / "data" / "seed"
    tables = ("taxonomy.csv", "synonyms.csv", "related.csv", "fact_words.csv")
    for name, keep in (("gazetteer.csv", NEAR), *((name, ()) for name in tables)):
        lines = (whole / name).read_text("utf-8").splitlines(keepends=True)
        wanted = [line for line in lines[:2] if line.startswith("#")]
        rows = lines[len(wanted) :]
        kept = [row for row in rows[1:] if any(nis in row for nis in keep)] or rows[1:40]
        (folder / name).write_text("".join([*wanted, rows[0], *kept]), encoding="utf-8")
    return folder


@pytest.fixture
def parts(database_url: str, small_seed: Path, tmp_path: Path) -> Iterator[Parts]:
    """An installation without any offer, with an empty index that follows every commit."""
    parts = connect(replace(settings_in(tmp_path, database_url), seed_folder=small_seed))
    rebuild(parts)
    yield parts
    parts.database.dispose()
