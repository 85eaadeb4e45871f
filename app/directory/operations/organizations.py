"""Reading organizations."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.directory.models.offers import Offer, findable
from app.directory.models.organizations import Organization


def find_organization(session: Session, slug: str) -> Organization | None:
    """An organization with its texts, kinds and contacts, or None."""
    return session.scalar(
        select(Organization)
        .where(Organization.slug == slug)
        .options(
            selectinload(Organization.texts),
            selectinload(Organization.terms),
            selectinload(Organization.contacts),
        )
    )


def list_partners(session: Session) -> list[tuple[str, str]]:
    """(slug, name) of each organization with an offer that families find, by name."""
    shown = select(Offer.organization_id).where(findable())
    rows = session.execute(
        select(Organization.slug, Organization.name)
        .where(Organization.id.in_(shown))
        .order_by(Organization.name, Organization.id)
    )
    return [(row.slug, row.name) for row in rows]
