"""What a family does with its question: find it, add to it, say whether it was called, stop."""

from __future__ import annotations

import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail.outbox import queue_letter
from app.questions.codes import read_code, read_reference
from app.questions.errors import QuestionErasedError, ReferralNotFoundError
from app.questions.letters import draft_question_news
from app.questions.models.questions import CloseReason, MessageKind, Question, QuestionState
from app.questions.models.referrals import Referral, ReferralState
from app.questions.national_numbers import mask_numbers
from app.questions.operations.answering import has_running
from app.questions.operations.asking import CODE_PURPOSE, list_desk_addresses
from app.questions.operations.changing import (
    FAMILY,
    add_step,
    change_question,
    change_referral,
    close_question,
    return_question,
)
from app.questions.operations.rules import get_rules, get_working_days
from app.questions.operations.stopping import stop_referral
from app.questions.operations.tallies import (
    add_to_tally,
    count_tally,
    daily_digest,
    window_of,
)
from app.questions.operations.writing import write_message
from app.sealing import digest

MOST_WRONG_FOR_REFERENCE = 10
MOST_WRONG_FOR_SENDER = 60
"""In ten minutes; a library behind one address is many people."""
_NO_DIGEST = "0" * 64


class TooManyTriesError(Exception):
    """Too many wrong codes in ten minutes, for this reference or from this address."""


def find_own_question(
    session: Session, reference: str, code: str, *, now: datetime, sender: str = ""
) -> Question | None:
    """The question that a reference and its code open; None for a wrong code as for no question.

    Both cost the same work. Wrong tries are counted; raises TooManyTriesError after many.
    """
    wanted = read_reference(reference)
    tally = daily_digest(session, "open-reference", wanted, now=now)
    own = daily_digest(session, "open-sender", sender, now=now)
    since = window_of(now)
    wrong = count_tally(session, own, since=since)
    # Behind a proxy that names nobody, everybody would be one sender.
    is_flood = bool(sender) and wrong >= MOST_WRONG_FOR_SENDER
    if is_flood or count_tally(session, tally, since=since) >= MOST_WRONG_FOR_REFERENCE:
        raise TooManyTriesError
    found = session.scalar(select(Question).where(Question.reference == wanted))
    given = digest(session, CODE_PURPOSE, read_code(code))
    known = (found.code_digest if found is not None else None) or _NO_DIGEST
    if hmac.compare_digest(given, known):
        return found
    add_to_tally(session, tally, now=now)
    add_to_tally(session, own, now=now)
    return None


def get_asked_question(session: Session, question_id: int, *, is_changing: bool) -> Question | None:
    """The question that a visit opened with its code, unless it was erased; locked to change it."""
    query = select(Question).where(Question.id == question_id, Question.code_digest.is_not(None))
    return session.scalar(query.with_for_update() if is_changing else query)


def reply(session: Session, question: Question, text: str, *, now: datetime, site_url: str) -> None:
    """Add the words of the family; a question that waited or was closed is the desk's again."""
    if question.text_erased_at is not None:
        raise QuestionErasedError
    write_message(session, question, mask_numbers(text), kind=MessageKind.REPLY, by=FAMILY, now=now)
    _bring_to_desk(session, question, now=now, action="replied")
    _tell_desk(session, question, site_url)


def report_contact(
    session: Session, question: Question, referral: Referral, *, now: datetime, site_url: str
) -> None:
    """The family says that the partner made contact."""
    change_referral(session, question, referral, ReferralState.CONTACT_MADE, by=FAMILY, now=now)
    referral.contact_made_at = now
    referral.ask_family_on = None
    _tell_desk(session, question, site_url)


def confirm_contact(
    session: Session, question: Question, referral: Referral, *, now: datetime, site_url: str
) -> None:
    """The family says that it goes on with the partner; when nothing else waits, it is done."""
    change_referral(session, question, referral, ReferralState.DONE, by=FAMILY, now=now)
    session.flush()
    if question.state == QuestionState.WAITING_PARTNER.value and not has_running(session, question):
        close_question(session, question, CloseReason.HANDED_OVER, by=FAMILY, now=now)
    _tell_desk(session, question, site_url)


def report_no_contact(
    session: Session, question: Question, referral: Referral, *, now: datetime, site_url: str
) -> None:
    """The family says that nobody called: the question returns to the desk, on top."""
    change_referral(session, question, referral, ReferralState.NO_CONTACT, by=FAMILY, now=now)
    referral.ask_family_on = None
    return_question(
        session, question, by=FAMILY, now=now, action="nobody-called", referral=referral
    )
    _tell_desk(session, question, site_url)


def withdraw_consent(
    session: Session, question: Question, referral: Referral, *, now: datetime, site_url: str
) -> None:
    """The family takes back what it let one partner see; from now on that partner sees nothing."""
    if not stop_referral(session, question, referral, by=FAMILY, now=now, site_url=site_url):
        return
    session.flush()
    if question.state == QuestionState.WAITING_PARTNER.value and not has_running(session, question):
        # Nobody is busy with it any more, so the desk is.
        _bring_to_desk(session, question, now=now, action="partner-stopped")
    _tell_desk(session, question, site_url)


def get_own_referral(session: Session, question: Question, referral_id: int) -> Referral:
    """A referral of this very question; any other raises ReferralNotFoundError."""
    found = session.scalar(
        select(Referral)
        .where(Referral.id == referral_id, Referral.question_id == question.id)
        .with_for_update()
    )
    if found is None:
        raise ReferralNotFoundError
    return found


def _bring_to_desk(session: Session, question: Question, *, now: datetime, action: str) -> None:
    """Give the desk its turn, by the day that it promises; an earlier promise stands."""
    if question.state in {QuestionState.NEW.value, QuestionState.OPEN.value}:
        if question.due_at is None:
            question.due_at = _promised_at(session, question, now)
        question.snoozed_until = None
        add_step(session, question, action, by=FAMILY, now=now)
        return
    change_question(
        session,
        question,
        QuestionState.OPEN,
        by=FAMILY,
        now=now,
        action=action,
        due_at=_promised_at(session, question, now),
    )


def _promised_at(session: Session, question: Question, now: datetime) -> datetime:
    days = get_rules(session, question.house_id).answer_days
    return get_working_days(session, question.house_id).due_at(now, days)


def _tell_desk(session: Session, question: Question, site_url: str) -> None:
    for address in list_desk_addresses(session, question):
        queue_letter(session, draft_question_news(question, address, site_url=site_url))
