"""The audit trail: who did what, in a chain that shows every change afterwards."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class ActorKind(StrEnum):
    """Who can do something that the trail keeps."""

    PERSON = "person"
    FAMILY = "family"
    PARTNER = "partner"
    SYSTEM = "system"


class AuditEntry(Base):
    """One thing that was done or read; triggers in the database refuse to change or delete it.

    Its references are plain numbers: an entry outlives the thing it is about.
    """

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    house_id: Mapped[int | None]
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    details: Mapped[str] = mapped_column(Text)
    """JSON of ids and enum values; never a word of a family."""
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Unique, so that the chain cannot fork."""
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    __table_args__ = (
        CheckConstraint(
            "actor_kind IN ('person', 'family', 'partner', 'system')", name="actor_kind_is_known"
        ),
        Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        Index("ix_audit_entry_house", "house_id", "id"),
    )
