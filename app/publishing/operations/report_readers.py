"""Who can mend an offer: the people of its organization, and the coordinators of its Houses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, PartnerMembership, Person
from app.accounts.permissions import PERMISSIONS, Permission
from app.directory.models.offers import Offer
from app.directory.models.organizations import House, HousePartner

REVIEWERS = tuple(
    role.value for role, allowed in PERMISSIONS.items() if Permission.REVIEW_OFFERS in allowed
)


@dataclass(frozen=True, slots=True)
class ReportReader:
    """Somebody who hears of a report."""

    person_id: int
    email: str
    language: str
    house_id: int | None
    """The House the person coordinates; empty for somebody of the partner."""


def list_report_readers(session: Session, offer_id: int) -> list[ReportReader]:
    """Everybody who hears that something about an offer is not right, each once."""
    organization_id = session.scalar(select(Offer.organization_id).where(Offer.id == offer_id))
    partners = session.scalars(
        select(Person)
        .join(PartnerMembership, PartnerMembership.person_id == Person.id)
        .where(PartnerMembership.organization_id == organization_id, Person.is_active)
        .order_by(Person.id)
    ).all()
    found = {
        person.id: ReportReader(person.id, person.email, person.language, None)
        for person in partners
    }
    houses = _houses_of(session, organization_id)
    coordinators = session.execute(
        select(Person, Membership.house_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.house_id.in_(houses), Membership.role.in_(REVIEWERS), Person.is_active)
        .order_by(Person.id, Membership.house_id)
    ).all()
    for person, house_id in coordinators:
        reader = ReportReader(person.id, person.email, person.language, house_id)
        found.setdefault(person.id, reader)
    return list(found.values())


def _houses_of(session: Session, organization_id: int | None) -> Collection[int]:
    houses = session.scalars(
        select(HousePartner.house_id).where(HousePartner.organization_id == organization_id)
    ).all()
    return houses or session.scalars(select(House.id).where(House.is_default)).all()
