"""A small site with two partners; each test has a referral that waits for an answer."""

from __future__ import annotations

import pytest

from app.db import Database
from tests.questions.desk_examples import Example
from tests.questions.desk_fixtures import database, desk_file, example, site
from tests.questions.referral_site import asked

__all__ = ["database", "desk_file", "example", "site"]


@pytest.fixture
def referral_id(database: Database, example: Example) -> int:
    with database.transaction() as session:
        return asked(session, example).id
