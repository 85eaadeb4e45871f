"""Families, colleagues and partners, each in a browser of their own, and what went wrong there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser_visits import PHONE, SIZES, WIDE
from desk_site import DeskSite, desk_site, page_site
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response
from settled import SECONDS_TO_ACT

__all__ = ["Guests", "desk_site", "guests", "page_site", "text_of"]
ERROR_STATUS = 400


class Guests:
    """Opens browsers on the writing site; a page may set cookies here, but nothing may fail."""

    def __init__(self, browser: Browser, site: DeskSite) -> None:
        self.site = site
        self.problems: list[str] = []
        self.may_ask: tuple[str, ...] = ()
        """Addresses elsewhere that a page may lead to."""
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._refused: set[str] = set()

    def family(self, size: str = PHONE, *, has_script: bool = False) -> Page:
        """The browser of a family, or of a partner: without an account."""
        width, height = SIZES[size]
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=has_script,
            locale="nl-BE",
            # Gliding to each button would cost more than pressing it.
            reduced_motion="reduce",
            base_url=self.site.address,
        )
        context.set_default_timeout(SECONDS_TO_ACT * 1_000)
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.problems.append(f"error: {error.error}"))
        self._contexts.append(context)
        return context.new_page()

    def colleague(self, person: str, size: str = WIDE, *, has_script: bool = True) -> Page:
        """The browser of somebody with an account, who is signed in."""
        page = self.family(size, has_script=has_script)
        self.site.sign_in(page.context, person)
        return page

    def leave(self) -> None:
        """Close everything, and fail when something went wrong."""
        for context in self._contexts:
            context.close()
        assert self.problems == []

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:", *self.may_ask)):
            self.problems.append(f"request to somebody else: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status < ERROR_STATUS:
            return
        # Whoever is refused sees a page that says so; what a page asks by itself may not fail.
        if response.request.is_navigation_request() and response.status < 500:
            self._refused.add(response.url)
        else:
            self.problems.append(f"{response.status}: {response.url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        is_refused_page = message.location.get("url") in self._refused
        if message.type in {"error", "warning"} and not is_refused_page:
            self.problems.append(f"{message.type}: {message.text}")


@pytest.fixture
def guests(browser: Browser, desk_site: DeskSite) -> Iterator[Guests]:
    """Everybody in one story on the writing site."""
    everybody = Guests(browser, desk_site)
    yield everybody
    everybody.leave()


def text_of(page: Page) -> str:
    """What somebody reads on a page."""
    return page.locator("main").inner_text()
