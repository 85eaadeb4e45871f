"""How often families asked about an offer, and how often it was referred to: by month, no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, time

from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.agenda.clock import as_local, local_datetime
from app.directory.models.offers import Offer
from app.questions.models.questions import OfferAsked
from app.questions.models.referrals import Referral

OfferMonth = tuple[int, date]
"""An offer and the first day of a month."""


def note_asked_offers(session: Session, offer_ids: Collection[int], *, now: datetime) -> None:
    """Count the offers that a question carries along; numbers that are no offer are left out.

    Only the count stays: it outlives the question, and no question can be found by it.
    """
    if not offer_ids:
        return
    is_postgres = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert if is_postgres else sqlite.insert
    month = as_local(now).date().replace(day=1)
    existing = (
        select(Offer.id, literal(month, OfferAsked.month.type), literal(1))
        .where(Offer.id.in_(sorted(offer_ids)))
        .order_by(Offer.id)
    )
    counting = insert(OfferAsked).from_select(["offer_id", "month", "count"], existing)
    session.execute(
        counting.on_conflict_do_update(
            index_elements=[OfferAsked.offer_id, OfferAsked.month],
            set_={"count": OfferAsked.count + 1},
        )
    )


def count_asked_offers(
    session: Session, offer_ids: Collection[int], *, since: date
) -> Mapping[OfferMonth, int]:
    """How many questions carried each offer along, by month, from a month on."""
    rows = session.scalars(
        select(OfferAsked).where(OfferAsked.offer_id.in_(offer_ids), OfferAsked.month >= since)
    )
    return {(row.offer_id, row.month): row.count for row in rows}


def count_referred_offers(
    session: Session, offer_ids: Collection[int], *, since: date
) -> Mapping[OfferMonth, int]:
    """How many referrals to each offer were sent, by month, from a month on."""
    rows = session.execute(
        select(Referral.offer_id, Referral.asked_at).where(
            Referral.offer_id.in_(offer_ids),
            Referral.asked_at >= local_datetime(since, time()),
        )
    )
    return Counter((row.offer_id, as_local(row.asked_at).date().replace(day=1)) for row in rows)
