"""What a partner keeps here: its offers, the versions that still become something, its places."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, selectinload

from app.directory.drafts import LocationDraft
from app.directory.models.offers import Offer, OfferLocation, OfferState, OfferText
from app.directory.models.organizations import (
    HouseMunicipality,
    HousePartner,
    Location,
    Organization,
)
from app.directory.operations.offers import WHOLE_OFFER
from app.directory.operations.stored import read_place
from app.i18n import DEFAULT_LANGUAGE
from app.publishing.errors import RevisionNotFoundError
from app.publishing.facts import ProposedOffer
from app.publishing.models.revisions import Revision, RevisionState
from app.publishing.operations.revising import Author, find_proposed
from app.publishing.states import OPEN_STATES

OFFERS_A_PAGE = 40
MOST_OPEN = 60
MOST_PLACES = 60


@dataclass(frozen=True, slots=True)
class OwnOffers:
    """A part of the own offers, by organization and title, and how many there are in all."""

    offers: tuple[Offer, ...]
    count: int
    """Of those with the asked words."""
    total: int


def list_own_organizations(
    session: Session, organization_ids: Collection[int]
) -> list[tuple[int, str]]:
    """(id, name) of the organizations somebody acts for, by name."""
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(organization_ids))
        .order_by(Organization.name, Organization.id)
    )
    return [(row.id, row.name) for row in rows]


def list_own_offers(
    session: Session,
    organization_ids: Collection[int],
    *,
    words: str = "",
    page: int = 1,
) -> OwnOffers:
    """The offers of some organizations whose Dutch title holds the words, a page at a time."""
    mine = (
        select(Offer.id)
        .join(Organization, Organization.id == Offer.organization_id)
        .outerjoin(
            OfferText,
            and_(OfferText.offer_id == Offer.id, OfferText.language == DEFAULT_LANGUAGE),
        )
        .where(Offer.organization_id.in_(organization_ids), Offer.state != OfferState.DRAFT.value)
    )
    total = _count(session, mine)
    if words:
        mine = mine.where(func.lower(OfferText.title).contains(words.lower(), autoescape=True))
    ids = session.scalars(
        mine.order_by(Organization.name, Organization.id, OfferText.title, Offer.id)
        .limit(OFFERS_A_PAGE)
        .offset((max(page, 1) - 1) * OFFERS_A_PAGE)
    ).all()
    rows = session.scalars(select(Offer).where(Offer.id.in_(ids)).options(*WHOLE_OFFER))
    by_id = {offer.id: offer for offer in rows}
    count = _count(session, mine) if words else total
    return OwnOffers(tuple(by_id[key] for key in ids), count, total)


def _count(session: Session, statement: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(statement.subquery())) or 0


def list_open_revisions(session: Session, organization_ids: Collection[int]) -> list[Revision]:
    """Versions that still become something: returned ones, then drafts, then what waits."""
    order = case(
        (Revision.state == RevisionState.RETURNED.value, 0),
        (Revision.state == RevisionState.DRAFT.value, 1),
        else_=2,
    )
    return list(
        session.scalars(
            select(Revision)
            .where(
                Revision.organization_id.in_(organization_ids),
                Revision.state.in_([state.value for state in OPEN_STATES]),
            )
            .order_by(order, Revision.promised_on, Revision.saved_at.desc(), Revision.id)
            .limit(MOST_OPEN)
        )
    )


def list_own_places(session: Session, organization_ids: Collection[int]) -> list[LocationDraft]:
    """The places where some organizations have an offer, by name."""
    rows = session.scalars(
        select(Location)
        .where(
            Location.id.in_(
                select(OfferLocation.location_id)
                .join(Offer, Offer.id == OfferLocation.offer_id)
                .where(Offer.organization_id.in_(organization_ids))
            )
        )
        .options(selectinload(Location.terms), selectinload(Location.closures))
        .order_by(Location.name, Location.place, Location.id)
        .limit(MOST_PLACES)
    )
    return [read_place(row) for row in rows]


def list_partner_municipalities(session: Session, organization_ids: Collection[int]) -> list[str]:
    """NIS codes of the municipalities of the Houses whose partners these organizations are."""
    rows = session.scalars(
        select(HouseMunicipality.nis)
        .join(HousePartner, HousePartner.house_id == HouseMunicipality.house_id)
        .where(HousePartner.organization_id.in_(organization_ids))
        .distinct()
        .order_by(HouseMunicipality.nis)
    )
    return list(rows)


def get_own_offer(session: Session, author: Author, offer_id: int) -> tuple[int, ProposedOffer]:
    """The organization and the facts of an own offer; raises RevisionNotFoundError for others."""
    owner = session.scalar(select(Offer.organization_id).where(Offer.id == offer_id))
    current = find_proposed(session, offer_id) if owner in author.organization_ids else None
    if owner is None or current is None:
        raise RevisionNotFoundError
    return owner, current
