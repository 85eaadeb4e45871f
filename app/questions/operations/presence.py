"""Who has a question open: two colleagues see each other before they write the same answer."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.questions.models.questions import Presence, Question

SEEN_FOR = timedelta(minutes=2)
FORGOTTEN_AFTER = timedelta(days=1)


def touch_presence(session: Session, question: Question, *, person_id: int, now: datetime) -> None:
    """Note that a colleague has the question open now; what is a day old is forgotten."""
    session.merge(Presence(question_id=question.id, person_id=person_id, seen_at=now))
    session.execute(
        delete(Presence).where(
            Presence.question_id == question.id, Presence.seen_at < now - FORGOTTEN_AFTER
        )
    )


def leave_question(session: Session, question: Question, *, person_id: int) -> None:
    """Note that a colleague is done with the question."""
    session.execute(
        delete(Presence).where(Presence.question_id == question.id, Presence.person_id == person_id)
    )


def list_present(session: Session, question: Question, *, besides: int, now: datetime) -> list[str]:
    """Names of the other colleagues who had the question open in the last two minutes."""
    return list(
        session.scalars(
            select(Person.name)
            .join(Presence, Presence.person_id == Person.id)
            .where(
                Presence.question_id == question.id,
                Presence.person_id != besides,
                Presence.seen_at > now - SEEN_FOR,
            )
            .order_by(Person.name, Person.id)
        )
    )
