"""A partner keeps its aanbod alive: from a claim to a date called off, on a phone, by real people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

import pytest
from browser_visits import PHONE, overflow
from desk_site import DeskSite
from desk_visits import Guests, text_of
from journey_steps import press
from partner_steps import (
    BETTER_PRICE,
    FREE,
    PRICE,
    REASON,
    SUMMARY,
    Story,
    await_letter,
    call_off,
    change,
    claim,
    fill_in,
    find_within,
    fits,
    make_plan,
    open_review,
    part_of,
    publish,
    send_in,
    set_dates,
    sign_in_by_link,
)
from playwright.sync_api import Page
from sqlalchemy import select

from app.agenda.clock import as_local
from app.db import utc_now
from app.directory.freshness import add_months
from app.directory.models.checks import FactCheck
from app.directory.models.offers import Offer
from app.finder.check_words import describe_for_letter
from app.finder.wording import day_text, full_day_text
from app.i18n import speaking
from app.publishing.operations.asking_partners import ask_partners

WITH_SCRIPT = Story(
    has_script=True,
    partner="Mamacafé De Theemuts",
    place="Zaaltje De Theemuts",
    other_place="Oude Schooltje Kemzeke",
    name="Noor Tassenaar",
    email="noor@mamacafe.example",
    title="Zeepbellenatelier",
    new_title="Bellenblaasfeest",
)
WITHOUT_SCRIPT = Story(
    has_script=False,
    partner="Papagroep Op Wieltjes",
    place="Fietsenstalling Molsbroek",
    other_place="Café De Sleepboot",
    name="Ivo Karrewiel",
    email="ivo@karrewiel.example",
    title="Kastanjepoppen",
    new_title="Bolsterbeestjes",
)


@pytest.mark.parametrize("story", [WITH_SCRIPT, WITHOUT_SCRIPT], ids=["script", "plain"])
def test_a_series_goes_from_claim_to_a_called_off_date_and_families_see_each_step(
    guests: Guests, desk_site: DeskSite, story: Story
) -> None:
    today = as_local(utc_now()).date()
    plan = make_plan(today)
    page, coordinator = claim(guests, story)
    page = sign_in_by_link(guests, story, page)
    fill_in(page, story, plan)
    set_dates(page, story, plan, today)
    send_in(page)
    reader = guests.family(PHONE, has_script=story.has_script)
    address = be_reviewed(coordinator, reader, page, story)
    offer_id = int(address.split("/")[-1].split("-")[0])
    assert story.new_title in open_offer(reader, address)
    if story.is_trusted:
        trust(coordinator, story)
    answer_letter(guests, reader, coordinator, story, address, today)
    with speaking("nl"):
        call_off(page, offer_id, day_text(plan.called_off, today))
    read_everywhere(reader, address, offer_id, story, plan.called_off)


def be_reviewed(coordinator: Page, reader: Page, page: Page, story: Story) -> str:
    """Two versions are read and published, each found at once; gives the address of the offer."""
    shown = open_review(coordinator, story.title)
    assert [text for text in (SUMMARY, story.place, story.other_place) if text not in shown] == []
    address, first = find_within(reader, story.title, publish(coordinator))
    change(page, story)
    before = open_offer(reader, address)
    assert story.title in before
    assert story.new_title not in before
    shown = open_review(coordinator, story.new_title)
    told = (story.title, story.new_title, FREE, PRICE)
    assert [text for text in told if text.casefold() not in shown.casefold()] == []
    assert SUMMARY not in shown
    found, second = find_within(reader, story.new_title, publish(coordinator))
    assert found.split("-")[0] == address.split("-")[0]
    print(f"found {first:.2f} s and {second:.2f} s after the answer to the publish")
    return found


def open_offer(reader: Page, address: str) -> str:
    """What a family reads on the page of the offer."""
    reader.goto(address)
    assert overflow(reader) == 0
    return text_of(reader)


def trust(coordinator: Page, story: Story) -> None:
    """What this partner sends goes online at once from now on."""
    coordinator.goto("/nl/onthaal/partners")
    press(coordinator, f"Vertrouw deze partner: {story.partner}")
    assert "staat voortaan meteen online" in text_of(coordinator)
    fits(coordinator, "Partners")


def answer_letter(
    guests: Guests, reader: Page, coordinator: Page, story: Story, address: str, today: date
) -> None:
    """Eleven months on a letter asks whether it still holds: the price does not, the rest does."""
    site, offer_id = guests.site, int(address.split("/")[-1].split("-")[0])
    grow_old(site, offer_id, add_months(today, -11))
    ask_partners(
        site.database,
        describe=describe_for_letter,
        site_url=site.address,
        now=utc_now(),
    )
    letter = await_letter(site, story.email, "Klopt dit nog?")
    line = next(text for text in letter.body.splitlines() if story.new_title in text)
    assert PRICE in line.replace("\u00a0", " ")
    before = list_checks(site, offer_id)
    page = guests.family(PHONE, has_script=story.has_script)
    page.goto(letter.links[0])
    fits(page, "Klopt dit nog?")
    assert list_checks(site, offer_id) == before
    part = part_of(page, story.new_title)
    part.get_by_role("button", name="nee: Prijs").click()
    part.get_by_label("Wat kost het dan").fill("4")
    part.get_by_role("button", name="Verbeter").click()
    assert ("Het staat nu zo op de site." in text_of(page)) is story.is_trusted
    while part.get_by_role("button", name="ja: ").filter(has_not_text="Prijs").count():
        part.get_by_role("button", name="ja: ").filter(has_not_text="Prijs").first.click()
    fits(page, "Klopt dit nog?")
    with speaking("nl"):
        checked = f"Nagekeken door de partner op {full_day_text(today)}"
    shown = open_offer(reader, address)
    assert checked in shown
    assert ("prijs nog niet bevestigd" in shown) is not story.is_trusted
    if not story.is_trusted:
        assert BETTER_PRICE not in shown.replace("\u00a0", " ")
        open_review(coordinator, story.new_title)
        publish(coordinator)
        shown = open_offer(reader, address)
    assert BETTER_PRICE in shown.replace("\u00a0", " ")
    assert "nog niet bevestigd" not in shown


def grow_old(site: DeskSite, offer_id: int, day: date) -> None:
    """Nobody looked at the offer since a day."""
    with site.database.transaction() as session:
        session.get_one(Offer, offer_id).verified_on = day
        for row in session.scalars(select(FactCheck).where(FactCheck.offer_id == offer_id)):
            row.checked_on = day


def list_checks(site: DeskSite, offer_id: int) -> Sequence[tuple[str, date, bool]]:
    """Each fact of an offer that was confirmed or doubted, and when."""
    with site.database.reading() as session:
        rows = session.scalars(select(FactCheck).where(FactCheck.offer_id == offer_id))
        return sorted((row.fact, row.checked_on, row.is_right) for row in rows)


def read_everywhere(reader: Page, address: str, offer_id: int, story: Story, day: date) -> None:
    """Wherever a family looks, the date does not take place, and the others do."""
    called_off = f"gaat niet door: {REASON}"
    assert called_off in open_offer(reader, address).casefold()
    of_day = open_offer(reader, f"{address}/{day}")
    assert called_off in of_day.casefold()
    feed = reader.request.get(f"{address}.ics").text().replace("\r\n ", "")
    events = [text for text in feed.split("BEGIN:VEVENT") if f"{day:%Y%m%d}T140000" in text]
    assert [("STATUS:CANCELLED" in text, REASON in text) for text in events] == [(True, True)]
    assert feed.count("STATUS:CANCELLED") == 1
    agenda = f"/nl/zoek?q={quote(story.new_title)}&weergave=agenda&van={day}&tot={day}"
    for path in (agenda, f"/nl/mijn-lijst?o={offer_id}"):
        shown = open_offer(reader, path)
        assert story.new_title in shown
        assert "gaat niet door" in shown.casefold()
