"""Which offers have a date that is called off."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory.models.schedules import Cancellation

MOST_CALLED_OFF = 200


def list_called_off_ids(session: Session, first_day: date, last_day: date) -> list[int]:
    """Ids of offers with a moment that is called off on these days, both included; 200 at most."""
    return list(
        session.scalars(
            select(Cancellation.offer_id)
            .where(Cancellation.day.between(first_day, last_day))
            .distinct()
            .order_by(Cancellation.offer_id)
            .limit(MOST_CALLED_OFF)
        )
    )
