"""What is typed that needs care: numbers, words of crisis, machines; and where it never goes."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select

from app.asking.crisis import find_urgent
from app.db import Database
from app.mail.models import Letter
from app.questions.models.questions import AskTally
from app.sealing import unseal
from tests.asking.conftest import Family, last_question, shown_code

NUMBER = "85.07.30-033.28"


def test_a_national_number_is_masked_on_the_page_before_sending(
    family: Family, database: Database
) -> None:
    family.read("/nl/stel-je-vraag")
    assert family.send(f"Nummer {NUMBER}", step="look").status_code == 200
    assert NUMBER not in family.page
    assert "Nummer ••.••.••-•••.••" in family.page
    assert "Schrijf dat hier nooit." in family.page
    family.read("/nl/stel-je-vraag")
    assert family.send(f"Nummer {NUMBER}").status_code == 422
    assert NUMBER not in family.page
    assert family.send("Nummer ••.••.••-•••.••").status_code == 303


def test_words_of_crisis_bring_the_lines_on_top(family: Family) -> None:
    family.read("/nl/stel-je-vraag")
    family.send("Mijn man slaat mij en de kinderen.", step="look")
    main = family.page[family.page.index("<main") :]
    assert main.index("Kan het niet wachten? Bel nu") < main.index("geen-nood")
    assert main.index("tel:1712") < main.index("geen-nood")
    family.send("Mijn man slaat mij en de kinderen.")
    sent = family.read("/nl/mijn-vraag/nieuw")
    assert sent.index("Kan het niet wachten? Bel nu") < sent.index("keep-code")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ik heb zelfmoordgedachten", "1813"),
        ("je veux mourir", "1813"),
        ("I want to DIE.", "1813"),
        ("أريد أن أموت", "1813"),
        ("hij  slaat  mij", "1712"),
        ("زوجي يضربني", "1712"),
        ("mon mari me frappe", "1712"),
        ("ons kind is in gevaar", "112"),
        ("Mijn kind slaapt slecht, speelt viool en eet niet", ""),
        ("cours de violon pour ma fille", ""),
    ],
)
def test_what_cannot_wait_is_heard_in_every_language(
    family: Family, text: str, number: str
) -> None:
    with family.client.application.test_request_context("/nl/stel-je-vraag"):
        numbers = [line.number for line in find_urgent(text)]
    assert number in numbers if number else numbers == []


@pytest.mark.parametrize("hidden", [{"website": "http://koop.example"}, {"stamp": "nonsense"}, {}])
def test_a_machine_is_never_refused(
    family: Family, database: Database, hidden: dict[str, str]
) -> None:
    """Also the quick ones: a test types faster than anybody."""
    response = family.send(f"Vraag met {sorted(hidden)}", **hidden)
    assert response.status_code == 303
    _reference, code = shown_code(family.read("/nl/mijn-vraag/nieuw"))
    kept = last_question(database)
    assert kept.quarantine_reason == ("hidden-field" if "website" in hidden else "too-fast")
    assert len(code.split()) == 5


def test_whoever_took_time_is_not_in_quarantine(
    family: Family, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    family.read("/nl/stel-je-vraag")
    later = time.time() + 60
    monkeypatch.setattr("app.asking.visits.time.time", lambda: later)
    family.send("Een rustige vraag over school")
    assert not last_question(database).is_quarantined


def test_the_text_is_in_no_letter_address_or_log(
    family: Family, database: Database, capfd: pytest.CaptureFixture[str]
) -> None:
    family.read("/nl/stel-je-vraag")
    family.send(reach="email", email="mira@thuis.example", step="look")
    location = family.send(reach="email", email="mira@thuis.example").headers["Location"]
    page = family.read("/nl/mijn-vraag/nieuw")
    _reference, code = shown_code(page)
    family.press("/nl/mijn-vraag/overzicht/antwoord", text="Nog een woord: kwikstaart")
    with database.reading() as session:
        letters = " ".join(
            unseal(session, sealed)
            for row in session.scalars(select(Letter))
            for sealed in (row.subject_sealed, row.body_sealed)
        )
        tallies = " ".join(session.scalars(select(AskTally.sender_digest)))
    written = "".join(capfd.readouterr())
    for secret in ("Wolfram", "kwikstaart", code, "mira@thuis.example"):
        assert secret not in letters + tallies + written + location
    cookies = str(family.client._cookies)
    assert "Wolfram" not in cookies
    assert code not in cookies
