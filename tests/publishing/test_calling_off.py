"""Calling a date off and closing for now: at once, alone, and seen by somebody afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from sqlalchemy import func, select

from app.db import Database
from app.directory.models.checks import FactCheck
from app.directory.models.offers import Offer
from app.directory.timetables import timetable_of_draft
from app.publishing.errors import RevisionNotFoundError
from app.publishing.facts import read_facts
from app.publishing.models.revisions import Revision
from app.publishing.operations.calling_off import (
    ClosingDaysError,
    ReasonWithReachError,
    bring_moment_back,
    call_moment_off,
    close_for_now,
    reopen,
)
from app.publishing.operations.revising import (
    Author,
    begin_change,
    find_proposed,
    save_draft,
    submit_revision,
)
from app.publishing.series_changes import NoSuchMomentError
from tests.questions.desk_examples import Example

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
WEDNESDAY, START = date(2026, 11, 25), time(14)


@pytest.fixture
def author(example: Example) -> Author:
    return Author(example.partner_id, frozenset({example.organization_id}))


def states_on(database: Database, offer_id: int, day: date) -> dict[time, tuple[bool, str | None]]:
    with database.reading() as session:
        current = find_proposed(session, offer_id)
        assert current is not None
        moments = timetable_of_draft(current.offer, current.places).moments(day, day)
        return {item.start.time(): (item.is_cancelled, item.reason) for item in moments}


def test_a_date_is_off_at_once_and_nothing_else_of_the_partner_is_published(
    database: Database, example: Example, author: Author
) -> None:
    offer_id = example.offer_id
    with database.transaction() as session:
        waiting = begin_change(session, author, offer_id)
        proposed = read_facts(waiting.facts)
        changed = replace(proposed, offer=replace(proposed.offer, price_cents=9_900))
        save_draft(session, author, waiting, changed, now=NOW)
        assert not submit_revision(session, author, waiting, now=NOW)
        waiting_id = waiting.id
        before = session.get_one(Offer, offer_id)
        checked = before.verified_on, session.scalar(select(func.count(FactCheck.offer_id)))
    with database.transaction() as session:
        small = call_moment_off(
            session, author, offer_id, day=WEDNESDAY, start_time=START, reason=" ziek ", now=NOW
        )
        assert (small.state, small.is_sample, small.changed) == ("published", True, "cancellations")
    assert states_on(database, offer_id, WEDNESDAY) == {
        time(9): (False, None),
        START: (True, "ziek"),
    }
    with database.transaction() as session:
        offer = session.get_one(Offer, offer_id)
        assert offer.price_cents == 0
        assert checked == (
            offer.verified_on,
            session.scalar(select(func.count(FactCheck.offer_id))),
        )
        assert session.get_one(Revision, waiting_id).state == "submitted"
        bring_moment_back(session, author, offer_id, day=WEDNESDAY, start_time=START, now=NOW)
    assert states_on(database, offer_id, WEDNESDAY)[START] == (False, None)


def test_what_is_over_unknown_or_of_somebody_else_cannot_be_called_off(
    database: Database, example: Example, author: Author
) -> None:
    tries = [
        (example.offer_id, date(2026, 11, 18), START, "ziek", NoSuchMomentError),
        (example.offer_id, WEDNESDAY, time(15), "ziek", NoSuchMomentError),
        (example.other_offer_id, WEDNESDAY, START, "ziek", RevisionNotFoundError),
        (example.offer_id, WEDNESDAY, START, "bel 09 123 45 67", ReasonWithReachError),
        (example.offer_id, WEDNESDAY, START, "zie www.elders.example", ReasonWithReachError),
    ]
    for offer_id, day, start, reason, error in tries:
        with database.transaction() as session, pytest.raises(error):
            call_moment_off(
                session, author, offer_id, day=day, start_time=start, reason=reason, now=NOW
            )


def test_closing_for_now_and_opening_again_are_seen_at_once(
    database: Database, example: Example, author: Author
) -> None:
    offer_id, first, last = example.offer_id, date(2026, 11, 20), date(2026, 12, 4)
    with database.transaction() as session:
        revision = close_for_now(session, author, offer_id, first, last, "verbouwing", now=NOW)
        assert (revision.is_sample, revision.changed) == (True, "closures")
    assert states_on(database, offer_id, WEDNESDAY) == {}
    with database.transaction() as session, pytest.raises(ClosingDaysError):
        close_for_now(session, author, offer_id, last, first, "verbouwing", now=NOW)
    with database.transaction() as session:
        reopen(session, author, offer_id, first_day=first, now=NOW)
    assert START in states_on(database, offer_id, WEDNESDAY)
    with database.transaction() as session, pytest.raises(ClosingDaysError):
        reopen(session, author, offer_id, first_day=first, now=NOW)
