"""A family asks and is not let go: one question from its first word to its last, by real people."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta

from desk_site import ONTHAAL, DeskSite
from desk_visits import Guests, text_of
from journey_steps import (
    ANSWER,
    BERENBOOT,
    DECLINED,
    DESK,
    EMAIL,
    EXPECTED,
    NOTE,
    OVERSTEEK,
    SECRETS,
    SUMMARY,
    VEERPONT,
    answer,
    ask_in_temse,
    escalate,
    follow,
    open_letter,
    press,
    refer,
    share_of,
    sign_in,
    title_of,
)
from playwright.sync_api import Page

from app.db import utc_now
from app.questions.operations.retention import retain
from tests.sites import database_file


def test_a_question_goes_from_asking_to_erasing_and_is_never_let_go(
    guests: Guests, desk_site: DeskSite
) -> None:
    parent, reference, code = ask_in_temse(guests)
    to_desk = desk_site.await_letters(DESK)
    assert desk_site.await_letters(EMAIL)[0].subject == "We kregen je bericht"
    assert to_desk[0].links == [f"{desk_site.address}/nl/onthaal"]
    question = f"/nl/onthaal/vraag/{desk_site.find_question(reference)}"
    colleague = escalate(guests, question)
    sign_in(colleague, to_desk[0].links[0])
    offer = answer(colleague, reference)
    assert desk_site.await_letters(EMAIL, 2)[1].subject == "Er is iets voor je"
    refer_with_consent(desk_site, colleague, question)
    shown = follow(parent, reference, code)
    assert ANSWER in shown
    assert offer in shown
    assert NOTE not in shown
    agree_on_the_page(parent, colleague, question)
    stopped = hear_of_the_partners(guests, parent, colleague, question)
    decide(parent, stopped)
    close(parent, colleague, question, reference)
    erase_and_look(desk_site, parent, colleague, reference)


def refer_with_consent(site: DeskSite, colleague: Page, question: str) -> None:
    """Three partners; nothing leaves to the one about which the family itself decides."""
    refer(colleague, question, BERENBOOT, "Ik las dit samen met hen, en ze zeiden ja")
    refer(colleague, question, VEERPONT, "Het gezin beslist op zijn eigen pagina")
    refer(colleague, question, OVERSTEEK, "Ik las dit voor aan de telefoon, en ze zeiden ja")
    site.await_outbox()
    assert VEERPONT[1] not in [letter.to for letter in site.letters()]


def agree_on_the_page(parent: Page, colleague: Page, question: str) -> None:
    """The family says yes on its status page, and only then the desk can send it on."""
    press(parent, "Ja, dat mag")
    assert "De partner ziet nog niets." in share_of(parent, VEERPONT)
    colleague.goto(question)
    colleague.get_by_role("link", name=VEERPONT[0]).click()
    press(colleague, "Geef door aan de partner")
    parent.reload()
    assert "Gevraagd" in share_of(parent, VEERPONT)


def hear_of_the_partners(guests: Guests, parent: Page, colleague: Page, question: str) -> Page:
    """One partner declines, one accepts, one has the question open; gives the page of that one."""
    declining = open_letter(guests, BERENBOOT)
    declining.get_by_text("Dit lukt ons niet").click()
    declining.get_by_label("Geen tijd of geen personeel").check()
    declining.get_by_label("Een woordje voor het onthaal").fill(DECLINED)
    press(declining, "Neem niet aan")
    assert "Het onthaal zoekt verder." in text_of(declining)
    assert SUMMARY not in text_of(declining)
    accepting = open_letter(guests, VEERPONT, declining)
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
    return open_letter(guests, OVERSTEEK)


def decide(parent: Page, stopped: Page) -> None:
    """The family takes one consent back, and says that the other partner helps."""
    share = parent.locator(".share").filter(has_text=OVERSTEEK[0])
    share.get_by_role("button", name="Stop: deel niets meer").click()
    assert "Gestopt. Deze partner ziet niets meer." in text_of(parent)
    assert "Door jou gestopt" in share_of(parent, OVERSTEEK)
    stopped.reload()
    assert "Het gezin stopte deze vraag." in text_of(stopped)
    assert not [word for word in SECRETS if word in stopped.content()]
    for said in ("Ze namen contact op", "Het is in orde"):
        press(parent, said)
    assert "Jullie hadden contact" in share_of(parent, VEERPONT)


def close(parent: Page, colleague: Page, question: str, reference: str) -> None:
    """One partner could not help, so the question is the desk's until it closes it."""
    assert "Het onthaal is ermee bezig" in text_of(parent)
    colleague.goto(question)
    colleague.get_by_text("Sluit af", exact=True).click()
    colleague.get_by_label("Een partner helpt verder").check()
    press(colleague, "Sluit de vraag af")
    parent.reload()
    assert "Afgerond" in text_of(parent)
    colleague.get_by_role("link", name=re.compile("^Klaar")).click()
    assert reference in text_of(colleague)


def erase_and_look(site: DeskSite, parent: Page, colleague: Page, reference: str) -> None:
    """The night run of a season later leaves nothing of this question, whoever looks."""
    site.await_outbox()
    question_id = site.find_question(reference)
    kept = list_sealed(site, question_id)
    assert len(kept) > 10
    assert found_in(site, kept)
    assert EMAIL.encode() in b"".join(site.files().values())
    colleague.goto("/nl/onthaal")
    later = utc_now() + timedelta(days=91)
    counts = retain(site.database, now=later, letter_folder=site.settings.letter_folder)
    assert counts["texts"] >= 1
    assert list_sealed(site, question_id) == []
    assert found_in(site, kept) == []
    everything = b"".join(site.files().values())
    assert not [word for word in SECRETS if word.encode() in everything]
    parent.reload()
    assert title_of(parent) == "Volg je vraag"
    # Whoever was signed in then is no longer.
    site.sign_in(colleague.context, ONTHAAL)
    colleague.goto(f"/nl/onthaal/vraag/{question_id}")
    assert "Deze tekst is gewist." in text_of(colleague)
    assert not [word for word in SECRETS if word in colleague.content()]


def list_sealed(site: DeskSite, question_id: int) -> list[bytes]:
    """All that is kept under the key about a question: texts, contacts, consents, letters."""
    own = "question_id = :id"
    tables: Mapping[str, tuple[str, tuple[str, ...]]] = {
        "question": ("id = :id", ("contact_sealed", "context_sealed")),
        "message": (own, ("text_sealed",)),
        "referral": (
            own,
            ("recipient_sealed", "taken_over_by_sealed", "expectation_sealed", "summary_sealed"),
        ),
        "consent": (own, ("wording_sealed",)),
        "letter": (
            "about_kind = 'question' AND about_id = :id",
            ("recipient_sealed", "subject_sealed", "body_sealed"),
        ),
        "unsaved_text": ("path LIKE '%/vraag/' || :id || '/%'", ("fields_sealed",)),
    }
    with closing(sqlite3.connect(database_file(site.settings))) as connection:
        return [
            row[0]
            for table, (condition, columns) in tables.items()
            for column in columns
            for row in connection.execute(
                f"SELECT {column} FROM {table} WHERE length({column}) > 0 AND {condition}",  # noqa: S608 - our own
                {"id": question_id},
            )
        ]


def found_in(site: DeskSite, kept: list[bytes]) -> list[bytes]:
    """Which of these still stand in the files of the site; a page may cut one, never its start."""
    everything = b"".join(site.files().values())
    return [sealed for sealed in kept if sealed[:64] in everything]
