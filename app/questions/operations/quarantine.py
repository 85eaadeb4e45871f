"""Which questions look sent by a machine: they wait in quarantine, none is ever refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from app.questions.operations.tallies import add_to_tally, count_tally, daily_digest

FASTEST_SECONDS = 3.0
MOST_IN_TEN_MINUTES = 30
"""A school or a library behind one address is no machine."""
SAME_TEXT_FOR = timedelta(hours=1)


class Suspicion(StrEnum):
    """Why a question waits in quarantine."""

    HIDDEN_FIELD = "hidden-field"
    TOO_FAST = "too-fast"
    SAME_TEXT = "same-text"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Signals:
    """How a form was sent."""

    sender: str = ""
    """The address it came from; only a digest of it is kept, and another one each day."""
    hidden: str = ""
    """What stands in the field that people do not see."""
    seconds: float | None = None
    """Between showing and sending; None when the page does not know."""


def find_suspicion(
    session: Session, text: str, signals: Signals, *, now: datetime
) -> Suspicion | None:
    """Why a question must wait in quarantine, or None; counts it too."""
    same = daily_digest(session, "ask-text", " ".join(text.lower().split()), now=now)
    is_repeated = count_tally(session, same, since=now - SAME_TEXT_FOR) > 0
    add_to_tally(session, same, now=now)
    count = 0
    if signals.sender:
        sender = daily_digest(session, "ask-sender", signals.sender, now=now)
        count = add_to_tally(session, sender, now=now)
    if signals.hidden.strip():
        return Suspicion.HIDDEN_FIELD
    if signals.seconds is not None and signals.seconds < FASTEST_SECONDS:
        return Suspicion.TOO_FAST
    if is_repeated:
        return Suspicion.SAME_TEXT
    return Suspicion.MANY if count > MOST_IN_TEN_MINUTES else None
