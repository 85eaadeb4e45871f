"""A question that is about to change: nobody else changes it until this transaction ends."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.questions.errors import QuestionNotFoundError
from app.questions.models.questions import Question


def lock_own_question(session: Session, question_id: int, *, house_id: int) -> Question:
    """A question of a House, locked; other Houses' raise `QuestionNotFoundError`.

    SQLite writes one transaction at a time already; PostgreSQL locks the row.
    """
    found = session.scalar(
        select(Question)
        .where(Question.id == question_id, Question.house_id == house_id)
        .with_for_update()
    )
    if found is None:
        raise QuestionNotFoundError
    return found
