"""The partners of a House: what they send in, and whether they are published at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.accounts.models import PartnerMembership
from app.audit.trail import record
from app.directory.models.offers import VISIBLE_STATES, Offer
from app.directory.models.organizations import Organization
from app.publishing.errors import OwnRevisionError
from app.publishing.models.revisions import PartnerStanding, Revision, RevisionState
from app.publishing.operations.looking_after import looked_after, looks_after
from app.publishing.operations.reviewing import PartnerNotFoundError, Reviewer


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner of a House with what it does on this site."""

    organization_id: int
    name: str
    slug: str
    offers: int
    waiting: int
    published: int
    """Revisions that went online."""
    people: int
    last_sent_at: datetime | None
    is_trusted: bool


def list_partners(session: Session, house_id: int) -> list[PartnerRow]:
    """The partners that a House looks after, by name."""
    ours = looked_after(house_id)
    offers = (
        select(Offer.organization_id, func.count().label("count"))
        .where(Offer.organization_id.in_(ours), Offer.state.in_(VISIBLE_STATES))
        .group_by(Offer.organization_id)
        .subquery()
    )
    revisions = (
        select(
            Revision.organization_id,
            func.sum(case((Revision.state == RevisionState.SUBMITTED.value, 1), else_=0)).label(
                "waiting"
            ),
            func.sum(case((Revision.state == RevisionState.PUBLISHED.value, 1), else_=0)).label(
                "published"
            ),
            func.max(Revision.submitted_at).label("last_sent_at"),
        )
        .where(Revision.organization_id.in_(ours))
        .group_by(Revision.organization_id)
        .subquery()
    )
    people = (
        select(PartnerMembership.organization_id, func.count().label("count"))
        .where(PartnerMembership.organization_id.in_(ours))
        .group_by(PartnerMembership.organization_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Organization.id,
            Organization.name,
            Organization.slug,
            func.coalesce(offers.c.count, 0),
            func.coalesce(revisions.c.waiting, 0),
            func.coalesce(revisions.c.published, 0),
            func.coalesce(people.c.count, 0),
            revisions.c.last_sent_at,
            func.coalesce(PartnerStanding.is_trusted, False),
        )
        .outerjoin(offers, offers.c.organization_id == Organization.id)
        .outerjoin(revisions, revisions.c.organization_id == Organization.id)
        .outerjoin(people, people.c.organization_id == Organization.id)
        .outerjoin(PartnerStanding, PartnerStanding.organization_id == Organization.id)
        .where(Organization.id.in_(ours))
        .order_by(Organization.name, Organization.id)
    )
    return [PartnerRow(*row) for row in rows]


def trust_partner(
    session: Session,
    reviewer: Reviewer,
    organization_id: int,
    *,
    is_trusted: bool,
    now: datetime,
) -> None:
    """Publish what a partner of the own House sends in at once from now on, or no longer.

    Raises PartnerNotFoundError, and OwnRevisionError for who acts for that partner.
    """
    if not looks_after(session, reviewer.house_id, organization_id):
        raise PartnerNotFoundError
    if session.get(PartnerMembership, (reviewer.person_id, organization_id)) is not None:
        raise OwnRevisionError
    standing = session.get(PartnerStanding, organization_id, with_for_update=True)
    if standing is None:
        standing = PartnerStanding(organization_id=organization_id)
        session.add(standing)
    standing.is_trusted = is_trusted
    standing.changed_at, standing.changed_by = now, reviewer.person_id
    record(
        session,
        "trusted_partner" if is_trusted else "stopped_trusting_partner",
        actor=reviewer.actor,
        subject=("organization", organization_id),
        house_id=reviewer.house_id,
    )
