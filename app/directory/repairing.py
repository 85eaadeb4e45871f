"""The index repairs itself: a damaged or missing one is written anew by a process of its own.

A short-lived process, because after a full disk the lock of a failed writer stays held for as long
as somebody remembers it (design/promises: measured on this stack).
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import structlog

from app.config import PROJECT_FOLDER, Settings, as_environment

log = structlog.get_logger()
PAUSE_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 1.0


class Repairer:
    """Starts at most one rebuild at a time from this process, and not more than twice a minute."""

    def __init__(self, settings: Settings) -> None:
        """Remember where database and index are."""
        self._settings = settings
        self._lock = threading.Lock()
        self._started_at = float("-inf")
        self._process: subprocess.Popen[bytes] | None = None
        self._later: threading.Timer | None = None

    def repair_soon(self) -> bool:
        """Start a rebuild unless one runs or just ran; gives whether it was started.

        Several workers may each start one: the writer's lock lets one through at a time, and the
        later ones find a whole index and leave it alone.
        """
        with self._lock:
            is_running = self._process is not None and self._process.poll() is None
            if is_running or time.monotonic() - self._started_at < PAUSE_SECONDS:
                return False
            self._started_at = time.monotonic()
            self._process = subprocess.Popen(  # our own command, no text of a visitor
                [sys.executable, "-m", "app.cli", "check-index", "--repair"],
                cwd=PROJECT_FOLDER,
                env=as_environment(self._settings),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        log.warning("index_repair_started")
        return True

    def renew_soon(self) -> None:
        """Have the index written anew for words that just changed: now, or when the pause is over.

        A damaged index is met again by the next search; that it has older words is not.
        """
        if self.repair_soon():
            return
        with self._lock:
            if self._later is None:
                wait = self._started_at + PAUSE_SECONDS - time.monotonic()
                self._later = threading.Timer(max(wait, _LOOK_AGAIN_SECONDS), self._renew_now)
                self._later.daemon = True
                self._later.start()

    def _renew_now(self) -> None:
        self._later = None
        self.renew_soon()
