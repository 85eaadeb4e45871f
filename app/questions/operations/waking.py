"""What time does to questions that wait for the desk: back-up, broken promise, snooze, alarm.

Each function takes one thing, locks it, looks again whether it is due, and says whether it did
anything: so a run may be repeated or broken off at any moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.mail.outbox import queue_letter
from app.questions.models.questions import Question, QuestionState
from app.questions.operations.changing import SYSTEM, add_step
from app.questions.operations.noting import has_step, lock_question, note_step
from app.questions.operations.owners import find_catcher
from app.questions.operations.rules import get_rules, get_working_days
from app.questions.operations.told_people import list_coordinators
from app.questions.retention_days import ALARM_DAYS, alarm_on, erase_on
from app.questions.time_letters import (
    draft_erasure_alarm,
    draft_handed_to_backup,
    draft_promise_broken,
)

PROMISE_BROKEN = "promise-broken"
ERASURE_ALARM = "erasure-alarm"
LEAST_KEPT = timedelta(days=30 - ALARM_DAYS)
"""No open question is nearer to its alarm than this: the shortest term that a House can set."""


def list_snoozed(session: Session, now: datetime) -> Sequence[int]:
    """Questions whose snooze is over."""
    return session.scalars(
        select(Question.id)
        .where(Question.snoozed_until <= as_local(now).date())
        .order_by(Question.id)
    ).all()


def wake_question(session: Session, question_id: int, *, now: datetime) -> bool:
    """Put a snoozed question back among what is due."""
    question = lock_question(session, question_id)
    if question is None or question.snoozed_until is None:
        return False
    if question.snoozed_until > as_local(now).date():
        return False
    question.snoozed_until = None
    if question.state != QuestionState.CLOSED.value:
        question.due_at = question.due_at or now
        add_step(session, question, "woke", by=SYSTEM, now=now)
    return True


def list_unopened(session: Session) -> Sequence[int]:
    """Questions that nobody opened yet and whose back-up was not told."""
    return session.scalars(
        select(Question.id)
        .where(
            Question.state == QuestionState.NEW.value,
            Question.first_opened_at.is_(None),
            Question.backup_told_at.is_(None),
            Question.is_quarantined.is_(False),
        )
        .order_by(Question.id)
    ).all()


def hand_to_backup(session: Session, question_id: int, *, now: datetime, site_url: str) -> bool:
    """Give an unopened question to today's back-up (a coordinator on days without), by letter."""
    question = lock_question(session, question_id)
    if question is None or question.state != QuestionState.NEW.value or question.is_quarantined:
        return False
    if question.first_opened_at is not None or question.backup_told_at is not None:
        return False
    rules, days = (
        get_rules(session, question.house_id),
        get_working_days(session, question.house_id),
    )
    if now < days.due_at(question.asked_at, rules.backup_days):
        return False
    backup = find_catcher(session, question.house_id, now=now, besides=None)
    if backup is None:
        # Without any colleague there is nobody to tell; it stays due until there is one.
        return False
    question.backup_told_at = now
    question.owner_id = backup.id
    add_step(session, question, "given-to-backup", by=SYSTEM, now=now)
    queue_letter(session, draft_handed_to_backup(question, backup, site_url=site_url))
    return True


def list_late(session: Session, now: datetime) -> dict[int, list[int]]:
    """By House: questions without an answer whose promised moment is past."""
    rows = session.execute(
        select(Question.house_id, Question.id)
        .where(
            Question.state.in_([QuestionState.NEW.value, QuestionState.OPEN.value]),
            Question.answered_at.is_(None),
            Question.due_at < now,
        )
        .order_by(Question.house_id, Question.id)
    )
    late: dict[int, list[int]] = {}
    for row in rows:
        late.setdefault(row.house_id, []).append(row.id)
    return late


def tell_late(
    session: Session, house_id: int, ids: Sequence[int], *, now: datetime, site_url: str
) -> int:
    """Tell the coordinators of a House, once for each question, that a promise was not kept.

    What is in quarantine counts too: it may be a family. Gives for how many they are told now.
    """
    told = 0
    for question_id in ids:
        question = lock_question(session, question_id)
        if question is None or question.due_at is None or question.due_at >= now:
            continue
        if question.answered_at is not None or has_step(session, question, PROMISE_BROKEN):
            continue
        note_step(session, question, PROMISE_BROKEN, now=now)
        told += 1
    if told:
        for person in list_coordinators(session, house_id):
            queue_letter(session, draft_promise_broken(told, person, house_id, site_url=site_url))
    return told


def list_ending(session: Session, now: datetime) -> dict[int, list[int]]:
    """By House: open questions that nobody changed for so long that they may be near their end."""
    rows = session.execute(
        select(Question.house_id, Question.id)
        .where(
            Question.state != QuestionState.CLOSED.value,
            Question.changed_at < now - LEAST_KEPT,
        )
        .order_by(Question.house_id, Question.id)
    )
    ending: dict[int, list[int]] = {}
    for row in rows:
        ending.setdefault(row.house_id, []).append(row.id)
    return ending


def tell_ending(
    session: Session, house_id: int, ids: Sequence[int], *, now: datetime, site_url: str
) -> int:
    """Tell the coordinators which open questions will be erased in two weeks, once for each."""
    rules, today = get_rules(session, house_id), as_local(now).date()
    first_on = None
    told = 0
    for question_id in ids:
        question = lock_question(session, question_id)
        if question is None:
            continue
        alarmed_on = alarm_on(question, rules)
        if alarmed_on is None or alarmed_on > today:
            continue
        if has_step(session, question, ERASURE_ALARM, since=question.changed_at):
            continue
        note_step(session, question, ERASURE_ALARM, now=now)
        ends_on = max(today, erase_on(question, rules).text_on)
        first_on = ends_on if first_on is None else min(first_on, ends_on)
        told += 1
    if first_on is not None:
        for person in list_coordinators(session, house_id):
            queue_letter(
                session, draft_erasure_alarm(told, first_on, person, house_id, site_url=site_url)
            )
    return told
