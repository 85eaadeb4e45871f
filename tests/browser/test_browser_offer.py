"""The page of an offer answers "is it on that day?", goes into a calendar, and prints."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from browser_visits import PHONE, WIDE, Visitor
from playwright.sync_api import Page, expect

from tests.sites import TODAY

MODES = pytest.mark.parametrize(
    ("size", "has_script"),
    [(PHONE, True), (PHONE, False), (WIDE, True), (WIDE, False)],
)


def first_day(page: Page) -> str:
    return (page.locator(".moments li:not(.cancelled) time").first.get_attribute("datetime") or "")[
        :10
    ]


@MODES
def test_day_question_says_yes_on_a_day_of_the_series_and_no_with_a_reason_before_it(
    visitor: Visitor, addresses: Mapping[str, str], size: str, has_script: bool
) -> None:
    path = addresses["offer: series with a cancelled date"]
    page = visitor.open(f"/nl/{path}", size, has_script=has_script)
    day = first_day(page)
    page.get_by_label("Is het er op deze dag?").fill(day)
    page.get_by_role("button", name="Kijk na").click()
    expect(page).to_have_url(re.compile(f"dag={day}"))
    expect(page.locator(".answer")).to_contain_text("Ja, op ")
    cancelled = page.locator(".moments .cancelled time").first.get_attribute("datetime") or ""
    page.get_by_label("Is het er op deze dag?").fill(cancelled[:10])
    page.get_by_role("button", name="Kijk na").click()
    expect(page.locator(".answer")).to_contain_text("Nee, niet op ")
    expect(page.locator(".answer")).to_contain_text("De volgende keer is ")


def test_next_weekday_is_one_press(visitor: Visitor, addresses: Mapping[str, str]) -> None:
    page = visitor.open(f"/nl/{addresses['offer: asked day']}", has_script=False)
    tomorrow = TODAY + timedelta(days=1)
    links = page.locator(".ask-day .inline a")
    expect(links).to_have_count(7)
    links.first.click()
    expect(page).to_have_url(re.compile(f"dag={tomorrow}"))
    expect(page.locator(".answer")).to_be_visible()


@MODES
def test_moment_goes_into_the_calendar_of_the_device(
    visitor: Visitor, addresses: Mapping[str, str], size: str, has_script: bool
) -> None:
    path = addresses["offer: series with a cancelled date"]
    page = visitor.open(f"/nl/{path}", size, has_script=has_script)
    title = page.get_by_role("heading", level=1).inner_text()
    day = first_day(page)
    with page.expect_download() as one:
        page.locator(".moments li:not(.cancelled) .plain").first.click()
    text = Path(one.value.path()).read_text("utf-8")
    assert one.value.suggested_filename.endswith(".ics")
    assert text.count("BEGIN:VEVENT") == 1
    assert re.search(rf"DTSTART[^:]*:{day.replace('-', '')}T", text)
    with page.expect_download() as every:
        page.get_by_role("link", name="Zet alle dagen in je agenda").click()
    text = Path(every.value.path()).read_text("utf-8").replace("\r\n ", "")
    assert text.count("BEGIN:VEVENT") > 1
    assert title[:30].replace(",", "\\,") in text


def test_offer_that_is_called_off_says_so_and_has_no_coming_days(
    visitor: Visitor, addresses: Mapping[str, str]
) -> None:
    page = visitor.open(f"/nl/{addresses['offer: called off']}")
    expect(page.locator(".offer-head").get_by_text("Gaat niet door")).to_be_visible()
    expect(page.locator(".moments")).to_have_count(0)
    expect(page.locator(".ask-day")).to_have_count(0)
    assert page.locator(".qr img").evaluate("image => image.naturalWidth") > 0


def test_offer_that_is_closed_for_now_says_so(
    visitor: Visitor, addresses: Mapping[str, str]
) -> None:
    page = visitor.open(f"/nl/{addresses['offer: temporarily closed']}?dag=2030-01-02")
    expect(page.locator(".offer-head").get_by_text("Tijdelijk gesloten")).to_be_visible()
    expect(page.get_by_text("Nu open")).to_have_count(0)
    expect(page.locator(".answer")).to_have_count(0)


def test_link_is_copied_and_other_ways_to_share_are_links(
    visitor: Visitor, addresses: Mapping[str, str]
) -> None:
    path = addresses["offer: service"]
    page = visitor.open(f"/nl/{path}", permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Kopieer de link").click()
    expect(page.locator("#status")).to_have_text("Link gekopieerd")
    assert page.evaluate("navigator.clipboard.readText()") == f"{visitor.site}/nl/{path}"
    sms = page.get_by_role("link", name="Stuur een sms").get_attribute("href") or ""
    assert sms.startswith("sms:?&body=")
    assert page.get_by_role("link", name="Stuur een mail").get_attribute("href")


def test_buttons_that_need_script_are_not_there_without_it(
    visitor: Visitor, addresses: Mapping[str, str]
) -> None:
    page = visitor.open(f"/nl/{addresses['offer: service']}", has_script=False)
    for name in ("Kopieer de link", "Druk af", "Deel"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Stuur een sms")).to_be_visible()
