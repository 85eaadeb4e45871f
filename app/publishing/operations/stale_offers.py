"""What nobody confirmed for too long among the partners of a House, and what the House does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from app.audit.trail import record
from app.directory.freshness import add_months, series_end
from app.directory.models.offers import VISIBLE_STATES, Offer, OfferKind
from app.directory.models.organizations import HousePartner, Organization
from app.directory.models.schedules import Schedule
from app.publishing.operations.checking import (
    CheckNotFoundError,
    confirm_by_house,
    list_checked,
)
from app.publishing.operations.reviewing import Reviewer

PERIODS = (1, 3, 6, 12)
"""Months between checks that can be chosen."""
OFFERS_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class StaleOffers:
    """A part of what is overdue, hidden or never checked, by partner."""

    offers: tuple[Offer, ...]
    total: int
    page: int
    pages: int


def list_stale(session: Session, house_id: int, today: date, *, page: int = 1) -> StaleOffers:
    """The stale offers of a House's partners by name of the partner, a page at a time."""
    rows = session.execute(
        select(Offer.id, Offer.kind)
        .join(Organization, Organization.id == Offer.organization_id)
        .join(HousePartner, HousePartner.organization_id == Organization.id)
        .where(
            HousePartner.house_id == house_id,
            Offer.state.in_(VISIBLE_STATES),
            or_(
                Offer.hidden_on.is_not(None),
                Offer.verified_on.is_(None),
                *(_is_past(months, today) for months in PERIODS),
            ),
        )
        .order_by(Organization.name, Organization.id, Offer.id)
    ).all()
    ended = _list_ended(
        session, [row.id for row in rows if row.kind == OfferKind.ACTIVITY.value], today
    )
    ids = [row.id for row in rows if row.id not in ended]
    pages = max(1, -(-len(ids) // OFFERS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = ids[(page - 1) * OFFERS_A_PAGE : page * OFFERS_A_PAGE]
    loaded = {offer.id: offer for offer in list_checked(session, shown)}
    offers = tuple(loaded[offer_id] for offer_id in shown if offer_id in loaded)
    return StaleOffers(offers, len(ids), page, pages)


def _is_past(months: int, today: date) -> ColumnElement[bool]:
    return and_(Offer.check_every_months == months, Offer.verified_on < add_months(today, -months))


def _list_ended(session: Session, offer_ids: list[int], today: date) -> frozenset[int]:
    """Activities that are over: nobody finds them, so nobody has to look at them."""
    offers = session.scalars(
        select(Offer)
        .where(Offer.id.in_(offer_ids))
        .options(selectinload(Offer.schedules).joinedload(Schedule.dates))
    )
    return frozenset(
        offer.id for offer in offers if (end := series_end(offer)) is not None and end < today
    )


def get_house_offer(session: Session, reviewer: Reviewer, offer_id: int) -> Offer:
    """An offer of a partner of the House, locked; raises CheckNotFoundError for any other."""
    session.get(Offer, offer_id, with_for_update=True)
    found = list_checked(session, [offer_id])
    if not found:
        raise CheckNotFoundError
    if session.get(HousePartner, (reviewer.house_id, found[0].organization_id)) is None:
        raise CheckNotFoundError
    return found[0]


def check_by_house(session: Session, reviewer: Reviewer, offer_id: int, *, now: datetime) -> None:
    """Note that the House asked around and that all of an offer is right."""
    offer = get_house_offer(session, reviewer, offer_id)
    confirm_by_house(
        session, offer, person_id=reviewer.person_id, house_id=reviewer.house_id, now=now
    )


def choose_period(session: Session, reviewer: Reviewer, offer_id: int, *, months: int) -> None:
    """Choose how often an offer is checked: every 1, 3, 6 or 12 months."""
    if months not in PERIODS:
        raise ValueError(f"{months} is no period")
    offer = get_house_offer(session, reviewer, offer_id)
    offer.check_every_months = months
    record(
        session,
        "chose_check_period",
        actor=reviewer.actor,
        subject=("offer", offer_id),
        house_id=reviewer.house_id,
        details={"months": months},
    )
