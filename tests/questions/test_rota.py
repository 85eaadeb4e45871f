from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Membership, Person
from app.audit.models import AuditEntry
from app.audit.trail import Actor
from app.db import Database
from app.questions.errors import HouseRowNotFoundError, NotAColleagueError
from app.questions.models.desks import ShiftKind
from app.questions.operations.rota import (
    ShiftDraft,
    add_shift,
    copy_previous_week,
    find_backup,
    find_next_backup,
    is_running,
    list_on_duty,
    list_shifts,
    name_of,
    remove_shift,
    week_of,
)
from tests.questions.desk_examples import Example

TUESDAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""Ten in the morning in Brussels."""


def shift(start: int, end: int, **facts: object) -> ShiftDraft:
    values = {"day": TUESDAY, "kind": ShiftKind.BACKUP, "name": "Ans", "phone": "0470 00 00 01"}
    return ShiftDraft(starts=time(start), ends=time(end), **{**values, **facts})


def add(database: Database, house_id: int, *drafts: ShiftDraft) -> list[int]:
    with database.transaction() as session:
        return [add_shift(session, house_id, draft, by=Actor.person(1)).id for draft in drafts]


def backup_at(database: Database, house_id: int, hours: float) -> str | None:
    with database.reading() as session:
        found = find_backup(session, house_id, NOW + timedelta(hours=hours))
        return found.name if found else None


def test_the_back_up_is_who_is_there_now_else_who_comes_later_today(
    database: Database, example: Example
) -> None:
    add(
        database,
        example.house_id,
        shift(9, 12, name="Ans"),
        shift(13, 17, name="Bas"),
        shift(9, 17, name="Cas", kind=ShiftKind.DESK),
        shift(9, 12, name="Dora", day=TUESDAY + timedelta(days=1)),
    )
    add(database, example.other_house_id, shift(8, 20, name="Vreemd"))
    names = [backup_at(database, example.house_id, hours) for hours in (0, 2, 6.9, 7)]
    assert names == ["Ans", "Bas", "Bas", None]
    with database.reading() as session:
        found = find_next_backup(session, example.house_id, NOW + timedelta(hours=7))
        assert found is not None
        assert found.name == "Dora"
        assert not is_running(found, NOW + timedelta(hours=7))


def test_of_two_back_ups_the_one_with_a_number_comes_first(
    database: Database, example: Example
) -> None:
    add(database, example.house_id, shift(8, 12, name="Stil", phone=""), shift(9, 12, name="Ans"))
    assert backup_at(database, example.house_id, 0) == "Ans"


def test_who_is_on_duty_now_comes_from_this_house_and_this_hour(
    database: Database, example: Example
) -> None:
    add(
        database,
        example.house_id,
        shift(9, 12, name="Ans"),
        shift(9, 10, name="Bas", kind=ShiftKind.DESK),
        shift(10, 11, kind=ShiftKind.DESK, person_id=example.onthaal_id, name=""),
    )
    with database.reading() as session:
        found = list_on_duty(session, example.house_id, NOW)
        assert [name_of(session, item) for item in found] == ["Omar", "Ans"]
        assert list_on_duty(session, example.other_house_id, NOW) == []


def test_nobody_of_another_house_gets_in_the_rota(database: Database, example: Example) -> None:
    draft = shift(9, 12, person_id=example.other_onthaal_id, name="")
    with database.transaction() as session, pytest.raises(NotAColleagueError):
        add_shift(session, example.house_id, draft, by=Actor.person(1))


def test_another_houses_shift_cannot_be_removed(database: Database, example: Example) -> None:
    (number,) = add(database, example.house_id, shift(9, 12))
    with database.transaction() as session:
        with pytest.raises(HouseRowNotFoundError):
            remove_shift(session, example.other_house_id, number, by=Actor.person(1))
        assert remove_shift(session, example.house_id, number, by=Actor.person(1)) == TUESDAY
    with database.reading() as session:
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-2:] == ["rota-shift-added", "rota-shift-removed"]


def test_last_week_is_copied_once_and_without_who_left(
    database: Database, example: Example
) -> None:
    add(
        database,
        example.house_id,
        shift(9, 12),
        shift(13, 17, person_id=example.onthaal_id, name=""),
        shift(13, 17, person_id=example.colleague_id, name=""),
    )
    with database.transaction() as session:
        left = session.scalars(
            select(Membership).where(Membership.person_id == example.colleague_id)
        ).one()
        session.delete(left)
    monday = week_of(TUESDAY)[0] + timedelta(days=7)
    with database.transaction() as session:
        counts = [
            copy_previous_week(session, example.house_id, monday, by=Actor.person(1))
            for _time in range(2)
        ]
        first, last = week_of(monday)
        found = list_shifts(session, example.house_id, first=first, last=last)
    assert counts == [2, 0]
    assert [(item.day, item.name) for item in found] == [
        (TUESDAY + timedelta(days=7), "Ans"),
        (TUESDAY + timedelta(days=7), "Omar"),
    ]


def test_a_colleague_without_access_is_no_colleague(database: Database, example: Example) -> None:
    with database.transaction() as session:
        session.get_one(Person, example.onthaal_id).is_active = False
    draft = shift(9, 12, person_id=example.onthaal_id, name="")
    with database.transaction() as session, pytest.raises(NotAColleagueError):
        add_shift(session, example.house_id, draft, by=Actor.person(1))
