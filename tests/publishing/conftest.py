"""A small site with two Houses and two partners, each with an offer and a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from app.db import Database
from tests.publishing.revising_steps import undone
from tests.questions.desk_fixtures import database, desk_file, example, site

__all__ = ["database", "desk_file", "example", "site"]


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with undone(database) as session:
        yield session
