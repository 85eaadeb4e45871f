"""Facts that time writes into a history: nothing changes, so nobody's answer is refused for them.

They raise no version and no moment of the last change: an alarm must not make a question live on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Actor, record
from app.questions.models.questions import Author, Question, QuestionStep
from app.questions.models.referrals import Referral


def note_step(
    session: Session,
    question: Question,
    action: str,
    *,
    now: datetime,
    referral: Referral | None = None,
) -> None:
    """Write down that the site did something by itself about a question."""
    session.add(
        QuestionStep(
            question_id=question.id,
            at=now,
            action=action,
            author=Author.SYSTEM.value,
            referral_id=referral.id if referral else None,
        )
    )
    record(
        session,
        action,
        actor=Actor.system(),
        subject=("question", question.id),
        house_id=question.house_id,
        details={"referral": referral.id} if referral else None,
    )


def has_step(
    session: Session,
    question: Question,
    action: str,
    *,
    since: datetime | None = None,
    referral: Referral | None = None,
) -> bool:
    """Whether a fact stands in a question's history (about a referral, from a moment on)."""
    query = select(QuestionStep.id).where(
        QuestionStep.question_id == question.id, QuestionStep.action == action
    )
    if since is not None:
        query = query.where(QuestionStep.at >= since)
    if referral is not None:
        query = query.where(QuestionStep.referral_id == referral.id)
    return session.scalar(query.limit(1)) is not None


def lock_question(session: Session, question_id: int) -> Question | None:
    """A question that nobody else changes until this transaction ends."""
    return session.get(Question, question_id, with_for_update=True)


def lock_referral(session: Session, referral_id: int) -> tuple[Question, Referral]:
    """A referral with its question, both locked; the question first, as everywhere."""
    question_id = session.scalars(
        select(Referral.question_id).where(Referral.id == referral_id)
    ).one()
    question = session.get_one(Question, question_id, with_for_update=True)
    return question, session.get_one(Referral, referral_id, with_for_update=True)
