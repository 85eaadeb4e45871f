"""A site with two desks and two offers, of which one tells colleagues more than families."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.db import Database
from app.directory.connecting import connect
from tests.desk.tools_site import tell_colleagues
from tests.questions.desk_examples import Example
from tests.questions.desk_fixtures import desk_file
from tests.sites import open_site, rebuild, settings_in

__all__ = ["desk_file"]


@pytest.fixture(scope="session")
def example(desk_file: tuple[Path, Example]) -> Example:
    return desk_file[1]


@pytest.fixture(scope="session")
def site(
    desk_file: tuple[Path, Example], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("tools")
    shutil.copytree(desk_file[0], folder, dirs_exist_ok=True)
    (folder / "own.sqlite").rename(folder / "site.sqlite")
    settings = settings_in(folder)
    parts = connect(settings)
    parts.database.after_commit = None
    tell_colleagues(parts.database, desk_file[1].offer_id)
    rebuild(parts)
    parts.database.dispose()
    app = open_site(settings)
    yield app
    app.extensions["dichtbij"].database.dispose()


@pytest.fixture
def database(site: Flask) -> Database:
    found: Database = site.extensions["dichtbij"].database
    return found
