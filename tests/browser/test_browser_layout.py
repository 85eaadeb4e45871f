"""No page is wider than a small phone in any language; large letters and fingers are welcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from browser_pages import NAMES
from browser_visits import PHONE, SIZES, WIDE, Visitor, overflow, top_of
from playwright.sync_api import Browser, Page, ViewportSize, expect

# WCAG 2.5.8, level AA; a link in a sentence and what has space around it are excepted.
SMALLEST_TARGET = 24
OTHERS = ("fr", "en")
"""Dutch and Arabic are looked at in `test_browser_accessibility`, which has those pages open."""
MAIN_PAGES = ("home", "results", "results: filters", "offer: service", "list", "calendar")


@pytest.fixture(scope="module")
def phones(browser: Browser, site: str) -> Iterator[Mapping[str, Page]]:
    width, height = SIZES[PHONE]
    viewport = ViewportSize(width=width, height=height)
    opened = {code: browser.new_page(viewport=viewport, base_url=site) for code in OTHERS}
    yield opened
    for page in opened.values():
        page.close()


@pytest.mark.parametrize("name", NAMES)
def test_page_is_no_wider_than_a_small_phone_in_the_other_languages(
    phones: Mapping[str, Page], addresses: Mapping[str, str], name: str
) -> None:
    for language, page in phones.items():
        page.goto(f"/{language}/{addresses[name]}", wait_until="domcontentloaded")
        assert (language, overflow(page)) == (language, 0)
        assert page.evaluate("document.documentElement.dir") == "ltr"


@pytest.mark.parametrize("name", MAIN_PAGES)
@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_letters_of_twice_the_size_stay_on_the_page(
    visitor: Visitor, addresses: Mapping[str, str], name: str, size: str
) -> None:
    page = visitor.open(f"/nl/{addresses[name]}", size)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == 0
    cut = page.evaluate(
        """() => [...document.querySelectorAll('h1, h2, h3, p, a, button, label, legend, b')]
            .filter((item) => {
                const box = item.getBoundingClientRect();
                const isShown = box.width > 2 && !item.closest('.quiet, .cards-strip, .skip, svg');
                const reach = document.documentElement.clientWidth;
                return isShown && (box.left < -1 || box.right > reach + 1);
            })
            .map((item) => item.outerHTML.slice(0, 120))"""
    )
    assert cut == []


def test_search_works_with_letters_of_twice_the_size(visitor: Visitor) -> None:
    page = visitor.open("/nl/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator("#zoek-q").fill("luiers")
    page.get_by_role("button", name="Zoek", exact=True).click()
    expect(page.locator(".found .card").first).to_be_visible()


@pytest.mark.parametrize("name", MAIN_PAGES)
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_what_is_pressed_is_large_enough_for_a_finger(
    visitor: Visitor, addresses: Mapping[str, str], name: str, language: str
) -> None:
    page = visitor.open(f"/{language}/{addresses[name]}")
    small = page.evaluate(
        """(least) => [...document.querySelectorAll('a, button, input, select, summary')]
            .filter((item) => {
                const box = (item.closest('label') ?? item).getBoundingClientRect();
                const isHidden = !box.width || item.closest('[hidden], .quiet, .skip, .card-title');
                const isInSentence = item.closest('p, dd') && !item.matches('.button, .plain');
                return !isHidden && !isInSentence && (box.width < least || box.height < least);
            })
            .map((item) => item.outerHTML.slice(0, 160))""",
        SMALLEST_TARGET,
    )
    assert small == []


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_labels_of_the_first_field_are_seen_before_anything_is_typed(
    visitor: Visitor, size: str
) -> None:
    page = visitor.open("/nl/", size)
    for text in ("Wat zoek je?", "Waar?", "Voor welke leeftijd?"):
        expect(page.get_by_text(text, exact=True)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Zoek", exact=True)).to_be_in_viewport()


def test_first_result_is_seen_without_scrolling_far(visitor: Visitor) -> None:
    page = visitor.open("/nl/zoek?q=luiers&plaats=Temse")
    assert top_of(page.locator(".found .card").first) < SIZES[PHONE][1]
