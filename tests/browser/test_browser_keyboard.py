"""Everything by keyboard and by ear; "near me" tells the site no more than it needs."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from browser_visits import PHONE, WIDE, Visitor
from playwright.sync_api import Page, expect

OPTIONS = "#zoek-q-voorstellen [role=option]"


def type_words(page: Page, words: str) -> None:
    page.locator("#zoek-q").focus()
    page.keyboard.type(words, delay=30)
    expect(page.locator(OPTIONS).first).to_be_visible()


def test_first_key_leads_past_the_menu_to_the_content(visitor: Visitor) -> None:
    page = visitor.open("/nl/", WIDE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#zoek-q")).to_be_focused()


def test_search_goes_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open("/nl/", WIDE, has_script=False)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator("#zoek-q:focus").count():
            break
    page.keyboard.type("luiers")
    page.keyboard.press("Tab")
    page.keyboard.type("Temse")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("luiers bij Temse")


def test_suggestions_are_announced_and_chosen_by_arrows_and_enter(visitor: Visitor) -> None:
    page = visitor.open("/nl/", WIDE)
    field = page.get_by_role("combobox", name="Wat zoek je?")
    type_words(page, "speel")
    expect(field).to_have_attribute("aria-expanded", "true")
    count = page.locator(OPTIONS).count()
    expect(page.locator("#status")).to_have_text(f"{count} voorstellen. Kies met de pijltjes.")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    active = field.get_attribute("aria-activedescendant")
    assert active == page.locator(OPTIONS).first.get_attribute("id")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/nl/(zoek\?|aanbod/)"))


def test_escape_closes_the_suggestions_and_keeps_the_words(visitor: Visitor) -> None:
    page = visitor.open("/nl/", WIDE)
    type_words(page, "speel")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#zoek-q-voorstellen")).to_be_hidden()
    expect(page.locator("#zoek-q")).to_have_value("speel")
    expect(page.locator("#zoek-q")).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=speel"))


def test_place_is_suggested_and_chosen_without_sending_the_form(visitor: Visitor) -> None:
    page = visitor.open("/nl/")
    page.locator("#zoek-plaats").focus()
    page.keyboard.type("lok", delay=30)
    option = page.locator("#zoek-plaats-voorstellen [role=option]", has_text="Lokeren").first
    expect(option).to_be_visible()
    option.click()
    expect(page.locator("#zoek-plaats")).to_have_value(re.compile("^Lokeren"))
    expect(page).to_have_url(re.compile("/nl/$"))


def test_answer_with_suggestions_is_small(visitor: Visitor) -> None:
    page = visitor.profile()
    for words in ("speel", "kinderopvang", "in", "sint"):
        answer = page.request.get(f"{visitor.site}/nl/suggesties?q={words}")
        assert answer.ok
        assert len(answer.body()) < 2048


def test_result_is_announced_when_a_filter_was_chosen(visitor: Visitor) -> None:
    page = visitor.open("/nl/zoek?plaats=Temse", WIDE)
    expect(page.locator("#status")).to_be_empty()
    page.get_by_role("checkbox", name="gratis").check()
    expect(page.locator("#status")).to_contain_text("gratis")
    assert page.locator("#status").get_attribute("role") == "status"


def test_menu_of_a_phone_opens_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/nl/", has_script=False)
    page.locator(".menu > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Kalender").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("De week van")


@pytest.mark.parametrize("size", [PHONE, WIDE])
@pytest.mark.parametrize("name", ["home", "results", "offer: series with a cancelled date", "list"])
def test_every_stop_of_the_tab_key_shows_where_it_is(
    visitor: Visitor, addresses: Mapping[str, str], name: str, size: str
) -> None:
    page = visitor.open(f"/nl/{addresses[name]}", size)
    for _ in range(25):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
                const own = document.activeElement;
                // The browser's own button inside a date field has a ring of its own.
                if (own.type === 'date' && !own.matches(':focus')) return true;
                const around = [own, own.closest('.input'), own.closest('.card')];
                const drawn = around.filter(Boolean).some((element) =>
                    ['', '::after'].some((part) => {
                        const style = getComputedStyle(element, part || null);
                        return style.outlineStyle !== 'none' && style.outlineWidth !== '0px';
                    }));
                const box = own.getBoundingClientRect();
                return own === document.body || (drawn && box.width > 0 && box.height > 0);
            }"""
        )
        assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_near_me_sends_a_place_rounded_to_about_100_metres(visitor: Visitor, size: str) -> None:
    page = visitor.open(
        "/nl/",
        size,
        geolocation={"latitude": 51.1272893, "longitude": 4.2146712},
        permissions=["geolocation"],
    )
    page.locator("#zoek-q").fill("speelgroep")
    # On a phone the suggestions lie over the button, until they are put away.
    expect(page.locator("#zoek-q-voorstellen")).to_be_visible()
    page.locator("#zoek-q").press("Escape")
    page.get_by_role("button", name="Zoek bij mij in de buurt").click()
    expect(page).to_have_url(re.compile(r"hier=51\.127%2C4\.215"))
    expect(page.locator(".chip", has_text="bij jou in de buurt")).to_be_visible()
    expect(page.locator(".found .far").first).to_be_visible()
    assert not any("51.1272" in address or "4.2146" in address for address in visitor.requests)


def test_near_me_stays_with_a_filter_and_goes_with_its_chip(visitor: Visitor) -> None:
    page = visitor.open(
        "/nl/zoek?q=speelgroep",
        WIDE,
        geolocation={"latitude": 51.1272893, "longitude": 4.2146712},
        permissions=["geolocation"],
    )
    page.get_by_role("button", name="Zoek bij mij in de buurt").click()
    expect(page).to_have_url(re.compile("hier="))
    page.get_by_role("checkbox", name="gratis").check()
    expect(page).to_have_url(re.compile("hier=.*prijs=gratis|prijs=gratis.*hier="))
    assert page.url.count("hier=") == 1
    page.get_by_role("button", name="Zoek bij mij in de buurt").click()
    page.wait_for_load_state()
    expect(page).to_have_url(re.compile("hier="))
    assert page.url.count("hier=") == 1
    page.get_by_role("link", name=re.compile("bij jou in de buurt")).click()
    expect(page).not_to_have_url(re.compile("hier="))


def test_refused_location_says_what_to_do(visitor: Visitor) -> None:
    page = visitor.open("/nl/", permissions=[])
    page.get_by_role("button", name="Zoek bij mij in de buurt").click()
    expect(page.locator("#status")).to_have_text(
        "Je plaats is niet gevonden. Typ je gemeente of postcode."
    )
