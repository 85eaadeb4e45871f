"""Erasing: what a family told goes for good; counts, dates and states stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from app.accounts.models import UnsavedText
from app.db import Database
from app.mail.outbox import drop_letters
from app.questions.models.questions import (
    Author,
    CloseReason,
    Message,
    MessageOffer,
    Presence,
    Question,
    QuestionState,
)
from app.questions.models.referrals import Consent, Referral
from app.questions.operations.changing import FAMILY, Doer, add_step, close_question
from app.questions.operations.stopping import stop_referrals

PATIENCE_MILLISECONDS = 500


def erase_contact(session: Session, question: Question, *, now: datetime) -> None:
    """Erase how the family can be reached, and take back the letters that are not sent yet."""
    drop_letters(session, ("question", question.id))
    if question.contact_erased_at is None:
        question.contact_sealed = None
        question.contact_erased_at = now


def erase_texts(session: Session, question: Question, *, now: datetime) -> None:
    """Erase every text of a question, of its referrals and consents, and the code that opens it."""
    messages = select(Message.id).where(Message.question_id == question.id)
    session.execute(
        update(Message).where(Message.question_id == question.id).values(text_sealed=None)
    )
    session.execute(delete(MessageOffer).where(MessageOffer.message_id.in_(messages)))
    session.execute(
        update(Consent).where(Consent.question_id == question.id).values(wording_sealed=None)
    )
    session.execute(
        update(Referral)
        .where(Referral.question_id == question.id)
        .values(
            recipient_sealed=None,
            taken_over_by_sealed=None,
            expectation_sealed=None,
            summary_sealed=None,
        )
    )
    session.execute(delete(Presence).where(Presence.question_id == question.id))
    path = f"/onthaal/vraag/{question.id}"
    session.execute(
        delete(UnsavedText).where(
            or_(UnsavedText.path == path, UnsavedText.path.startswith(f"{path}/", autoescape=True))
        )
    )
    question.context_sealed = None
    question.code_digest = None
    if question.text_erased_at is None:
        question.text_erased_at = now


def erase_question(
    session: Session, question: Question, *, by: Doer, now: datetime, site_url: str = ""
) -> None:
    """Erase everything that was told with a question; an open one is closed first.

    Partners that still had something to do hear that there is news, when a site is given.
    """
    # The site erases in the name of the family: only a family or a desk ends a referral.
    ender = by if by.author in {Author.FAMILY, Author.DESK} else FAMILY
    erase_contact(session, question, now=now)
    stop_referrals(session, question, by=ender, now=now, site_url=site_url)
    if question.state != QuestionState.CLOSED.value:
        close_question(session, question, CloseReason.STOPPED_BY_FAMILY, by=ender, now=now)
    erase_texts(session, question, now=now)
    add_step(session, question, "erased", by=by, now=now)


def empty_log(database: Database) -> bool:
    """Bring the write-ahead log of SQLite into the file and empty it: it still holds what went.

    False when somebody was reading; then the next time, or the night run, does it.
    """
    if database.engine.dialect.name != "sqlite":
        return True
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        kept = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        is_busy = bool(cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout={kept}")
        cursor.close()
    finally:
        connection.close()
    return not is_busy
