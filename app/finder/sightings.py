"""Notes which offers a page showed, for the figures of partners; nobody is followed.

Who looked is never kept: no address, no sign-in, no words, no moment. A note that cannot be written
is dropped; no page waits or fails for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.finder.noting import is_read_by_a_family, write_or_drop
from app.finder.pages import ResultsPage
from app.publishing.models.visitors import SightKind
from app.publishing.sight_files import write_sight
from app.web.installation import get_installation


def note_found(page: ResultsPage) -> None:
    """Note the offers on a page of results, each once."""
    days = (card.offer_id for day in page.days for card in day.cards)
    _note(SightKind.FOUND, dict.fromkeys((*(card.offer_id for card in page.cards), *days)))


def note_opened(offer_id: int) -> None:
    """Note that the page of an offer was opened."""
    _note(SightKind.OPENED, (offer_id,))


def note_kept(offer_ids: Iterable[int]) -> None:
    """Note the offers on a kept list that was looked at."""
    _note(SightKind.KEPT, offer_ids)


def _note(kind: SightKind, offer_ids: Iterable[int]) -> None:
    ids = tuple(offer_ids)
    if ids and is_read_by_a_family():
        folder = get_installation().settings.sight_folder
        write_or_drop("sights_not_written", lambda seconds: write_sight(folder, kind, ids, seconds))
