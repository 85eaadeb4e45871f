"""Every page of asking, the desk, the partners and accounts: for everybody, on every screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser_scales import ANY_PAGE, FIRST_VIEW, SCRIPTS
from browser_visits import PHONE, SIZES, WIDE, overflow
from desk_pages import DeskPage
from desk_site import DeskSite
from desk_stories import Stories, tell_stories
from playwright.sync_api import Browser, Page, Response
from settled import SECONDS_TO_ACT
from test_browser_accessibility import FINISH, OPTIONS, START
from words_pages import GROUPS

HEAVY = {
    "asking": ("ask", "status: running"),
    "questions": ("question: running",),
    "tools": ("search",),
}
"""Those that carry most, and the first view of a family that asks."""
COLOURED = {
    "asking": ("ask: mistakes", "sent", "status: running"),
    "partners": ("visit: open",),
    "accounts": ("sign in: mistakes",),
    "questions": ("question: running", "question: conflict", "referral: asked-consent"),
    "tools": ("inbox", "staff card", "print card", "count: mistakes", "rota", "too hard"),
    "managing": ("figures", "letters"),
    "words": ("results: near", "why", "words: found", "gaps"),
}
"""With every colour there is: looked at in the dark too, and in Arabic on a wide screen."""
# Contrast takes most of the time of axe.
PLAIN: Mapping[str, Any] = OPTIONS | {
    "rules": {**OPTIONS["rules"], "color-contrast": {"enabled": False}}  # type: ignore[dict-item]
}
# What is large enough on a phone is so on a wide screen.
WIDE_AND_PLAIN: Mapping[str, Any] = PLAIN | {
    "rules": {**PLAIN["rules"], "target-size": {"enabled": False}}
}
COLOURS: Mapping[str, Any] = OPTIONS | {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "rules": {},
}


class Onlooker:
    """A browser that opens pages as whoever may see them."""

    def __init__(self, browser: Browser, site: DeskSite, size: str) -> None:
        width, height = SIZES[size]
        viewport = {"width": width, "height": height}
        self.page: Page = browser.new_page(viewport=viewport, base_url=site.address)  # type: ignore[arg-type]
        self.page.set_default_timeout(SECONDS_TO_ACT * 1_000)
        self.page.on("response", self._note_page)
        self.shown = (0, "")
        """The status and the address of the page that is open."""
        self._site = site
        self._who = ""

    def open(self, wanted: DeskPage, language: str) -> None:
        """Open a page with nothing in the browser but what this page needs."""
        context = self.page.context
        if wanted.carries or not wanted.who or wanted.who != self._who:
            context.clear_cookies()
            self._who = wanted.who
            if wanted.who:
                self._site.sign_in(context, wanted.who)
            if wanted.carries:
                self._site.carry(context, **wanted.carries)
        path = f"/{language}/{wanted.address}"
        self.page.goto(path, wait_until="domcontentloaded")
        if wanted.press is not None:
            wanted.press(self.page)
        status, address = self.shown
        assert status == wanted.status, wanted.name
        assert wanted.press or address == f"{self._site.address}{path}", wanted.name

    def find_violations(self, options: Mapping[str, Any]) -> list[str]:
        """What axe finds wrong with the page that is open."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        self.page.evaluate(START, options)
        found: list[str] = self.page.evaluate(FINISH)
        return found

    def _note_page(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.shown = (response.status, response.url)


@pytest.fixture(scope="session")
def stories(page_site: DeskSite) -> Stories:
    return tell_stories(page_site)


@pytest.fixture(scope="module")
def onlookers(browser: Browser, page_site: DeskSite) -> Iterator[Mapping[str, Onlooker]]:
    found = {
        "nl": Onlooker(browser, page_site, PHONE),
        "ar": Onlooker(browser, page_site, WIDE),
    }
    yield found
    for onlooker in found.values():
        onlooker.page.close()


@pytest.mark.parametrize("group", GROUPS)
def test_pages_are_for_everybody_on_every_screen(
    page_site: DeskSite, stories: Stories, onlookers: Mapping[str, Onlooker], group: str
) -> None:
    wrong: list[str] = []
    for wanted in GROUPS[group](page_site, stories):
        onlooker = onlookers["nl"]
        onlooker.open(wanted, "nl")
        found = onlooker.find_violations(OPTIONS)
        if wanted.name in COLOURED[group]:
            onlooker.page.emulate_media(color_scheme="dark")
            found += onlooker.find_violations(COLOURS)
            onlooker.page.emulate_media(color_scheme="light")
        found += find_misfits(onlooker.page)
        # What is pressed changes something, so it is pressed once.
        if wanted.press is None and wanted.name in COLOURED[group]:
            onlookers["ar"].open(wanted, "ar")
            assert onlookers["ar"].page.evaluate("document.documentElement.dir") == "rtl"
            found += onlookers["ar"].find_violations(WIDE_AND_PLAIN)
        wrong += [f"{wanted.name}: {problem}" for problem in found]
    assert wrong == []


def find_misfits(page: Page) -> list[str]:
    """What does not fit on a small phone, read from the left and from the right."""
    found = []
    for direction in ("ltr", "rtl"):
        page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
        by = overflow(page)
        found += [f"{by} pixels too wide, {direction}"] if by else []
    return found


def weigh_pages(
    browser: Browser, site: DeskSite, pages: list[DeskPage]
) -> dict[str, dict[str, float]]:
    """Bytes that come over the wire to a browser that has nothing yet, by page and kind of file."""
    onlooker = Onlooker(browser, site, PHONE)
    kinds: dict[str, str] = {}
    wire: dict[str, float] = {}

    def note_size(event: dict[str, float]) -> None:
        kind = kinds.get(str(event["requestId"]), "Other")
        wire[kind] = wire.get(kind, 0) + event["encodedDataLength"]

    session = onlooker.page.context.new_cdp_session(onlooker.page)
    session.on(
        "Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]})
    )
    session.on("Network.loadingFinished", note_size)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    found = {}
    for wanted in pages:
        wire.clear()
        onlooker.open(wanted, "nl")
        onlooker.page.wait_for_load_state("networkidle")
        found[wanted.name] = dict(wire)
    onlooker.page.close()
    return found


def test_pages_stay_light(browser: Browser, page_site: DeskSite, stories: Stories) -> None:
    by_name = {page.name: page for group in HEAVY for page in GROUPS[group](page_site, stories)}
    pages = [by_name[name] for names in HEAVY.values() for name in names]
    for name, wire in weigh_pages(browser, page_site, pages).items():
        most = FIRST_VIEW if name == "ask" else ANY_PAGE
        assert 0 < sum(wire.values()) <= most, name
        assert 0 < wire["Script"] <= SCRIPTS, name
