"""What a public page may note of itself: only for families, and never at the cost of the page."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import lru_cache

import structlog
from flask import request

from app.accounts.guards import COOKIE
from app.counted_files import HOUR_S

log = structlog.get_logger()

_ROBOTS = re.compile(r"bot|crawl|spider|slurp|preview|fetch|monitor|curl|wget", re.IGNORECASE)
"""Words in the names that programs give themselves."""


def is_read_by_a_family() -> bool:
    """Whether this request reads a page, and is of no robot and of nobody who works here."""
    # Who works here looks at the own pages all day.
    if request.method != "GET" or COOKIE in request.cookies:
        return False
    name = request.headers.get("User-Agent", "")
    return bool(name) and not _ROBOTS.search(name)


def write_or_drop(event: str, write: Callable[[float], None]) -> None:
    """Write a note of this moment (seconds since 1970); one that cannot be written is dropped."""
    seconds = time.time()
    try:
        write(seconds)
    except OSError as error:
        _tell(int(seconds) // HOUR_S, event, type(error).__name__)


@lru_cache(maxsize=2)
def _tell(_hour: int, event: str, kind: str) -> None:
    """Log a failure once an hour: a full disk must not fill with its own complaints."""
    log.warning(event, kind=kind)
