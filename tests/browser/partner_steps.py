"""What partner and coordinator do in the story of one series: each function is one part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from time import monotonic

from browser_visits import PHONE, overflow
from desk_site import COORDINATOR, DeskSite, Post
from desk_visits import Guests, text_of
from journey_steps import press, title_of
from playwright.sync_api import Locator, Page, expect

from app.agenda.calendar_days import is_school_holiday
from app.finder.wording import day_text
from app.i18n import speaking

SUMMARY = "Samen bezig aan de grote tafel. Alles ligt klaar en er is koffie."
FREE, PRICE, BETTER_PRICE = "gratis", "€ 2,50", "€ 3,35"
REASON = "de begeleider is ziek"
FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True)
class Story:
    """Who does it, for which partner, and what it is called before and after its change."""

    has_script: bool
    partner: str
    place: str
    other_place: str
    name: str
    email: str
    title: str
    new_title: str

    @property
    def is_read_elsewhere(self) -> bool:
        """Whether the mail is read in another browser than the one that asked the link."""
        return not self.has_script

    @property
    def is_trusted(self) -> bool:
        """Whether what the partner sends goes online at once, in the end of the story."""
        return not self.has_script


@dataclass(frozen=True)
class Plan:
    """The days of the series: every second Wednesday, one of them left out, one more elsewhere."""

    first: date
    last: date
    days: tuple[date, ...]
    holidays: tuple[date, ...]

    @property
    def left_out(self) -> date:
        """The day without it."""
        return self.days[2]

    @property
    def extra(self) -> date:
        """A Saturday, in another place."""
        return self.days[1] + timedelta(days=3)

    @property
    def called_off(self) -> date:
        """The day that does not take place in the end."""
        return self.days[1]


def make_plan(today: date) -> Plan:
    """Twelve turns of two weeks, from a Wednesday after more than a week."""
    first = today + timedelta(days=8 + (2 - today.weekday() - 8) % 7)
    turns = [first + number * FORTNIGHT for number in range(12)]
    return Plan(
        first,
        turns[-1],
        tuple(day for day in turns if not is_school_holiday(day)),
        tuple(day for day in turns if is_school_holiday(day)),
    )


def fits(page: Page, title: str) -> None:
    """The page of this title is shown, and it is no wider than the phone."""
    assert title in title_of(page)
    assert overflow(page) == 0


def read(page: Page) -> str:
    """What somebody reads on a page, with spaces as people type them."""
    return text_of(page).replace("\u00a0", " ")


def part_of(page: Page, name: str) -> Locator:
    """The part of a page under a heading."""
    return page.get_by_role("region", name=name)


def press_about(page: Page, name: str, about: str) -> None:
    """Press one of many equal buttons: the one about something, as a screen reader tells it."""
    words = re.compile(rf"^{re.escape(name)}\s*:\s*{re.escape(about)}$")
    page.get_by_role("button", name=words).click()


def await_letter(site: DeskSite, to: str, subject: str) -> Post:
    """The newest letter to an address about something, once it is there."""
    count = 1
    while True:
        letters = site.await_letters(to, count)
        found = [letter for letter in letters if subject in letter.subject]
        if found:
            return found[-1]
        count = len(letters) + 1


def claim(guests: Guests, story: Story) -> tuple[Page, Page]:
    """Somebody says to work for a partner, a coordinator agrees; gives the browsers of both."""
    page = guests.family(PHONE, has_script=story.has_script)
    page.goto("/nl/partners")
    fits(page, "Hou je aanbod levend")
    press(page, "Sluit je organisatie aan")
    page.get_by_label("Naam van je organisatie").fill(story.partner.split()[-1])
    press(page, "Zoek")
    fits(page, "Voor welke organisatie werk je?")
    page.get_by_role("link", name=story.partner).click()
    page.get_by_label("Je naam").wait_for()
    opened = monotonic()
    page.get_by_label("Je naam").fill(story.name)
    page.get_by_label("Je e-mailadres").fill(story.email)
    fits(page, "Wie ben je?")
    coordinator = guests.colleague(COORDINATOR, PHONE, has_script=story.has_script)
    coordinator.goto("/nl/beheer/aanvragen")
    assert story.email not in text_of(coordinator)
    # Whoever sends within three seconds is taken for a machine.
    page.wait_for_timeout(max(0, 3_100 - 1_000 * (monotonic() - opened)))
    press(page, "Verstuur")
    fits(page, "Kijk in je mail")
    link = await_letter(guests.site, story.email, "Bevestig").links[0]
    page.goto(link)
    fits(page, "Klopt dit?")
    coordinator.reload()
    assert not coordinator.get_by_role("button", name=f"Ja, dit klopt {story.name}").count()
    press(page, "Ja, dit is mijn adres")
    fits(page, "Dank je wel")
    coordinator.reload()
    fits(coordinator, "Wie wil voor een partner werken?")
    coordinator.get_by_role("button", name=f"Ja, dit klopt {story.name}").click()
    assert "Goed zo." in text_of(coordinator)
    return page, coordinator


def sign_in_by_link(guests: Guests, story: Story, page: Page) -> Page:
    """Sign in by the link in a letter; gives the browser in which the letter was opened."""
    page.reload()
    fits(page, "Je kan beginnen")
    press(page, "Meld je aan")
    page.get_by_label("Je e-mailadres").fill(story.email)
    press(page, "Stuur me een link")
    fits(page, "Kijk in je mail")
    code = page.locator(".link-code").inner_text()
    link = await_letter(guests.site, story.email, "Je link").links[0]
    invited = await_letter(guests.site, story.email, "Je kan beginnen").links
    assert invited == [f"{guests.site.address}/nl/aanmelden/link"]
    if story.is_read_elsewhere:
        page = guests.family(PHONE, has_script=story.has_script)
    page.goto(link)
    fits(page, "Nog één druk op de knop")
    if story.is_read_elsewhere:
        page.get_by_label("De zes cijfers").fill(code)
    press(page, "Meld me aan")
    fits(page, "Ons aanbod")
    return page


def fill_in(page: Page, story: Story, plan: Plan) -> None:
    """Say what, for whom, when, where and for how much: the short form."""
    press(page, "Nieuwe activiteit")
    page.get_by_label("Titel").fill(story.title)
    if story.has_script:
        expect(page.locator("[data-tips-list]")).to_contain_text("leeftijd")
    page.get_by_label("Wat is het?").fill(SUMMARY)
    page.get_by_label("Thema", exact=True).select_option("leisure")
    whom = part_of(page, "Voor wie?")
    if story.has_script:
        slider = whom.get_by_role("slider", name="Vanaf")
        slider.focus()
        while whom.locator("output").first.inner_text() != "2 jaar":
            slider.press("ArrowRight")
    else:
        whom.get_by_label("Vanaf", exact=True).fill("2")
        whom.get_by_label("Tot", exact=True).fill("7")
    whom.get_by_label("Ouder en kind samen").check()
    when = part_of(page, "Wanneer?")
    when.get_by_label("Datum").fill(plan.first.isoformat())
    when.get_by_label("Van", exact=True).fill("14:00")
    when.get_by_label("Tot", exact=True).fill("16:00")
    when.get_by_label("Om de twee weken").check()
    when.get_by_label("Tot en met").fill(plan.last.isoformat())
    when.get_by_label("Niet in de schoolvakanties").check()
    part_of(page, "Waar?").get_by_label(story.place).check()
    price = part_of(page, "Prijs en inschrijven")
    price.get_by_label("Gratis").check()
    price.get_by_label("Nee, je komt gewoon langs").check()
    fits(page, "Nieuwe activiteit")
    press(page, "Bewaar en kijk na")
    fits(page, story.title)


def set_dates(page: Page, story: Story, plan: Plan, today: date) -> None:
    """Leave one day out and add one elsewhere, and look at every date that comes of it."""
    page.get_by_role("link", name=re.compile("^Data")).click()
    page.get_by_label("Behalve op").first.fill(f"{plan.left_out.day}/{plan.left_out.month}")
    extra = page.locator("details").filter(has_text="Eén keer toevoegen")
    extra.locator("summary").first.click()
    extra.get_by_label("Datum").fill(plan.extra.isoformat())
    extra.get_by_label("Van").fill("10:00")
    extra.get_by_label("Tot").fill("12:00")
    choice = extra.locator("option", has_text=story.other_place).first.inner_text()
    extra.get_by_label("Waar?").select_option(choice)
    press(page, "Toon alle data")
    fits(page, "Data van")
    off = dict.fromkeys(plan.holidays, "schoolvakantie") | {plan.left_out: "overgeslagen"}
    rows = page.locator(".all-dates li").all_inner_texts()
    everything = sorted({*plan.days, *plan.holidays, plan.extra})
    assert len(rows) == len(everything)
    with speaking("nl"):
        for row, day in zip(rows, everything, strict=True):
            assert day_text(day, today) in row
            assert ("niet:" in row) is (day in off)
            assert off.get(day, "") in row
            assert (story.other_place in row) is (day == plan.extra)
    press(page, "Bewaar")
    fits(page, story.title)


def send_in(page: Page) -> None:
    """Send the version in, to be looked at."""
    press(page, "Stuur in")
    assert "Het Huis van het Kind kijkt het na." in text_of(page)
    assert overflow(page) == 0


def change(page: Page, story: Story) -> None:
    """Another title and a price, sent in."""
    page.goto("/nl/partners/aanbod")
    press_about(page, "Wijzig", story.title)
    page.get_by_role("link", name=re.compile("^De kern")).click()
    page.get_by_label("Titel").fill(story.new_title)
    price = part_of(page, "Prijs en inschrijven")
    price.get_by_label("Een bedrag").check()
    price.get_by_label("Prijs in euro").fill("2,50")
    fits(page, "Wijzig de activiteit")
    press(page, "Bewaar en kijk na")
    assert "Dit verandert er" in text_of(page)
    fits(page, story.new_title)
    send_in(page)


def call_off(page: Page, offer_id: int, day: str) -> None:
    """One date does not take place, and the reason is told."""
    page.goto(f"/nl/partners/aanbod/{offer_id}/data")
    row = page.locator(".coming-dates > li").filter(has_text=day)
    row.locator("summary").click()
    row.get_by_label("Waarom gaat het niet door?").fill(REASON)
    row.get_by_role("button", name="Gelast deze datum af").click()
    assert "Gezinnen zien het nu al." in text_of(page)
    fits(page, "Komende data van")
