"""A partner's side of a revision: who may change it, from what to what, and never somebody else."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from app.db import Database
from app.directory.models.offers import OfferKind
from app.publishing.errors import (
    RevisionChangedError,
    RevisionNotFoundError,
    RevisionNotWholeError,
    RevisionStateError,
)
from app.publishing.facts import read_facts
from app.publishing.models.revisions import RevisionState
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    get_own_revision,
    save_draft,
    submit_revision,
    take_back,
    withdraw_revision,
)
from app.publishing.states import Hand, check_change
from tests.publishing.revising_steps import (
    pia,
    rewrite,
    send_in_change,
    send_in_new,
    undone,
    whole_offer,
)
from tests.questions.desk_examples import NOW, Example

ALLOWED = {
    ("draft", "submitted", "author"),
    ("draft", "withdrawn", "author"),
    ("submitted", "draft", "author"),
    ("submitted", "withdrawn", "author"),
    ("returned", "submitted", "author"),
    ("returned", "withdrawn", "author"),
    ("submitted", "published", "reviewer"),
    ("submitted", "returned", "reviewer"),
    ("submitted", "published", "site"),
    ("submitted", "replaced", "site"),
}


def test_each_pair_of_states_is_open_to_the_right_hand_and_to_no_other() -> None:
    passed = set()
    for before, after, hand in product(RevisionState, RevisionState, Hand):
        try:
            check_change(before.value, after, hand)
        except RevisionStateError:
            continue
        passed.add((before.value, after.value, hand.value))
    assert passed == ALLOWED


def test_what_is_somebody_elses_does_not_exist(database: Database, example: Example) -> None:
    stranger = Author(example.other_partner_id, frozenset({example.other_organization_id}))
    with undone(database) as session:
        revision = send_in_new(session, example)
        for attempt in (
            lambda: get_own_revision(session, revision.id, stranger.organization_ids),
            lambda: get_own_revision(session, 999_999, stranger.organization_ids),
            lambda: begin_change(session, stranger, example.offer_id),
            lambda: begin_change(session, stranger, 999_999),
            lambda: begin_new(session, stranger, example.organization_id, kind=OfferKind.SERVICE),
        ):
            with pytest.raises(RevisionNotFoundError):
                attempt()


def test_two_people_who_change_one_offer_share_its_open_revision(
    database: Database, example: Example
) -> None:
    with undone(database) as session:
        first = begin_change(session, pia(example), example.offer_id)
        assert begin_change(session, pia(example), example.offer_id).id == first.id
        facts = read_facts(first.facts)
        read_version = first.version
        save_draft(session, pia(example), first, facts, version=read_version, now=NOW)
        with pytest.raises(RevisionChangedError):
            save_draft(session, pia(example), first, facts, version=read_version, now=NOW)


def test_saving_what_waits_takes_it_back_first(database: Database, example: Example) -> None:
    with undone(database) as session:
        revision = send_in_change(session, example, price_cents=300)
        assert (revision.state, revision.changed) == ("submitted", "price_cents")
        assert revision.promised_on is not None
        rewrite(session, pia(example), revision, read_facts(revision.facts).offer)
        assert revision.state == "draft"


def test_what_lacks_something_is_not_sent_in(database: Database, example: Example) -> None:
    with undone(database) as session:
        author = pia(example)
        revision = begin_new(session, author, example.organization_id, kind=OfferKind.ACTIVITY)
        bare = replace(whole_offer(), term_ids=(), kind=OfferKind.ACTIVITY)
        rewrite(session, author, revision, bare)
        with pytest.raises(RevisionNotWholeError) as error:
            submit_revision(session, author, revision, now=NOW)
        assert error.value.missing == ("term_ids", "schedules")


def test_what_was_withdrawn_stays_withdrawn(database: Database, example: Example) -> None:
    with undone(database) as session:
        author, revision = pia(example), send_in_new(session, example)
        take_back(session, author, revision, now=NOW)
        withdraw_revision(session, author, revision, now=NOW)
        for attempt in (take_back, withdraw_revision, submit_revision):
            with pytest.raises(RevisionStateError):
                attempt(session, author, revision, now=NOW)


def test_a_copy_of_last_year_asks_its_dates_anew(database: Database, example: Example) -> None:
    with undone(database) as session:
        earlier = begin_change(session, pia(example), example.offer_id)
        copy = begin_new(
            session, pia(example), example.organization_id, kind=OfferKind.ACTIVITY, like=earlier
        )
        offer = read_facts(copy.facts).offer
        assert copy.offer_id is None
        assert (offer.schedules, offer.cancellations, offer.verified_on) == ((), (), None)
        assert offer.words == read_facts(earlier.facts).offer.words
