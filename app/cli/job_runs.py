"""When each job is due: kept in the database, so that two workers never do the same one."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Database, UtcDateTime

RETRY_AFTER = timedelta(minutes=15)
"""When a job that failed, or died with its worker, is tried again at the latest."""


class JobRun(Base):
    """The next moment of one job."""

    __tablename__ = "job_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    succeeded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def take_job(
    database: Database, name: str, now: datetime, *, every: timedelta, first_at: datetime
) -> bool:
    """Whether the job is due and ours: whoever takes it keeps others off until it would be retried.

    A job that was never seen is due from `first_at`.
    """
    try:
        with database.transaction() as session:
            run = session.get(JobRun, name, with_for_update=True)
            if run is None:
                run = JobRun(name=name, due_at=first_at)
                session.add(run)
            if run.due_at > now:
                return False
            run.due_at = now + min(every, RETRY_AFTER)
            return True
    except IntegrityError:
        # Another worker saw the job for the first time at the same moment.
        return False


def finish_job(database: Database, name: str, started_at: datetime, *, every: timedelta) -> None:
    """The job went well: its next moment is a whole period after this one began."""
    with database.transaction() as session:
        run = session.get(JobRun, name, with_for_update=True)
        if run is not None:
            run.due_at = started_at + every
            run.succeeded_at = started_at
