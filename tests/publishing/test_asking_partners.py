"""The daily round: one letter a week, step by step, and nothing is hidden without a warning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import delete, select

from app.accounts.models import PartnerMembership, Person
from app.audit.models import AuditEntry
from app.db import Database
from app.directory.models.offers import Offer
from app.finder.check_words import describe_for_letter
from app.mail.models import Letter
from app.publishing.models.checks import CheckedOffer, CheckLetter
from app.publishing.operations import asking_partners
from app.publishing.operations.asking_partners import ask_partners
from app.sealing import unseal
from tests.questions.desk_examples import Example
from tests.sites import sealed_database

CHECKED = date(2026, 1, 5)
"""When the story hour was checked; the example says so too."""
FIRST = datetime(2026, 11, 5, 8, tzinfo=UTC)
STEPS = (
    date(2026, 11, 5),
    date(2026, 12, 5),
    date(2027, 1, 5),
    date(2027, 3, 22),
    date(2027, 4, 5),
)
"""Ten, eleven and twelve months; two weeks before it is hidden; three months after it was due."""
SITE_URL = "https://dichtbij.example"


@pytest.fixture
def home(desk_file: tuple[Path, Example], tmp_path: Path) -> Iterator[tuple[Database, Example]]:
    folder, example = desk_file
    copytree(folder, tmp_path, dirs_exist_ok=True)
    database = sealed_database(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path)
    with database.transaction() as session:
        # Only the story hour is ever due in these tests.
        session.get_one(Offer, example.other_offer_id).state = "draft"
    yield database, example
    database.dispose()


def go_round(database: Database, now: datetime) -> dict[str, int]:
    return dict(ask_partners(database, describe=describe_for_letter, site_url=SITE_URL, now=now))


def letters_to(database: Database, email: str) -> list[tuple[str, str]]:
    with database.reading() as session:
        letters = session.scalars(select(Letter).where(Letter.kind == "check-offers"))
        opened = [
            (unseal(session, row.recipient_sealed), row)
            for row in letters.all()
            if row.recipient_sealed
        ]
        return [
            (unseal(session, row.subject_sealed), unseal(session, row.body_sealed))
            for recipient, row in opened
            if recipient == email and row.subject_sealed and row.body_sealed
        ]


PIA, CLEO = "pia@bib-de-pagina.example", "cleo@durme.example"


def test_nothing_is_asked_before_its_time(home: tuple[Database, Example]) -> None:
    database, _example = home
    assert go_round(database, FIRST - timedelta(days=1))["letters"] == 0


def test_the_letter_has_the_facts_and_one_link_and_goes_once(
    home: tuple[Database, Example],
) -> None:
    database, _example = home
    assert go_round(database, FIRST)["letters"] == 1
    # Run twice, and the day after: nothing doubles.
    assert go_round(database, FIRST)["letters"] == 0
    assert go_round(database, FIRST + timedelta(days=1))["letters"] == 0
    [(subject, body)] = letters_to(database, PIA)
    assert subject == "Klopt dit nog? 1 vraag"
    assert "- Voorleesuur: Elke week op woensdag, 14.00–16.00 uur, niet in de" in body
    assert "gratis" in body
    assert "Bib De Pagina, Lokeren" in body
    assert body.count(SITE_URL) == 1
    assert f"{SITE_URL}/nl/nakijken/" in body
    assert letters_to(database, CLEO) == []


def test_the_asking_goes_on_until_it_is_hidden_and_everybody_was_told(
    home: tuple[Database, Example],
) -> None:
    database, example = home
    sent: dict[date, int] = {}
    for day in STEPS:
        for before in (1, 0):
            now = datetime(day.year, day.month, day.day, 8, tzinfo=UTC) - timedelta(days=before)
            done = go_round(database, now)
            if done["letters"]:
                sent[now.date()] = done["letters"]
    with database.reading() as session:
        hidden_on = session.get_one(Offer, example.offer_id).hidden_on
    # Pia at 10 and 11 months; with Cleo at 12, at the warning, and when it is hidden.
    assert sent == dict(zip(STEPS, (1, 1, 2, 2, 2), strict=True))
    assert hidden_on == STEPS[-1]
    subjects = [subject for subject, _body in letters_to(database, PIA)]
    assert subjects[-2:] == [
        "Jullie aanbod verdwijnt bijna uit de zoekresultaten",
        "Gezinnen vinden jullie aanbod niet meer",
    ]
    assert "ten vroegste op 5 april" in letters_to(database, PIA)[-2][1]
    told = letters_to(database, CLEO)[-1][1]
    assert "1 fiche van een partner wacht op een controle" in told
    assert "verborgen" in told
    assert f"{SITE_URL}/nl/onthaal/verouderd" in told
    assert "/nakijken/" not in told
    with database.reading() as session:
        houses = session.scalars(
            select(AuditEntry.house_id).where(AuditEntry.action == "hid_offer")
        ).all()
    assert houses == [example.house_id]
    # Hidden and told: nobody is asked again and again.
    assert go_round(database, now + timedelta(days=30))["letters"] == 0


def test_what_is_far_too_old_is_warned_about_first_and_hidden_two_weeks_later(
    home: tuple[Database, Example],
) -> None:
    database, example = home
    late = FIRST + timedelta(days=1000)
    assert go_round(database, late)["hidden"] == 0
    assert go_round(database, late + timedelta(days=13))["hidden"] == 0
    assert go_round(database, late + timedelta(days=14))["hidden"] == 1
    with database.transaction() as session:
        offer = session.get_one(Offer, example.offer_id)
        offer.verified_on, offer.verified_by = (late + timedelta(days=15)).date(), "source"
    # An import checked it: it comes back by itself.
    assert go_round(database, late + timedelta(days=16))["shown"] == 1


def test_nobody_gets_two_letters_in_a_week(home: tuple[Database, Example]) -> None:
    database, example = home
    go_round(database, FIRST)
    with database.transaction() as session:
        other = session.get_one(Offer, example.other_offer_id)
        other.state, other.organization_id = "published", example.organization_id
        other.verified_on = CHECKED
    assert go_round(database, FIRST + timedelta(days=6, hours=23))["letters"] == 0
    assert go_round(database, FIRST + timedelta(days=7))["letters"] == 1
    assert letters_to(database, PIA)[-1][0] == "Klopt dit nog? 2 vragen"


def test_a_partner_without_people_is_told_to_the_coordinator(
    home: tuple[Database, Example],
) -> None:
    database, example = home
    with database.transaction() as session:
        session.execute(delete(PartnerMembership))
    assert go_round(database, FIRST)["letters"] == 1
    assert len(letters_to(database, CLEO)) == 1
    with database.transaction() as session:
        session.get_one(Person, example.coordinator_id).is_active = False
    # Nobody at all: it stays where it is, marked, because hiding is never silent.
    later = FIRST + timedelta(days=600)
    assert go_round(database, later) == {"hidden": 0, "shown": 0, "letters": 0, "forgotten": 0}
    assert go_round(database, later + timedelta(days=30))["hidden"] == 0


def test_who_joins_a_partner_is_warned_too_before_anything_is_hidden(
    home: tuple[Database, Example],
) -> None:
    database, example = home
    late = FIRST + timedelta(days=600)
    with database.transaction() as session:
        session.execute(delete(PartnerMembership))
    go_round(database, late)
    own = PartnerMembership(person_id=example.partner_id, organization_id=example.organization_id)
    with database.transaction() as session:
        session.add(own)
    joined = late + timedelta(days=10)
    assert go_round(database, joined)["letters"] == 1
    assert go_round(database, late + timedelta(days=14))["hidden"] == 0
    assert go_round(database, joined + timedelta(days=14))["hidden"] == 1


def test_one_person_that_fails_holds_up_nobody(
    home: tuple[Database, Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    database, example = home
    whole = asking_partners.write_check_letter

    def fail_for_pia(session: object, *, person_id: int, **facts: object) -> int:
        count = whole(session, person_id=person_id, **facts)  # type: ignore[arg-type]
        if person_id == example.partner_id:
            raise RuntimeError("broken off")
        return count

    monkeypatch.setattr(asking_partners, "write_check_letter", fail_for_pia)
    last = FIRST + timedelta(days=61)
    assert go_round(database, last)["letters"] == 1
    assert (letters_to(database, PIA), len(letters_to(database, CLEO))) == ([], 1)
    monkeypatch.undo()
    # What was broken off left nothing behind, so the next round writes it.
    assert go_round(database, last)["letters"] == 1
    assert len(letters_to(database, PIA)) == 1


def test_letters_of_long_ago_are_forgotten(home: tuple[Database, Example]) -> None:
    database, example = home
    go_round(database, FIRST)
    with database.transaction() as session:
        offer = session.get_one(Offer, example.offer_id)
        offer.verified_on = (FIRST + timedelta(days=801)).date()
    assert go_round(database, FIRST + timedelta(days=801))["forgotten"] == 1
    with database.reading() as session:
        assert session.scalars(select(CheckLetter.id)).all() == []
        assert session.scalars(select(CheckedOffer.offer_id)).all() == []
