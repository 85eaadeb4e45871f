"""Letters that wait in the outbox, or have left it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class LetterState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    PARKED = "parked"
    """Refused, or not accepted within 72 hours: somebody has to look at it."""
    DROPPED = "dropped"
    """Taken back before it left."""


class Letter(Base):
    """One letter to one address; what it says is wiped once it has left or was taken back."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    recipient_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    subject_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    language: Mapped[str] = mapped_column(String(10))
    house_id: Mapped[int | None]
    about_kind: Mapped[str | None] = mapped_column(String(40))
    about_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10), default=LetterState.WAITING.value)
    attempts: Mapped[int] = mapped_column(default=0)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    give_up_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_problem: Mapped[str | None] = mapped_column(String(80))
    """The class or code of the last answer; servers quote addresses in their sentences."""

    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'parked', 'dropped')", name="state_is_known"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_at_when_sent"),
        Index("ix_letter_due", "state", "next_try_at"),
        Index("ix_letter_house", "house_id", "state", "id"),
        Index("ix_letter_about", "about_kind", "about_id"),
    )

    def wipe(self) -> None:
        """Empty what it says and to whom."""
        self.recipient_sealed = self.subject_sealed = self.body_sealed = b""
