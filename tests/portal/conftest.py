"""A small site with two partners; each test has a referral that waits for an answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.db import Database
from app.publishing.operations.revising import Author, begin_change
from tests.accounts.signing_in import signed_in
from tests.policing import PolicedClient
from tests.portal.check_answers import Asked, asked_by_letter
from tests.questions import referral_site
from tests.questions.desk_examples import Example
from tests.questions.desk_fixtures import database, desk_file, example, site

__all__ = ["database", "desk_file", "example", "site"]


@pytest.fixture
def referral_id(database: Database, example: Example) -> int:
    with database.transaction() as session:
        return referral_site.asked(session, example).id


@pytest.fixture
def pia(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.partner_id)


@pytest.fixture(scope="module")
def client(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.partner_id)


@pytest.fixture
def revision_id(database: Database, example: Example) -> int:
    """The working version of the own offer, with its hours at one place."""
    author = Author(example.partner_id, frozenset({example.organization_id}))
    with database.transaction() as session:
        return begin_change(session, author, example.offer_id).id


@pytest.fixture
def asked(database: Database, example: Example) -> Iterator[Asked]:
    with asked_by_letter(database, example) as letter:
        yield letter
