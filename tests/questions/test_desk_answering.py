"""The desk answers: one answer wins, the family gets the turn, nothing is written after erasing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import Database
from app.questions.errors import (
    QuestionChangedError,
    QuestionErasedError,
)
from app.questions.models.questions import Message, QuestionStep
from app.questions.models.referrals import ReferralState
from app.questions.operations.answering import add_note, answer_question, phone_family
from app.questions.operations.changing import desk
from app.questions.operations.locking import lock_own_question
from app.questions.operations.templates import fill_template
from tests.questions.desk_examples import (
    NOW,
    SITE_URL,
    Example,
    add_question,
    add_referral,
)
from tests.questions.letters_seen import letters_of


def test_an_answer_gives_the_turn_to_the_family_and_tells_it_without_a_word_of_it(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(session, example, is_returned=True)
        answer_question(
            session,
            made,
            "Bel Zilverbes gerust.",
            by=desk(example.onthaal_id),
            now=NOW,
            version=1,
            offer_ids=[example.offer_id, 99_999, example.offer_id],
            site_url=SITE_URL,
        )
        assert (made.state, made.due_at, made.answered_at) == ("waiting-family", None, NOW)
        assert (made.owner_id, made.is_returned) == (example.onthaal_id, False)
    (letter,) = letters_of(database)
    assert letter[:2] == ("question-answered", "mira@thuis.example")
    assert "Zilverbes" not in letter[2]


def test_the_second_of_two_answers_changes_nothing(database: Database, example: Example) -> None:
    facts = {"now": NOW, "version": 1, "site_url": SITE_URL}
    with database.transaction() as session:
        made = add_question(session, example).id
    with database.transaction() as session:
        mine = lock_own_question(session, made, house_id=example.house_id)
        answer_question(session, mine, "Eerste.", by=desk(example.onthaal_id), **facts)
    with database.transaction() as session:
        theirs = lock_own_question(session, made, house_id=example.house_id)
        with pytest.raises(QuestionChangedError):
            answer_question(session, theirs, "Tweede.", by=desk(example.colleague_id), **facts)
    with database.reading() as session:
        kinds = session.scalars(select(Message.kind).order_by(Message.id)).all()
    assert kinds == ["question", "answer"]


def test_an_answer_while_a_partner_was_asked_still_waits_for_that_partner(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(session, example, state="waiting-partner")
        referral = add_referral(session, example, made)
        by = desk(example.onthaal_id)
        facts = {"by": by, "now": NOW, "site_url": SITE_URL}
        answer_question(session, made, "Even geduld.", version=made.version, **facts)
        assert made.state == "waiting-partner"
        referral.state = ReferralState.EXPIRED.value
        answer_question(session, made, "Het duurt lang.", version=made.version, **facts)
        assert made.state == "waiting-family"


def test_a_call_counts_as_an_answer_only_when_somebody_took_it(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        made = add_question(session, example)
        due, by = made.due_at, desk(example.onthaal_id)
        facts = {"by": by, "now": NOW}
        phone_family(session, made, "", is_reached=False, version=made.version, **facts)
        assert (made.state, made.due_at, made.answered_at) == ("new", due, None)
        phone_family(session, made, "Ze komt.", is_reached=True, version=made.version, **facts)
        assert (made.state, made.due_at) == ("waiting-family", None)
        actions = session.scalars(select(QuestionStep.action).order_by(QuestionStep.id)).all()
        assert actions == ["phoned-in-vain", "phoned"]


def test_nothing_is_written_into_an_erased_question(database: Database, example: Example) -> None:
    with database.transaction() as session:
        made = add_question(session, example, text_erased_at=NOW)
        with pytest.raises(QuestionErasedError):
            add_note(session, made, "x", by=desk(example.onthaal_id), now=NOW)


def test_names_in_a_template_are_filled_and_unknown_ones_stay() -> None:
    filled = fill_template("Dag {wie}, {reference}: {due_date}", {"reference": "K7M-3QP"})
    assert filled.text == "Dag {wie}, K7M-3QP: {due_date}"
    assert filled.unknown == ("wie", "due_date")
