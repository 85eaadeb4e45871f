"""What everybody does in the story of one question: each function is one person's part in it."""

from __future__ import annotations

import re

import pyotp
from browser_visits import PHONE, overflow
from desk_site import BACKUP_PHONE, ONTHAAL, PASSWORD, SECRET, VOLUNTEER
from desk_visits import Guests, text_of
from playwright.sync_api import Page, expect

WORDS = "Mijn dochter Zilverbes durft niet naar de opvang. Ik weet niet meer hoe."
ANSWER = "Wat goed dat je het vraagt. Kom eens kijken met Zilverbes, er is koffie."
NOTE = "Mama Ambrozijn klonk moe aan het onthaal."
SUMMARY = "Een peuter vindt loslaten moeilijk. Mama zoekt iemand die komt meekijken."
EXPECTED = "Fenna belt je donderdag na vier uur."
DECLINED = "Onze meekijkers zijn weg tot de lente."
EMAIL = "mama@wolfraam.example"
SECRETS = ("Zilverbes", "Ambrozijn", "loslaten", "Fenna", "meekijkers", "wolfraam")
"""What nobody may find once all is erased."""
DESK = "onthaal@huisvanhetkind-waasland.example"
BERENBOOT = ("CKG De Berenboot", "aanboord@deberenboot.example")
VEERPONT = ("Buurtwerk De Veerpont", "team@deveerpont.example")
OVERSTEEK = ("CAW De Oversteek", "onthaal@caw-deoversteek.example")


def press(page: Page, name: str) -> None:
    """Press a button, or follow a link that looks like one."""
    button = page.get_by_role("button", name=name, exact=True)
    (button if button.count() else page.get_by_role("link", name=name, exact=True)).first.click()


def title_of(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def ask_in_temse(guests: Guests) -> tuple[Page, str, str]:
    """A parent asks by phone without JavaScript; gives its browser, reference and code."""
    parent = guests.family(PHONE)
    parent.goto("/nl/stel-je-vraag")
    shown = text_of(parent)
    assert shown.index("Dit is geen noodlijn") < shown.index("Wat wil je vragen?")
    parent.get_by_label("Wat wil je vragen?").fill(WORDS)
    parent.get_by_label("In welke gemeente woon je?").fill("Temse")
    parent.get_by_label("Hoe oud is je kind?").fill("2 jaar")
    press(parent, "Bekijk wat er al is")
    assert "Misschien helpt dit al" in text_of(parent)
    assert parent.locator(".card").count() > 0
    parent.get_by_label("Met een e-mail").check()
    parent.get_by_label("Je e-mailadres").fill(EMAIL)
    # Whoever sends within three seconds is taken for a machine.
    parent.wait_for_timeout(3_000)
    press(parent, "Verstuur mijn vraag")
    assert title_of(parent) == "Je bericht is aangekomen"
    assert overflow(parent) == 0
    assert "Alleen het onthaal van Huis van het Kind Waasland leest je vraag." in text_of(parent)
    reference, code = parent.locator(".keep-code dd").all_inner_texts()
    press(parent, "Ik heb het opgeschreven")
    assert WORDS in text_of(parent)
    press(parent, "Sluit af op dit toestel")
    parent.goto("/nl/mijn-vraag/overzicht")
    assert title_of(parent) == "Volg je vraag"
    return parent, reference, code


def follow(parent: Page, reference: str, code: str) -> str:
    """Open the question again with its code; gives what the family reads."""
    parent.goto("/nl/mijn-vraag")
    parent.get_by_label("Je nummer").fill(reference)
    parent.get_by_label("Je code").fill(code.upper())
    press(parent, "Open mijn vraag")
    assert title_of(parent) == f"Je vraag {reference}"
    return text_of(parent)


def escalate(guests: Guests, question: str) -> Page:
    """A volunteer gets help and sees nothing of anybody; gives the tablet to the next."""
    volunteer = guests.colleague(VOLUNTEER)
    volunteer.goto("/nl/onthaal/stappen")
    press(volunteer, "Te moeilijk? Haal hulp")
    assert "Cato Coördinator" in text_of(volunteer)
    assert BACKUP_PHONE in text_of(volunteer)
    press(volunteer, "Tel mee: aan een collega gegeven")
    expect(volunteer.get_by_role("status").first).to_contain_text("Goed dat je hulp vroeg.")
    for path in ("/nl/onthaal", question, "/nl/onthaal/zoek-vraag"):
        answer = volunteer.request.get(path)
        assert answer.status == 403
        assert not [word for word in SECRETS if word in answer.text()]
    press(volunteer, "Meld je af")
    return volunteer


def sign_in(colleague: Page, further: str) -> None:
    """Sign in as people do: with a password and the six digits of a phone."""
    colleague.goto(further)
    assert title_of(colleague) == "Aanmelden"
    colleague.get_by_label("E-mailadres", exact=True).fill(ONTHAAL)
    colleague.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    press(colleague, "Ga verder")
    colleague.get_by_label("Code").fill(pyotp.TOTP(SECRET).now())
    press(colleague, "Meld je aan")


def answer(colleague: Page, reference: str) -> str:
    """A colleague takes the question and answers with an offer; gives the title of that offer."""
    assert title_of(colleague) == "Vragen van gezinnen"
    colleague.get_by_role("link", name=re.compile("^Later")).click()
    expect(colleague.get_by_role("link", name=reference)).to_be_visible()
    shown = text_of(colleague)
    assert not [word for word in SECRETS if word in shown]
    colleague.get_by_role("link", name=reference).click()
    assert title_of(colleague) == f"Vraag {reference}"
    assert WORDS in text_of(colleague)
    press(colleague, "Ik neem dit")
    colleague.get_by_label("Notitie voor je collega's").fill(NOTE)
    press(colleague, "Bewaar de notitie")
    colleague.get_by_label("Je antwoord aan het gezin").fill(ANSWER)
    press(colleague, "Zoek aanbod om mee te sturen")
    assert reference in text_of(colleague)
    assert not [word for word in SECRETS if word in colleague.url]
    first = colleague.locator(".staff-result").first
    title = first.get_by_role("heading").inner_text()
    first.get_by_role("link", name=re.compile("Stuur mee in je antwoord")).click()
    expect(colleague.get_by_label("Je antwoord aan het gezin")).to_have_value(ANSWER)
    expect(colleague.get_by_role("checkbox", name=title)).to_be_checked()
    press(colleague, "Verstuur je antwoord")
    assert title_of(colleague) == "Vragen van gezinnen"
    return title


def refer(colleague: Page, question: str, partner: tuple[str, str], channel: str) -> None:
    """Prepare a hand-over to a partner and ask the family, on its page or face to face."""
    name, mail = partner
    colleague.goto(question)
    press(colleague, "Verwijs naar een partner")
    colleague.get_by_label("Naam van een partner of een aanbod").fill(name)
    press(colleague, "Zoek")
    colleague.locator(".referral-rows a", has_text="partner").filter(has_text=name).first.click()
    assert title_of(colleague) == f"Verwijs door naar {name}"
    colleague.get_by_role("textbox", name="De vraag, in het kort").fill(SUMMARY)
    expect(colleague.get_by_label("E-mailadres van de partner")).to_have_value(mail)
    press(colleague, "Ga verder")
    assert f"{name}" in colleague.locator(".consent-words").inner_text()
    colleague.get_by_label(channel).check()
    press(colleague, "Ga verder")


def open_letter(guests: Guests, partner: tuple[str, str], page: Page | None = None) -> Page:
    """A partner without account opens the link of its newest letter: only the button shows more.

    The page of another partner may be given, which forgets what it had open.
    """
    letter = guests.site.await_letters(partner[1])[-1]
    assert not [word for word in SECRETS if word in letter.subject + letter.body]
    page = page or guests.family(PHONE)
    page.context.clear_cookies()
    # As a scanner of mail does it: opening the link shows and changes nothing.
    assert SUMMARY not in page.request.get(letter.links[0]).text()
    page.goto(letter.links[0])
    assert title_of(page) == f"Er is een vraag voor {partner[0]}"
    assert not [word for word in SECRETS if word in page.content()]
    press(page, "Open de vraag")
    assert SUMMARY in text_of(page)
    assert EMAIL in text_of(page)
    assert "Ambrozijn" not in page.content()
    assert overflow(page) == 0
    return page


def share_of(parent: Page, partner: tuple[str, str]) -> str:
    """What the family reads about one partner."""
    return parent.locator(".share").filter(has_text=partner[0]).first.inner_text()
