"""One copy of the seeded site for the tests of accounts; each test makes its own people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask

from app.accounts import passwords
from app.config import Settings
from app.db import Database
from tests.questions.desk_fixtures import desk_file, example, site
from tests.sites import copy_database, open_site, settings_in

__all__ = ["desk_file", "example", "site"]


@pytest.fixture(scope="session", autouse=True)
def fast_hasher() -> Iterator[PasswordHasher]:
    """Argon2 that takes no time: the strength of the real one is no business of these tests."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "make_hasher", lambda: hasher)
        yield hasher


@pytest.fixture(scope="session")
def staff_app(seeded: Settings, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site of its own to sign in to."""
    settings = settings_in(tmp_path_factory.mktemp("staff"))
    copy_database(seeded, settings)
    return open_site(settings, index_folder=seeded.index_folder)


@pytest.fixture
def database(staff_app: Flask) -> Database:
    """The database of that site."""
    found: Database = staff_app.extensions["dichtbij"].database
    return found
