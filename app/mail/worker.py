"""The worker that sends letters, round after round, until it is told to stop."""

from __future__ import annotations

import threading

import structlog

from app.config import Settings
from app.db import Database, utc_now
from app.mail.delivery import send_due

log = structlog.get_logger()

PAUSE_S = 3.0


def send_until(stop: threading.Event, database: Database, settings: Settings) -> None:
    """Send what is due every few seconds; a database that is away is asked again later."""
    while not stop.is_set():
        try:
            send_due(database, settings, utc_now())
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the next round comes
            # The class only: the text of an error can quote what it stumbled over.
            log.error("letters_failed", error=type(error).__name__)  # noqa: TRY400
        stop.wait(PAUSE_S)
