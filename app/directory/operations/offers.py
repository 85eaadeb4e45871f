"""Reading offers: always with everything a page shows, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.directory.models.offers import (
    Audience,
    Offer,
    OfferImage,
    OfferLocation,
    OfferText,
    ServiceArea,
    findable,
)
from app.directory.models.organizations import Location, Organization
from app.directory.models.schedules import Schedule

# Small children of children come along in one statement: a page is many short statements, and each
# costs more than the few columns that are sent twice.
CARD_OFFER: tuple[ORMOption, ...] = (
    joinedload(Offer.organization),
    selectinload(Offer.texts),
    selectinload(Offer.terms),
    selectinload(Offer.locations).joinedload(OfferLocation.location).joinedload(Location.closures),
    selectinload(Offer.areas),
    selectinload(Offer.languages),
    selectinload(Offer.schedules).joinedload(Schedule.dates),
    selectinload(Offer.closures),
    selectinload(Offer.cancellations),
    selectinload(Offer.images).joinedload(OfferImage.texts),
    selectinload(Offer.checks),
)
WHOLE_OFFER: tuple[ORMOption, ...] = (
    *CARD_OFFER,
    selectinload(Offer.locations).joinedload(OfferLocation.location).selectinload(Location.terms),
    selectinload(Offer.contacts),
    joinedload(Offer.organization).selectinload(Organization.texts),
    joinedload(Offer.organization).selectinload(Organization.contacts),
    joinedload(Offer.organization).selectinload(Organization.terms),
)
BATCH = 500


def find_offer(session: Session, offer_id: int) -> Offer | None:
    """One offer with everything about it, in whatever state; None when there is none."""
    return session.scalar(select(Offer).where(Offer.id == offer_id).options(*WHOLE_OFFER))


def load_cards(session: Session, offer_ids: Sequence[int]) -> list[Offer]:
    """Offers with the rows of a card, in no order; families' eyes are the caller's care."""
    if not offer_ids:
        return []
    statement = select(Offer).where(Offer.id.in_(offer_ids)).options(*CARD_OFFER)
    return list(session.scalars(statement))


def count_visible_offers(session: Session) -> int:
    """How many offers families find."""
    count = session.scalar(select(func.count(Offer.id)).where(findable()))
    return count or 0


def list_partner_offers(session: Session, organization_id: int) -> list[Offer]:
    """The offers of one organization that families find, by id."""
    return list(
        session.scalars(
            select(Offer)
            .where(Offer.organization_id == organization_id, findable())
            .options(*CARD_OFFER)
            .order_by(Offer.id)
        )
    )


def count_partners(session: Session) -> int:
    """How many organizations have an offer that families find."""
    statement = select(func.count(func.distinct(Offer.organization_id)))
    return session.scalar(statement.where(findable())) or 0


def list_visible_ids(session: Session, offset: int, limit: int) -> list[tuple[int, str, datetime]]:
    """(id, slug, updated_at) of a part of the offers that families find, by id."""
    rows = session.execute(
        select(Offer.id, Offer.slug, Offer.updated_at)
        .where(findable())
        .order_by(Offer.id)
        .offset(offset)
        .limit(limit)
    )
    return [(row.id, row.slug, row.updated_at) for row in rows]


def each_offer(session: Session, offer_ids: Iterable[int] | None = None) -> Iterator[Offer]:
    """Offers with everything, by id, in batches that keep memory low; all of them by default."""
    last = 0
    wanted = None if offer_ids is None else sorted(set(offer_ids))
    while True:
        statement = select(Offer).where(Offer.id > last).order_by(Offer.id).limit(BATCH)
        if wanted is not None:
            batch = [key for key in wanted if key > last][:BATCH]
            if not batch:
                return
            statement = select(Offer).where(Offer.id.in_(batch)).order_by(Offer.id)
        offers = list(session.scalars(statement.options(*WHOLE_OFFER)))
        if offers:
            yield from offers
        if wanted is None and not offers:
            return
        last = offers[-1].id if wanted is None else batch[-1]
        session.expunge_all()


def search_plainly(
    session: Session,
    words: Sequence[str],
    *,
    municipality_nis: str | None,
    ages: Sequence[int],
    limit: int,
    offset: int,
) -> tuple[int, list[int]]:
    """Answer a search from the tables alone, for when the index is gone: (total, ids).

    Every word must occur in some text of the offer; place and ages (months) filter when given.
    """
    statement = select(Offer.id).where(findable())
    statement = statement.where(
        or_(Offer.audience.is_(None), Offer.audience != Audience.PROFESSIONAL.value)
    )
    for word in words:
        pattern = f"%{_escape_like(word)}%"
        statement = statement.where(
            Offer.texts.any(
                or_(
                    OfferText.title.ilike(pattern, escape="\\"),
                    OfferText.summary.ilike(pattern, escape="\\"),
                    OfferText.description.ilike(pattern, escape="\\"),
                )
            )
        )
    if municipality_nis is not None:
        statement = statement.where(
            or_(
                Offer.locations.any(
                    OfferLocation.location.has(Location.municipality_nis == municipality_nis)
                ),
                Offer.areas.any(ServiceArea.nis == municipality_nis),
            )
        )
    if ages:
        statement = statement.where(or_(*(_suits(age) for age in ages)))
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    page = statement.order_by(Offer.verified_on.desc().nulls_last(), Offer.id)
    return total, list(session.scalars(page.limit(limit).offset(offset)))


def _suits(age: int) -> ColumnElement[bool]:
    return and_(
        or_(Offer.min_age_months.is_(None), Offer.min_age_months <= age),
        or_(Offer.max_age_months.is_(None), Offer.max_age_months > age),
    )


def _escape_like(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
