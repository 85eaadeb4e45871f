"""The people of a partner among themselves: who there is, and ending somebody's access."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.members import Member
from app.accounts.models import Invitation, PartnerMembership, Person
from app.accounts.people import (
    OwnRoleError,
    PartnerPerson,
    WaitingInvitation,
    drop_partner_access,
    list_open_invitations,
)
from app.directory.models.organizations import HousePartner, Organization


class NotColleagueError(LookupError):
    """Nobody with this number acts for this partner, or the partner is not an own one."""


def list_own_organizations(session: Session, member: Member) -> list[tuple[int, str]]:
    """(number, name) of the partners for whom somebody acts, by name."""
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(member.organization_ids))
        .order_by(Organization.name, Organization.id)
    )
    return [(row.id, row.name) for row in rows]


def list_colleagues(session: Session, organization_ids: Collection[int]) -> list[PartnerPerson]:
    """The people who act for some partners, by partner and name."""
    rows = session.execute(
        select(Person.id, Person.name, Person.email, Organization.id, Organization.name)
        .join(PartnerMembership, PartnerMembership.person_id == Person.id)
        .join(Organization, Organization.id == PartnerMembership.organization_id)
        .where(Organization.id.in_(organization_ids), Person.is_active)
        .order_by(Organization.name, Organization.id, Person.name, Person.id)
    )
    return [PartnerPerson(*row) for row in rows]


def list_invited(session: Session, organization_ids: Collection[int]) -> list[WaitingInvitation]:
    """Who was invited for some partners and did not answer yet, the newest first."""
    return list_open_invitations(session, Invitation.organization_id.in_(organization_ids))


def find_house_of(session: Session, organization_id: int) -> int | None:
    """The House whose coordinator sees who is invited for a partner, or None."""
    return session.scalar(
        select(func.min(HousePartner.house_id)).where(
            HousePartner.organization_id == organization_id
        )
    )


def end_colleague_access(
    session: Session, member: Member, person_id: int, *, organization_id: int
) -> None:
    """End that a colleague acts for an own partner; raises NotColleagueError and OwnRoleError."""
    own = organization_id in member.organization_ids
    found = session.get(PartnerMembership, (person_id, organization_id)) if own else None
    if found is None:
        raise NotColleagueError(f"person {person_id} is no colleague at {organization_id}")
    if person_id == member.person_id:
        raise OwnRoleError("nobody ends the own access")
    house_id = find_house_of(session, organization_id)
    drop_partner_access(session, member, person_id, organization_id, house_id=house_id)
