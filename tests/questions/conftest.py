"""A small database with two desks, for the tests of questions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import Base, Database
from tests.questions.desk_examples import Example, make_house_desk
from tests.sites import sealed_database


@pytest.fixture(scope="session")
def desk_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Example]:
    """The folder of a database with two desks and its keys, to copy."""
    folder = tmp_path_factory.mktemp("desk")
    database = sealed_database(f"sqlite:///{folder / 'own.sqlite'}", folder)
    Base.metadata.create_all(database.engine)
    example = make_house_desk(database)
    database.dispose()
    return folder, example


@pytest.fixture
def example(desk_file: tuple[Path, Example]) -> Example:
    """The ids of what is in the database."""
    return desk_file[1]


@pytest.fixture
def database(desk_file: tuple[Path, Example], tmp_path: Path) -> Iterator[Database]:
    """A database with two desks, of this test alone (SQLite)."""
    shutil.copytree(desk_file[0], tmp_path, dirs_exist_ok=True)
    database = sealed_database(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path)
    yield database
    database.dispose()
