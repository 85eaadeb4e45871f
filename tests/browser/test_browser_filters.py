"""Filters apply at once with JavaScript and by a button without; back, focus and words stay."""

from __future__ import annotations

import re

import pytest
from browser_visits import PHONE, WIDE, Visitor
from playwright.sync_api import Page, expect

SEARCH = "/nl/zoek?plaats=Sint-Niklaas"
SIZES = pytest.mark.parametrize("size", [PHONE, WIDE])


def open_panel(page: Page, size: str) -> None:
    if size == PHONE:
        page.get_by_role("link", name="Verfijn").click()


def count(page: Page) -> int:
    found = re.match(r"\d+", page.locator("[data-summary]").inner_text())
    return int(found[0]) if found else 0


@SIZES
def test_filter_applies_at_once_and_back_takes_it_away(visitor: Visitor, size: str) -> None:
    page = visitor.open(SEARCH, size)
    everything = count(page)
    open_panel(page, size)
    promised = int(page.locator("label:has(#keuze-prijs-gratis) .tally").inner_text())
    page.get_by_role("checkbox", name="gratis").focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("prijs=gratis"))
    expect(page.locator("#status")).to_contain_text(f"{promised} resultaten")
    expect(page.locator("#keuze-prijs-gratis")).to_be_focused()
    assert count(page) == promised < everything
    page.go_back()
    if "#filters" in page.url:
        page.go_back()
    expect(page.locator("[data-summary]")).to_contain_text(f"{everything} resultaten")
    expect(page.locator("#keuze-prijs-gratis")).not_to_be_checked()


@SIZES
def test_filter_without_script_goes_by_the_button(visitor: Visitor, size: str) -> None:
    page = visitor.open(SEARCH, size, has_script=False)
    open_panel(page, size)
    promised = int(page.locator("label:has(#keuze-dag-wo) .tally").inner_text())
    page.get_by_role("radio", name="woensdag").check()
    page.get_by_role("button", name="Toon wat past").click()
    expect(page).to_have_url(re.compile("dag=wo"))
    assert count(page) == promised
    expect(page.locator(".chip", has_text="woensdag")).to_be_visible()


def test_panel_of_a_phone_stays_open_while_choosing_and_closes_by_its_button(
    visitor: Visitor,
) -> None:
    page = visitor.open(SEARCH)
    panel = page.locator("#filters")
    expect(panel).to_be_hidden()
    open_panel(page, PHONE)
    page.get_by_role("checkbox", name="gratis").check()
    expect(page).to_have_url(re.compile("prijs=gratis"))
    expect(panel).to_be_visible()
    page.get_by_role("radio", name="woensdag").check()
    expect(page).to_have_url(re.compile("dag=wo.*prijs=gratis"))
    expect(panel).to_be_visible()
    expect(page.locator("[data-part=filter-count]")).to_have_text("2")
    page.get_by_role("button", name="Toon wat past").click()
    expect(panel).to_be_hidden()


def test_radio_means_or_and_checkbox_means_and(visitor: Visitor) -> None:
    page = visitor.open(f"{SEARCH}&dag=wo", WIDE)
    wednesday = count(page)
    page.get_by_role("radio", name="zaterdag").check()
    expect(page).to_have_url(re.compile("dag=za"))
    expect(page).not_to_have_url(re.compile("dag=wo"))
    page.get_by_role("radio", name="woensdag").check()
    expect(page).to_have_url(re.compile("dag=wo"))
    assert count(page) == wednesday
    page.get_by_role("checkbox", name="gratis").check()
    expect(page).to_have_url(re.compile("dag=wo.*prijs=gratis"))
    assert count(page) < wednesday


def test_chosen_choice_keeps_the_focus_when_the_others_move(visitor: Visitor) -> None:
    page = visitor.open(SEARCH, WIDE)
    page.locator("#groep-taal > summary").click()
    language = page.locator("#groep-taal input").last
    name = language.get_attribute("id")
    language.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("taal="))
    expect(page.locator(f"#{name}")).to_be_focused()
    expect(page.locator(f"#{name}")).to_be_checked()


def test_days_can_be_typed_in_the_field_with_a_keyboard(visitor: Visitor) -> None:
    page = visitor.open(SEARCH, WIDE)
    page.locator("#groep-dagen > summary").click()
    page.locator("#zoek-van").focus()
    # The same day whether the browser asks for the day or the month first.
    page.keyboard.type("05052027", delay=20)
    expect(page).to_have_url(re.compile("van=2027-05-05"))
    expect(page.locator("#zoek-van")).to_have_value("2027-05-05")


def test_distances_show_how_many_there_are_and_apply_at_once(visitor: Visitor) -> None:
    page = visitor.open("/nl/zoek?q=spelen&plaats=Temse", WIDE)
    select = page.get_by_role("combobox", name="Hoe ver?")
    options = [text.strip() for text in select.locator("option").all_inner_texts()]
    counted = [re.fullmatch(r"tot (\d+) km \((\d+)\)", text) for text in options[:4]]
    assert all(counted)
    numbers = [int(match[2]) for match in counted if match]
    assert numbers == sorted(numbers)
    select.select_option("5")
    expect(page).to_have_url(re.compile("straal=5"))
    expect(select).to_have_value("5")
    expect(page.locator("[data-summary]")).to_contain_text(f"{numbers[1]} result")


def test_words_that_are_being_typed_survive_a_filter(visitor: Visitor) -> None:
    page = visitor.open(SEARCH, WIDE)
    page.locator("#zoek-q").fill("zwemmen")
    page.get_by_role("checkbox", name="gratis").check()
    expect(page).to_have_url(re.compile("q=zwemmen.*prijs=gratis"))
    expect(page.locator("#zoek-q")).to_have_value("zwemmen")


def test_button_of_another_child_works_after_a_filter(visitor: Visitor) -> None:
    page = visitor.open(f"{SEARCH}&kind=4+jaar", WIDE)
    page.get_by_role("checkbox", name="gratis").check()
    expect(page).to_have_url(re.compile("kind=4.*prijs=gratis"))
    expect(page.locator("input[name=kind]")).to_have_count(1)
    page.get_by_role("button", name="Nog een kind").click()
    expect(page.locator("input[name=kind]")).to_have_count(2)
    expect(page.get_by_role("textbox", name="Leeftijd van kind 2")).to_be_focused()
