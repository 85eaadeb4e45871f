"""What a browser carries while a family asks and follows up: sealed, short-lived, never text."""

from __future__ import annotations

import time
from datetime import timedelta

from flask import g, session

from app.sealing import UnsealingError
from app.web.installation import get_installation

STAYS_OPEN = timedelta(minutes=30)
_FRESH_CODE, _OWN, _URGENT = "verse_code", "eigen_vraag", "dringend"


def keep_private() -> None:
    """Keep this answer out of every cache; its words are for one family."""
    g.is_private = True


def keep_code(code: str, *, is_urgent: bool = False) -> None:
    """Carry a fresh code to the page that shows it once, sealed."""
    session[_FRESH_CODE] = get_installation().keyring.seal(code).decode("ascii")
    session[_URGENT] = is_urgent


def take_code() -> str | None:
    """The fresh code, for the one time that it is shown."""
    sealed = session.pop(_FRESH_CODE, None)
    if not isinstance(sealed, str):
        return None
    try:
        return get_installation().keyring.open(sealed.encode("ascii"))
    except UnsealingError:
        return None


def take_urgent() -> bool:
    """Whether the question that was just sent had words that cannot wait."""
    return bool(session.pop(_URGENT, False))


def open_visit(question_id: int) -> None:
    """Let this browser see a question for half an hour."""
    session[_OWN] = [question_id, int(time.time() + STAYS_OPEN.total_seconds())]


def find_visit() -> int | None:
    """The question that this browser opened, when that is not too long ago; it stays open then."""
    kept = session.get(_OWN)
    if not isinstance(kept, list) or len(kept) != 2:
        return None
    question_id, until = kept
    if until < time.time():
        session.pop(_OWN, None)
        return None
    open_visit(question_id)
    return int(question_id)


def end_visit() -> None:
    """Forget on this browser that there is a question."""
    for name in (_OWN, _FRESH_CODE, _URGENT):
        session.pop(name, None)
