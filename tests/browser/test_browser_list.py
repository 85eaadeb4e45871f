"""Mijn lijst: kept on the device or in the address, printed as a sheet, shared by link or QR."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from browser_visits import PHONE, WIDE, Visitor
from playwright.sync_api import Page, expect

SIZES = pytest.mark.parametrize("size", [PHONE, WIDE])
SEARCH = "/nl/zoek?q=speelgroep&plaats=Temse"
KEY = "dichtbij.lijst"


def kept_titles(page: Page) -> list[str]:
    return page.locator("[data-kept-page] .card-title").all_inner_texts()


def keep(page: Page, number: int) -> str:
    """Press the heart of a result; gives its title."""
    title = page.locator(".found .card-title").nth(number).inner_text()
    page.locator(".found .keep").nth(number).click()
    return title


@SIZES
def test_heart_keeps_on_the_device_numbers_only_and_survives_a_reload(
    visitor: Visitor, size: str
) -> None:
    page = visitor.open(SEARCH, size)
    titles = [keep(page, 0), keep(page, 2)]
    heart = page.locator(".found .keep").first
    expect(heart).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("Object.keys(localStorage)") == [KEY]
    stored = json.loads(page.evaluate(f"localStorage.getItem('{KEY}')"))
    assert len(stored) == 2
    assert all(isinstance(number, int) for number in stored)
    assert page.evaluate("sessionStorage.length") == 0
    page.reload()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-kept-count]")).to_have_text("2")
    page.get_by_role("link", name=re.compile("Mijn lijst")).click()
    expect(page).to_have_url(re.compile(r"/nl/mijn-lijst\?o="))
    assert kept_titles(page) == titles
    page.get_by_role(
        "link", name=re.compile(f"Haal uit mijn lijst: {re.escape(titles[0])}")
    ).click()
    expect(page.locator("[data-kept-page] .card-title")).to_have_text(titles[1:])
    page.goto(SEARCH)
    expect(heart).to_have_attribute("aria-pressed", "false")


def test_list_opened_without_address_shows_what_the_device_keeps(visitor: Visitor) -> None:
    page = visitor.open(SEARCH)
    title = keep(page, 1)
    page.goto("/nl/mijn-lijst")
    expect(page).to_have_url(re.compile(r"\?o=\d+$"))
    assert kept_titles(page) == [title]
    page.get_by_role("link", name="Maak de lijst leeg").click()
    expect(page.get_by_text("Je lijst is nog leeg.")).to_be_visible()
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == "[]"


@SIZES
def test_without_script_the_list_travels_in_the_address(visitor: Visitor, size: str) -> None:
    page = visitor.open(SEARCH, size, has_script=False)
    titles = [keep(page, 0)]
    expect(page).to_have_url(re.compile(r"/nl/mijn-lijst\?o=\d+$"))
    assert kept_titles(page) == titles
    page.get_by_role("link", name="Zoek verder").click()
    page.locator("#zoek-q").fill("huiswerk")
    page.locator("#zoek-plaats").fill("Lokeren")
    page.get_by_role("button", name="Zoek", exact=True).click()
    page.get_by_role("link", name="Dichtst bij").click()
    titles.append(keep(page, 0))
    assert kept_titles(page) == titles
    page.go_back()
    page.locator(".found .card-title a").nth(1).click()
    titles[1:] = [page.get_by_role("heading", level=1).inner_text()]
    page.locator(".offer-head .keep").click()
    assert kept_titles(page) == titles
    page.get_by_role("link", name="Zoek verder").click()
    page.get_by_role("link", name=re.compile("Mijn lijst")).click()
    assert kept_titles(page) == titles


def test_with_script_the_list_leaves_the_address(
    visitor: Visitor, addresses: Mapping[str, str]
) -> None:
    page = visitor.open(f"/nl/{addresses['list']}")
    page.get_by_role("link", name="Zoek verder").click()
    expect(page).to_have_url(re.compile("/nl/$"))
    page.locator("#zoek-q").fill("huiswerk")
    page.locator("#zoek-q").press("Enter")
    expect(page).to_have_url(re.compile(r"/nl/zoek\?"))
    assert "lijst=" not in page.url


def test_shared_link_opens_the_same_list_on_another_device(
    visitor: Visitor, addresses: Mapping[str, str]
) -> None:
    own = visitor.open(
        f"/nl/{addresses['list']}", permissions=["clipboard-read", "clipboard-write"]
    )
    own.get_by_role("button", name="Kopieer de link").click()
    expect(own.locator("#status")).to_have_text("Link gekopieerd")
    shared = own.evaluate("navigator.clipboard.readText()")
    other = visitor.open(shared)
    assert len(kept_titles(own)) > 3
    assert kept_titles(other) == kept_titles(own)
    other.get_by_role("button", name="Bewaar deze lijst op mijn toestel").click()
    expect(other.locator("[data-kept-count]")).to_have_text(str(len(kept_titles(own))))
    other.goto("/nl/mijn-lijst")
    expect(other.locator("[data-kept-page] .card-title")).to_have_count(len(kept_titles(own)))


@SIZES
@pytest.mark.parametrize("language", ["nl", "ar"])
def test_printed_list_is_a_sheet_with_titles_dates_places_and_code(
    visitor: Visitor, addresses: Mapping[str, str], size: str, language: str
) -> None:
    page = visitor.open(f"/{language}/{addresses['list']}", size, has_script=False)
    titles, dates = kept_titles(page), page.locator(".dates").count()
    page.emulate_media(media="print")
    for number in range(len(titles)):
        expect(page.locator("[data-kept-page] .card-title").nth(number)).to_be_visible()
    for number in range(dates):
        expect(page.locator(".dates").nth(number)).to_be_visible()
    expect(page.locator(".card .gable").first).to_be_visible()
    expect(page.locator(".card-where").first).to_be_visible()
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator(".page-head .on-paper")).to_be_visible()
    for hidden in (".top", ".toolbar", ".keep", ".actions", ".foot-links"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()


def test_sheet_of_eight_fits_on_two_pages_of_paper(
    visitor: Visitor, addresses: Mapping[str, str]
) -> None:
    page = visitor.open(f"/nl/{addresses['list']}", WIDE)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", paper))
    assert 1 <= pages <= 2
