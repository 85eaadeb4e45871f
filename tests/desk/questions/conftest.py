"""A small site with two desks, and the colleagues who work there."""

from __future__ import annotations

import pytest
from flask import Flask

from app.db import Database, utc_now
from tests.accounts.signing_in import signed_in
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example, add_question
from tests.questions.desk_fixtures import database, desk_file, example, site

__all__ = ["database", "desk_file", "example", "site"]


@pytest.fixture
def question_id(database: Database, example: Example) -> int:
    """A fresh question of the own House, due in two days."""
    with database.transaction() as session:
        return add_question(session, example, now=utc_now(), theme_id=example.theme_id).id


@pytest.fixture
def omar(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.onthaal_id)


@pytest.fixture
def karel(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.colleague_id)
