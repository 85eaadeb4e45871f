"""Which offers a partner has figures of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.directory.models.offers import Offer, OfferState, OfferText
from app.i18n import DEFAULT_LANGUAGE

MOST_OFFERS = 500


@dataclass(frozen=True, slots=True)
class OfferName:
    """An offer by its number, title and the end of its address."""

    id: int
    slug: str
    title: str


def list_offer_names(session: Session, organization_ids: Collection[int]) -> list[OfferName]:
    """The offers of some organizations that were ever online, by title."""
    rows = session.execute(
        select(Offer.id, Offer.slug, OfferText.title)
        .outerjoin(
            OfferText,
            and_(OfferText.offer_id == Offer.id, OfferText.language == DEFAULT_LANGUAGE),
        )
        .where(Offer.organization_id.in_(organization_ids), Offer.state != OfferState.DRAFT.value)
        .order_by(OfferText.title, Offer.id)
        .limit(MOST_OFFERS)
    )
    return [OfferName(row.id, row.slug, row.title or row.slug) for row in rows]
