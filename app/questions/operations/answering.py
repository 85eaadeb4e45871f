"""Answering a family, and what colleagues write down for each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory.models.offers import Offer
from app.mail.outbox import queue_letter
from app.questions.errors import QuestionErasedError
from app.questions.letters import draft_answered
from app.questions.models.questions import Message, MessageKind, Question, QuestionState
from app.questions.models.referrals import Referral
from app.questions.operations.changing import Doer, add_step, change_question, expect_version
from app.questions.operations.reading import open_contact
from app.questions.operations.writing import write_message
from app.questions.states import RUNNING

MOST_OFFERS = 10
"""An answer that points to more is a list of links, and no answer."""


def answer_question(
    session: Session,
    question: Question,
    text: str,
    *,
    by: Doer,
    now: datetime,
    version: int,
    offer_ids: Sequence[int] = (),
    site_url: str,
) -> Message:
    """Answer the family: it is up to the family now, or still to a partner that was asked.

    The family gets a letter when it gave an address; the letter says only that there is an answer.
    Raises `QuestionChangedError` when somebody was first.
    """
    expect_version(question, version)
    if question.text_erased_at is not None:
        raise QuestionErasedError
    message = write_message(
        session,
        question,
        text,
        kind=MessageKind.ANSWER,
        by=by,
        now=now,
        offer_ids=list_known_offers(session, offer_ids),
    )
    _give_turn(session, question, by=by, now=now, action="answered")
    contact = open_contact(session, question)
    if contact.email:
        queue_letter(session, draft_answered(question, contact.email, site_url=site_url))
    return message


def _give_turn(
    session: Session, question: Question, *, by: Doer, now: datetime, action: str
) -> None:
    """The desk did its part; who answers what nobody had, has it from now on."""
    question.answered_at = question.answered_at or now
    question.is_returned = False
    if question.owner_id is None:
        question.owner_id = by.person_id
    state, due_at = QuestionState.WAITING_FAMILY, None
    if question.state == QuestionState.WAITING_PARTNER.value and has_running(session, question):
        # A partner was asked and still has to say something: that does not end with an answer.
        state, due_at = QuestionState.WAITING_PARTNER, question.due_at
    change_question(session, question, state, by=by, now=now, action=action, due_at=due_at)


def has_running(session: Session, question: Question) -> bool:
    """Whether a partner still has something to do, or to tell."""
    running = select(Referral.id).where(
        Referral.question_id == question.id,
        Referral.state.in_([state.value for state in RUNNING]),
    )
    return session.scalar(running.limit(1)) is not None


def list_known_offers(session: Session, offer_ids: Sequence[int]) -> list[int]:
    """Those of the given offers that exist, once each, in their order."""
    wanted = list(dict.fromkeys(offer_ids))[:MOST_OFFERS]
    known = set(session.scalars(select(Offer.id).where(Offer.id.in_(wanted))))
    return [offer_id for offer_id in wanted if offer_id in known]


def add_note(
    session: Session, question: Question, text: str, *, by: Doer, now: datetime
) -> Message:
    """Write something down for colleagues only.

    A note takes no version: it is added to what is there and overwrites nothing.
    """
    if question.text_erased_at is not None:
        raise QuestionErasedError
    message = write_message(session, question, text, kind=MessageKind.NOTE, by=by, now=now)
    add_step(session, question, "noted", by=by, now=now)
    return message


def phone_family(
    session: Session,
    question: Question,
    text: str,
    *,
    is_reached: bool,
    by: Doer,
    now: datetime,
    version: int,
) -> None:
    """Write down that the family was called, with a note for colleagues when there is one.

    A talk is an answer: from here it is up to the family, as after a written one. A call that
    nobody took changes nothing about what is due.
    """
    expect_version(question, version)
    if question.text_erased_at is not None:
        raise QuestionErasedError
    if text:
        write_message(session, question, text, kind=MessageKind.NOTE, by=by, now=now)
    if is_reached:
        _give_turn(session, question, by=by, now=now, action="phoned")
    else:
        add_step(session, question, "phoned-in-vain", by=by, now=now)
