"""A family asks and is not let go: one question from its first word to its last, by real people."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta

import pyotp
from browser_visits import PHONE, WIDE, overflow
from desk_site import BACKUP_PHONE, ONTHAAL, PASSWORD, SECRET, VOLUNTEER, DeskSite
from desk_visits import Guests, text_of
from playwright.sync_api import Page, expect

from app.db import utc_now
from app.questions.operations.retention import retain
from tests.sites import database_file

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
    """A parent asks on a phone without JavaScript; gives its browser, the reference and the code."""
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


def escalate(guests: Guests, question: str) -> None:
    """A volunteer gets help, and sees nothing of anybody."""
    volunteer = guests.colleague(VOLUNTEER)
    volunteer.goto("/nl/onthaal/stappen")
    press(volunteer, "Te moeilijk? Haal hulp")
    assert "Cato Coördinator" in text_of(volunteer)
    assert BACKUP_PHONE in text_of(volunteer)
    press(volunteer, "Tel mee: aan een collega gegeven")
    expect(volunteer.get_by_role("status").first).to_contain_text("Goed dat je hulp vroeg.")
    for path in ("/nl/onthaal", question, "/nl/onthaal/zoek-vraag"):
        answer = volunteer.goto(path)
        assert answer is not None
        assert answer.status == 403
        assert not [word for word in SECRETS if word in volunteer.content()]


def sign_in(colleague: Page, further: str) -> None:
    """Sign in as people do: with a password and the six digits of a phone."""
    colleague.goto(further)
    assert title_of(colleague) == "Aanmelden"
    colleague.get_by_label("E-mailadres").fill(ONTHAAL)
    colleague.get_by_label("Wachtwoord").fill(PASSWORD)
    press(colleague, "Ga verder")
    colleague.get_by_label("Code").fill(pyotp.TOTP(SECRET).now())
    press(colleague, "Meld je aan")


def answer(colleague: Page, reference: str) -> str:
    """A colleague takes the question and answers with an offer; gives the title of that offer."""
    assert title_of(colleague) == "Vragen van gezinnen"
    shown = text_of(colleague)
    assert reference in shown
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


def open_letter(guests: Guests, partner: tuple[str, str]) -> Page:
    """A partner without account opens the link of its newest letter: only the button shows more."""
    letter = guests.site.await_letters(partner[1])[-1]
    assert not [word for word in SECRETS if word in letter.subject + letter.body]
    page = guests.family(PHONE)
    for _visit in range(2):
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


def test_a_question_goes_from_asking_to_erasing_and_is_never_let_go(
    guests: Guests, desk_site: DeskSite
) -> None:
    parent, reference, code = ask_in_temse(guests)
    to_desk = desk_site.await_letters(DESK)
    to_family = desk_site.await_letters(EMAIL)
    assert to_family[0].subject == "We kregen je bericht"
    assert to_desk[0].links == [f"{desk_site.address}/nl/onthaal"]
    question = f"/nl/onthaal/vraag/{desk_site.find_question(reference)}"

    escalate(guests, question)
    colleague = guests.family(WIDE, has_script=True)
    sign_in(colleague, to_desk[0].links[0])
    offer = answer(colleague, reference)
    assert desk_site.await_letters(EMAIL, 2)[1].subject == "Er is iets voor je"

    refer(colleague, question, BERENBOOT, "Ik las dit samen met hen, en ze zeiden ja")
    refer(colleague, question, VEERPONT, "Het gezin beslist op zijn eigen pagina")
    refer(colleague, question, OVERSTEEK, "Ik las dit voor aan de telefoon, en ze zeiden ja")
    assert [letter.to for letter in desk_site.letters()].count(VEERPONT[1]) == 0
    shown = follow(parent, reference, code)
    assert ANSWER in shown
    assert offer in shown
    assert NOTE not in shown
    press(parent, "Ja, dat mag")
    assert "De partner ziet nog niets." in share_of(parent, VEERPONT)
    colleague.goto(question)
    colleague.get_by_role("link", name=VEERPONT[0]).click()
    press(colleague, "Geef door aan de partner")
    parent.reload()
    assert "Gevraagd" in share_of(parent, VEERPONT)

    declining = open_letter(guests, BERENBOOT)
    declining.get_by_text("Dit lukt ons niet").click()
    declining.get_by_label("Geen tijd of geen personeel").check()
    declining.get_by_label("Een woordje voor het onthaal").fill(DECLINED)
    press(declining, "Neem niet aan")
    assert "Het onthaal zoekt verder." in text_of(declining)
    assert SUMMARY not in text_of(declining)
    stopped = open_letter(guests, OVERSTEEK)
    accepting = open_letter(guests, VEERPONT)
    accepting.get_by_label("Wie neemt het over?").fill("Fenna")
    accepting.get_by_label("Wat mag het gezin nu verwachten?").fill(EXPECTED)
    press(accepting, "Neem over")
    assert "Jullie nemen deze vraag over." in text_of(accepting)
    colleague.goto(question)
    assert DECLINED in text_of(colleague)

    parent.reload()
    assert "Kan nu niet helpen" in share_of(parent, BERENBOOT)
    assert "Fenna neemt contact met je op." in share_of(parent, VEERPONT)
    assert EXPECTED in share_of(parent, VEERPONT)
    assert DECLINED not in text_of(parent)
    parent.locator(".share").filter(has_text=OVERSTEEK[0]).get_by_role("button").first.click()
    assert "Gestopt. Deze partner ziet niets meer." in text_of(parent)
    assert "Door jou gestopt" in share_of(parent, OVERSTEEK)
    stopped.reload()
    assert "Het gezin stopte deze vraag." in text_of(stopped)
    assert not [word for word in SECRETS if word in stopped.content()]
    for said in ("Ze namen contact op", "Het is in orde"):
        press(parent, said)
    assert "Jullie hadden contact" in share_of(parent, VEERPONT)
    # One partner could not help, so the desk has the last word.
    assert "Het onthaal is ermee bezig" in text_of(parent)
    colleague.goto(question)
    colleague.get_by_text("Sluit af", exact=True).click()
    colleague.get_by_label("Een partner helpt verder").check()
    press(colleague, "Sluit de vraag af")
    parent.reload()
    assert "Afgerond" in text_of(parent)
    colleague.get_by_role("link", name=re.compile("^Klaar")).click()
    assert reference in text_of(colleague)
    erase_and_look(desk_site, parent, colleague, reference)


def erase_and_look(site: DeskSite, parent: Page, colleague: Page, reference: str) -> None:
    """The night run of a season later leaves nothing of this question, whoever looks."""
    site.await_outbox()
    kept = list_sealed(site)
    assert len(kept) > 10
    assert found_in(site, kept)
    assert EMAIL.encode() in b"".join(site.files().values())
    colleague.goto("/nl/onthaal")
    later = utc_now() + timedelta(days=91)
    counts = retain(site.database, now=later, letter_folder=site.settings.letter_folder)
    assert counts["texts"] == 1
    assert list_sealed(site) == []
    assert found_in(site, kept) == []
    everything = b"".join(site.files().values())
    assert not [word for word in SECRETS if word.encode() in everything]
    parent.reload()
    assert title_of(parent) == "Volg je vraag"
    # Whoever was signed in then is no longer.
    site.sign_in(colleague.context, ONTHAAL)
    colleague.goto(f"/nl/onthaal/vraag/{site.find_question(reference)}")
    assert "Deze tekst is gewist." in text_of(colleague)
    assert not [word for word in SECRETS if word in colleague.content()]


def list_sealed(site: DeskSite) -> list[bytes]:
    """Everything that is kept under the key about questions: texts, contacts, consents, letters."""
    tables: Mapping[str, tuple[str, ...]] = {
        "question": ("contact_sealed", "context_sealed"),
        "message": ("text_sealed",),
        "referral": (
            "recipient_sealed",
            "taken_over_by_sealed",
            "expectation_sealed",
            "summary_sealed",
        ),
        "consent": ("wording_sealed",),
        "letter": ("recipient_sealed", "subject_sealed", "body_sealed"),
        "unsaved_text": ("fields_sealed",),
    }
    with closing(sqlite3.connect(database_file(site.settings))) as connection:
        return [
            row[0]
            for table, columns in tables.items()
            for column in columns
            for row in connection.execute(
                f"SELECT {column} FROM {table} WHERE length({column}) > 0"  # noqa: S608 - our own
            )
        ]


def found_in(site: DeskSite, kept: list[bytes]) -> list[bytes]:
    """Which of these still stand in the files of the site; a page may cut one, never its start."""
    everything = b"".join(site.files().values())
    return [sealed for sealed in kept if sealed[:64] in everything]
