"""Who may have a question: the colleagues and the teams of its House."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, Person
from app.questions.models.desks import Team
from app.questions.operations.told_people import (
    READERS,
    find_reading_backup,
    list_coordinators,
)


class OwnerNotFoundError(LookupError):
    """There is no such colleague or team in this House that may have a question."""


def list_owners(session: Session, house_id: int) -> list[Person]:
    """Everybody of a House who may have a question, by name."""
    return list(session.scalars(_readers(house_id).order_by(Person.name, Person.id)))


def get_owner(session: Session, house_id: int, person_id: int) -> Person:
    """One of them, or `OwnerNotFoundError`."""
    found = session.scalar(_readers(house_id).where(Person.id == person_id))
    if found is None:
        raise OwnerNotFoundError
    return found


def list_teams(session: Session, house_id: int) -> list[Team]:
    """The teams of a House that receive questions, the desk first."""
    return list(
        session.scalars(
            select(Team)
            .where(Team.house_id == house_id, Team.is_active.is_(True))
            .order_by(Team.is_desk.desc(), Team.name, Team.id)
        )
    )


def get_team(session: Session, house_id: int, team_id: int) -> Team:
    """An active team of a House, or `OwnerNotFoundError`."""
    team = session.get(Team, team_id)
    if team is None or team.house_id != house_id or not team.is_active:
        raise OwnerNotFoundError
    return team


def find_catcher(
    session: Session, house_id: int, *, now: datetime, besides: int | None
) -> Person | None:
    """Who catches what is too hard: today's back-up of the rota, else a coordinator.

    `besides` is left out: nobody is the back-up of oneself.
    """
    backup = find_reading_backup(session, house_id, now)
    if backup is not None and backup.id != besides:
        return backup
    others = (item for item in list_coordinators(session, house_id) if item.id != besides)
    return next(others, None)


def _readers(house_id: int) -> Select[Person]:
    return (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.house_id == house_id,
            Membership.role.in_([role.value for role in READERS]),
            Person.is_active.is_(True),
        )
    )
