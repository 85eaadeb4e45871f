"""The outbox: letters go in with the transaction that has a reason to write."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import utc_now
from app.mail.models import Letter, LetterState
from app.sealing import seal

TRIED_FOR = timedelta(hours=72)
MOST_LETTERS = 500


class LetterNotFoundError(LookupError):
    """There is no such letter, or it is of another House."""


class LetterNotParkedError(Exception):
    """Only a parked letter can be sent again."""


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter to write: it says that there is something, never what a family asked."""

    kind: str
    recipient: str
    subject: str
    body: str
    language: str
    house_id: int | None = None
    about: tuple[str, int] | None = None
    """What it is about, such as ("question", 12)."""


def queue_letter(session: Session, draft: LetterDraft) -> Letter:
    """Put a letter in the outbox: it leaves only when this transaction is on disk."""
    now = utc_now()
    letter = Letter(
        # The first try completes it with the host of the site.
        message_id=secrets.token_hex(16),
        kind=draft.kind,
        recipient_sealed=seal(session, draft.recipient),
        subject_sealed=seal(session, draft.subject),
        body_sealed=seal(session, draft.body),
        language=draft.language,
        house_id=draft.house_id,
        about_kind=draft.about[0] if draft.about else None,
        about_id=draft.about[1] if draft.about else None,
        state=LetterState.WAITING.value,
        attempts=0,
        queued_at=now,
        next_try_at=now,
        give_up_at=now + TRIED_FOR,
    )
    session.add(letter)
    session.flush()
    return letter


def list_letters(
    session: Session,
    *,
    house_id: int | None,
    state: LetterState | None = None,
    limit: int = MOST_LETTERS,
) -> list[Letter]:
    """The letters of a House (None: those of no House), the newest first."""
    query = select(Letter).where(Letter.house_id == house_id)
    if state is not None:
        query = query.where(Letter.state == state.value)
    return list(session.scalars(query.order_by(Letter.id.desc()).limit(min(limit, MOST_LETTERS))))


def retry_letter(session: Session, letter_id: int, *, house_id: int | None = None) -> Letter:
    """Send a parked letter again, for another 72 hours; with a House, only a letter of that one.

    Raises LetterNotFoundError or LetterNotParkedError.
    """
    letter = session.get(Letter, letter_id, with_for_update=True)
    if letter is None or house_id not in {None, letter.house_id}:
        raise LetterNotFoundError
    if letter.state != LetterState.PARKED:
        raise LetterNotParkedError
    now = utc_now()
    letter.state = LetterState.WAITING.value
    letter.attempts = 0
    letter.next_try_at = now
    letter.give_up_at = now + TRIED_FOR
    return letter


def drop_letters(session: Session, about: tuple[str, int]) -> int:
    """Take back the letters about a subject that have not left; all of them are wiped.

    Gives how many were taken back.
    """
    kind, number = about
    letters = session.scalars(
        select(Letter).where(Letter.about_kind == kind, Letter.about_id == number).with_for_update()
    ).all()
    unsent = [letter for letter in letters if letter.state != LetterState.SENT]
    for letter in unsent:
        letter.state = LetterState.DROPPED.value
    for letter in letters:
        letter.wipe()
    return len(unsent)
