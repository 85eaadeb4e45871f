"""What publishing does: at once for who is trusted, never over others, and found right away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.trail import Actor
from app.db import Database
from app.directory.documents import read_documents
from app.directory.models.offers import Offer
from app.directory.operations.offers import find_offer
from app.directory.operations.saving import save_offers
from app.directory.operations.stored import read_stored_offer
from app.finder.site import get_catalogue
from app.publishing.errors import RevisionStateError
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from app.publishing.models.revisions import Revision
from app.publishing.operations import publishing
from app.publishing.operations.publishing import publish_revision
from app.publishing.operations.reviewing import approve_revision
from app.publishing.operations.revising import begin_change, find_proposed
from app.publishing.states import Hand
from tests.data.directory_examples import OTHER_PLACE, STORY_HOUR
from tests.policing import PolicedClient
from tests.publishing.revising_steps import (
    SITE_URL,
    cleo,
    pia,
    rewrite,
    send_in_change,
    send_in_new,
    trust,
    undone,
)
from tests.questions.desk_examples import NOW, Example
from tests.sites import visit


def test_what_a_partner_sends_in_waits_until_it_is_trusted(
    database: Database, example: Example
) -> None:
    with undone(database) as session:
        assert send_in_new(session, example).state == "submitted"
        trust(session, example)
        revision = send_in_new(session, example, "Speelhoek")
        assert (revision.state, revision.reviewed_by) == ("published", None)
        offer = session.get_one(Offer, revision.offer_id)
        assert (offer.state, offer.verified_by, offer.is_partner_kept) == (
            "published",
            "partner",
            True,
        )


def test_a_new_number_waits_even_from_who_is_trusted(database: Database, example: Example) -> None:
    with undone(database) as session:
        trust(session, example)
        revision = send_in_change(session, example, join="Bel 0470 99 88 77.")
        assert (revision.state, revision.is_protected) == ("submitted", True)
        # The partner's own address is known, so telling it again is nothing new.
        known = send_in_new(session, example, booking_url="https://bibdepagina.example")
        assert known.state == "published"


def test_some_of_what_is_published_at_once_is_looked_at(
    database: Database, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    with undone(database) as session:
        trust(session, example)
        monkeypatch.setattr(publishing, "SAMPLE_ONE_IN", 1)
        assert send_in_new(session, example, "Een").is_sample
        waiting = send_in_new(session, example, "Twee", booking_url="https://elders.example")
        approve_revision(
            session,
            cleo(example),
            waiting.id,
            version=waiting.version,
            site_url=SITE_URL,
            now=NOW,
        )
        assert not waiting.is_sample
        monkeypatch.setattr(publishing, "SAMPLE_ONE_IN", 10**9)
        assert not send_in_new(session, example, "Drie").is_sample


def test_only_what_waits_is_published_and_not_by_its_author(
    database: Database, example: Example
) -> None:
    actor = Actor.system()
    with undone(database) as session:
        draft = begin_change(session, pia(example), example.offer_id)
        with pytest.raises(RevisionStateError):
            publish_revision(session, draft, hand=Hand.REVIEWER, actor=actor, now=NOW)
        waiting = send_in_new(session, example)
        with pytest.raises(RevisionStateError):
            publish_revision(session, waiting, hand=Hand.AUTHOR, actor=actor, now=NOW)


def test_publishing_keeps_what_others_changed_meanwhile(
    database: Database, example: Example
) -> None:
    with undone(database) as session:
        revision = send_in_change(session, example, price_cents=400)
        current = find_proposed(session, example.offer_id)
        assert current is not None
        save_offers(session, [replace(current.offer, min_age_months=24)])
        session.expire_all()
        publish_revision(session, revision, hand=Hand.REVIEWER, actor=Actor.system(), now=NOW)
        found = find_offer(session, example.offer_id)
        assert found is not None
        assert (found.price_cents, found.min_age_months) == (400, 24)
        # The version holds the offer as it went online, so that it can come back whole.
        assert read_facts(revision.facts).offer.min_age_months == 24


def test_a_place_that_an_import_dropped_since_comes_back_with_its_offer(
    database: Database, example: Example
) -> None:
    with undone(database) as session:
        dropped = replace(OTHER_PLACE, key="csv:zaal-die-weg-is")
        revision = send_in_new(session, example)
        facts = read_facts(revision.facts)
        offer = replace(facts.offer, location_keys=(dropped.key,))
        revision.facts = write_facts(ProposedOffer(offer, (dropped,)))
        published = publish_revision(
            session, revision, hand=Hand.REVIEWER, actor=Actor.system(), now=NOW
        )
        assert [link.location.key for link in published.locations] == [dropped.key]


def test_publishing_ends_older_ones_that_wait_and_leaves_a_trail(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        older = send_in_change(session, example, price_cents=100)
        newer = Revision(
            **{
                name: getattr(older, name)
                for name in ("offer_id", "organization_id", "kind", "title", "facts", "author_kind")
            },
            state="submitted",
            author_id=example.partner_id,
        )
        session.add(newer)
        session.flush()
        publish_revision(session, newer, hand=Hand.REVIEWER, actor=Actor.system(), now=NOW)
        ids = older.id, newer.id
    with database.reading() as session:
        assert [session.get_one(Revision, key).state for key in ids] == ["replaced", "published"]
        actions = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject_kind == "revision")
        ).all()
        assert {"began_revision", "submitted_revision", "published_revision"} <= set(actions)


def test_seeds_and_imports_leave_what_a_partner_keeps(database: Database, example: Example) -> None:
    with undone(database) as session:
        revision = send_in_change(session, example, title="Nieuwe naam")
        publish_revision(session, revision, hand=Hand.REVIEWER, actor=Actor.system(), now=NOW)
        save_offers(session, [STORY_HOUR])
        session.expire_all()
        found = find_offer(session, example.offer_id)
        assert found is not None
        assert read_stored_offer(found).draft.words["nl"].title == "Nieuwe naam"


def test_a_published_offer_is_found_right_after_the_commit(
    site: Flask, database: Database, example: Example
) -> None:
    def found(client: PolicedClient) -> bool:
        page = client.get("/nl/zoek?q=goochelklas").get_data(as_text=True)
        return "Goochelklas" in page and 'href="/nl/aanbod/' in page

    installation = site.extensions["dichtbij"]
    with site.test_request_context("/nl/"), database.reading() as session:
        installation.engine.rebuild(read_documents(session, get_catalogue().taxonomy))
    visitor = visit(site)
    with database.transaction() as session:
        revision = send_in_new(session, example, "Goochelklas")
        revision_id, version = revision.id, revision.version
    assert not found(visitor)
    count = installation.engine.count()
    with database.transaction() as session:
        approve_revision(
            session, cleo(example), revision_id, version=version, site_url=SITE_URL, now=NOW
        )
    assert installation.engine.count() == count + 1
    assert found(visitor)


def test_saving_again_without_a_change_publishes_the_same_offer(
    database: Database, example: Example
) -> None:
    with undone(database) as session:
        before = find_proposed(session, example.offer_id)
        revision = begin_change(session, pia(example), example.offer_id)
        rewrite(session, pia(example), revision, read_facts(revision.facts).offer)
        revision.state = "submitted"
        publish_revision(session, revision, hand=Hand.REVIEWER, actor=Actor.system(), now=NOW)
        after = find_proposed(session, example.offer_id)
        assert before is not None
        assert after is not None
        same = replace(after.offer, verified_on=before.offer.verified_on, verified_by="")
        assert same == replace(before.offer, verified_by="")
