"""Visits with a browser that notes every error, cookie and request to somebody else."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
)

PHONE, WIDE = "phone", "wide"
SIZES = {PHONE: (360, 800), WIDE: (1280, 900)}
LANGUAGES = ("nl", "fr", "en", "ar")
ERROR_STATUS = 400


class Visitor:
    """Opens pages, each in a browser profile of its own, and remembers what went wrong."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._refused: set[str] = set()

    def profile(self, size: str = PHONE, *, has_script: bool = True, **options: Any) -> Page:
        """An empty page in a fresh profile."""
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            locale="nl-BE",
            base_url=self.site,
            **options,
        )
        context.set_default_timeout(10_000)
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        self._contexts.append(context)
        return context.new_page()

    def open(
        self, path: str, size: str = PHONE, *, has_script: bool = True, **options: Any
    ) -> Page:
        """A page of the site in a fresh profile."""
        page = self.profile(size, has_script=has_script, **options)
        page.goto(path)
        return page

    def check(self) -> None:
        """Fail when a page showed an error, set a cookie or asked something of somebody else."""
        for context in self._contexts:
            self.problems += [f"cookie: {cookie.get('name')}" for cookie in context.cookies()]
        assert self.problems == []

    def leave(self) -> None:
        """Check, and close everything."""
        try:
            self.check()
        finally:
            for context in self._contexts:
                context.close()

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
