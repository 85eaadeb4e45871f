"""Writes and reads the audit trail, and finds out whether it is whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import event, select, text
from sqlalchemy.orm import Session

from app import sealing
from app.audit.models import ActorKind, AuditEntry
from app.db import utc_now

Detail = int | str | bool | None | Sequence[int] | Sequence[str]

FIRST_LINK = "0" * 64
PURPOSE = "audit-trail"
MOST_ENTRIES = 500
# A sentence has spaces; an id, an enum value, a code or a day has none.
PLAIN_VALUE = re.compile(r"[A-Za-z0-9_.:+/-]{0,80}")
# Any number that no other lock of the site has.
POSTGRES_LOCK = 7_301_001
_PENDING = "trail"


class FamilyTextInTrailError(ValueError):
    """A detail for the trail is no id or enum value, so it may be what a family wrote."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it."""

    kind: ActorKind
    id: int | None = None

    @classmethod
    def person(cls, person_id: int) -> Actor:
        """Somebody with an account."""
        return cls(ActorKind.PERSON, person_id)

    @classmethod
    def family(cls) -> Actor:
        """The family itself, by its code."""
        return cls(ActorKind.FAMILY)

    @classmethod
    def partner(cls, organization_id: int | None = None) -> Actor:
        """A partner, by its link."""
        return cls(ActorKind.PARTNER, organization_id)

    @classmethod
    def system(cls) -> Actor:
        """The site by itself: a reminder, an expiry, an erasure."""
        return cls(ActorKind.SYSTEM)


@dataclass(frozen=True, slots=True)
class AuditState:
    """Whether the trail is as it was written."""

    is_whole: bool
    count: int
    first_broken_id: int | None
    last_hash: str
    """To note down elsewhere: a trail that lost its end no longer holds it."""


def record(
    session: Session,
    action: str,
    *,
    actor: Actor,
    subject: tuple[str, int] | None = None,
    house_id: int | None = None,
    details: Mapping[str, Detail] | None = None,
) -> AuditEntry:
    """Add an entry to the trail, in the transaction of what it tells.

    The details are ids and enum values; anything else raises FamilyTextInTrailError. The entry is
    chained and gets its id when the transaction commits.
    """
    details = details or {}
    _refuse_sentences(details)
    entry = AuditEntry(
        at=utc_now(),
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        action=action,
        house_id=house_id,
        subject_kind=subject[0] if subject else None,
        subject_id=subject[1] if subject else None,
        details=json.dumps(details, sort_keys=True, separators=(",", ":")),
    )
    if _PENDING not in session.info:
        session.info[_PENDING] = []
        event.listen(session, "before_commit", _chain_pending, once=True)
    session.info[_PENDING].append(entry)
    return entry


def _chain_pending(session: Session) -> None:
    # At the very end, so that nobody who holds a row of ours waits for the chain that we hold.
    if session.get_bind().dialect.name == "postgresql":
        # SQLite writes one transaction at a time already.
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRES_LOCK})
    last = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    for entry in session.info.pop(_PENDING):
        entry.previous_hash = last or FIRST_LINK
        last = entry.hash = _hash_of(session, entry)
        session.add(entry)
        # One by one: their ids follow the chain.
        session.flush()


def verify(session: Session) -> AuditState:
    """Walk the whole chain; the first entry that does not fit is where somebody changed it."""
    expected, count, broken = FIRST_LINK, 0, None
    entries = session.scalars(
        select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500)
    )
    for entry in entries:
        count += 1
        fits = entry.previous_hash == expected and entry.hash == _hash_of(session, entry)
        if broken is None and not fits:
            broken = entry.id
        expected = entry.hash
    return AuditState(broken is None, count, broken, expected)


def has_hash(session: Session, hash_: str) -> bool:
    """Whether the trail still holds an entry whose hash was noted down elsewhere."""
    if hash_ == FIRST_LINK:
        return True
    return session.scalar(select(AuditEntry.id).where(AuditEntry.hash == hash_)) is not None


def list_entries(
    session: Session,
    *,
    subject: tuple[str, int] | None = None,
    house_id: int | None = None,
    limit: int = 100,
    before_id: int | None = None,
) -> list[AuditEntry]:
    """The entries about a subject or of a House, the newest first; `before_id` gives older ones."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(min(limit, MOST_ENTRIES))
    if subject is not None:
        kind, number = subject
        query = query.where(AuditEntry.subject_kind == kind, AuditEntry.subject_id == number)
    if house_id is not None:
        query = query.where(AuditEntry.house_id == house_id)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    return list(session.scalars(query))


def _hash_of(session: Session, entry: AuditEntry) -> str:
    """The fingerprint of an entry; whoever has only the database, not the keys, cannot make it."""
    facts = (
        _moment(entry.at),
        entry.actor_kind,
        entry.actor_id,
        entry.action,
        entry.house_id,
        entry.subject_kind,
        entry.subject_id,
        entry.details,
        entry.previous_hash,
    )
    return sealing.digest(session, PURPOSE, json.dumps(facts))


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")


def _refuse_sentences(details: Mapping[str, Detail]) -> None:
    for name, detail in details.items():
        values = detail if isinstance(detail, (list, tuple)) else [detail]
        if any(isinstance(value, str) and not PLAIN_VALUE.fullmatch(value) for value in values):
            raise FamilyTextInTrailError(f"the detail {name!r} is no id and no enum value")
