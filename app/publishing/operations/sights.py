"""Counting looks: finished files are added up once, whatever happens halfway, and read by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.models.offers import Offer
from app.publishing.models.visitors import OfferSight, SightFile, SightKind
from app.publishing.sight_files import Sight, list_finished, read_sights

NAMES_KEPT = timedelta(days=30)
LARGEST_ID = 2_147_483_647
MOST_IDS = 500
"""So many values stand in one statement."""


def count_sights(database: Database, folder: Path, now: datetime) -> int:
    """Add up each finished file and delete it; gives how many were counted.

    The name of a file is kept in the transaction that counts it. A worker that dies before the file
    is deleted finds the name there next time: no look is lost, and none counts twice.
    """
    files = list_finished(folder, now)
    counted = 0
    for path in files:
        try:
            counts = read_sights(path)
        except FileNotFoundError:
            # Another worker was first.
            continue
        with database.transaction() as session:
            counted += _count_file(session, path.name, counts, now)
        with suppress(FileNotFoundError):
            path.unlink()
    _forget_names(database, {path.name for path in folder.glob("*.sights")}, now)
    return counted


def list_sights(
    session: Session, offer_ids: Collection[int], *, since: date
) -> Mapping[Sight, int]:
    """How often each offer was found, opened and kept, by month, from a month on."""
    rows = session.scalars(
        select(OfferSight).where(OfferSight.offer_id.in_(offer_ids), OfferSight.month >= since)
    )
    return {(row.offer_id, row.month, SightKind(row.kind)): row.count for row in rows}


def _count_file(session: Session, name: str, counts: Counter[Sight], now: datetime) -> int:
    insert = _insert_of(session)
    # One statement, so that of two workers with the same file only one counts it.
    taken = insert(SightFile).values(name=name, counted_at=now).on_conflict_do_nothing()
    if session.execute(taken.returning(SightFile.name)).first() is None:
        return 0
    known = _known_offers(session, {offer_id for offer_id, _month, _kind in counts})
    rows = [
        {"offer_id": offer_id, "month": month, "kind": kind.value, "count": count}
        for (offer_id, month, kind), count in sorted(counts.items())
        if offer_id in known
    ]
    if rows:
        adding = insert(OfferSight)
        total = OfferSight.count + adding.excluded.count
        session.execute(
            adding.on_conflict_do_update(
                index_elements=[OfferSight.offer_id, OfferSight.month, OfferSight.kind],
                set_={"count": total},
            ),
            rows,
        )
    return 1


def _insert_of(session: Session) -> type[sqlite.Insert | postgresql.Insert]:
    is_postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.Insert if is_postgres else sqlite.Insert


def _known_offers(session: Session, offer_ids: Collection[int]) -> set[int]:
    ids = sorted(number for number in offer_ids if number <= LARGEST_ID)
    known: set[int] = set()
    for start in range(0, len(ids), MOST_IDS):
        part = ids[start : start + MOST_IDS]
        known.update(session.scalars(select(Offer.id).where(Offer.id.in_(part))))
    return known


def _forget_names(database: Database, present: Collection[str], now: datetime) -> None:
    """Forget the names of files that are long gone; a name with an hour never comes back."""
    with database.transaction() as session:
        session.execute(
            delete(SightFile).where(
                SightFile.counted_at < now - NAMES_KEPT, SightFile.name.not_in(sorted(present))
            )
        )
