"""What is kept beside questions, each for its own time: sign-ins, links, tallies, letters."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Invitation, SignIn, SignInFailure, SignInLink, UnsavedText
from app.accounts.unsaved import KEEP
from app.db import Base, Database
from app.mail.models import Letter, LetterState
from app.questions.models.questions import AskTally, Presence, Question
from app.questions.models.referrals import ReferralLink

A_DAY = timedelta(days=1)
A_MONTH = timedelta(days=30)
LETTERS_KEPT = timedelta(days=90)
"""So long coordinators see that a letter was sent; what it said is wiped at sending."""


def count_leftovers(session: Session, now: datetime) -> Counter[str]:
    """How many rows have had their time."""
    return Counter(
        {
            table.__tablename__: session.scalar(
                select(func.count()).select_from(table).where(condition)
            )
            or 0
            for table, condition in _leftovers(now)
        }
    )


def erase_leftovers(database: Database, now: datetime) -> Counter[str]:
    """Delete the rows that have had their time, table by table; gives how many of each."""
    counts: Counter[str] = Counter()
    for table, condition in _leftovers(now):
        with database.transaction() as session:
            result = session.execute(delete(table).where(condition))
            counts[table.__tablename__] = result.rowcount  # type: ignore[attr-defined]  # a delete counts its rows
    return counts


def erase_letter_files(database: Database, folder: Path, now: datetime) -> int:
    """Delete letters that were written as files: after a month, or when their family is erased.

    Gives how many.
    """
    if not folder.is_dir():
        return 0
    with database.reading() as session:
        rows = session.execute(
            select(Letter.message_id, Letter.queued_at)
            .join(Question, and_(Letter.about_kind == "question", Letter.about_id == Question.id))
            .where(Question.contact_erased_at.is_not(None))
        ).all()
    erased = {(row.queued_at.strftime("%Y%m%d-%H%M%S"), row.message_id[1:9]) for row in rows}
    oldest = (now - A_MONTH).timestamp()
    count = 0
    for file in folder.glob("*.eml"):
        moment, _dash, mark = file.stem.rpartition("-")
        if (moment, mark) in erased or file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
            count += 1
    return count


def _leftovers(now: datetime) -> tuple[tuple[type[Base], ColumnElement[bool]], ...]:
    """Each table with which of its rows have had their time."""
    a_day_ago, a_month_ago = now - A_DAY, now - A_MONTH
    gone = (LetterState.SENT.value, LetterState.DROPPED.value)
    return (
        (SignIn, or_(SignIn.ended_at < a_month_ago, SignIn.last_seen_at < a_month_ago)),
        (SignInFailure, SignInFailure.at < a_day_ago),
        (Invitation, or_(Invitation.used_at < a_month_ago, Invitation.expires_at < a_month_ago)),
        (SignInLink, SignInLink.expires_at < a_day_ago),
        (UnsavedText, UnsavedText.kept_at < now - KEEP),
        (AskTally, AskTally.window < a_day_ago),
        (Presence, Presence.seen_at < a_day_ago),
        (
            ReferralLink,
            or_(ReferralLink.used_at < a_month_ago, ReferralLink.expires_at < a_month_ago),
        ),
        (
            Letter,
            or_(
                and_(Letter.state.in_(gone), Letter.queued_at < now - LETTERS_KEPT),
                # Nobody sent it again in a month: its address and words go with it.
                and_(Letter.state == LetterState.PARKED.value, Letter.give_up_at < a_month_ago),
            ),
        ),
    )
