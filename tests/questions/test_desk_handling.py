"""What the desk does with a question: one of two wins, all is told, other Houses are shut."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.trail import Actor
from app.db import Database
from app.questions.errors import (
    ChangeNotAllowedError,
    QuestionNotFoundError,
)
from app.questions.models.desks import RotaShift, ShiftKind
from app.questions.models.questions import CloseReason, Question
from app.questions.operations.answering import add_note, answer_question
from app.questions.operations.changing import desk
from app.questions.operations.handling import (
    ClosedQuestionError,
    MergeNotAllowedError,
    NobodyElseError,
    ReferralsRunningError,
    SnoozeTooLongError,
    assign_question,
    end_question,
    escalate_question,
    merge_questions,
    release_from_quarantine,
    release_question,
    reopen_question,
    snooze_question,
    take_question,
)
from app.questions.operations.owners import OwnerNotFoundError
from app.questions.operations.presence import leave_question, list_present, touch_presence
from app.questions.operations.searching import find_by_reference, find_in_texts, read_words
from tests.questions.desk_examples import (
    NOW,
    SITE_URL,
    WORDS,
    Example,
    add_question,
    add_referral,
)
from tests.questions.letters_seen import letters_of


def test_taking_assigning_and_releasing_tell_who_has_it(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        due = made.due_at
        by = desk(example.onthaal_id)
        take_question(session, made, by=by, now=NOW, version=1)
        assert (made.owner_id, made.state, made.due_at) == (example.onthaal_id, "open", due)
        release_question(session, made, by=by, now=NOW, version=made.version)
        assert made.owner_id is None
        facts = {"by": by, "now": NOW, "site_url": SITE_URL}
        assign_question(
            session,
            made,
            owner_id=example.colleague_id,
            team_id=example.second_team_id,
            version=made.version,
            **facts,
        )
        assert (made.owner_id, made.team_id) == (example.colleague_id, example.second_team_id)
        for owner_id, team_id in (
            (example.volunteer_id, None),
            (example.other_onthaal_id, None),
            (None, example.other_team_id),
        ):
            with pytest.raises(OwnerNotFoundError):
                assign_question(
                    session,
                    made,
                    owner_id=owner_id,
                    team_id=team_id,
                    version=made.version,
                    **facts,
                )
    assert [letter[:2] for letter in letters_of(database)] == [("assigned", "karel@durme.example")]


def test_a_promise_cannot_be_snoozed_away(database: Database, example: Example) -> None:
    with database.transaction() as session:
        by = desk(example.onthaal_id)
        made = add_question(session, example)
        due = made.due_at
        facts = {"by": by, "now": NOW}
        for day in (date(2026, 3, 3), date(2026, 3, 6), date(2026, 7, 1)):
            with pytest.raises(SnoozeTooLongError):
                snooze_question(session, made, day, version=made.version, **facts)
        snooze_question(session, made, date(2026, 3, 5), version=made.version, **facts)
        assert (made.snoozed_until, made.due_at) == (date(2026, 3, 5), due)
        answered = add_question(session, example, state="waiting-family", answered_at=NOW)
        snooze_question(session, answered, date(2026, 3, 20), version=1, **facts)
        # The desk works until twelve o'clock, in Brussels.
        assert str(answered.due_at) == "2026-03-20 12:00:00+01:00"


def test_a_question_ends_with_a_reason_and_opens_again_with_a_new_date(
    database: Database, example: Example
) -> None:
    by = desk(example.onthaal_id)
    facts = {"by": by, "now": NOW}
    with database.transaction() as session:
        made = add_question(session, example)
        with pytest.raises(ValueError, match="merged"):
            end_question(session, made, CloseReason.MERGED, version=1, **facts)
        end_question(session, made, CloseReason.ANSWERED, version=1, **facts)
        assert (made.state, made.close_reason) == ("closed", "answered")
        with pytest.raises(ClosedQuestionError):
            take_question(session, made, version=made.version, **facts)
        with pytest.raises(ChangeNotAllowedError):
            answer_question(
                session, made, "Te laat.", version=made.version, site_url=SITE_URL, **facts
            )
    with database.transaction() as session:
        made = session.get_one(Question, made.id)
        reopen_question(session, made, version=made.version, **facts)
        assert (made.state, made.closed_at) == ("open", None)
        assert made.due_at is not None
        assert made.due_at.date() == date(2026, 3, 5)


def test_a_family_that_stops_is_not_closed_over_a_partner_who_still_has_it(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(session, example, state="waiting-partner")
        add_referral(session, example, made)
        with pytest.raises(ReferralsRunningError):
            end_question(
                session,
                made,
                CloseReason.STOPPED_BY_FAMILY,
                by=desk(example.onthaal_id),
                now=NOW,
                version=1,
            )


def test_two_questions_become_one_only_when_a_colleague_says_it_is_one_family(
    database: Database, example: Example
) -> None:
    facts = {"by": desk(example.onthaal_id), "now": NOW}
    with database.transaction() as session:
        first = add_question(session, example, due_at=NOW + timedelta(days=2))
        double = add_question(session, example, due_at=NOW + timedelta(days=1))
        foreign = add_question(session, example, house_id=example.other_house_id, team_id=None)
        sooner = double.due_at
        with pytest.raises(MergeNotAllowedError):
            merge_questions(session, double, first, is_same_family=False, version=1, **facts)
        with pytest.raises(MergeNotAllowedError):
            merge_questions(session, double, double, is_same_family=True, version=1, **facts)
        with pytest.raises(QuestionNotFoundError):
            merge_questions(session, double, foreign, is_same_family=True, version=1, **facts)
        merge_questions(session, double, first, is_same_family=True, version=1, **facts)
        assert (double.close_reason, double.merged_into_id) == ("merged", first.id)
        assert first.due_at == sooner
        with pytest.raises(MergeNotAllowedError):
            reopen_question(session, double, version=double.version, **facts)


def test_what_is_too_hard_goes_to_the_backup_of_now_else_to_a_coordinator(
    database: Database, example: Example
) -> None:
    by = desk(example.onthaal_id)
    facts = {"by": by, "now": NOW, "site_url": SITE_URL}
    with database.transaction() as session:
        made = add_question(session, example)
        catcher = escalate_question(session, made, version=1, **facts)
        assert (catcher.id, made.owner_id) == (example.coordinator_id, example.coordinator_id)
        session.add(
            RotaShift(
                house_id=example.house_id,
                day=NOW.date(),
                starts=time(9),
                ends=time(12),
                kind=ShiftKind.BACKUP.value,
                person_id=example.colleague_id,
            )
        )
        session.flush()
        catcher = escalate_question(session, made, version=made.version, **facts)
        assert (catcher.id, made.escalated_at) == (example.colleague_id, NOW)
        lonely = add_question(session, example, house_id=example.other_house_id, team_id=None)
        with pytest.raises(NobodyElseError):
            escalate_question(
                session,
                lonely,
                by=desk(example.other_coordinator_id),
                now=NOW,
                version=1,
                site_url=SITE_URL,
            )
    letters = letters_of(database)
    assert [letter[1] for letter in letters] == ["cleo@durme.example", "karel@durme.example"]
    assert all("Zilverbes" not in letter[2] for letter in letters)


def test_quarantine_is_left_by_hand(database: Database, example: Example) -> None:
    with database.transaction() as session:
        made = add_question(session, example, is_quarantined=True, quarantine_reason="too-fast")
        by = desk(example.onthaal_id)
        release_from_quarantine(session, made, by=by, now=NOW, version=1)
        assert (made.is_quarantined, made.quarantine_reason, made.version) == (False, "", 2)


def test_colleagues_see_each_other_for_two_minutes(database: Database, example: Example) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        for moment in (NOW - timedelta(minutes=9), NOW):
            touch_presence(session, made, person_id=example.colleague_id, now=moment)
        me = example.onthaal_id
        soon, late = NOW + timedelta(seconds=119), NOW + timedelta(seconds=120)
        assert list_present(session, made, besides=me, now=soon) == ["Karel"]
        assert list_present(session, made, besides=me, now=late) == []
        assert list_present(session, made, besides=example.colleague_id, now=soon) == []
        leave_question(session, made, person_id=example.colleague_id)
        assert list_present(session, made, besides=me, now=soon) == []


def test_words_in_texts_are_found_in_the_own_house_only_and_each_hit_is_told(
    database: Database, example: Example, tmp_path: Path
) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        add_question(session, example, text="Waar is er voorlezen?")
        add_question(session, example, house_id=example.other_house_id, team_id=None)
        add_note(session, made, "Belde over het consultatiebureau.", by=desk(1), now=NOW)
    actor = Actor.person(example.onthaal_id)
    for typed in ("zílverbes SLAAPT", "consultatie zilverbes"):
        assert find_in_texts(database, example.house_id, typed, actor=actor) == (made.id,)
    assert find_in_texts(database, example.house_id, "zilverbes voorlezen", actor=actor) == ()
    assert find_in_texts(database, example.house_id, "is op", actor=actor) == ()
    assert len(read_words("een twee drie vier vijf zes zeven")) == 6
    with database.reading() as session:
        told = session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.action == "question-found")
        ).all()
        assert told == [made.id, made.id]
        details = session.scalars(select(AuditEntry.details)).all()
        assert not any("zilverbes" in item.lower() for item in details)
        found = find_by_reference(
            session, example.house_id, made.reference.lower().replace("-", "")
        )
        assert found == made.id
        assert find_by_reference(session, example.other_house_id, made.reference) is None
    assert WORDS.encode() not in (tmp_path / "own.sqlite").read_bytes()
