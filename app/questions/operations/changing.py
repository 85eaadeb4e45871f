"""The one way in which a question or a referral changes: checked, counted, told in its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.audit.trail import Actor, record
from app.questions.errors import QuestionChangedError
from app.questions.models.questions import (
    Author,
    CloseReason,
    Question,
    QuestionState,
    QuestionStep,
)
from app.questions.models.referrals import Referral, ReferralState
from app.questions.states import QUESTION_CHANGES, REFERRAL_CHANGES, RUNNING, check_change


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something to a question; a person of the desk has an id."""

    author: Author
    person_id: int | None = None
    organization_id: int | None = None

    @property
    def actor(self) -> Actor:
        """The same in the words of the audit trail."""
        match self.author:
            case Author.DESK if self.person_id is not None:
                return Actor.person(self.person_id)
            case Author.FAMILY:
                return Actor.family()
            case Author.PARTNER:
                return Actor.partner(self.organization_id)
            case _:
                return Actor.system()


FAMILY = Doer(Author.FAMILY)
SYSTEM = Doer(Author.SYSTEM)


def desk(person_id: int) -> Doer:
    """A colleague at the desk."""
    return Doer(Author.DESK, person_id)


def partner(organization_id: int, person_id: int | None = None) -> Doer:
    """A partner, by link or with an account."""
    return Doer(Author.PARTNER, person_id, organization_id)


def expect_version(question: Question, version: int) -> None:
    """Raise when somebody changed the question after it was shown: one wins, nothing is lost."""
    if question.version != version:
        raise QuestionChangedError


def add_step(
    session: Session,
    question: Question,
    action: str,
    *,
    by: Doer,
    now: datetime,
    referral: Referral | None = None,
) -> None:
    """Write a fact into the history and the audit trail, and raise the version."""
    question.version += 1
    question.changed_at = now
    session.add(
        QuestionStep(
            question_id=question.id,
            at=now,
            action=action,
            author=by.author.value,
            person_id=by.person_id,
            referral_id=referral.id if referral else None,
        )
    )
    record(
        session,
        action,
        actor=by.actor,
        subject=("question", question.id),
        house_id=question.house_id,
        details={"referral": referral.id} if referral else None,
    )


def change_question(
    session: Session,
    question: Question,
    new: QuestionState,
    *,
    by: Doer,
    now: datetime,
    action: str,
    due_at: datetime | None = None,
    referral: Referral | None = None,
) -> None:
    """Bring an open question to another open state, with when the desk must act next, if at all.

    Staying in the same state only adds the step. Closing goes through `close_question`.
    """
    old = QuestionState(question.state)
    if new is not old:
        check_change(QUESTION_CHANGES, old, new, by.author)
    if old is QuestionState.CLOSED:
        question.closed_at = None
        question.close_reason = None
    question.state = new.value
    question.due_at = due_at
    question.snoozed_until = None
    add_step(session, question, action, by=by, now=now, referral=referral)


def return_question(
    session: Session,
    question: Question,
    *,
    by: Doer,
    now: datetime,
    action: str,
    referral: Referral | None = None,
) -> None:
    """Bring a question back to the desk by itself, on top: something is due now."""
    question.is_returned = True
    if question.state == QuestionState.NEW.value:
        question.due_at = now
        add_step(session, question, action, by=by, now=now, referral=referral)
        return
    change_question(
        session,
        question,
        QuestionState.OPEN,
        by=by,
        now=now,
        action=action,
        due_at=now,
        referral=referral,
    )


def close_question(
    session: Session, question: Question, reason: CloseReason, *, by: Doer, now: datetime
) -> None:
    """End a question; retention counts from here."""
    check_change(QUESTION_CHANGES, QuestionState(question.state), QuestionState.CLOSED, by.author)
    question.state = QuestionState.CLOSED.value
    question.close_reason = reason.value
    question.closed_at = now
    question.due_at = None
    question.snoozed_until = None
    question.is_returned = False
    add_step(session, question, f"closed-{reason.value}", by=by, now=now)


def change_referral(
    session: Session,
    question: Question,
    referral: Referral,
    new: ReferralState,
    *,
    by: Doer,
    now: datetime,
) -> None:
    """Bring a referral to another state; what follows for the question is up to the caller."""
    check_change(REFERRAL_CHANGES, ReferralState(referral.state), new, by.author)
    referral.state = new.value
    referral.version += 1
    referral.ended_at = None if new in RUNNING else now
    add_step(session, question, f"referral-{new.value}", by=by, now=now, referral=referral)
