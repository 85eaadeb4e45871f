"""Which forms of visitors look sent by a machine: they wait apart, none is ever refused."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.questions.operations.quarantine import FASTEST_SECONDS, Signals
from app.questions.operations.tallies import add_to_tally, count_tally, daily_digest

A_DAY = timedelta(days=1)


def count_from_sender(session: Session, purpose: str, signals: Signals, *, now: datetime) -> int:
    """How many of one kind of form came from an address today, with this one; 0 when unknown."""
    if not signals.sender:
        return 0
    name = daily_digest(session, f"{purpose}-sender", signals.sender, now=now)
    add_to_tally(session, name, now=now)
    return count_tally(session, name, since=now - A_DAY)


def looks_sent_by_machine(signals: Signals) -> bool:
    """Whether the field that people do not see was filled in, or nobody can type that fast."""
    is_fast = signals.seconds is not None and signals.seconds < FASTEST_SECONDS
    return is_fast or bool(signals.hidden.strip())
