"""Every page in the browser: no violation of WCAG 2.2 AA and its best practices, and it is light.

The page is open then, so what is seen of it at once is asked here too: its width on a phone, what
it loads, its errors and its cookies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser_pages import DARK, NAMES
from browser_scales import ANY_PAGE, SCRIPTS, Scales
from browser_visits import PHONE, WIDE, Profiles, Visitor, overflow
from playwright.sync_api import Page

OPTIONS: dict[str, Any] = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
    # This one only ever asks for a review by a person, and takes a quarter of the time.
    "rules": {"hidden-content": {"enabled": False}},
    "selectors": False,
    "elementRef": False,
}
# Colours are the same in every language, and their contrast takes most of the time: they are
# looked at in Dutch, in the light and in the dark. In the dark nothing else is another.
COLOURS = ["color-contrast", "link-in-text-block"]
LIGHT = {
    "nl": OPTIONS,
    "ar": OPTIONS | {"rules": OPTIONS["rules"] | {"color-contrast": {"enabled": False}}},
}
DARKNESS = OPTIONS | {"runOnly": {"type": "rule", "values": COLOURS}, "rules": {}}
# All pages start before the first answer is awaited: each profile has a process of its own.
START = """(options) => {
    window.answer = new Promise((resolve) =>
        setTimeout(() => resolve(axe.run(document, options)), 0));
}"""
FINISH = """async () => (await window.answer).violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.html} ${node.failureSummary}`))"""


# Arabic on a wide screen has the rules of both and nothing of its own.
VIEWS = (("nl", PHONE), ("nl", WIDE), ("ar", PHONE))


class Onlookers:
    """Dutch on a phone and a wide screen, Arabic on a phone, each in a profile of its own."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.pages: dict[str, Page] = {}
        for language, size in VIEWS:
            page = visitor.profile(size)
            page.add_init_script(AXE_SCRIPT)
            self.pages[f"{language} {size}"] = page
        self.scales = Scales(self.pages[f"nl {WIDE}"])
        """Weighs what comes to a browser that has nothing yet."""

    def list_faults(self, path: str) -> list[str]:
        """Everything that is wrong with a page."""
        self.scales.start_anew()
        found = []
        for name, page in self.pages.items():
            language, size = name.split()
            page.goto(f"/{language}/{path}")
            if size == PHONE and overflow(page):
                found.append(f"{name}: {overflow(page)} pixels too wide")
            direction = page.evaluate("document.documentElement.dir")
            if direction != ("rtl" if language == "ar" else "ltr"):
                found.append(f"{name}: read {direction}")
            if name == f"nl {WIDE}":
                found += list_weights(self.scales)
            page.evaluate(START, LIGHT[language])
        found += finish_axe(self.pages)
        self.visitor.check()
        return found


def list_weights(scales: Scales) -> list[str]:
    """What of a page is too heavy; without any script or byte the scales would be broken."""
    scripts = scales.bytes.get("Script", 0)
    if 0 < scales.total <= ANY_PAGE and 0 < scripts <= SCRIPTS:
        return []
    return [f"{scales.total:.0f} bytes, {scripts:.0f} of scripts"]


def finish_axe(pages: Mapping[str, Page]) -> list[str]:
    """What axe found on pages on which it was started."""
    return [f"{name}: {found}" for name, page in pages.items() for found in page.evaluate(FINISH)]


@pytest.fixture(scope="module")
def onlookers(profiles: Profiles) -> Iterator[Onlookers]:
    somebody = Visitor(profiles)
    yield Onlookers(somebody)
    somebody.leave()


@pytest.mark.parametrize("name", NAMES)
def test_page_is_for_everybody_on_phone_and_desktop_in_dutch_and_arabic(
    onlookers: Onlookers, addresses: Mapping[str, str], name: str
) -> None:
    assert onlookers.list_faults(addresses[name]) == []


@pytest.mark.parametrize("name", DARK)
def test_colours_of_a_page_are_told_apart_in_the_dark(
    onlookers: Onlookers, addresses: Mapping[str, str], name: str
) -> None:
    dark = {key: page for key, page in onlookers.pages.items() if key.startswith("nl")}
    for page in dark.values():
        page.emulate_media(color_scheme="dark")
    try:
        for page in dark.values():
            page.goto(f"/nl/{addresses[name]}")
            page.evaluate(START, DARKNESS)
        assert finish_axe(dark) == []
    finally:
        for page in dark.values():
            page.emulate_media(color_scheme="light")
