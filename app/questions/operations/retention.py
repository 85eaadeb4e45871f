"""The night run that erases: each question after its end, whatever that was, and what is left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.db import Database
from app.questions.models.desks import HouseRules
from app.questions.models.questions import CloseReason, Message, Question, QuestionState
from app.questions.models.referrals import Referral, ReferralState
from app.questions.operations.changing import SYSTEM, change_referral, close_question
from app.questions.operations.erasing import erase_contact, erase_texts
from app.questions.operations.leftovers import count_leftovers, erase_leftovers, erase_letter_files
from app.questions.operations.links import end_links
from app.questions.operations.noting import lock_question, note_step
from app.questions.operations.reminding import do_each
from app.questions.operations.rules import default_rules, get_rules
from app.questions.operations.storing import empty_storage
from app.questions.retention_days import ALARM_DAYS, erase_on

log = structlog.get_logger()

ENDS = {
    ReferralState.ASKED: ReferralState.EXPIRED,
    ReferralState.WAITING_LIST: ReferralState.EXPIRED,
    ReferralState.ACCEPTED: ReferralState.NO_CONTACT,
    ReferralState.CONTACT_MADE: ReferralState.DONE,
}
"""How a referral that still runs ends when there is nothing left to share."""


@dataclass(frozen=True, slots=True)
class EndingQuestion:
    """An open question that will soon be erased without an answer."""

    id: int
    reference: str
    state: str
    asked_at: datetime
    changed_at: datetime
    erased_on: date


@dataclass(frozen=True, slots=True)
class _Due:
    """What is due for one question."""

    id: int
    contact: bool
    text: bool
    is_open: bool


def retain(
    database: Database, *, now: datetime, letter_folder: Path, is_dry_run: bool = False
) -> Counter[str]:
    """Erase what has reached its day; gives how many of each, also when it only looks."""
    with database.reading() as session:
        due = _list_due(session, as_local(now).date())
        counts = Counter(
            contacts=sum(item.contact for item in due),
            texts=sum(item.text for item in due),
            unanswered=sum(item.is_open for item in due),
        )
        if is_dry_run:
            return counts + count_leftovers(session, now)
    changes = [partial(_erase_due, question_id=item.id, now=now) for item in due]
    failed = len(changes) - do_each(database, "retention", changes)
    counts += erase_leftovers(database, now)
    counts["letter_files"] = erase_letter_files(database, letter_folder, now)
    is_emptied = empty_storage(database)
    log.info("retention_done", **counts, failed=failed, is_emptied=is_emptied)
    return counts


def list_ending_soon(session: Session, house_id: int, now: datetime) -> list[EndingQuestion]:
    """The open questions of a House that are erased within two weeks, the first to go first."""
    rules, today = get_rules(session, house_id), as_local(now).date()
    questions = session.scalars(
        select(Question).where(
            Question.house_id == house_id, Question.state != QuestionState.CLOSED.value
        )
    )
    found = [
        EndingQuestion(
            item.id,
            item.reference,
            item.state,
            item.asked_at,
            item.changed_at,
            erase_on(item, rules).text_on,
        )
        for item in questions
        if (erase_on(item, rules).text_on - today).days <= ALARM_DAYS
    ]
    return sorted(found, key=lambda item: (item.erased_on, item.id))


def _list_due(session: Session, today: date) -> Sequence[_Due]:
    rules = {row.house_id: row for row in session.scalars(select(HouseRules))}
    questions = session.scalars(
        select(Question)
        .where(
            or_(
                Question.contact_erased_at.is_(None),
                Question.text_erased_at.is_(None),
                # Whatever was written after the erasing goes too.
                Question.id.in_(
                    select(Message.question_id).where(Message.text_sealed.is_not(None))
                ),
            )
        )
        .order_by(Question.id)
    )
    due = (
        _due_of(item, rules.get(item.house_id) or default_rules(item.house_id), today)
        for item in questions
    )
    return [item for item in due if item.contact or item.text]


def _due_of(question: Question, rules: HouseRules, today: date) -> _Due:
    days = erase_on(question, rules)
    is_open = question.state != QuestionState.CLOSED.value and days.text_on <= today
    return _Due(
        question.id,
        contact=question.contact_erased_at is None and days.contact_on <= today,
        text=days.text_on <= today or question.text_erased_at is not None,
        is_open=is_open,
    )


def _erase_due(session: Session, question_id: int, *, now: datetime) -> bool:
    """Erase what is due of one question, looked at again now that nobody else changes it."""
    question = lock_question(session, question_id)
    if question is None:
        return True
    due = _due_of(question, get_rules(session, question.house_id), as_local(now).date())
    if due.text:
        _end_referrals(session, question, now=now)
    if due.is_open:
        close_question(session, question, CloseReason.EXPIRED, by=SYSTEM, now=now)
    if due.contact:
        erase_contact(session, question, now=now)
        note_step(session, question, "contact-erased", now=now)
    if due.text:
        is_first = question.text_erased_at is None
        erase_texts(session, question, now=now)
        if is_first:
            note_step(session, question, "text-erased", now=now)
    return True


def _end_referrals(session: Session, question: Question, *, now: datetime) -> None:
    referrals = session.scalars(
        select(Referral)
        .where(Referral.question_id == question.id)
        .order_by(Referral.id)
        .with_for_update()
    ).all()
    for referral in referrals:
        end = ENDS.get(ReferralState(referral.state))
        if end is not None:
            change_referral(session, question, referral, end, by=SYSTEM, now=now)
        end_links(session, referral, now=now)
