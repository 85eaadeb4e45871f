"""A newcomer finds what she looks for, on a phone and on a desk, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from browser_visits import PHONE, WIDE, Visitor, top_of
from playwright.sync_api import Page, expect

MODES = pytest.mark.parametrize(
    ("size", "has_script"),
    [(PHONE, True), (PHONE, False), (WIDE, True), (WIDE, False)],
    ids=["phone", "phone without script", "wide", "wide without script"],
)
SEARCHES = [
    (words, place, theme)
    for words, theme in (
        ("luiers", "nappies-baby-milk"),
        ("crèche", "childcare-baby-toddler"),
        ("speelotheek", "toys-games"),
        ("babymassage zwanger", "infant-wellbeing"),
        ("huiswerk", "homework"),
    )
    for place in ("Temse", "Lokeren", "Dendermonde")
]


def search_from_home(page: Page, words: str, place: str = "", *ages: str) -> None:
    page.goto("/nl/")
    page.get_by_role("combobox", name="Wat zoek je?").or_(page.locator("#zoek-q")).fill(words)
    page.locator("#zoek-plaats").fill(place)
    # As by a press beside the field: places that are suggested would lie over the button.
    page.locator("#zoek-plaats").blur()
    for number, age in enumerate(ages):
        fields = page.locator("input[name=kind]")
        if fields.count() <= number:
            page.get_by_role("button", name="Nog een kind").click()
        fields.nth(number).fill(age)
    page.get_by_role("button", name="Zoek", exact=True).click()
    expect(page).to_have_url(re.compile(r"/nl/zoek\?"))


def titles(page: Page) -> list[str]:
    return page.locator(".found .card-title").all_inner_texts()


@pytest.mark.parametrize(("words", "place", "theme"), SEARCHES)
def test_newcomer_finds_what_fits_and_opens_it(
    visitor: Visitor, words: str, place: str, theme: str
) -> None:
    # Every word and every place meet both widths, with and without script.
    number = SEARCHES.index((words, place, theme))
    size, has_script = (PHONE, WIDE)[number % 2], number % 4 < 2
    page = visitor.profile(size, has_script=has_script)
    search_from_home(page, words, place)
    if not titles(page):
        # Nothing within reach: a person to talk to, and the nearest that there is.
        expect(page.get_by_role("heading", name="We zoeken graag met je mee")).to_be_visible()
        page.get_by_role("link", name="Het dichtstbijzijnde ligt op").click()
        expect(page.locator(".card-title").first).to_be_visible()
    title = titles(page)[0]
    page.locator(".found .card-title a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(f'.pill[href$="/thema/{theme}"]').first).to_be_visible()


@MODES
def test_what_was_understood_is_a_chip_that_can_be_taken_away(
    visitor: Visitor, size: str, has_script: bool
) -> None:
    page = visitor.profile(size, has_script=has_script)
    search_from_home(page, "zwemmen woensdag 6 jaar gratis Lokeren")
    chips = page.locator(".chip > span:first-of-type")
    place = re.compile("^bij Lokeren")
    expect(chips).to_have_text(["zwemmen", "woensdag", "kind van 6 jaar", "gratis", place])
    page.get_by_role("link", name=re.compile("^gratis ?: neem weg")).click()
    expect(chips).to_have_text(["zwemmen", "woensdag", "kind van 6 jaar", place])
    page.get_by_role("link", name=re.compile("^zwemmen ?: neem weg")).click()
    expect(chips).to_have_text(["woensdag", "kind van 6 jaar", place])
    expect(page.locator("#zoek-q")).to_have_value("woensdag 6 jaar Lokeren")


@MODES
def test_several_children_are_asked_at_once_and_cards_say_whom_they_suit(
    visitor: Visitor, size: str, has_script: bool
) -> None:
    page = visitor.profile(size, has_script=has_script)
    search_from_home(page, "", "Lokeren", "9 maanden")
    if size == PHONE:
        page.get_by_role("link", name="Plaats en leeftijd").click()
    page.get_by_role("button", name="Nog een kind").click() if has_script else None
    page.locator("input[name=kind]").nth(1).fill("4 jaar")
    page.get_by_role("button", name="Zoek", exact=True).click()
    expect(page.locator(".chip")).to_have_count(3)
    first = page.locator(".found .card").first
    expect(first).to_contain_text("past bij je kind van 9 maanden")
    expect(first).to_contain_text("past bij je kind van 4 jaar")


@MODES
def test_place_of_which_there_are_several_is_a_choice(
    visitor: Visitor, size: str, has_script: bool
) -> None:
    page = visitor.profile(size, has_script=has_script)
    search_from_home(page, "", "Beveren")
    page.get_by_role("link", name="Beveren (Roeselare)").click()
    expect(page.locator(".chip").first).to_contain_text("bij Beveren (Roeselare)")
    expect(page.get_by_text("Welke bedoel je?")).to_have_count(0)


@MODES
def test_nearest_first_is_one_press(visitor: Visitor, size: str, has_script: bool) -> None:
    page = visitor.open("/nl/zoek?q=spelen&plaats=Temse", size, has_script=has_script)
    page.get_by_role("link", name="Dichtst bij").click()
    expect(page).to_have_url(re.compile("sorteer=afstand"))
    expect(page.get_by_role("link", name="Dichtst bij")).to_have_attribute("aria-current", "true")
    distances = [metres(text) for text in page.locator(".found .card .far").all_inner_texts()]
    assert len(distances) > 3
    assert distances == sorted(distances)


def metres(text: str) -> float:
    """A distance as a card shows it, "700 m" or "3,7 km"."""
    number, unit = text.replace(",", ".").split()
    return float(number) * (1000 if unit == "km" else 1)


@MODES
def test_odd_input_is_answered_with_what_to_do_and_kept(
    visitor: Visitor, size: str, has_script: bool
) -> None:
    page = visitor.profile(size, has_script=has_script)
    search_from_home(page, "speelgroep", "Qwertystad", "blauw")
    expect(page.get_by_text("We kennen 'Qwertystad' niet als plaats.")).to_be_visible()
    expect(page.get_by_text("We begrijpen de leeftijd 'blauw' niet.")).to_be_visible()
    expect(page.locator("#zoek-plaats")).to_have_value("Qwertystad")
    expect(page.locator("input[name=kind]").first).to_have_value("blauw")
    assert titles(page)


def test_language_switch_keeps_the_search_also_after_a_filter(visitor: Visitor) -> None:
    page = visitor.open("/nl/zoek?q=speelgroep&plaats=Temse", WIDE)
    page.get_by_role("checkbox", name="gratis").check()
    expect(page).to_have_url(re.compile("prijs=gratis"))
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(re.compile(r"/fr/zoek\?.*q=speelgroep.*prijs=gratis"))
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#zoek-plaats")).to_have_value("Temse")
    expect(page.locator("#keuze-prijs-gratis")).to_be_checked()


def test_pages_of_results_can_be_turned(visitor: Visitor) -> None:
    page = visitor.open("/nl/zoek?plaats=Sint-Niklaas", has_script=False)
    first = titles(page)
    page.get_by_role("link", name="Volgende").click()
    expect(page.get_by_text("Pagina 2 van")).to_be_visible()
    assert set(titles(page)).isdisjoint(first)
    page.get_by_role("link", name="Vorige").click()
    expect(page.locator(".found .card-title")).to_have_text(first)


def test_desk_is_the_last_card_and_the_first_when_nothing_was_found(visitor: Visitor) -> None:
    page = visitor.open("/nl/zoek?q=luiers&plaats=Temse")
    desk, cards = page.locator(".found .desk"), page.locator(".found .card")
    assert top_of(desk) > top_of(cards.last)
    expect(desk.get_by_role("link", name=re.compile(r"^03 000"))).to_be_visible()
    page.goto("/nl/zoek?q=xylofoonbouw&plaats=Temse")
    expect(cards).to_have_count(0)
    assert top_of(desk) < top_of(page.locator(".tries"))
