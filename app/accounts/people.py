"""The people of a House and of its partners: who is there, in which role, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from app.accounts.members import Member
from app.accounts.models import Invitation, Membership, PartnerMembership, Person, SignIn
from app.accounts.permissions import HOUSE_ROLES, Role
from app.accounts.sign_ins import end_all_of
from app.audit.trail import Actor, record
from app.db import utc_now
from app.directory.models.organizations import House, HousePartner, Organization


class OwnRoleError(Exception):
    """Nobody changes or ends the own role: a House always keeps its coordinator."""


class NotInHouseError(LookupError):
    """Nobody with this number has a role in this House."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of a House."""

    person_id: int
    name: str
    email: str
    role: Role
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class PartnerPerson:
    """Somebody who acts for a partner of a House."""

    person_id: int
    name: str
    email: str
    organization_id: int
    organization: str


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    """Somebody who was invited and did not answer yet."""

    id: int
    name: str
    email: str
    role: Role
    organization: str | None
    expires_at: datetime


def list_people(session: Session, house_id: int) -> list[Colleague]:
    """The people of a House, by name."""
    seen = (
        select(func.max(SignIn.last_seen_at))
        .where(SignIn.person_id == Person.id)
        .scalar_subquery()
        .label("last_seen_at")
    )
    rows = session.execute(
        select(Person.id, Person.name, Person.email, Membership.role, seen)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.house_id == house_id, Person.is_active)
        .order_by(Person.name, Person.id)
    )
    return [Colleague(row[0], row[1], row[2], Role(row[3]), row[4]) for row in rows]


def list_partner_people(session: Session, house_id: int) -> list[PartnerPerson]:
    """The people who act for the partners of a House, by partner and name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email, Organization.id, Organization.name)
        .join(PartnerMembership, PartnerMembership.person_id == Person.id)
        .join(Organization, Organization.id == PartnerMembership.organization_id)
        .join(HousePartner, HousePartner.organization_id == Organization.id)
        .where(HousePartner.house_id == house_id, Person.is_active)
        .order_by(Organization.name, Person.name, Person.id)
    )
    return [PartnerPerson(*row) for row in rows]


def list_waiting_invitations(session: Session, house_id: int | None) -> list[WaitingInvitation]:
    """The invitations of a House (or of none) that are open, the newest first."""
    return list_open_invitations(session, Invitation.house_id == house_id)


def list_open_invitations(session: Session, whose: ColumnElement[bool]) -> list[WaitingInvitation]:
    """Some of the invitations that nobody answered yet, the newest first."""
    rows = session.execute(
        select(Invitation, Organization.name)
        .outerjoin(Organization, Organization.id == Invitation.organization_id)
        .where(whose, Invitation.used_at.is_(None), Invitation.expires_at > utc_now())
        .order_by(Invitation.id.desc())
    )
    return [
        WaitingInvitation(
            row.Invitation.id,
            row.Invitation.name,
            row.Invitation.email,
            Role(row.Invitation.role),
            row.name,
            row.Invitation.expires_at,
        )
        for row in rows
    ]


def list_house_partners(session: Session, house_id: int) -> list[tuple[int, str]]:
    """(number, name) of the partners of a House, by name."""
    rows = session.execute(
        select(Organization.id, Organization.name)
        .join(HousePartner, HousePartner.organization_id == Organization.id)
        .where(HousePartner.house_id == house_id)
        .order_by(Organization.name, Organization.id)
    )
    return [(row[0], row[1]) for row in rows]


def list_names(session: Session, person_ids: Iterable[int]) -> dict[int, str]:
    """The names of people by their numbers, also of who no longer works here."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(set(person_ids))))
    return {row.id: row.name for row in rows}


def list_houses(session: Session) -> list[tuple[int, str]]:
    """(number, name) of every House, by name."""
    rows = session.execute(select(House.id, House.name).order_by(House.name, House.id))
    return [(row[0], row[1]) for row in rows]


def list_own_houses(session: Session, person_id: int) -> list[tuple[int, str]]:
    """(number, name) of the Houses a person works in, by name."""
    rows = session.execute(
        select(House.id, House.name)
        .join(Membership, Membership.house_id == House.id)
        .where(Membership.person_id == person_id)
        .order_by(House.name, House.id)
    )
    return [(row[0], row[1]) for row in rows]


def _get_membership(session: Session, house_id: int, person_id: int) -> Membership:
    found = session.scalars(
        select(Membership).where(Membership.house_id == house_id, Membership.person_id == person_id)
    ).first()
    if found is None:
        raise NotInHouseError(f"person {person_id} is not in house {house_id}")
    return found


def change_role(session: Session, member: Member, person_id: int, *, role: Role) -> None:
    """Give a colleague another role; raises NotInHouseError and OwnRoleError."""
    house_id = member.get_house_id()
    membership = _get_membership(session, house_id, person_id)
    if person_id == member.person_id:
        raise OwnRoleError("nobody changes the own role")
    if role not in HOUSE_ROLES:
        raise ValueError(f"not a role in a House: {role}")
    before, membership.role = membership.role, role.value
    record(
        session,
        "changed_role",
        actor=member.actor,
        subject=("person", person_id),
        house_id=house_id,
        details={"before": before, "after": role.value},
    )


def end_access(session: Session, member: Member, person_id: int) -> None:
    """End somebody's role in the own House; raises NotInHouseError and OwnRoleError."""
    house_id = member.get_house_id()
    membership = _get_membership(session, house_id, person_id)
    if person_id == member.person_id:
        raise OwnRoleError("nobody ends the own access")
    session.delete(membership)
    session.flush()
    _close_when_empty(session, person_id)
    subject = ("person", person_id)
    record(session, "ended_access", actor=member.actor, subject=subject, house_id=house_id)


def end_partner_access(
    session: Session, member: Member, person_id: int, *, organization_id: int
) -> None:
    """End that somebody acts for a partner of the own House; raises NotInHouseError."""
    house_id = member.get_house_id()
    known = any(
        row.person_id == person_id and row.organization_id == organization_id
        for row in list_partner_people(session, house_id)
    )
    if not known:
        raise NotInHouseError(f"person {person_id} acts for no such partner of house {house_id}")
    drop_partner_access(session, member, person_id, organization_id, house_id=house_id)


def drop_partner_access(
    session: Session,
    member: Member,
    person_id: int,
    organization_id: int,
    *,
    house_id: int | None,
) -> None:
    """Take away that a person acts for a partner, once it is known that the member may."""
    session.execute(
        delete(PartnerMembership).where(
            PartnerMembership.person_id == person_id,
            PartnerMembership.organization_id == organization_id,
        )
    )
    _close_when_empty(session, person_id)
    record(
        session,
        "ended_partner_access",
        actor=member.actor,
        subject=("person", person_id),
        house_id=house_id,
        details={"organization": organization_id},
    )


def end_person(session: Session, person: Person) -> None:
    """End all access of a person, as the command does."""
    session.execute(delete(Membership).where(Membership.person_id == person.id))
    session.execute(delete(PartnerMembership).where(PartnerMembership.person_id == person.id))
    person.is_administrator = False
    session.flush()
    _close_when_empty(session, person.id)
    record(session, "ended_access", actor=Actor.system(), subject=("person", person.id))


def _close_when_empty(session: Session, person_id: int) -> None:
    """Sign somebody out everywhere; without any role left the account is closed."""
    end_all_of(session, person_id)
    in_house = select(Membership.id).where(Membership.person_id == person_id).limit(1)
    at_partner = (
        select(PartnerMembership.person_id).where(PartnerMembership.person_id == person_id).limit(1)
    )
    person = session.get_one(Person, person_id)
    is_needed = session.scalar(in_house) is not None or session.scalar(at_partner) is not None
    person.is_active = is_needed or person.is_administrator
