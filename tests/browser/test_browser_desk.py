"""With JavaScript: asking is a little safer, the desk a little faster; nothing needs it."""

from __future__ import annotations

import re

from browser_visits import PHONE, WIDE, top_of
from desk_site import COLLEAGUE, ONTHAAL
from desk_visits import Guests, text_of
from playwright.sync_api import Page, expect

from app.asking.pages import QUICK_EXIT
from app.db import utc_now
from app.questions.operations.asking import QuestionDraft, ask_question

SECRET_WORDS = "Mijn man slaat mij als de kinderen slapen."
NATIONAL_NUMBER = "85.07.30-033.28"


def open_ask_page(guests: Guests) -> Page:
    """The ask page with JavaScript; the weather page that one leaves to stands in for the real."""
    guests.may_ask = (QUICK_EXIT,)
    page = guests.family(PHONE, has_script=True)
    page.route(
        f"{QUICK_EXIT}**",
        lambda route: route.fulfill(
            content_type="text/html", body="<!doctype html><title>Het weer</title>"
        ),
    )
    page.goto("/nl/")
    page.goto("/nl/stel-je-vraag")
    return page


def test_words_of_crisis_bring_the_numbers_to_the_top_while_typing(guests: Guests) -> None:
    page = open_ask_page(guests)
    lines = page.locator("[data-crisis-lines]")
    field = page.get_by_label("Wat wil je vragen?")
    field.fill("Mijn man helpt niet mee")
    expect(lines).to_be_hidden()
    field.press_sequentially(". Hij slaat mij")
    expect(lines).to_be_in_viewport()
    assert top_of(lines) < top_of(field)
    expect(lines.get_by_role("link", name=re.compile("1712"))).to_be_visible()
    expect(lines.get_by_role("link", name=re.compile("106"))).to_be_hidden()
    field.fill("We zoeken een speelgroep")
    expect(lines).to_be_hidden()


def test_a_national_number_is_warned_about_before_it_is_sent(guests: Guests) -> None:
    page = open_ask_page(guests)
    warning = page.locator("[data-number-warning]")
    page.get_by_label("Wat wil je vragen?").fill("Bel 0470 12 34 56 of 85.07.30-033.27")
    expect(warning).to_be_hidden()
    page.get_by_label("Wat wil je vragen?").fill(f"Zijn nummer is {NATIONAL_NUMBER}")
    expect(warning).to_be_visible()


def leaves_no_trace(page: Page) -> None:
    """The weather is shown, and "back" does not lead to what was typed."""
    expect(page).to_have_title("Het weer")
    assert page.url == QUICK_EXIT
    page.go_back()
    expect(page).not_to_have_url(re.compile("stel-je-vraag"))
    assert SECRET_WORDS not in page.content()


def test_quick_exit_leaves_at_once_and_back_does_not_return(guests: Guests) -> None:
    page = open_ask_page(guests)
    page.get_by_label("Wat wil je vragen?").fill(SECRET_WORDS)
    page.get_by_role("link", name="Snel weg van hier").click()
    leaves_no_trace(page)


def test_escape_three_times_leaves_too_and_twice_does_not(guests: Guests) -> None:
    page = open_ask_page(guests)
    page.get_by_label("Wat wil je vragen?").fill(SECRET_WORDS)
    for _time in range(2):
        page.keyboard.press("Escape")
    expect(page.get_by_label("Wat wil je vragen?")).to_have_value(SECRET_WORDS)
    page.keyboard.press("Escape")
    leaves_no_trace(page)
