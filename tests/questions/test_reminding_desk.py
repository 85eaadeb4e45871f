"""What happens to questions by itself: back-up, broken promise, snooze."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from app.db import Database
from app.mail.models import Letter
from app.questions.models.desks import RotaShift
from app.questions.models.questions import Question
from app.questions.operations.reminding import wake
from app.sealing import unseal
from tests.questions.desk_examples import NOW, Example, add_question
from tests.questions.rounds import at, get_bodies, get_kinds, list_actions, remind_at


def test_an_unopened_question_goes_to_the_back_up_of_that_day(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(
            session, example, owner_id=example.onthaal_id, due_at=NOW + timedelta(days=9)
        )
        session.add(
            RotaShift(
                house_id=example.house_id,
                day=date(2026, 3, 4),
                starts=time(8),
                ends=time(18),
                kind="backup",
                person_id=example.colleague_id,
            )
        )
    # Wednesday at noon in Brussels is the end of the first working day.
    assert remind_at(database, at(date(2026, 3, 4), 10)) == {}
    assert remind_at(database, at(date(2026, 3, 4), 11)) == {"backed_up": 1}
    assert remind_at(database, at(date(2026, 3, 4), 12)) == {}
    with database.reading() as session:
        question = session.get_one(Question, made.id)
        assert question.owner_id == example.colleague_id
        assert question.backup_told_at == at(date(2026, 3, 4), 11)
        letter = session.scalars(select(Letter)).one()
        assert unseal(session, letter.recipient_sealed) == "karel@durme.example"


@pytest.mark.parametrize("facts", [{"first_opened_at": NOW}, {"is_quarantined": True}])
def test_opened_and_suspicious_questions_stay_with_whom_they_are(
    database: Database, example: Example, facts: dict[str, object]
) -> None:
    with database.transaction() as session:
        add_question(session, example, due_at=NOW + timedelta(days=90), **facts)
    assert remind_at(database, at(date(2026, 3, 9))) == {}


def test_without_a_back_up_a_coordinator_becomes_the_owner(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(session, example, due_at=NOW + timedelta(days=90))
    assert remind_at(database, at(date(2026, 3, 9))) == {"backed_up": 1}
    with database.reading() as session:
        assert session.get_one(Question, made.id).owner_id == example.coordinator_id


def test_coordinators_hear_once_of_each_broken_promise_and_nobody_loses_an_answer(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        late = [
            add_question(session, example, first_opened_at=NOW, state="open").id
            for _number in range(2)
        ]
        answered = add_question(
            session, example, first_opened_at=NOW, answered_at=NOW, state="open"
        ).id
        suspect = add_question(session, example, is_quarantined=True).id
        versions = {item.id: item.version for item in session.scalars(select(Question))}
    assert remind_at(database, NOW + timedelta(days=2)) == {}
    later = NOW + timedelta(days=2, seconds=1)
    assert remind_at(database, later) == {"late": 3}
    assert remind_at(database, later) == {}
    assert get_kinds(database) == ["promise-broken"]
    assert "3 vragen" in get_bodies(database)[0]
    for question_id in (*late, suspect):
        assert list_actions(database, question_id) == ["promise-broken"]
    assert list_actions(database, answered) == []
    with database.reading() as session:
        # An answer that was being typed meanwhile is not refused.
        assert {item.id: item.version for item in session.scalars(select(Question))} == versions


def test_a_snoozed_question_wakes_on_its_day(database: Database, example: Example) -> None:
    day = date(2026, 3, 9)
    with database.transaction() as session:
        made = add_question(
            session, example, state="open", first_opened_at=NOW, due_at=None, snoozed_until=day
        )
    assert wake(database, now=at(day - timedelta(days=1), 22)) == 0
    # It is the ninth in Brussels from eleven in the evening in UTC.
    assert wake(database, now=at(day - timedelta(days=1), 23)) == 1
    assert wake(database, now=at(day)) == 0
    with database.reading() as session:
        question = session.get_one(Question, made.id)
        assert (question.snoozed_until, question.due_at) == (None, at(day - timedelta(days=1), 23))
