"""The teams of a House and who is in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.trail import Actor, record
from app.questions.errors import HouseRowNotFoundError, NotAColleagueError
from app.questions.models.desks import RoutingRule, Team, TeamMember
from app.questions.operations.rota import list_colleagues


class TeamInUseError(Exception):
    """Rules still give questions to the team, or it is the desk, which gets all the rest."""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team with the names of its members."""

    id: int
    name: str
    is_desk: bool
    is_active: bool
    member_ids: tuple[int, ...]
    members: tuple[str, ...]


def list_team_rows(session: Session, house_id: int) -> list[TeamRow]:
    """All teams of a House with their members: active ones first, then by name."""
    teams = session.scalars(
        select(Team)
        .where(Team.house_id == house_id)
        .order_by(Team.is_active.desc(), Team.is_desk.desc(), Team.name, Team.id)
    ).all()
    people: dict[int, list[tuple[int, str]]] = {team.id: [] for team in teams}
    for row in session.execute(
        select(TeamMember.team_id, Person.id, Person.name)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.team_id.in_(people), Person.is_active)
        .order_by(Person.name, Person.id)
    ):
        people[row.team_id].append((row.id, row.name))
    return [
        TeamRow(
            team.id,
            team.name,
            team.is_desk,
            team.is_active,
            tuple(person_id for person_id, _name in people[team.id]),
            tuple(name for _id, name in people[team.id]),
        )
        for team in teams
    ]


def get_team_row(session: Session, house_id: int, team_id: int) -> TeamRow:
    """One team of a House, or `HouseRowNotFoundError`: other Houses' do not exist here."""
    for row in list_team_rows(session, house_id):
        if row.id == team_id:
            return row
    raise HouseRowNotFoundError


def add_team(session: Session, house_id: int, name: str, *, by: Actor) -> Team:
    """Make a team; the first one of a House is its desk."""
    count = session.scalar(select(func.count(Team.id)).where(Team.house_id == house_id))
    team = Team(house_id=house_id, name=name, is_desk=not count)
    session.add(team)
    session.flush()
    record(session, "team-added", actor=by, subject=("team", team.id), house_id=house_id)
    return team


def change_team(
    session: Session,
    house_id: int,
    team_id: int,
    *,
    name: str,
    member_ids: Collection[int],
    is_active: bool,
    by: Actor,
) -> None:
    """Give a team its name and members, or put it out of use once no rule names it."""
    team = _get_team(session, house_id, team_id)
    if not set(member_ids) <= {
        person_id for person_id, _name in list_colleagues(session, house_id)
    }:
        raise NotAColleagueError
    if not is_active and (team.is_desk or _has_rules(session, team.id)):
        raise TeamInUseError
    team.name, team.is_active = name, is_active
    session.execute(delete(TeamMember).where(TeamMember.team_id == team.id))
    session.add_all(
        TeamMember(team_id=team.id, person_id=person_id) for person_id in sorted(set(member_ids))
    )
    record(
        session,
        "team-changed",
        actor=by,
        subject=("team", team.id),
        house_id=house_id,
        details={"members": sorted(set(member_ids)), "active": is_active},
    )


def choose_desk(session: Session, house_id: int, team_id: int, *, by: Actor) -> None:
    """Let one active team get what no rule names; there is one such team in a House."""
    team = _get_team(session, house_id, team_id)
    if not team.is_active:
        raise HouseRowNotFoundError
    session.execute(
        update(Team).where(Team.house_id == house_id, Team.id != team.id).values(is_desk=False)
    )
    team.is_desk = True
    record(session, "desk-team-chosen", actor=by, subject=("team", team.id), house_id=house_id)


def _get_team(session: Session, house_id: int, team_id: int) -> Team:
    team = session.scalar(select(Team).where(Team.id == team_id, Team.house_id == house_id))
    if team is None:
        raise HouseRowNotFoundError
    return team


def _has_rules(session: Session, team_id: int) -> bool:
    found = session.scalar(select(RoutingRule.id).where(RoutingRule.team_id == team_id).limit(1))
    return found is not None
