"""What the desk does with a question beside answering: take, assign, snooze, end, bring together.

Every change carries the version that was shown; the second of two raises `QuestionChangedError`.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.agenda.clock import as_local, local_datetime
from app.mail.outbox import queue_letter
from app.questions.desk_letters import draft_assigned, draft_escalated
from app.questions.errors import QuestionErasedError, QuestionNotFoundError
from app.questions.models.questions import CloseReason, Question, QuestionState
from app.questions.operations.answering import has_running
from app.questions.operations.changing import (
    Doer,
    add_step,
    change_question,
    close_question,
    expect_version,
)
from app.questions.operations.locking import lock_own_question
from app.questions.operations.owners import find_catcher, get_owner, get_team
from app.questions.operations.rules import get_rules, get_working_days
from app.questions.operations.searching import find_by_reference

LONGEST_SNOOZE_DAYS = 90
DESK_REASONS = (
    CloseReason.ANSWERED,
    CloseReason.HANDED_OVER,
    CloseReason.NO_CONTACT,
    CloseReason.STOPPED_BY_FAMILY,
    CloseReason.NO_QUESTION,
)
"""How a desk may end a question; the other ends come about by themselves."""
_ENDS_REFERRALS = frozenset(
    {CloseReason.STOPPED_BY_FAMILY, CloseReason.NO_QUESTION, CloseReason.NO_CONTACT}
)


class ClosedQuestionError(Exception):
    """The question is closed; it is opened again first."""


class NobodyElseError(LookupError):
    """There is no back-up and no other coordinator to give it to."""


class SnoozeTooLongError(ValueError):
    """The day is not ahead, too far ahead, or after the answer that was promised."""


class ReferralsRunningError(Exception):
    """A partner still has the question; that is stopped first."""


class MergeNotAllowedError(ValueError):
    """Two questions become one only when they are of one family and both still there."""


def take_question(
    session: Session, question: Question, *, by: Doer, now: datetime, version: int
) -> None:
    """Somebody says "ik neem dit" and has it from now on."""
    expect_version(question, version)
    _refuse_closed(question)
    question.owner_id = by.person_id
    _open(session, question, by=by, now=now, action="taken")


def release_question(
    session: Session, question: Question, *, by: Doer, now: datetime, version: int
) -> None:
    """Put a question back: nobody has it, and everybody sees that."""
    expect_version(question, version)
    question.owner_id = None
    add_step(session, question, "released", by=by, now=now)


def assign_question(
    session: Session,
    question: Question,
    *,
    owner_id: int | None,
    team_id: int | None,
    by: Doer,
    now: datetime,
    version: int,
    site_url: str,
) -> None:
    """Give a question to a colleague, to a team, or to both; a colleague gets a letter.

    Raises `OwnerNotFoundError` for who is not of this House. Without a colleague nobody has it.
    """
    expect_version(question, version)
    _refuse_closed(question)
    owner = None
    if owner_id is not None:
        owner = get_owner(session, question.house_id, owner_id)
    if team_id is not None:
        question.team_id = get_team(session, question.house_id, team_id).id
    question.owner_id = owner_id
    _open(session, question, by=by, now=now, action="assigned")
    if owner is not None and owner.id != by.person_id:
        queue_letter(session, draft_assigned(question, owner, site_url=site_url))


def snooze_question(
    session: Session, question: Question, until: date, *, by: Doer, now: datetime, version: int
) -> None:
    """Put a question out of sight until a day; that day it is due.

    A family that waits for its first answer keeps the date it was promised: later than that a
    question cannot be put away.
    """
    expect_version(question, version)
    _refuse_closed(question)
    today = as_local(now).date()
    if not 0 < (until - today).days <= LONGEST_SNOOZE_DAYS:
        raise SnoozeTooLongError
    if question.answered_at is None:
        if question.due_at is not None and until > as_local(question.due_at).date():
            raise SnoozeTooLongError
    else:
        question.due_at = _end_of_work(session, question.house_id, until)
    question.snoozed_until = until
    question.is_returned = False
    add_step(session, question, "snoozed", by=by, now=now)


def end_question(
    session: Session,
    question: Question,
    reason: CloseReason,
    *,
    by: Doer,
    now: datetime,
    version: int,
) -> None:
    """Close a question for one of the reasons that a desk may give."""
    expect_version(question, version)
    if reason not in DESK_REASONS:
        raise ValueError(f"a desk does not close as {reason.value}")
    if reason in _ENDS_REFERRALS and has_running(session, question):
        raise ReferralsRunningError
    close_question(session, question, reason, by=by, now=now)


def reopen_question(
    session: Session, question: Question, *, by: Doer, now: datetime, version: int
) -> None:
    """Open a closed question again, with a new date by which the desk does something."""
    expect_version(question, version)
    if question.text_erased_at is not None:
        raise QuestionErasedError
    if question.merged_into_id is not None:
        raise MergeNotAllowedError
    rules = get_rules(session, question.house_id)
    due_at = get_working_days(session, question.house_id).due_at(now, rules.answer_days)
    change_question(
        session, question, QuestionState.OPEN, by=by, now=now, action="reopened", due_at=due_at
    )


def merge_questions(
    session: Session,
    doubled: Question,
    into: Question,
    *,
    is_same_family: bool,
    by: Doer,
    now: datetime,
    version: int,
) -> None:
    """Close a question that was asked twice; what was asked first is answered there.

    Only a colleague can tell that both are of one family; the texts stay where they were written.
    """
    expect_version(doubled, version)
    if doubled.house_id != into.house_id:
        raise QuestionNotFoundError
    is_possible = into.id != doubled.id and into.state != QuestionState.CLOSED.value
    if not (is_same_family and is_possible):
        raise MergeNotAllowedError
    if has_running(session, doubled):
        raise ReferralsRunningError
    doubled.merged_into_id = into.id
    due = [moment for moment in (doubled.due_at, into.due_at) if moment is not None]
    into.due_at = min(due, default=None)
    close_question(session, doubled, CloseReason.MERGED, by=by, now=now)
    add_step(session, into, "merged-in", by=by, now=now)


def merge_into(
    session: Session,
    doubled: Question,
    reference: str,
    *,
    is_same_family: bool,
    by: Doer,
    now: datetime,
    version: int,
) -> None:
    """The same, with the other question named by its reference in this House."""
    other_id = find_by_reference(session, doubled.house_id, reference)
    if other_id is None:
        raise MergeNotAllowedError
    merge_questions(
        session,
        doubled,
        lock_own_question(session, other_id, house_id=doubled.house_id),
        is_same_family=is_same_family,
        by=by,
        now=now,
        version=version,
    )


def release_from_quarantine(
    session: Session, question: Question, *, by: Doer, now: datetime, version: int
) -> None:
    """What was held back is a question after all; its promise counts from when it was asked."""
    expect_version(question, version)
    question.is_quarantined = False
    question.quarantine_reason = ""
    add_step(session, question, "released-from-quarantine", by=by, now=now)


def escalate_question(
    session: Session,
    question: Question,
    *,
    by: Doer,
    now: datetime,
    version: int,
    site_url: str,
) -> Person:
    """Say that it is too hard: today's back-up has it from now on and gets a letter.

    Without a back-up it is a coordinator; raises `NobodyElseError` when there is nobody else.
    """
    expect_version(question, version)
    _refuse_closed(question)
    catcher = find_catcher(session, question.house_id, now=now, besides=by.person_id)
    if catcher is None:
        raise NobodyElseError
    question.owner_id = catcher.id
    question.escalated_at = now
    _open(session, question, by=by, now=now, action="escalated")
    queue_letter(session, draft_escalated(question, catcher, site_url=site_url))
    return catcher


def _refuse_closed(question: Question) -> None:
    if question.state == QuestionState.CLOSED.value:
        raise ClosedQuestionError


def _open(session: Session, question: Question, *, by: Doer, now: datetime, action: str) -> None:
    """A new question is open once somebody has it; whoever is waited for stays the same."""
    if question.state == QuestionState.NEW.value:
        change_question(
            session,
            question,
            QuestionState.OPEN,
            by=by,
            now=now,
            action=action,
            due_at=question.due_at,
        )
    else:
        add_step(session, question, action, by=by, now=now)


def _end_of_work(session: Session, house_id: int, day: date) -> datetime:
    intervals = get_working_days(session, house_id).intervals_on(day)
    return local_datetime(day, intervals[-1][1] if intervals else time(17))
