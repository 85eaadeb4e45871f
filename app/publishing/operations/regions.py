"""The region of a proposed offer: whose network it belongs to and which municipalities count."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.directory.models.organizations import HouseMunicipality, HousePartner, Organization
from app.geo.points import Point
from app.publishing.facts import ProposedOffer


@dataclass(frozen=True, slots=True)
class Region:
    """Where an offer is, as far as anybody told."""

    organization_id: int | None
    """Empty when the organization is not stored, as with a suggestion."""
    municipalities: frozenset[str]
    """NIS codes: of its places and areas, and of the Houses of these and of its organization."""
    house_municipalities: frozenset[str]
    """NIS codes of the Houses that its organization takes part in, and no others."""
    points: tuple[Point, ...]
    """Of its places."""


def find_region(session: Session, proposed: ProposedOffer) -> Region:
    """The region of a proposed offer: its organization's Houses, and the Houses of its places."""
    offer = proposed.offer
    used = set(offer.location_keys)
    places = [place for place in proposed.places if place.key in used]
    own = {place.municipality_nis for place in places if place.municipality_nis}
    own |= set(offer.area_nis)
    organization_id = session.scalar(
        select(Organization.id).where(Organization.slug == offer.organization_slug)
    )
    partner_houses = select(HousePartner.house_id).where(
        HousePartner.organization_id == organization_id
    )
    place_houses = select(HouseMunicipality.house_id).where(HouseMunicipality.nis.in_(own))
    rows = session.execute(
        select(
            HouseMunicipality.nis, HouseMunicipality.house_id.in_(partner_houses).label("is_own")
        ).where(
            or_(
                HouseMunicipality.house_id.in_(partner_houses),
                HouseMunicipality.house_id.in_(place_houses),
            )
        )
    ).all()
    points = [
        Point(place.latitude, place.longitude)
        for place in places
        if place.latitude is not None and place.longitude is not None
    ]
    return Region(
        organization_id=organization_id,
        municipalities=frozenset(own | {row.nis for row in rows}),
        house_municipalities=frozenset(row.nis for row in rows if row.is_own),
        points=tuple(points),
    )
