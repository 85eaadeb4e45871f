"""Offers whose partner has to look at them now, and how far the asking is for each."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.agenda.clock import local_datetime
from app.directory.freshness import Freshness, freshness_of
from app.directory.models.offers import VISIBLE_STATES, Offer, OfferKind, OfferLocation
from app.directory.models.organizations import Location, Organization
from app.directory.models.schedules import Schedule
from app.publishing.check_stages import find_stage
from app.publishing.models.checks import CheckStage

DUE_OFFER: tuple[ORMOption, ...] = (
    selectinload(Offer.texts),
    selectinload(Offer.schedules).joinedload(Schedule.dates),
    selectinload(Offer.locations).joinedload(OfferLocation.location).joinedload(Location.closures),
    selectinload(Offer.areas),
    selectinload(Offer.closures),
    selectinload(Offer.cancellations),
    selectinload(Offer.contacts),
    selectinload(Offer.checks),
    joinedload(Offer.organization).selectinload(Organization.contacts),
)
"""What says how fresh an offer is, and its facts in words."""
_FEWEST_DAYS = {1: 23, 3: 74, 6: 150, 12: 303}
"""For each period, the fewest days before its offers can be due."""


@dataclass(frozen=True, slots=True)
class DueOffer:
    """An offer that somebody has to look at."""

    offer: Offer
    freshness: Freshness
    stage: CheckStage


def list_due(
    session: Session, today: date, *, organization_ids: Collection[int] | None = None
) -> list[DueOffer]:
    """Every offer with a stage on a day, by organization and id; of some organizations if given."""
    return _keep_due(session.scalars(_candidates(today, organization_ids)).all(), today)


def _keep_due(offers: Collection[Offer], today: date) -> list[DueOffer]:
    found = []
    for offer in offers:
        freshness = freshness_of(offer, today)
        stage = find_stage(freshness, today)
        if stage is not None:
            found.append(DueOffer(offer, freshness, stage))
    return found


def _candidates(today: date, organization_ids: Collection[int] | None) -> Select[Offer]:
    statement = select(Offer).where(
        Offer.state.in_(VISIBLE_STATES),
        or_(
            Offer.hidden_on.is_not(None),
            Offer.kind == OfferKind.ACTIVITY.value,
            *(_may_be_due(months, days, today) for months, days in _FEWEST_DAYS.items()),
        ),
    )
    if organization_ids is not None:
        statement = statement.where(Offer.organization_id.in_(organization_ids))
    return statement.options(*DUE_OFFER).order_by(Offer.organization_id, Offer.id)


def _may_be_due(months: int, days: int, today: date) -> ColumnElement[bool]:
    last_day = today - timedelta(days=days)
    before: datetime = local_datetime(last_day + timedelta(days=1), time())
    return and_(
        Offer.check_every_months == months,
        or_(
            Offer.verified_on <= last_day,
            and_(Offer.verified_on.is_(None), Offer.created_at < before),
        ),
    )
