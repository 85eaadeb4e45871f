"""The short form of an offer, filled in and sent by a partner."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from app.db import Database
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import Revision
from tests.accounts.signing_in import find_token
from tests.policing import PolicedClient

HOME = "/nl/partners/aanbod"
NEW = f"{HOME}/nieuw?soort=activiteit"
WEDNESDAY = date(2099, 9, 2)
FIELDS = {
    "title": "Knutselen met klei",
    "summary": "We maken samen een dier van klei.",
    "theme": "playing-together",
    "min_age": "18",
    "min_unit": "months",
    "max_age": "6",
    "max_unit": "years",
    "audience": "both",
    "first_day": WEDNESDAY.isoformat(),
    "start_time": "14:00",
    "end_time": "16:00",
    "pattern": "fortnightly",
    "last_day": "2099-12-30",
    "holidays": "not",
    "places": "bib-lokeren",
    "price_kind": "amount",
    "price": "2,50",
    "registration": "none",
}


def send(client: PolicedClient, address: str, **changes: object) -> TestResponse:
    """Send the whole form with some fields otherwise; None leaves a field out."""
    fields = MultiDict({**FIELDS, "csrf_token": find_token(client, address), **changes})
    return client.post(
        address, data={name: value for name, value in fields.lists() if value != [None]}
    )


def submit_new(client: PolicedClient, **changes: object) -> int:
    """Fill in something new; gives the id of its version."""
    answer = send(client, NEW, **changes)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return int(answer.location.rsplit("/", 1)[1])


def load(database: Database, revision_id: int) -> tuple[Revision, ProposedOffer]:
    """A version with what it proposes."""
    with database.reading() as session:
        revision = session.get_one(Revision, revision_id)
        return revision, read_facts(revision.facts)
