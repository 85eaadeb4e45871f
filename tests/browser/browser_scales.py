"""Counts what comes over the wire to a page, and the budgets that it is held against."""

from __future__ import annotations

from playwright.sync_api import Page

KILOBYTE = 1024
FIRST_VIEW = 30 * KILOBYTE
ANY_PAGE = 100 * KILOBYTE
SCRIPTS = 15 * KILOBYTE


class Scales:
    """Counts the bytes that come over the wire to a page, with headers, by kind of file."""

    def __init__(self, page: Page) -> None:
        self.bytes: dict[str, float] = {}
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._note_kind)
        session.on("Network.loadingFinished", self._note_size)
        session.send("Network.enable")
        self._session = session

    def start_anew(self) -> None:
        """Forget what was counted, and let the page ask everything of the server again."""
        self._session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.bytes.clear()

    @property
    def total(self) -> float:
        """Everything together."""
        return sum(self.bytes.values())

    def _note_kind(self, event: dict[str, str]) -> None:
        self._kinds[event["requestId"]] = event["type"]

    def _note_size(self, event: dict[str, float]) -> None:
        kind = self._kinds.get(str(event["requestId"]), "Other")
        self.bytes[kind] = self.bytes.get(kind, 0) + event["encodedDataLength"]
