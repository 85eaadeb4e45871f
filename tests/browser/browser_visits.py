"""Visits with a browser that notes every error, cookie and request to somebody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    WebError,
)
from settled import SECONDS_TO_ACT

PHONE, WIDE = "phone", "wide"
SIZES = {PHONE: (360, 800), WIDE: (1280, 900)}
ERROR_STATUS = 400


class Profiles:
    """Browser profiles that are emptied and used again: making one costs more than a page."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self._browser = browser
        self._free: dict[tuple[str, bool], list[BrowserContext]] = {}
        self._kinds: dict[BrowserContext, tuple[str, bool]] = {}
        self._brooms: dict[BrowserContext, CDPSession] = {}

    def take(self, size: str, *, has_script: bool, **options: Any) -> BrowserContext:
        """A profile that holds nothing; one with wishes of its own is new."""
        free = self._free.get((size, has_script))
        if free and not options:
            return free.pop()
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            locale="nl-BE",
            base_url=self.site,
            **options,
        )
        context.set_default_timeout(SECONDS_TO_ACT * 1_000)
        if not options:
            self._kinds[context] = (size, has_script)
            # This page stays open, and with it the process that shows the pages of this profile.
            self._brooms[context] = context.new_cdp_session(context.new_page())
        return context

    def give_back(self, context: BrowserContext) -> None:
        """Close the pages of a profile and take away all that they left behind."""
        if context not in self._kinds:
            context.close()
            return
        for page in context.pages[1:]:
            page.close()
        context.clear_cookies()
        broom = self._brooms[context]
        broom.send("Storage.clearDataForOrigin", {"origin": self.site, "storageTypes": "all"})
        broom.send("Network.clearBrowserCache")
        self._free.setdefault(self._kinds[context], []).append(context)


class Visitor:
    """Opens pages, each in a browser profile of its own, and remembers what went wrong."""

    def __init__(self, profiles: Profiles) -> None:
        self.site = profiles.site
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._profiles = profiles
        self._contexts: list[BrowserContext] = []
        self._refused: set[str] = set()
        self._listeners: dict[str, Callable[[Any], None]] = {
            "request": self._note_request,
            "response": self._note_response,
            "console": self._note_message,
            "weberror": self._note_error,
        }

    def profile(self, size: str = PHONE, *, has_script: bool = True, **options: Any) -> Page:
        """An empty page in a profile that holds nothing."""
        context = self._profiles.take(size, has_script=has_script, **options)
        for event, listener in self._listeners.items():
            context.on(event, listener)  # type: ignore[call-overload]  # one of its events
        self._contexts.append(context)
        return context.new_page()

    def open(
        self, path: str, size: str = PHONE, *, has_script: bool = True, **options: Any
    ) -> Page:
        """A page of the site in a profile that holds nothing."""
        page = self.profile(size, has_script=has_script, **options)
        page.goto(path)
        return page

    def check(self) -> None:
        """Fail when a page showed an error, set a cookie or asked something of somebody else."""
        for context in self._contexts:
            self.problems += [f"cookie: {cookie.get('name')}" for cookie in context.cookies()]
        problems, self.problems = self.problems, []
        assert problems == []

    def leave(self) -> None:
        """Check, and give every profile back."""
        try:
            self.check()
        finally:
            for context in self._contexts:
                for event, listener in self._listeners.items():
                    context.remove_listener(event, listener)
                self._profiles.give_back(context)

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.problems.append(f"request to somebody else: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status < ERROR_STATUS:
            return
        # A page that does not exist may be visited; a file that does not exist may not be asked.
        if response.request.is_navigation_request():
            self._refused.add(response.url)
        else:
            self.problems.append(f"{response.status}: {response.url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        is_refused_page = message.location.get("url") in self._refused
        if message.type in {"error", "warning"} and not is_refused_page:
            self.problems.append(f"{message.type}: {message.text}")

    def _note_error(self, error: WebError) -> None:
        self.problems.append(f"error: {error.error}")


def top_of(place: Locator) -> float:
    """How far down the window something begins, in pixels."""
    box = place.bounding_box()
    assert box is not None, "it is not shown"
    return box["y"]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
