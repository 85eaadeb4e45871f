"""A better value with a check is published, waits for the House, or comes back to its form."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import Database
from app.publishing.models.revisions import Revision
from tests.accounts.signing_in import send
from tests.portal.check_answers import STALE, Asked, answer, checks_of, read_offer
from tests.publishing.revising_steps import trust
from tests.questions.desk_examples import Example
from tests.questions.referral_site import press, read
from tests.sites import visit


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_better_price_is_published_for_who_is_trusted_and_waits_for_others(
    site: Flask, database: Database, example: Example, asked: Asked, is_trusted: bool
) -> None:
    if is_trusted:
        with database.transaction() as session:
            trust(session, example)
    client = visit(site)
    answer(client, asked, example, "price", "no")
    fields = {"offer_id": str(example.offer_id), "fact": "price", "amount": "3,50"}
    assert press(client, asked.page, f"{asked.page}/verbeter", **fields).status_code == 303
    offer = read_offer(database, example)
    assert offer.price_cents == (350 if is_trusted else 200)
    # A better price says nothing about the rest.
    assert offer.verified_on == STALE
    assert checks_of(database, example) == {"price": is_trusted}
    with database.reading() as session:
        revision = session.scalars(select(Revision)).one()
    assert revision.state == ("published" if is_trusted else "submitted")
    assert (revision.changed, revision.author_id) == ("price_cents", example.partner_id)
    if not is_trusted:
        assert "Het Huis kijkt je verbetering na." in read(client, asked.page)


def test_a_second_better_value_joins_the_one_that_waits(
    site: Flask, database: Database, example: Example, asked: Asked
) -> None:
    client, fields = visit(site), {"offer_id": str(example.offer_id)}
    address = f"{asked.page}/verbeter"
    send(client, address, page=asked.page, fact="price", amount="3", **fields)
    send(client, address, page=asked.page, fact="ages", min_years="2,5", max_years="6", **fields)
    with database.reading() as session:
        revision = session.scalars(select(Revision)).one()
    assert set(revision.changed.split(",")) == {"price_cents", "min_age_months"}


@pytest.mark.parametrize(
    "fields",
    [
        {"fact": "price", "amount": "veel"},
        {"fact": "price", "amount": ""},
        {"fact": "ages", "min_years": "oud", "max_years": ""},
        {"fact": "ages", "min_years": "6", "max_years": "3"},
        {"fact": "ages", "min_years": "", "max_years": ""},
    ],
)
def test_what_cannot_be_read_comes_back_with_what_was_typed(
    site: Flask, database: Database, example: Example, asked: Asked, fields: dict[str, str]
) -> None:
    client = visit(site)
    sent = {"offer_id": str(example.offer_id), **fields}
    found = send(client, f"{asked.page}/verbeter", page=asked.page, **sent)
    assert found.status_code == 422
    typed = list(fields.values())[1]
    assert f'value="{typed}"' in found.get_data(as_text=True)
    with database.reading() as session:
        assert session.scalars(select(Revision)).all() == []
