"""Which partners somebody can say to act for, and which House decides about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.directory.models.offers import Offer, OfferLocation
from app.directory.models.organizations import (
    House,
    HouseMunicipality,
    HousePartner,
    Location,
    Organization,
)

MOST_FOUND = 20


class NoHouseForClaimError(LookupError):
    """The installation has no House, so nobody could decide."""


@dataclass(frozen=True, slots=True)
class Claimable:
    """A partner that is known here."""

    id: int
    name: str
    place: str
    """Where it has something, so that two of one name can be told apart; empty when unknown."""


def list_claimable(session: Session, words: str) -> list[Claimable]:
    """The partners whose name holds all the words, by name; none without words."""
    parts = words.lower().split()
    if not parts:
        return []
    place = (
        select(func.min(Location.place))
        .join(OfferLocation, OfferLocation.location_id == Location.id)
        .join(Offer, Offer.id == OfferLocation.offer_id)
        .where(Offer.organization_id == Organization.id, Location.place != "")
        .scalar_subquery()
    )
    rows = session.execute(
        select(Organization.id, Organization.name, place)
        .where(
            *(func.lower(Organization.name).contains(part, autoescape=True) for part in parts),
            _is_partner(),
        )
        .order_by(Organization.name, Organization.id)
        .limit(MOST_FOUND)
    )
    return [Claimable(number, name, found or "") for number, name, found in rows]


def find_claimable(session: Session, organization_id: int) -> Claimable | None:
    """One partner that can be claimed, or None."""
    row = session.execute(
        select(Organization.id, Organization.name).where(
            Organization.id == organization_id, _is_partner()
        )
    ).first()
    return Claimable(row.id, row.name, "") if row is not None else None


def choose_house_of(session: Session, organization_id: int) -> int:
    """The House that decides about a partner: the first it takes part in, else that of its offers.

    Raises NoHouseForClaimError.
    """
    partner: int | None = session.scalar(
        select(func.min(HousePartner.house_id)).where(
            HousePartner.organization_id == organization_id
        )
    )
    if partner is not None:
        return partner
    municipalities = session.scalars(
        select(Location.municipality_nis)
        .join(OfferLocation, OfferLocation.location_id == Location.id)
        .join(Offer, Offer.id == OfferLocation.offer_id)
        .where(Offer.organization_id == organization_id, Location.municipality_nis.is_not(None))
        .distinct()
    )
    return choose_house_at(session, [nis for nis in municipalities if nis])


def choose_house_at(session: Session, municipalities: Iterable[str]) -> int:
    """The House of the first municipality that has one, else the default House.

    Raises NoHouseForClaimError.
    """
    wanted = list(municipalities)
    rows = session.execute(
        select(HouseMunicipality.nis, HouseMunicipality.house_id).where(
            HouseMunicipality.nis.in_(wanted)
        )
    )
    houses: dict[str, int] = {row.nis: row.house_id for row in rows}
    for nis in wanted:
        if nis in houses:
            return houses[nis]
    default: int | None = session.scalar(
        select(House.id).order_by(House.is_default.desc(), House.id).limit(1)
    )
    if default is None:
        raise NoHouseForClaimError("there is no House")
    return default


def _is_partner() -> ColumnElement[bool]:
    """Whether a partner takes part in a House or offers something."""
    offer = select(Offer.id).where(Offer.organization_id == Organization.id)
    return or_(Organization.houses.any(), offer.exists())
