"""Breaking the glass: an administrator reads one House's questions for an hour, never unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.members import Member
from app.accounts.models import BrokenGlass, Person
from app.audit.trail import record
from app.db import utc_now

OPEN_FOR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class GlassNotice:
    """What the coordinators of a House see until one of them acknowledges it."""

    id: int
    name: str
    reason: str
    broken_at: datetime
    ends_at: datetime


def find_broken_glass(session: Session, person_id: int) -> BrokenGlass | None:
    """The newest hour of a person that is not over, or None."""
    return session.scalars(
        select(BrokenGlass)
        .where(BrokenGlass.person_id == person_id, BrokenGlass.ends_at > utc_now())
        .order_by(BrokenGlass.id.desc())
        .limit(1)
    ).first()


def break_glass(session: Session, member: Member, *, house_id: int, reason: str) -> BrokenGlass:
    """Let an administrator read the questions of one House for an hour, with the reason kept."""
    now = utc_now()
    # An hour in another House ends: one House at a time.
    session.execute(
        update(BrokenGlass)
        .where(BrokenGlass.person_id == member.person_id, BrokenGlass.ends_at > now)
        .values(ends_at=now)
    )
    glass = BrokenGlass(
        person_id=member.person_id,
        house_id=house_id,
        reason_sealed=sealing.seal(session, reason),
        broken_at=now,
        ends_at=now + OPEN_FOR,
    )
    session.add(glass)
    session.flush()
    record(
        session,
        "broke_glass",
        actor=member.actor,
        subject=("broken_glass", glass.id),
        house_id=house_id,
    )
    return glass


def list_glass_notices(session: Session, house_id: int) -> list[GlassNotice]:
    """What no coordinator of this House has acknowledged yet, the newest first."""
    rows = session.execute(
        select(BrokenGlass, Person.name)
        .join(Person, Person.id == BrokenGlass.person_id)
        .where(BrokenGlass.house_id == house_id, BrokenGlass.seen_at.is_(None))
        .order_by(BrokenGlass.id.desc())
    )
    return [
        GlassNotice(
            row.BrokenGlass.id,
            row.name,
            sealing.unseal(session, row.BrokenGlass.reason_sealed),
            row.BrokenGlass.broken_at,
            row.BrokenGlass.ends_at,
        )
        for row in rows
    ]


def acknowledge_glass(session: Session, member: Member, glass_id: int) -> bool:
    """Note that a coordinator saw it; False when it is not of the own House or was seen."""
    house_id = member.get_house_id()
    found = session.scalars(
        update(BrokenGlass)
        .where(
            BrokenGlass.id == glass_id,
            BrokenGlass.house_id == house_id,
            BrokenGlass.seen_at.is_(None),
        )
        .values(seen_by=member.person_id, seen_at=utc_now())
        .returning(BrokenGlass.id)
    ).first()
    if found is None:
        return False
    subject = ("broken_glass", glass_id)
    record(session, "saw_glass", actor=member.actor, subject=subject, house_id=house_id)
    return True
