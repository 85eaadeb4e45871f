"""The forms of the fiche, as a browser without JavaScript fills them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from werkzeug.test import TestResponse

from app.db import Database, utc_now
from app.directory.drafts import OfferDraft
from app.publishing.facts import read_facts
from app.publishing.models.revisions import Revision
from app.publishing.operations.revising import Author, save_draft
from tests.page_forms import read_forms
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example


def offer_of(database: Database, revision_id: int) -> OfferDraft:
    """The offer as a version proposes it."""
    with database.reading() as session:
        return read_facts(session.get_one(Revision, revision_id).facts).offer


def change_offer(database: Database, example: Example, revision_id: int, **facts: object) -> None:
    """Change some facts of a version, as a colleague of the partner does."""
    author = Author(example.partner_id, frozenset({example.organization_id}))
    with database.transaction() as session:
        revision = session.get_one(Revision, revision_id)
        proposed = read_facts(revision.facts)
        changed = replace(proposed, offer=replace(proposed.offer, **facts))  # type: ignore[arg-type]
        save_draft(session, author, revision, changed, now=utc_now())


def fields_of(page: str) -> dict[str, object]:
    """What a browser would send back of the page of a part: its texts, choices and ticks."""
    return next(form for form in read_forms(page) if "version" in form.names).filled()


def send_part(client: PolicedClient, address: str, changes: Mapping[str, object]) -> TestResponse:
    """Fill in the page of a part and send it, as a browser without JavaScript does."""
    fields: dict[str, object] = {**fields_of(client.get(address).get_data(as_text=True)), **changes}
    return client.post(address, data=fields)


def part_page(revision_id: int, section: str) -> str:
    """The page of one part of the fiche."""
    return f"/nl/partners/versie/{revision_id}/{section}"
