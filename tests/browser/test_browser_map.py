"""Map and agenda of the same results: drawn by the server, moving only on demand, never tiles."""

from __future__ import annotations

import re

import pytest
from browser_visits import PHONE, WIDE, Visitor
from playwright.sync_api import Page, expect

SEARCH = "/nl/zoek?q=speelgroep&plaats=Temse"
MODES = pytest.mark.parametrize(
    ("size", "has_script"),
    [(PHONE, True), (PHONE, False), (WIDE, True), (WIDE, False)],
)
SMALLEST_TARGET = 24


@MODES
def test_pins_of_the_map_are_links_with_the_numbers_of_the_list(
    visitor: Visitor, size: str, has_script: bool
) -> None:
    page = visitor.open(SEARCH, size, has_script=has_script)
    page.get_by_role("link", name="Kaart").click()
    expect(page).to_have_url(re.compile("weergave=kaart"))
    pins = page.locator("a.map-pin")
    expect(pins.first).to_be_visible()
    names = (
        pins.evaluate_all("pins => pins.map((pin) => pin.getAttribute('aria-label'))")
        if (has_script)
        else [pins.nth(number).get_attribute("aria-label") for number in range(pins.count())]
    )
    listed = {
        f"{number}. {title}"
        for number, title in enumerate(page.locator(".found .card-title").all_inner_texts(), 1)
    }
    assert set(names) <= listed
    title = names[0].partition(". ")[2]
    pins.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


@pytest.mark.parametrize("size", [PHONE, WIDE])
@pytest.mark.parametrize("search", [SEARCH, "/nl/zoek?plaats=Temse"])
def test_pins_are_large_enough_and_do_not_cover_each_other(
    visitor: Visitor, size: str, search: str
) -> None:
    page = visitor.open(f"{search}&weergave=kaart", size)
    boxes = page.locator("a.map-pin circle").evaluate_all(
        "pins => pins.map((pin) => pin.getBoundingClientRect().toJSON())"
    )
    frame = page.locator(".map-drawing").bounding_box()
    middles = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes]
    assert len(boxes) > 5
    assert min(box["width"] for box in boxes) >= SMALLEST_TARGET
    for number, (x, y) in enumerate(middles):
        assert frame["x"] <= x <= frame["x"] + frame["width"]
        assert frame["y"] <= y <= frame["y"] + frame["height"]
        for other_x, other_y in middles[:number]:
            assert abs(x - other_x) + abs(y - other_y) > SMALLEST_TARGET / 2


def test_leaflet_comes_only_after_the_press_and_tiles_never(visitor: Visitor) -> None:
    page = visitor.open(f"{SEARCH}&weergave=kaart", WIDE)
    assert not any("leaflet" in address for address in visitor.requests)
    page.get_by_role("button", name="Beweeg de kaart").click()
    expect(page.locator(".leaflet-container")).to_be_focused()
    assert any("leaflet.js" in address for address in visitor.requests)
    badges = page.locator(".map-badge")
    expect(badges.first).to_be_visible()
    page.get_by_role("button", name="Zoom in").click()
    # Without an address of tiles in the settings there is nothing to offer.
    expect(page.get_by_role("button", name="Toon straten")).to_have_count(0)
    expect(page.locator("img.leaflet-tile")).to_have_count(0)
    page.locator(".leaflet-container").focus()
    badges.first.press("Enter")
    link = page.locator(".leaflet-popup a").first
    expect(link).to_be_visible()
    link.press("Enter")
    expect(page).to_have_url(re.compile("/nl/aanbod/"))


def test_moving_map_works_on_a_map_that_was_swapped_in(visitor: Visitor) -> None:
    page = visitor.open(SEARCH)
    page.get_by_role("link", name="Kaart").click()
    page.get_by_role("button", name="Beweeg de kaart").click()
    expect(page.locator(".leaflet-container .map-badge").first).to_be_visible()


@MODES
def test_agenda_shows_results_day_by_day(visitor: Visitor, size: str, has_script: bool) -> None:
    page = visitor.open("/nl/zoek?plaats=Sint-Niklaas", size, has_script=has_script)
    page.get_by_role("link", name="Agenda", exact=True).click()
    expect(page).to_have_url(re.compile("weergave=agenda"))
    days = page.locator(".day-title time")
    expect(days.first).to_be_visible()
    dates = [days.nth(number).get_attribute("datetime") for number in range(days.count())]
    assert dates == sorted(dates)
    title = page.locator(".row .card-title").first.inner_text()
    page.locator(".row .card-title a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def listed_titles(page: Page) -> set[str]:
    return set(page.locator(".found .card-title").all_inner_texts())


def test_list_map_and_agenda_are_kept_by_filters(visitor: Visitor) -> None:
    page = visitor.open(f"{SEARCH}&weergave=kaart", WIDE)
    before = listed_titles(page)
    page.get_by_role("checkbox", name="gratis").check()
    expect(page).to_have_url(re.compile("weergave=kaart.*prijs=gratis"))
    expect(page.locator(".map-drawing")).to_be_visible()
    assert listed_titles(page) < before
