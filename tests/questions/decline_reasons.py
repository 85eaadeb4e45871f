"""The reasons that the migration writes, for databases of tests that were made without it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.questions.models.referrals import DeclineReason

KEYS = ("full", "age", "area", "other-help", "no-time", "other")


def add_reasons(session: Session) -> None:
    """Add them once."""
    if session.scalar(select(DeclineReason.id).limit(1)) is None:
        session.add_all(
            DeclineReason(key=key, label=key, position=position)
            for position, key in enumerate(KEYS)
        )
        session.flush()


def first_reason(session: Session, key: str = "full") -> int:
    """The id of a reason that every House has."""
    add_reasons(session)
    return session.scalars(select(DeclineReason.id).where(DeclineReason.key == key)).one()
