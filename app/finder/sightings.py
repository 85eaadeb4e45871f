"""Notes which offers a page showed, for the figures of partners; nobody is followed.

Who looked is never kept: no address, no sign-in, no words, no moment. A note that cannot be written
is dropped; no page waits or fails for it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from functools import lru_cache

import structlog
from flask import request

from app.accounts.guards import COOKIE
from app.finder.pages import ResultsPage
from app.publishing.models.visitors import SightKind
from app.publishing.sight_files import HOUR_S, write_sight
from app.web.installation import get_installation

log = structlog.get_logger()

_ROBOTS = re.compile(r"bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget", re.IGNORECASE)
"""Words in the names that programs give themselves."""


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
    # Who works here looks at the own pages all day.
    if not ids or request.method != "GET" or COOKIE in request.cookies:
        return
    name = request.headers.get("User-Agent", "")
    if not name or _ROBOTS.search(name):
        return
    seconds = time.time()
    try:
        write_sight(get_installation().settings.sight_folder, kind, ids, seconds)
    except OSError as error:
        _tell(int(seconds) // HOUR_S, type(error).__name__)


@lru_cache(maxsize=1)
def _tell(_hour: int, kind: str) -> None:
    """Log a failure once an hour: a full disk must not fill with its own complaints."""
    log.warning("sights_not_written", kind=kind)
