"""Counts by digest: how often something came, kept for a day under a name that names nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.questions.models.questions import AskTally
from app.sealing import digest

WINDOW = timedelta(minutes=10)


def daily_digest(session: Session, purpose: str, text: str, *, now: datetime) -> str:
    """The digest under which something is counted today; tomorrow it is another one."""
    return digest(session, f"{purpose}-{as_local(now).date().isoformat()}", text)


def add_to_tally(session: Session, name: str, *, now: datetime) -> int:
    """Count once more in this window of ten minutes, in one statement; gives the new count."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    # One statement, so that two at once count as two and none is refused.
    insert = postgresql.insert if is_postgres else sqlite.insert
    statement = insert(AskTally).values(sender_digest=name, window=window_of(now), count=1)
    counted = statement.on_conflict_do_update(
        index_elements=[AskTally.sender_digest, AskTally.window],
        set_={"count": AskTally.count + 1},
    ).returning(AskTally.count)
    return session.execute(counted).scalar_one()


def count_tally(session: Session, name: str, *, since: datetime) -> int:
    """How often something was counted in the windows from a moment on."""
    query = select(func.coalesce(func.sum(AskTally.count), 0)).where(
        AskTally.sender_digest == name, AskTally.window >= since
    )
    return int(session.scalar(query) or 0)


def window_of(now: datetime) -> datetime:
    """The start of the ten minutes in which a moment falls."""
    seconds = int(WINDOW.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, UTC)
