"""With JavaScript: asking is a little safer, the desk a little faster; nothing needs it."""

from __future__ import annotations

import re

from browser_visits import PHONE, top_of
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


def test_crisis_brings_the_numbers_to_the_top_and_a_national_number_is_warned_about(
    guests: Guests,
) -> None:
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
    warning = page.locator("[data-number-warning]")
    field.fill("Bel 0470 12 34 56 of 85.07.30-033.27")
    expect(warning).to_be_hidden()
    field.fill(f"Zijn nummer is {NATIONAL_NUMBER}")
    expect(warning).to_be_visible()


def test_quick_exit_and_three_escapes_leave_and_back_does_not_return(guests: Guests) -> None:
    page = open_ask_page(guests)
    page.get_by_label("Wat wil je vragen?").fill(SECRET_WORDS)
    page.get_by_role("link", name="Snel weg van hier").click()
    leaves_no_trace(page)
    page.goto("/nl/stel-je-vraag")
    page.get_by_label("Wat wil je vragen?").fill(SECRET_WORDS)
    for _time in range(2):
        page.keyboard.press("Escape")
    expect(page.get_by_label("Wat wil je vragen?")).to_have_value(SECRET_WORDS)
    page.keyboard.press("Escape")
    leaves_no_trace(page)


def leaves_no_trace(page: Page) -> None:
    """The weather is shown, and "back" does not lead to what was typed."""
    expect(page).to_have_title("Het weer")
    assert page.url == QUICK_EXIT
    page.go_back()
    expect(page).not_to_have_url(re.compile("stel-je-vraag"))
    assert SECRET_WORDS not in page.content()


def make_question(guests: Guests, text: str = "Waar speelt mijn kind op woensdag?") -> str:
    """A question that came in just now; gives the address of its page at the desk."""
    site = guests.site
    with site.database.transaction() as session:
        draft = QuestionDraft(text=text, language="nl", municipality_nis="46025")
        asked = ask_question(session, draft, now=utc_now(), site_url=site.address)
        return f"/nl/onthaal/vraag/{asked.question.id}"


def test_inbox_goes_by_single_keys_that_can_be_switched_off(guests: Guests) -> None:
    for number in range(2):
        make_question(guests, f"Vraag {number}")
    page = guests.colleague(ONTHAAL)
    page.goto("/nl/onthaal")
    page.get_by_role("link", name=re.compile("^Later")).click()
    links = page.locator(".inbox-title a")
    switch = page.get_by_label("Gebruik sneltoetsen op dit toestel")
    expect(switch).to_be_visible()
    expect(links.nth(1)).to_be_visible()
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(switch).to_be_focused()
    switch.uncheck()
    page.reload()
    expect(switch).not_to_be_checked()
    page.keyboard.press("j")
    expect(links.nth(0)).not_to_be_focused()
    switch.check()
    switch.blur()
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page).to_have_url(re.compile(r"/onthaal/vraag/\d+"))


def test_two_colleagues_see_each_other_and_of_two_answers_one_wins(guests: Guests) -> None:
    question = make_question(guests)
    first, second = guests.colleague(ONTHAAL), guests.colleague(COLLEAGUE)
    first.goto(question)
    second.goto(question)
    expect(second.locator("[data-part=present]")).to_have_text("Ook nu open bij: Omar Onthaal")
    first.reload()
    expect(first.locator("[data-part=present]")).to_have_text("Ook nu open bij: Nadia Onthaal")
    for page, text in ((first, "Kom naar De Speelvink."), (second, "Bel gerust naar de bib.")):
        page.get_by_label("Je antwoord aan het gezin").fill(text)
    first.get_by_role("button", name="Verstuur je antwoord").click()
    expect(first).to_have_url(re.compile("/nl/onthaal$"))
    with second.expect_response(re.compile("/antwoord$")) as refused:
        second.get_by_role("button", name="Verstuur je antwoord").click()
    assert refused.value.status == 409
    expect(second.get_by_role("alert")).to_contain_text("Een collega was je net voor.")
    assert "Kom naar De Speelvink." in text_of(second)
    kept = second.get_by_label("Je antwoord aan het gezin")
    expect(kept).to_have_value("Bel gerust naar de bib.")
    second.get_by_role("button", name="Verstuur je antwoord").click()
    expect(second).to_have_url(re.compile("/nl/onthaal$"))
