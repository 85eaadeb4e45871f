"""Axe on every page, in the browser: WCAG 2.2 AA and its best practices, no violation allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser_pages import DARK, NAMES
from browser_visits import SIZES
from playwright.sync_api import Browser, Page

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
Pages = Mapping[str, Page]


@pytest.fixture(scope="module")
def pages(browser: Browser, site: str) -> Iterator[Pages]:
    opened = {}
    for language in ("nl", "ar"):
        for size, (width, height) in SIZES.items():
            viewport = {"width": width, "height": height}
            page = browser.new_page(viewport=viewport, base_url=site)  # type: ignore[arg-type]
            page.add_init_script(AXE_SCRIPT)
            opened[f"{language} {size}"] = page
    yield opened
    for page in opened.values():
        page.close()


def find_violations(pages: Pages, path: str, options: Mapping[str, Any]) -> list[str]:
    for name, page in pages.items():
        language = name[:2]
        page.goto(f"/{language}/{path}")
        page.evaluate(START, options[language])
    return [f"{name}: {found}" for name, page in pages.items() for found in page.evaluate(FINISH)]


@pytest.mark.parametrize("name", NAMES)
def test_page_has_no_violation_on_phone_and_desktop_in_dutch_and_arabic(
    pages: Pages, addresses: Mapping[str, str], name: str
) -> None:
    assert find_violations(pages, addresses[name], LIGHT) == []


@pytest.mark.parametrize("name", DARK)
def test_colours_of_a_page_are_told_apart_in_the_dark(
    pages: Pages, addresses: Mapping[str, str], name: str
) -> None:
    dark = {key: page for key, page in pages.items() if key.startswith("nl")}
    for page in dark.values():
        page.emulate_media(color_scheme="dark")
    try:
        assert find_violations(dark, addresses[name], {"nl": DARKNESS}) == []
    finally:
        for page in dark.values():
            page.emulate_media(color_scheme="light")
