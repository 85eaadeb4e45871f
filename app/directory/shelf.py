"""Loaded offers that a process keeps at hand, as long as the database says they are unchanged.

The database has the last word: each use asks it for state and `updated_at` of the wanted offers in
one small statement. Every write that changes what a card shows moves `updated_at`, also a change of
a place or a partner (`mark_touched`), so an offer on the shelf with the same moment is the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.timetable import Timetable
from app.directory.models.offers import VISIBLE_STATES, Offer, findable
from app.directory.operations.offers import load_cards
from app.directory.timetables import timetable_of

SIZE = 600
"""Offers kept by a process: some 15 MB."""


class Shelf:
    """Offers with the rows of a card, by id; used by many threads, never changed in place."""

    def __init__(self, size: int = SIZE) -> None:
        """Start empty."""
        self._size = size
        self._kept: OrderedDict[int, tuple[datetime, Offer, Timetable]] = OrderedDict()
        self._lock = Lock()

    def list_offers(
        self, session: Session, offer_ids: Sequence[int], *, is_hidden_too: bool = False
    ) -> list[Offer]:
        """The offers families find, in the order of the ids; others are left out silently.

        Who has its address already, in an own list or an answer, is also given what searches hide.
        """
        if not offer_ids:
            return []
        shown = Offer.state.in_(VISIBLE_STATES) if is_hidden_too else findable()
        rows = session.execute(
            select(Offer.id, Offer.updated_at).where(Offer.id.in_(offer_ids), shown)
        )
        moments = {row.id: row.updated_at for row in rows}
        with self._lock:
            found = {
                offer_id: kept[1]
                for offer_id, moment in moments.items()
                if (kept := self._kept.get(offer_id)) is not None and kept[0] == moment
            }
        missing = [offer_id for offer_id in moments if offer_id not in found]
        for offer in load_cards(session, missing):
            found[offer.id] = offer
            self._keep(offer)
        return [found[offer_id] for offer_id in offer_ids if offer_id in found]

    def timetable(self, offer: Offer) -> Timetable:
        """The timetable of an offer, made once for as long as the offer stays on the shelf."""
        with self._lock:
            kept = self._kept.get(offer.id)
        return kept[2] if kept is not None and kept[1] is offer else timetable_of(offer)

    def _keep(self, offer: Offer) -> None:
        entry = (offer.updated_at, offer, timetable_of(offer))
        with self._lock:
            self._kept[offer.id] = entry
            self._kept.move_to_end(offer.id)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
