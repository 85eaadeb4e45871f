"""Every page of partners, visitors and reviewers of the aanbod: for everybody, on every screen."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from browser_scales import ANY_PAGE, SCRIPTS
from desk_site import DeskSite
from playwright.sync_api import Browser
from publishing_pages import GROUPS
from publishing_stories import tell_publishing
from publishing_teller import Published
from test_browser_accessibility import OPTIONS
from test_browser_desk_pages import (
    COLOURS,
    PLAIN,
    WIDE_AND_PLAIN,
    Onlooker,
    find_misfits,
    onlookers,
    weigh_pages,
)

__all__ = ["onlookers"]

COLOURED = {
    "door": ("door",),
    "offers": ("offers", "version: change", "dates"),
    "fiche": ("fiche: talen",),
    "review": ("queue", "review: change"),
    "fresh": ("checks", "reports", "day: called off"),
}
"""With the most on them and new colours: looked at in the dark too, and in Arabic when wide."""
HEAVY = {
    "door": ("door",),
    "offers": ("version: change", "series"),
    "review": ("queue",),
    "fresh": ("checks", "day: called off"),
}


@pytest.fixture(scope="module")
def published(page_site: DeskSite) -> Published:
    return tell_publishing(page_site)


@pytest.mark.parametrize("group", GROUPS)
def test_pages_of_the_aanbod_are_for_everybody_on_every_screen(
    page_site: DeskSite, published: Published, onlookers: Mapping[str, Onlooker], group: str
) -> None:
    wrong: list[str] = []
    onlooker = onlookers["nl"]
    for wanted in GROUPS[group](page_site, published):
        is_coloured = wanted.name in COLOURED[group]
        onlooker.open(wanted, "nl")
        found = onlooker.find_violations(OPTIONS if is_coloured else PLAIN)
        if is_coloured:
            onlooker.page.emulate_media(color_scheme="dark")
            found += onlooker.find_violations(COLOURS)
            onlooker.page.emulate_media(color_scheme="light")
        found += find_misfits(onlooker.page)
        if is_coloured:
            onlookers["ar"].open(wanted, "ar")
            assert onlookers["ar"].page.evaluate("document.documentElement.dir") == "rtl"
            found += onlookers["ar"].find_violations(WIDE_AND_PLAIN)
        wrong += [f"{wanted.name}: {problem}" for problem in found]
    assert wrong == []


def test_pages_of_the_aanbod_stay_light(
    browser: Browser, page_site: DeskSite, published: Published
) -> None:
    by_name = {
        page.name: page
        for group, names in HEAVY.items()
        for page in GROUPS[group](page_site, published)
        if page.name in names
    }
    for name, wire in weigh_pages(browser, page_site, list(by_name.values())).items():
        assert 0 < sum(wire.values()) <= ANY_PAGE, name
        assert 0 < wire["Script"] <= SCRIPTS, name
