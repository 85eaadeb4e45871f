"""Under whose name a visitor's suggestion is published: a partner, its own group, or the House."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import record
from app.directory.drafts import OrganizationDraft
from app.directory.models.offers import Offer
from app.directory.models.organizations import House, HousePartner, Organization
from app.directory.operations.partners import save_organization
from app.directory.operations.saving import make_slug
from app.i18n import gettext as _
from app.publishing.models.revisions import Revision
from app.publishing.operations.reviewing import (
    PartnerNotFoundError,
    Reviewer,
    approve_revision,
    find_suggestion,
    get_to_judge,
)

MOST_SLUGS = 50


@dataclass(frozen=True, slots=True)
class Destination:
    """Whose offer a suggestion becomes: one of the partners, the group itself, or the House."""

    organization_id: int | None = None
    is_new_group: bool = False
    """Make a partner with the name of the group."""


class GroupWithoutNameError(Exception):
    """There is no group to name a new partner after."""


def approve_under_name(
    session: Session,
    reviewer: Reviewer,
    revision_id: int,
    destination: Destination,
    *,
    version: int,
    site_url: str,
    now: datetime,
) -> Offer:
    """Publish a revision; a suggestion gets its name first. Raises as both steps do."""
    give_partner(session, reviewer, revision_id, destination, version=version)
    return approve_revision(
        session, reviewer, revision_id, version=version, site_url=site_url, now=now
    )


def give_partner(
    session: Session,
    reviewer: Reviewer,
    revision_id: int,
    destination: Destination,
    *,
    version: int,
) -> Revision:
    """Put a suggestion under somebody's name, right before it is published.

    Raises as `get_to_judge` does, PartnerNotFoundError and GroupWithoutNameError.
    """
    revision = get_to_judge(session, reviewer, revision_id, version=version)
    if revision.organization_id is not None:
        return revision
    if destination.organization_id is not None:
        partner = session.get(HousePartner, (reviewer.house_id, destination.organization_id))
        if partner is None:
            raise PartnerNotFoundError
        revision.organization_id = destination.organization_id
    elif destination.is_new_group:
        suggestion = find_suggestion(session, revision)
        name = suggestion.group_name.strip() if suggestion is not None else ""
        if not name:
            raise GroupWithoutNameError
        revision.organization_id = _add_partner(session, reviewer, name, _free_slug(session, name))
    else:
        revision.organization_id = _find_collection(session, reviewer)
    return revision


def _find_collection(session: Session, reviewer: Reviewer) -> int:
    """The organization that holds what parents bring themselves; made on first use."""
    house = session.get_one(House, reviewer.house_id)
    slug = f"initiatieven-{house.slug}"
    found = session.scalar(select(Organization).where(Organization.slug == slug))
    if found is None:
        name = _("Initiatieven van gezinnen (%(house)s)", house=house.name)
        return _add_partner(session, reviewer, name, slug)
    if session.get(HousePartner, (house.id, found.id)) is None:
        session.add(HousePartner(house_id=house.id, organization_id=found.id))
        session.flush()
    return found.id


def _add_partner(session: Session, reviewer: Reviewer, name: str, slug: str) -> int:
    house = session.get_one(House, reviewer.house_id)
    draft = OrganizationDraft(slug=slug, name=name[:150], house_slugs=(house.slug,))
    organization = save_organization(session, draft)
    record(
        session,
        "added_partner",
        actor=reviewer.actor,
        subject=("organization", organization.id),
        house_id=house.id,
    )
    return organization.id


def _free_slug(session: Session, name: str) -> str:
    slug = make_slug(name)
    taken = set(
        session.scalars(select(Organization.slug).where(Organization.slug.startswith(slug)))
    )
    choices = [slug, *(f"{slug}-{number}" for number in range(2, MOST_SLUGS + len(taken)))]
    return next(choice for choice in choices if choice not in taken)
