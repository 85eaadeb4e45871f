"""Fixtures of a small site with two desks and two partners, for the folders whose pages need it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.db import Base, Database
from tests.questions.desk_examples import Example, make_house_desk
from tests.questions.referral_site import database_of, make_site
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


@pytest.fixture(scope="session")
def example(desk_file: tuple[Path, Example]) -> Example:
    """The ids of what is in the database."""
    return desk_file[1]


@pytest.fixture(scope="module")
def site(
    desk_file: tuple[Path, Example], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """A site of one module over a copy of the database."""
    app = make_site(desk_file, tmp_path_factory.mktemp("desk-site"))
    yield app
    database_of(app).dispose()


@pytest.fixture
def database(site: Flask) -> Database:
    """The database of the site."""
    return database_of(site)
