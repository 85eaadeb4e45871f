"""The letters in an outbox, as the tests look at them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.mail.models import Letter, LetterState
from app.sealing import unseal


def letters_of(database: Database) -> list[tuple[str, str, str]]:
    """(kind, recipient, subject and body) of every letter."""
    with database.reading() as session:
        return [
            (
                item.kind,
                unseal(session, item.recipient_sealed),
                unseal(session, item.subject_sealed) + unseal(session, item.body_sealed),
            )
            for item in session.scalars(select(Letter).order_by(Letter.id))
        ]


def letters(session: Session) -> list[tuple[str, str]]:
    """(kind, recipient) of the letters that wait."""
    rows = session.scalars(
        select(Letter).where(Letter.state == LetterState.WAITING.value).order_by(Letter.id)
    )
    return [(row.kind, unseal(session, row.recipient_sealed)) for row in rows]
