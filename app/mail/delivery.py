"""Letters leave the outbox: each claimed, sent and marked on its own, so a crash loses none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import Database
from app.mail.models import Letter, LetterState
from app.mail.posting import LetterRefusedError, ServerUnreadyError, post
from app.mail.writing import BadRecipientError, OpenLetter, host_of_site, write_message
from app.sealing import UnsealingError, unseal

log = structlog.get_logger()

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
"""After each failed try; the last one is kept until the letter is given up."""
CLAIMED_FOR = timedelta(minutes=10)
"""Longer than one try can take: whoever died with a letter in hand leaves it to the next after."""
LETTERS_A_ROUND = 100


@dataclass(slots=True)
class SendReport:
    """What became of the letters that were due."""

    sent: int = 0
    delayed: int = 0
    parked: int = 0


def send_due(database: Database, settings: Settings, now: datetime) -> SendReport:
    """Send the letters that are due; a server that answers nobody ends the round early."""
    report = SendReport()
    for _ in range(LETTERS_A_ROUND):
        letter = _claim(database, settings, now)
        if letter is None:
            break
        try:
            post(write_message(letter, settings), settings, name=_name_of(letter))
        except (BadRecipientError, LetterRefusedError) as error:
            _park(database, letter, _problem(error))
            report.parked += 1
        except ServerUnreadyError as error:
            if _delay(database, letter, _problem(error), now):
                report.delayed += 1
            else:
                report.parked += 1
            if error.is_for_every_letter:
                break
        else:
            _mark_sent(database, letter, now)
            report.sent += 1
    return report


def _claim(database: Database, settings: Settings, now: datetime) -> OpenLetter | None:
    """The next letter that is due, taken for the time of one try; None when there is none."""
    while True:
        with database.transaction() as session:
            letter = session.scalar(
                select(Letter)
                .where(Letter.state == LetterState.WAITING, Letter.next_try_at <= now)
                .order_by(Letter.next_try_at, Letter.id)
                .limit(1)
                .with_for_update(skip_locked=True)
            )
            if letter is None:
                return None
            letter.attempts += 1
            letter.next_try_at = now + CLAIMED_FOR
            if "@" not in letter.message_id:
                letter.message_id = f"<{letter.message_id}@{host_of_site(settings)}>"
            try:
                return _unseal(session, letter)
            except UnsealingError as error:
                _set_parked(letter, _problem(error))


def _unseal(session: Session, letter: Letter) -> OpenLetter:
    return OpenLetter(
        letter.id,
        letter.attempts,
        letter.message_id,
        unseal(session, letter.recipient_sealed),
        unseal(session, letter.subject_sealed),
        unseal(session, letter.body_sealed),
        letter.language,
        letter.queued_at,
    )


def _mark_sent(database: Database, sent: OpenLetter, now: datetime) -> None:
    with database.transaction() as session:
        letter = session.get(Letter, sent.id, with_for_update=True)
        # It may have been taken back while it was on its way.
        if letter is not None and letter.state == LetterState.WAITING:
            letter.state = LetterState.SENT.value
            letter.sent_at = now
            letter.last_problem = None
            letter.wipe()
    log.info("letter_sent", letter=sent.id, attempt=sent.attempt)


def _delay(database: Database, tried: OpenLetter, problem: str, now: datetime) -> bool:
    """Put it back for later; False when it was tried long enough and is parked."""
    with database.transaction() as session:
        letter = _find_claimed(session, tried)
        if letter is None:
            return True
        letter.last_problem = problem
        if now >= letter.give_up_at:
            _set_parked(letter, problem)
            return False
        delay = DELAYS[min(letter.attempts, len(DELAYS)) - 1]
        # The last try is at the end of the 72 hours, not somewhere before it.
        letter.next_try_at = min(now + delay, letter.give_up_at)
    log.warning("letter_delayed", letter=tried.id, attempt=tried.attempt, problem=problem)
    return True


def _park(database: Database, tried: OpenLetter, problem: str) -> None:
    with database.transaction() as session:
        letter = _find_claimed(session, tried)
        if letter is not None:
            _set_parked(letter, problem)


def _set_parked(letter: Letter, problem: str) -> None:
    letter.state = LetterState.PARKED.value
    letter.last_problem = problem
    log.warning("letter_parked", letter=letter.id, attempt=letter.attempts, problem=problem)


def _find_claimed(session: Session, tried: OpenLetter) -> Letter | None:
    """The letter, unless it was taken back or somebody else took it up meanwhile."""
    letter = session.get(Letter, tried.id, with_for_update=True)
    if letter is None or letter.state != LetterState.WAITING or letter.attempts != tried.attempt:
        return None
    return letter


def _problem(error: Exception) -> str:
    """The class or code only: servers quote addresses in their answers."""
    if isinstance(error, (LetterRefusedError, ServerUnreadyError)):
        return error.problem
    return type(error).__name__


def _name_of(letter: OpenLetter) -> str:
    """A file name that sorts by time and is the same at each try."""
    return f"{letter.queued_at:%Y%m%d-%H%M%S}-{letter.message_id[1:17]}"
