"""Reporting that an offer has a waiting list, with the day on which that was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.db import utc_now
from app.directory.models.offers import Offer


def report_waiting(
    session: Session, offer_id: int, notes: Mapping[str, str], *, reported_on: date
) -> None:
    """Put a notice on an offer in the languages that it has; the index follows the commit."""
    offer = session.scalars(
        select(Offer).where(Offer.id == offer_id).options(selectinload(Offer.texts))
    ).one()
    for text in offer.texts:
        if text.language in notes:
            text.waiting = notes[text.language]
    offer.waiting_reported_on = reported_on
    offer.updated_at = utc_now()
    session.flush()
