"""Counting looks: finished files are added up once, whatever happens halfway, and read by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.counted_files import count_finished, insert_of
from app.db import Database
from app.directory.models.offers import Offer
from app.publishing.models.visitors import OfferSight, SightFile, SightKind
from app.publishing.sight_files import Sight, read_sights, sight_notebook

LARGEST_ID = 2_147_483_647
MOST_IDS = 500
"""So many values stand in one statement."""


def count_sights(database: Database, folder: Path, now: datetime) -> int:
    """Add up each finished file of looks and delete it; gives how many were counted."""
    notebook = sight_notebook(folder)
    return count_finished(database, notebook, SightFile, now, read=read_sights, add=_add_sights)


def list_sights(
    session: Session, offer_ids: Collection[int], *, since: date
) -> Mapping[Sight, int]:
    """How often each offer was found, opened and kept, by month, from a month on."""
    rows = session.scalars(
        select(OfferSight).where(OfferSight.offer_id.in_(offer_ids), OfferSight.month >= since)
    )
    return {(row.offer_id, row.month, SightKind(row.kind)): row.count for row in rows}


def _add_sights(session: Session, counts: Counter[Sight]) -> None:
    known = _known_offers(session, {offer_id for offer_id, _month, _kind in counts})
    rows = [
        {"offer_id": offer_id, "month": month, "kind": kind.value, "count": count}
        for (offer_id, month, kind), count in sorted(counts.items())
        if offer_id in known
    ]
    if rows:
        adding = insert_of(session)(OfferSight)
        total = OfferSight.count + adding.excluded.count
        session.execute(
            adding.on_conflict_do_update(
                index_elements=[OfferSight.offer_id, OfferSight.month, OfferSight.kind],
                set_={"count": total},
            ),
            rows,
        )


def _known_offers(session: Session, offer_ids: Collection[int]) -> set[int]:
    ids = sorted(number for number in offer_ids if number <= LARGEST_ID)
    known: set[int] = set()
    for start in range(0, len(ids), MOST_IDS):
        part = ids[start : start + MOST_IDS]
        known.update(session.scalars(select(Offer.id).where(Offer.id.in_(part))))
    return known
