"""Steps of partners and coordinators that the tests of revisions share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.db import Database
from app.directory.drafts import OfferDraft, WordsDraft
from app.directory.models.offers import OfferKind
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from app.publishing.models.revisions import AuthorKind, PartnerStanding, Revision, RevisionState
from app.publishing.models.visitors import Suggestion
from app.publishing.operations.reviewing import Reviewer
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    save_draft,
    submit_revision,
)
from app.sealing import seal
from tests.data.directory_examples import LOKEREN
from tests.questions.desk_examples import NOW, Example

SITE_URL = "https://dichtbij.example"


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """A session that writes, and whose writes are taken back at the end."""
    session = database.sessions()
    try:
        session.connection(execution_options={"is_write": True})
        yield session
    finally:
        session.rollback()
        session.close()


def pia(example: Example) -> Author:
    """Who writes for the organization."""
    return Author(example.partner_id, frozenset({example.organization_id}))


def cleo(example: Example) -> Reviewer:
    """Who reviews for the House of the organization."""
    return Reviewer(example.coordinator_id, example.house_id)


def celia(example: Example) -> Reviewer:
    """Who reviews for another House."""
    return Reviewer(example.other_coordinator_id, example.other_house_id)


def whole_offer(title: str = "Poppenkast", **facts: Any) -> OfferDraft:
    """A service that lacks nothing."""
    words = {"nl": WordsDraft(title, "We spelen met poppen.")}
    values = {"term_ids": ("playing-together",), "area_nis": (LOKEREN,), **facts}
    empty = OfferDraft("partner", "", OfferKind.SERVICE, "bib-de-pagina", words)
    return replace(empty, **values)


def rewrite(session: Session, author: Author, revision: Revision, offer: OfferDraft) -> None:
    """Save a draft with another offer in it."""
    facts = read_facts(revision.facts)
    save_draft(session, author, revision, replace(facts, offer=offer), now=NOW)


def send_in_new(
    session: Session,
    example: Example,
    title: str = "Poppenkast",
    *,
    now: datetime = NOW,
    **facts: Any,
) -> Revision:
    """Send something new in."""
    author = pia(example)
    revision = begin_new(session, author, example.organization_id, kind=OfferKind.SERVICE)
    rewrite(session, author, revision, whole_offer(title, **facts))
    submit_revision(session, author, revision, now=now)
    return revision


def send_in_change(session: Session, example: Example, **facts: Any) -> Revision:
    """Send a change of the story hour in; `title` changes its Dutch words."""
    author = pia(example)
    revision = begin_change(session, author, example.offer_id)
    offer = read_facts(revision.facts).offer
    words = {name: facts.pop(name) for name in list(facts) if name in WordsDraft.__slots__}
    changed = {**offer.words, "nl": replace(offer.words["nl"], **words)}
    rewrite(session, author, revision, replace(offer, words=changed, **facts))
    submit_revision(session, author, revision, now=NOW)
    return revision


def suggest(
    session: Session,
    example: Example,
    *,
    group: str = "Straat van de Vos",
    is_confirmed: bool = True,
    is_suspect: bool = False,
) -> Revision:
    """A visitor's suggestion for the House, as its form keeps it."""
    revision = Revision(
        house_id=example.house_id,
        kind="service",
        title="Speelstraat",
        state=RevisionState.SUBMITTED.value,
        facts=write_facts(ProposedOffer(whole_offer("Speelstraat", source_id=""))),
        author_kind=AuthorKind.VISITOR.value,
        submitted_at=NOW,
        promised_on=NOW.date(),
    )
    session.add(revision)
    session.flush()
    session.add(
        Suggestion(
            revision_id=revision.id,
            group_name=group,
            email_sealed=seal(session, "vos@gezin.example"),
            language="nl",
            token_digest=f"{revision.id:064}",
            is_suspect=is_suspect,
            sent_at=NOW,
            confirmed_at=NOW if is_confirmed else None,
            erase_on=(NOW + timedelta(days=90)).date(),
        )
    )
    session.flush()
    return revision


def trust(session: Session, example: Example) -> None:
    """Publish what the organization sends in at once."""
    session.add(
        PartnerStanding(
            organization_id=example.organization_id,
            is_trusted=True,
            changed_at=NOW,
            changed_by=example.coordinator_id,
        )
    )
    session.flush()
