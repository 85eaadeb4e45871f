"""A visit by link: the signed cookie holds which link was opened, for an hour; nothing else."""

from __future__ import annotations

import time
from datetime import timedelta

from flask import session

LASTS = timedelta(minutes=60)
_KEY = "doorverwijzing"


def begin_visit(link_id: int) -> None:
    """Let this browser see the referral of a link for an hour."""
    session[_KEY] = [link_id, int(time.time() + LASTS.total_seconds())]


def find_visit() -> int | None:
    """The link that this browser opened less than an hour ago."""
    kept = session.get(_KEY)
    if not isinstance(kept, list) or len(kept) != 2 or kept[1] < time.time():
        return None
    return int(kept[0])


def follow_visit(link_id: int) -> None:
    """Go on with the next link; the hour does not begin again."""
    kept = session.get(_KEY)
    if isinstance(kept, list) and len(kept) == 2:
        session[_KEY] = [link_id, kept[1]]


def end_visit() -> None:
    """Forget on this browser that there was a visit."""
    session.pop(_KEY, None)
