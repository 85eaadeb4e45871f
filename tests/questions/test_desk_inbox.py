"""The inbox shows what is due, each open question in one place, and other Houses' nowhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.audit.trail import Actor
from app.db import Database
from app.questions.models.questions import CloseReason, Question, QuestionState
from app.questions.operations.changing import FAMILY, close_question, desk, return_question
from app.questions.operations.inbox import (
    PAGE_SIZE,
    Bucket,
    InboxFilters,
    OwnerFilter,
    count_buckets,
    list_found,
    list_inbox,
    list_languages,
)
from app.questions.operations.searching import find_in_texts
from app.questions.operations.showing import show_question
from tests.questions.desk_examples import NOW, Example, add_question, make_house_desk
from tests.sites import sealed_database
from tests.statements import count_statements

EVERYTHING = InboxFilters()
# NOW is ten o'clock in Brussels on Tuesday 3 March 2026; that day ends at 23:00 UTC.
MIDNIGHT = datetime(2026, 3, 3, 23, 0, tzinfo=UTC)


def bucket_of(database: Database, example: Example, **facts: object) -> Bucket:
    """The one bucket in which a question with these facts is listed and counted."""
    with database.transaction() as session:
        made = add_question(session, example, **facts).id
    with database.reading() as session:
        listed = [
            bucket
            for bucket in Bucket
            for row in list_inbox(session, example.house_id, bucket, EVERYTHING, now=NOW).rows
            if row.id == made
        ]
        counts = count_buckets(session, example.house_id, EVERYTHING, now=NOW)
    assert [bucket for bucket, count in counts.items() if count] == listed
    assert len(listed) == 1
    return listed[0]


@pytest.mark.parametrize(
    ("facts", "bucket"),
    [
        ({"due_at": NOW}, Bucket.OVERDUE),
        ({"due_at": NOW + timedelta(seconds=1)}, Bucket.TODAY),
        ({"due_at": MIDNIGHT - timedelta(seconds=1)}, Bucket.TODAY),
        ({"due_at": MIDNIGHT}, Bucket.LATER),
        ({"due_at": None}, Bucket.TODAY),
        ({"state": "waiting-family", "due_at": None}, Bucket.WAITING_FAMILY),
        ({"state": "waiting-partner", "due_at": MIDNIGHT}, Bucket.WAITING_PARTNER),
        ({"state": "waiting-partner", "due_at": NOW}, Bucket.OVERDUE),
        ({"due_at": NOW, "snoozed_until": date(2026, 3, 4)}, Bucket.SNOOZED),
        ({"due_at": NOW, "snoozed_until": date(2026, 3, 3)}, Bucket.OVERDUE),
        ({"due_at": NOW, "is_quarantined": True}, Bucket.QUARANTINE),
        (
            {"state": "closed", "close_reason": "answered", "due_at": None,
             "closed_at": NOW - timedelta(days=90)},
            Bucket.DONE,
        ),
    ],
)  # fmt: skip
def test_a_question_is_in_the_bucket_of_what_is_due(
    database: Database, example: Example, facts: dict[str, object], bucket: Bucket
) -> None:
    assert bucket_of(database, example, **facts) is bucket


def test_what_was_closed_long_ago_is_in_no_bucket(database: Database, example: Example) -> None:
    with database.transaction() as session:
        closed = NOW - timedelta(days=90, seconds=1)
        facts = {"state": "closed", "close_reason": "answered", "closed_at": closed}
        add_question(session, example, **facts)
    with database.reading() as session:
        assert not any(count_buckets(session, example.house_id, EVERYTHING, now=NOW).values())


def test_what_came_back_by_itself_is_on_top(database: Database, example: Example) -> None:
    with database.transaction() as session:
        late = add_question(session, example, due_at=NOW - timedelta(days=3))
        returned = add_question(session, example, state=QuestionState.WAITING_PARTNER.value)
        return_question(session, returned, by=FAMILY, now=NOW, action="nobody-called")
    with database.reading() as session:
        found = list_inbox(session, example.house_id, Bucket.OVERDUE, EVERYTHING, now=NOW)
    assert [row.id for row in found.rows] == [returned.id, late.id]


def test_filters_narrow_the_lists_and_their_counts(database: Database, example: Example) -> None:
    with database.transaction() as session:
        mine = add_question(session, example, owner_id=example.onthaal_id, theme_id="meeting")
        spoken = add_question(session, example, spoken_language="ar", channel="phone")
        add_question(session, example, team_id=example.second_team_id)
    wanted = {
        mine.id: [
            InboxFilters(OwnerFilter.ME, example.onthaal_id),
            InboxFilters(theme_ids=("playing-together", "meeting")),
        ],
        spoken.id: [InboxFilters(language="ar"), InboxFilters(channel="phone")],
    }
    with database.reading() as session:
        for question_id, filters in wanted.items():
            for narrow in filters:
                page = list_inbox(session, example.house_id, Bucket.LATER, narrow, now=NOW)
                assert [row.id for row in page.rows] == [question_id]
                counts = count_buckets(session, example.house_id, narrow, now=NOW)
                assert counts[Bucket.LATER] == page.count == 1
        nobody = InboxFilters(OwnerFilter.NOBODY, team_id=example.team_id)
        page = list_inbox(session, example.house_id, Bucket.LATER, nobody, now=NOW)
    assert [row.id for row in page.rows] == [spoken.id]


def test_another_house_counts_and_lists_nothing(database: Database, example: Example) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
    with database.reading() as session:
        other = example.other_house_id
        assert not any(count_buckets(session, other, EVERYTHING, now=NOW).values())
        assert list_found(session, other, [made.id]) == []
        assert [row.id for row in list_found(session, example.house_id, [made.id])] == [made.id]


def test_the_inbox_asks_as_much_for_many_questions_as_for_one(
    database: Database, example: Example
) -> None:
    def ask() -> tuple[int, int]:
        with database.reading() as session, count_statements(database) as seen:
            page = list_inbox(session, example.house_id, Bucket.LATER, EVERYTHING, now=NOW, page=9)
            count_buckets(session, example.house_id, EVERYTHING, now=NOW)
        return len(seen), len(page.rows)

    with database.transaction() as session:
        add_question(session, example)
    few, one = ask()
    with database.transaction() as session:
        facts = {"house_id": example.house_id, "language": "nl", "asked_at": NOW}
        session.add_all(
            Question(reference=f"M-{number}", changed_at=NOW, due_at=NOW + timedelta(2), **facts)
            for number in range(PAGE_SIZE + 4)
        )
    many, rest = ask()
    assert (few, one) == (many, 1)
    assert rest == 5


def test_closing_moves_it_to_done(database: Database, example: Example) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        by = desk(example.onthaal_id)
        close_question(session, made, CloseReason.ANSWERED, by=by, now=NOW)
    with database.reading() as session:
        counts = count_buckets(session, example.house_id, EVERYTHING, now=NOW)
    assert counts[Bucket.DONE] == 1
    assert sum(counts.values()) == 1


def test_the_desk_reads_the_same_on_both_databases(database_url: str, tmp_path: Path) -> None:
    database = sealed_database(database_url, tmp_path)
    example = make_house_desk(database)
    with database.transaction() as session:
        made = add_question(session, example, due_at=NOW, spoken_language="ar")
        add_question(session, example, state="waiting-family", due_at=None, now=NOW)
    with database.transaction() as session:
        facts = {"house_id": example.house_id, "may_answer": True, "now": NOW}
        show_question(session, made.id, person_id=example.colleague_id, **facts)
        shown = show_question(session, made.id, person_id=example.onthaal_id, **facts)
    assert shown.present == ("Karel",)
    actor = Actor.person(example.onthaal_id)
    assert find_in_texts(database, example.house_id, "slaapt", actor=actor)[-1] == made.id
    with database.reading() as session:
        counts = count_buckets(session, example.house_id, EVERYTHING, now=NOW)
        page = list_inbox(session, example.house_id, Bucket.OVERDUE, EVERYTHING, now=NOW)
        assert list_languages(session, example.house_id) == ["ar", "nl"]
    assert {bucket: count for bucket, count in counts.items() if count} == {
        Bucket.OVERDUE: 1,
        Bucket.WAITING_FAMILY: 1,
    }
    assert [row.id for row in page.rows] == [made.id]
    database.dispose()
