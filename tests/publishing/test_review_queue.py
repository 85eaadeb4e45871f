"""What waits for a reviewer, in which order, and how a reviewer hears of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.models.organizations import HousePartner
from app.publishing.errors import RevisionStateError
from app.publishing.models.revisions import Revision
from app.publishing.operations.review_queue import QueueFilter, find_next, read_queue
from app.publishing.operations.reviewing import mark_sample_seen
from app.publishing.operations.telling_reviewers import tell_reviewers
from tests.publishing.revising_steps import SITE_URL, cleo, send_in_new, suggest, trust
from tests.questions.desk_examples import NOW, Example
from tests.questions.letters_seen import letters
from tests.statements import count_statements

TODAY = NOW.date()


def test_the_queue_goes_by_partner_and_by_oldest_promise(
    session: Session, example: Example
) -> None:
    session.add(
        HousePartner(house_id=example.house_id, organization_id=example.other_organization_id)
    )
    late = send_in_new(session, example, "Laat", now=NOW - timedelta(days=30))
    fresh = send_in_new(session, example, "Vers")
    other = send_in_new(session, example, "Ander")
    other.organization_id = example.other_organization_id
    other.promised_on = late.promised_on + timedelta(days=1)  # type: ignore[operator]
    suspect = suggest(session, example, is_suspect=True)
    queue = read_queue(session, example.house_id, today=TODAY)
    assert [group.organization_id for group in queue.groups] == [
        example.organization_id,
        example.other_organization_id,
    ]
    assert [row.id for group in queue.groups for row in group.rows] == [
        late.id,
        fresh.id,
        other.id,
    ]
    assert (queue.counts.waiting, queue.counts.late, queue.counts.new) == (3, 2, 3)
    assert [row.id for row in queue.suspects] == [suspect.id]
    assert find_next(session, example.house_id, late.id, today=TODAY) == fresh.id
    assert find_next(session, example.house_id, other.id, today=TODAY) == late.id
    protected = read_queue(session, example.house_id, today=TODAY, chosen=QueueFilter.PROTECTED)
    assert protected.groups == ()


def test_a_long_queue_asks_no_more_of_the_database(
    database: Database, session: Session, example: Example
) -> None:
    first = send_in_new(session, example)
    columns = [
        column.key
        for column in Revision.__mapper__.column_attrs
        if column.key not in {"id", "title"}
    ]
    facts = {name: getattr(first, name) for name in columns}

    def counted() -> int:
        session.expire_all()
        with count_statements(database) as seen:
            read_queue(session, example.house_id, today=TODAY)
        assert not any("facts" in item for item in seen), "the list reads no facts"
        return len(seen)

    few = counted()
    session.add_all(Revision(**facts, title=f"Nummer {number}") for number in range(120))
    session.flush()
    assert counted() == few
    pages = [read_queue(session, example.house_id, today=TODAY, page=number) for number in (1, 3)]
    assert [(item.page, item.pages, len(item.groups[0].rows)) for item in pages] == [
        (1, 3, 50),
        (3, 3, 21),
    ]
    seen = {
        row.id
        for number in (1, 2, 3)
        for row in read_queue(session, example.house_id, today=TODAY, page=number).groups[0].rows
    }
    assert len(seen) == 121


def test_a_sample_is_looked_at_once(session: Session, example: Example) -> None:
    trust(session, example)
    revision = send_in_new(session, example)
    revision.is_sample = True
    session.flush()
    queue = read_queue(session, example.house_id, today=TODAY, chosen=QueueFilter.SAMPLES)
    assert [row.id for row in queue.samples] == [revision.id]
    mark_sample_seen(session, cleo(example), revision.id, now=NOW)
    session.flush()
    assert read_queue(session, example.house_id, today=TODAY).counts.samples == 0
    waiting = send_in_new(session, example, booking_url="https://elders.example")
    with pytest.raises(RevisionStateError):
        mark_sample_seen(session, cleo(example), waiting.id, now=NOW)


def test_coordinators_hear_once_a_working_day_that_something_waits(
    session: Session, example: Example
) -> None:
    tell = partial(tell_reviewers, session, site_url=SITE_URL)
    assert tell(now=NOW) == 0
    suggest(session, example, is_suspect=True)
    assert tell(now=NOW) == 0
    send_in_new(session, example)
    assert tell(now=NOW - timedelta(hours=6)) == 0
    assert tell(now=NOW - timedelta(days=2)) == 0
    assert tell(now=NOW) == 1
    assert letters(session) == [("review-waiting", "cleo@durme.example")]
    assert tell(now=NOW + timedelta(hours=1)) == 0
    assert session.scalars(select(Revision.state).distinct()).all() == ["submitted"]
