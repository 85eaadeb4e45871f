"""What the task scenarios ask of the screen and of paper: S3, S4 and S5, and the help numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from browser_visits import PHONE, WIDE, Visitor
from playwright.sync_api import Page, expect

from tests.sites import TODAY

# Words that put a label on a family (S3); conditions are named neutrally.
LABELS = re.compile(r"(?i)kansarm|armoede|arme gezin|hulpbehoevend|doelgroep|probleemgezin")
TUESDAY = 1


def first_card(page: Page) -> str:
    return page.locator(".found .card-title").first.inner_text()


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_s3_every_word_for_nappies_gives_the_same_answer_that_labels_nobody(
    visitor: Visitor, size: str
) -> None:
    answers = []
    page = visitor.profile(size)
    for words in ("luiers", "luierbank", "pamperbank", "gratis pampers"):
        page.goto(f"/nl/zoek?q={words}&plaats=Sint-Niklaas")
        answers.append(first_card(page))
        assert not LABELS.search(page.locator("main").inner_text())
    assert len(set(answers)) == 1
    page.locator(".found .card-title a").first.click()
    assert not LABELS.search(page.locator("main").inner_text())
    expect(page.get_by_role("heading", name="Wanneer?")).to_be_visible()
    # A phone number stands with the hours at which somebody answers.
    for phone in page.locator(".offer-facts .reach li:has(a[href^='tel:'])").all():
        expect(phone.locator("> small")).to_contain_text(re.compile(r"\d"))
    expect(page.locator("main input:not([type=date])")).to_have_count(0)


@pytest.mark.parametrize("language", ["nl", "ar", "fr", "en"])
def test_s4_printed_card_is_understood_by_pictogram_date_hour_and_address(
    visitor: Visitor, addresses: Mapping[str, str], language: str
) -> None:
    path = addresses["offer: series with a cancelled date"]
    page = visitor.open(f"/{language}/{path}", WIDE)
    page.emulate_media(media="print")
    expect(page.locator(".offer-head .gable svg")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".facts dd").first).to_contain_text(re.compile(r"\d{1,2}[.:]\d{2}"))
    expect(page.locator(".moments time").first).to_be_visible()
    expect(page.locator(".venue p").first).to_contain_text(re.compile(r"\d{4}"))
    expect(page.locator(".qr img")).to_be_visible()
    expect(page.locator(".foot a[href='tel:112']")).to_be_visible()
    for hidden in (".top", ".keep", ".ask-day", ".prose", ".cards-strip"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= 2


def test_s4_paper_names_days_by_their_date(visitor: Visitor) -> None:
    tomorrow = TODAY + timedelta(days=1)
    page = visitor.open(f"/nl/zoek?van={tomorrow}&tot={tomorrow}")
    links = [card.get_attribute("href") for card in page.locator(".found .card-title a").all()]
    kept = ",".join(re.findall(r"/aanbod/(\d+)-", " ".join(link or "" for link in links)))
    for path in (*links[:2], f"/nl/mijn-lijst?o={kept}"):
        page.goto(path or "")
        page.emulate_media(media="print")
        shown = page.locator("main").inner_text()
        assert not re.search(r"\b(vandaag|morgen|nu open|straks)\b", shown, re.IGNORECASE)
        assert str(tomorrow.day) in shown
        page.emulate_media(media="screen")


def test_s4_words_in_arabic_find_the_moment_to_enrol(visitor: Visitor) -> None:
    page = visitor.open("/ar/zoek")
    page.goto(
        "/ar/zoek?q=%D8%A7%D9%84%D8%AA%D8%B3%D8%AC%D9%8A%D9%84+%D9%81%D9%8A+%D8%A7%D9%84%D9%85%D8%AF%D8%B1%D8%B3%D8%A9"
    )
    expect(page.locator(".found .card").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    title = page.locator(".found .card-title").first
    assert title.get_attribute("dir") in {None, "ltr"}


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_s5_tuesday_for_a_child_of_two_gives_only_coming_tuesdays(
    visitor: Visitor, size: str
) -> None:
    page = visitor.open("/nl/zoek?dag=di&kind=2+jaar&weergave=agenda", size)
    days = [
        date.fromisoformat(text)
        for text in page.locator(".day-title time").evaluate_all(
            "days => days.map((day) => day.getAttribute('datetime'))"
        )
    ]
    today = TODAY
    assert days
    assert {day.weekday() for day in days} == {TUESDAY}
    assert all(today <= day <= today + timedelta(days=62) for day in days)
    page.goto("/nl/zoek?q=wat te doen met kleinkind van 2 op dinsdag")
    expect(page.locator(".chip", has_text="dinsdag")).to_be_visible()
    expect(page.locator(".chip", has_text="2 jaar")).to_be_visible()
    card = page.locator(".found .card").first
    expect(card.locator(".card-when b")).to_be_visible()
    expect(card.locator(".card-facts")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, WIDE])
def test_desk_and_help_numbers_are_seen_on_pages_of_every_frame(
    visitor: Visitor, addresses: Mapping[str, str], size: str
) -> None:
    page = visitor.profile(size, has_script=False)
    for name in ("home", "results: none", "offer: called off", "list: empty", "missing page"):
        page.goto(f"/nl/{addresses[name]}")
        for number in ("112", "1813", "1712", "102", "106"):
            expect(page.locator(f".foot a[href='tel:{number}']")).to_be_visible()
        expect(page.locator(".foot-desk a[href^='tel:+32']")).to_be_visible()
