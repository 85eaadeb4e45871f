"""What the tests of reminding and erasing share: rounds at a moment, and what they left."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select

from app.db import Database
from app.mail.models import Letter
from app.questions.models.questions import CloseReason, Question, QuestionStep
from app.questions.operations.reminding import remind
from app.questions.operations.retention import retain
from app.sealing import unseal
from tests.questions.desk_examples import NOW, SITE_URL


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), UTC)


def remind_at(database: Database, now: datetime) -> dict[str, int]:
    """What one round does, without what it does not."""
    return dict(+remind(database, site_url=SITE_URL, now=now))


def get_kinds(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Letter.kind).order_by(Letter.id)))


def get_bodies(database: Database) -> list[str]:
    with database.reading() as session:
        return [
            unseal(session, body)
            for body in session.scalars(select(Letter.body_sealed).order_by(Letter.id))
        ]


def list_actions(database: Database, question_id: int) -> list[str]:
    with database.reading() as session:
        return list(
            session.scalars(
                select(QuestionStep.action)
                .where(QuestionStep.question_id == question_id)
                .order_by(QuestionStep.id)
            )
        )


def after(days: int, *, hours: int = 0) -> datetime:
    return NOW + timedelta(days=days, hours=hours)


def retain_at(database: Database, now: datetime, folder: Path = Path("/nowhere")) -> Counter[str]:
    return +retain(database, now=now, letter_folder=folder)


def close(question: Question, reason: CloseReason, at: datetime = NOW) -> None:
    question.state, question.close_reason, question.closed_at = "closed", reason.value, at
