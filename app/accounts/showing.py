"""Recovery codes on their way to the one page that shows them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import session

from app.sealing import UnsealingError
from app.web.installation import get_installation

SHOWN = "shown_codes"


def show_codes_next(codes: Sequence[str]) -> None:
    """Keep new codes, sealed, until the next page shows them."""
    session[SHOWN] = get_installation().keyring.seal(" ".join(codes)).decode("ascii")


def take_shown_codes() -> list[str]:
    """The codes to show now; the next time there are none."""
    sealed = session.pop(SHOWN, "")
    try:
        return get_installation().keyring.open(sealed.encode("ascii")).split() if sealed else []
    except (UnsealingError, UnicodeEncodeError):
        return []
