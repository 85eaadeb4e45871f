"""What is erased when: every end state, each on its day, and really gone from the files."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import SignInFailure
from app.cli.backups import copy_database
from app.db import Database
from app.mail.models import Letter
from app.questions.models.desks import HouseRules
from app.questions.models.questions import (
    AskTally,
    CloseReason,
    Message,
    MessageKind,
    Question,
    QuestionState,
    QuestionStep,
)
from app.questions.models.referrals import (
    Consent,
    DeclineReason,
    Referral,
    ReferralState,
)
from app.questions.operations.changing import FAMILY, SYSTEM, add_step
from app.questions.operations.erasing import empty_log
from app.questions.operations.reminding import remind
from app.questions.operations.retention import list_ending_soon, retain
from app.questions.operations.rules import default_rules
from app.questions.operations.writing import write_message
from app.questions.retention_days import alarm_on, erase_on
from app.sealing import seal
from tests.questions.desk_examples import (
    NOW,
    SITE_URL,
    Example,
    add_question,
    add_referral,
    make_house_desk,
)
from tests.questions.rounds import after, close, retain_at
from tests.sites import sealed_database

OPEN = [state for state in QuestionState if state is not QuestionState.CLOSED]


def is_readable(session: Session, question_id: int) -> tuple[bool, bool]:
    """Whether contact data and any text are still there."""
    question = session.get_one(Question, question_id)
    sealed = [
        question.context_sealed,
        question.code_digest,
        *session.scalars(select(Message.text_sealed).where(Message.question_id == question_id)),
        *session.scalars(select(Consent.wording_sealed).where(Consent.question_id == question_id)),
    ]
    for referral in session.scalars(select(Referral).where(Referral.question_id == question_id)):
        sealed += [
            referral.recipient_sealed,
            referral.taken_over_by_sealed,
            referral.expectation_sealed,
            referral.summary_sealed,
        ]
    return question.contact_sealed is not None, any(item is not None for item in sealed)


def save_every_end(session: Session, example: Example) -> list[int]:
    """A closed question for each reason, with each state of a referral and without any."""
    declined = DeclineReason(key="full", label="Vol")
    session.add(declined)
    session.flush()
    ids = []
    for reason in CloseReason:
        for state in (None, *ReferralState):
            question = add_question(session, example, context_sealed=seal(session, "{}"))
            if state is not None:
                is_declined = state is ReferralState.DECLINED
                why = declined.id if is_declined else None
                add_referral(session, example, question, state=state, decline_reason_id=why)
            close(question, reason)
            ids.append(question.id)
    session.flush()
    return ids


def read_all(database: Database, ids: list[int]) -> set[tuple[bool, bool]]:
    with database.reading() as session:
        return {is_readable(session, question_id) for question_id in ids}


def test_every_end_is_erased_on_its_day_and_not_before(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        ids = save_every_end(session, example)
    assert retain_at(database, after(29)) == {}
    assert read_all(database, ids) == {(True, True)}

    assert retain_at(database, after(30)) == {"contacts": len(ids)}
    assert read_all(database, ids) == {(False, True)}
    assert retain_at(database, after(30, hours=1)) == {}

    assert retain_at(database, after(89)) == {}
    assert read_all(database, ids) == {(False, True)}
    assert retain_at(database, after(90)) == {"texts": len(ids)}
    assert read_all(database, ids) == {(False, False)}
    assert retain_at(database, after(91)) == {}

    with database.reading() as session:
        kept = session.scalars(select(Question)).all()
        assert Counter(item.close_reason for item in kept) == {
            reason.value: len(ReferralState) + 1 for reason in CloseReason
        }
        assert {item.municipality_nis for item in kept} == {example.municipality}
        ends = set(session.scalars(select(Referral.state)))
        assert ends.isdisjoint({"asked", "waiting-list", "accepted", "contact-made"})


@pytest.mark.parametrize("state", OPEN)
def test_open_questions_are_alarmed_and_then_erased_whatever_their_state(
    database: Database, example: Example, state: QuestionState
) -> None:
    with database.transaction() as session:
        made = add_question(
            session, example, state=state.value, answered_at=NOW, first_opened_at=NOW
        )
        add_referral(session, example, made)
    assert not remind(database, site_url=SITE_URL, now=after(165))["ending"]
    assert remind(database, site_url=SITE_URL, now=after(166))["ending"] == 1
    assert not remind(database, site_url=SITE_URL, now=after(167))["ending"]
    with database.reading() as session:
        assert list(session.scalars(select(Letter.kind))) == ["erasure-alarm"]
        ending = list_ending_soon(session, example.house_id, after(167))
        assert [(item.id, item.erased_on) for item in ending] == [(made.id, date(2026, 8, 30))]
        assert list_ending_soon(session, example.other_house_id, after(167)) == []
        # The alarm itself makes nothing live longer.
        assert session.get_one(Question, made.id).changed_at == NOW

    assert retain_at(database, after(179))["texts"] == 0
    assert retain_at(database, after(180)) == {"contacts": 1, "texts": 1, "unanswered": 1}
    with database.reading() as session:
        question = session.get_one(Question, made.id)
        assert (question.state, question.close_reason) == ("closed", "expired")
        assert session.scalars(select(Referral.state)).one() == "expired"
        assert is_readable(session, made.id) == (False, False)
    assert retain_at(database, after(181)) == {}


def test_a_change_gives_an_open_question_its_whole_time_again(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(session, example, state="open", answered_at=NOW, first_opened_at=NOW)
    remind(database, site_url=SITE_URL, now=after(170))
    with database.transaction() as session:
        question = session.get_one(Question, made.id)
        add_step(session, question, "family-replied", by=FAMILY, now=after(175))
    assert retain_at(database, after(180))["unanswered"] == 0
    assert remind(database, site_url=SITE_URL, now=after(175 + 166))["ending"] == 1
    assert retain_at(database, after(175 + 180))["unanswered"] == 1


def test_a_house_sets_its_own_days_and_each_question_shows_them(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        rules = HouseRules(
            house_id=example.house_id,
            contact_kept_days=0,
            text_kept_days=10,
            unanswered_kept_days=40,
        )
        session.add(rules)
        closed, waiting = (add_question(session, example) for _number in range(2))
        other = add_question(session, example, house_id=example.other_house_id)
        close(closed, CloseReason.ANSWERED)
        close(other, CloseReason.ANSWERED)
    assert erase_on(closed, rules) == (date(2026, 3, 3), date(2026, 3, 13))
    assert erase_on(waiting, rules) == (date(2026, 4, 12), date(2026, 4, 12))
    assert (alarm_on(waiting, rules), alarm_on(closed, rules)) == (date(2026, 3, 29), None)
    assert erase_on(other, default_rules(example.other_house_id)).contact_on == date(2026, 4, 2)
    assert retain_at(database, NOW) == {"contacts": 1}
    assert retain_at(database, after(10)) == {"texts": 1}
    assert retain_at(database, after(39)) == {"contacts": 1}
    assert retain_at(database, after(40)) == {"contacts": 1, "texts": 1, "unanswered": 1}


def test_days_are_those_of_the_clock_in_brussels(example: Example) -> None:
    late = Question(closed_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC))
    assert erase_on(late, default_rules(example.house_id)).contact_on == date(2026, 8, 1)


def test_what_is_written_after_the_erasing_goes_too(database: Database, example: Example) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        close(made, CloseReason.ANSWERED)
    retain_at(database, after(90))
    with database.transaction() as session:
        question = session.get_one(Question, made.id)
        write_message(session, question, "Nog iets", kind=MessageKind.REPLY, by=SYSTEM, now=NOW)
    assert retain_at(database, after(91)) == {"texts": 1}
    assert retain_at(database, after(92)) == {}


def test_a_dry_run_counts_the_same_and_erases_nothing(
    database: Database, example: Example, tmp_path: Path
) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        close(made, CloseReason.ANSWERED)
        session.add(SignInFailure(key_digest="a" * 64, at=NOW))
    counts = retain(database, now=after(90), letter_folder=tmp_path, is_dry_run=True)
    assert read_all(database, [made.id]) == {(True, True)}
    assert +counts == {"contacts": 1, "texts": 1, "sign_in_failure": 1}
    assert retain_at(database, after(90)) == +counts


def test_nothing_erased_is_left_in_the_file_the_log_or_the_next_backup(
    database: Database, example: Example, tmp_path: Path
) -> None:
    with database.transaction() as session:
        # Long and short texts: pages of their own, and cells between others.
        questions = [
            add_question(session, example, text=f"Zilverbes {number} " * (1 + 40 * (number % 5)))
            for number in range(30)
        ]
        for question in questions:
            add_referral(session, example, question)
        for question in questions[::2]:
            close(question, CloseReason.ANSWERED)
        session.flush()
        gone = [question.id for question in questions[::2]]
        erased = list(
            session.scalars(select(Message.text_sealed).where(Message.question_id.in_(gone)))
        )
        erased += session.scalars(select(Question.contact_sealed).where(Question.id.in_(gone)))
        erased += session.scalars(
            select(Referral.summary_sealed).where(Referral.question_id.in_(gone))
        )
        kept = session.scalars(
            select(Message.text_sealed).where(Message.question_id.not_in(gone)).limit(1)
        ).one()
    assert empty_log(database)
    file = tmp_path / "own.sqlite"
    # Any 24 signs of a sealed text would be found, wherever in it they stand.
    fragments = [
        item[start : start + 24]
        for item in erased
        if item is not None
        for start in range(16, len(item) - 24, 40)
    ]
    before = file.read_bytes()
    assert all(fragment in before for fragment in fragments[:5])

    assert retain_at(database, after(90)) == {"contacts": 15, "texts": 15}

    copy = tmp_path / "copy.sqlite"
    copy_database(file, copy)
    log = file.with_name("own.sqlite-wal")
    places = [file.read_bytes(), log.read_bytes() if log.exists() else b"", copy.read_bytes()]
    assert not any(fragment in place for place in places for fragment in fragments)
    assert kept is not None
    assert kept[20:60] in places[2]


def test_erasing_works_on_both_databases(database_url: str, tmp_path: Path) -> None:
    database = sealed_database(database_url, tmp_path)
    example = make_house_desk(database)
    with database.transaction() as session:
        made = add_question(session, example)
        add_referral(
            session, example, made, expires_on=date(2026, 3, 24), next_reminder_on=NOW.date()
        )
        session.add(AskTally(sender_digest="a" * 64, window=NOW, count=2))
    assert remind(database, site_url=SITE_URL, now=NOW)["reminded"] == 1
    assert remind(database, site_url=SITE_URL, now=after(30))["expired"] == 1
    counts = retain_at(database, after(30 + 180))
    assert (counts["unanswered"], counts["ask_tally"], counts["referral_link"]) == (1, 1, 1)
    with database.reading() as session:
        assert is_readable(session, made.id) == (False, False)
        steps = set(session.scalars(select(QuestionStep.action)))
        assert {"contact-erased", "text-erased", "closed-expired"} <= steps
    database.dispose()
