"""Who is at the desk and who is its back-up: a week of shifts, on the clock of Brussels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, Person
from app.agenda.clock import as_local
from app.audit.trail import Actor, record
from app.questions.errors import HouseRowNotFoundError, NotAColleagueError
from app.questions.models.desks import RotaShift, ShiftKind

WEEK = timedelta(days=7)
FURTHEST_DAYS = 14
"""How far ahead the next back-up is looked for."""


@dataclass(frozen=True, slots=True)
class ShiftDraft:
    """A shift to be added: a colleague of the House, or a partner's name and phone."""

    day: date
    starts: time
    ends: time
    kind: ShiftKind
    person_id: int | None = None
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift with the name of whoever does it."""

    id: int
    day: date
    starts: time
    ends: time
    kind: ShiftKind
    person_id: int | None
    name: str
    phone: str


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def list_colleagues(session: Session, house_id: int) -> list[tuple[int, str]]:
    """(id, name) of everybody who works for a House now, by name."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.house_id == house_id, Person.is_active)
        .order_by(Person.name, Person.id)
    )
    return [(row.id, row.name) for row in rows]


def is_colleague(session: Session, house_id: int, person_id: int) -> bool:
    """Whether somebody works for a House now."""
    found = session.scalar(
        select(Person.id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.house_id == house_id, Person.id == person_id, Person.is_active)
    )
    return found is not None


def list_shifts(session: Session, house_id: int, *, first: date, last: date) -> list[Shift]:
    """The shifts of a House from one day to another, both included, in the order of the clock."""
    rows = session.execute(
        select(RotaShift, Person.name.label("person_name"))
        .outerjoin(Person, Person.id == RotaShift.person_id)
        .where(RotaShift.house_id == house_id, RotaShift.day.between(first, last))
        .order_by(RotaShift.day, RotaShift.starts, RotaShift.kind.desc(), RotaShift.id)
    )
    return [_as_shift(row.RotaShift, row.person_name) for row in rows]


def list_on_duty(session: Session, house_id: int, now: datetime) -> list[RotaShift]:
    """The shifts that run at a moment, the desk's before the back-up's."""
    local = as_local(now)
    return list(
        session.scalars(
            select(RotaShift)
            .where(
                RotaShift.house_id == house_id,
                RotaShift.day == local.date(),
                RotaShift.starts <= local.time(),
                RotaShift.ends > local.time(),
            )
            .order_by(RotaShift.kind.desc(), RotaShift.starts, RotaShift.id)
        )
    )


def find_backup(session: Session, house_id: int, now: datetime) -> RotaShift | None:
    """Today's back-up: who is it at this moment, else who is it later today; None without any."""
    return _find_backup(session, house_id, now, last=as_local(now).date())


def find_next_backup(session: Session, house_id: int, now: datetime) -> RotaShift | None:
    """The back-up of now or else the first one of the coming two weeks; None without any."""
    return _find_backup(
        session, house_id, now, last=as_local(now).date() + timedelta(days=FURTHEST_DAYS)
    )


def name_of(session: Session, shift: RotaShift) -> str:
    """Who does a shift, as colleagues call that person."""
    if shift.person_id is None:
        return shift.name
    return session.scalar(select(Person.name).where(Person.id == shift.person_id)) or ""


def is_running(shift: RotaShift, now: datetime) -> bool:
    """Whether a shift goes on at a moment."""
    local = as_local(now)
    return shift.day == local.date() and shift.starts <= local.time() < shift.ends


def add_shift(session: Session, house_id: int, draft: ShiftDraft, *, by: Actor) -> RotaShift:
    """Put somebody in the rota; `NotAColleagueError` for an account outside the House."""
    if draft.person_id is not None and not is_colleague(session, house_id, draft.person_id):
        raise NotAColleagueError
    shift = _make_shift(house_id, draft)
    session.add(shift)
    session.flush()
    record(
        session, "rota-shift-added", actor=by, subject=("rota_shift", shift.id), house_id=house_id
    )
    return shift


def remove_shift(session: Session, house_id: int, shift_id: int, *, by: Actor) -> date:
    """Take a shift out of the rota and give its day; other Houses' shifts do not exist here."""
    shift = session.scalar(
        select(RotaShift).where(RotaShift.id == shift_id, RotaShift.house_id == house_id)
    )
    if shift is None:
        raise HouseRowNotFoundError
    session.delete(shift)
    record(
        session, "rota-shift-removed", actor=by, subject=("rota_shift", shift_id), house_id=house_id
    )
    return shift.day


def copy_previous_week(session: Session, house_id: int, monday: date, *, by: Actor) -> int:
    """Repeat the shifts of the week before in a week and give how many were added.

    What is there already stays; who left the House is not copied.
    """
    there = {
        _key_of(shift)
        for shift in list_shifts(session, house_id, first=monday, last=monday + timedelta(days=6))
    }
    colleagues = {person_id for person_id, _name in list_colleagues(session, house_id)}
    wanted = [
        RotaShift(
            house_id=house_id,
            day=shift.day + WEEK,
            starts=shift.starts,
            ends=shift.ends,
            kind=shift.kind.value,
            person_id=shift.person_id,
            name="" if shift.person_id is not None else shift.name,
            phone=shift.phone,
        )
        for shift in _before(session, house_id, monday)
        if (shift.person_id is None or shift.person_id in colleagues)
        and _moved(_key_of(shift)) not in there
    ]
    session.add_all(wanted)
    if wanted:
        record(
            session,
            "rota-week-copied",
            actor=by,
            house_id=house_id,
            details={"monday": monday.isoformat(), "shifts": len(wanted)},
        )
    return len(wanted)


def _before(session: Session, house_id: int, monday: date) -> Sequence[Shift]:
    return list_shifts(session, house_id, first=monday - WEEK, last=monday - timedelta(days=1))


_Key = tuple[date, time, time, str, int | None, str]


def _key_of(shift: Shift) -> _Key:
    name = "" if shift.person_id is not None else shift.name
    return shift.day, shift.starts, shift.ends, shift.kind.value, shift.person_id, name


def _moved(key: _Key) -> _Key:
    return (key[0] + WEEK, *key[1:])


def _make_shift(house_id: int, draft: ShiftDraft) -> RotaShift:
    return RotaShift(
        house_id=house_id,
        day=draft.day,
        starts=draft.starts,
        ends=draft.ends,
        kind=draft.kind.value,
        person_id=draft.person_id,
        name="" if draft.person_id is not None else draft.name,
        phone=draft.phone,
    )


def _as_shift(row: RotaShift, person_name: str | None) -> Shift:
    return Shift(
        row.id,
        row.day,
        row.starts,
        row.ends,
        ShiftKind(row.kind),
        row.person_id,
        person_name or row.name,
        row.phone,
    )


def _find_backup(session: Session, house_id: int, now: datetime, *, last: date) -> RotaShift | None:
    local = as_local(now)
    is_ahead: ColumnElement[bool] = or_(
        RotaShift.day > local.date(),
        and_(RotaShift.day == local.date(), RotaShift.ends > local.time()),
    )
    # Who can be called comes first: a back-up without a number helps nobody.
    without_number = case((RotaShift.phone == "", 1), else_=0)
    runs = and_(RotaShift.day == local.date(), RotaShift.starts <= local.time())
    return session.scalar(
        select(RotaShift)
        .where(
            RotaShift.house_id == house_id,
            RotaShift.kind == ShiftKind.BACKUP.value,
            RotaShift.day <= last,
            is_ahead,
        )
        .order_by(
            RotaShift.day,
            case((runs, 0), else_=1),
            case((runs, without_number), else_=0),
            RotaShift.starts,
            without_number,
            RotaShift.id,
        )
        .limit(1)
    )
