"""Asking: one House, one team, one day, one code; suspicion is quarantine and never a refusal."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.models.organizations import Contact
from app.mail.models import Letter
from app.questions.codes import (
    CONSONANTS,
    GROUPS,
    SYLLABLES,
    VOWELS,
    new_code,
    new_reference,
    read_code,
    read_reference,
)
from app.questions.models.desks import HouseClosure, RoutingRule
from app.questions.models.questions import AskTally, Question, QuestionStep, Reach
from app.questions.national_numbers import MASK, has_number, mask_numbers
from app.questions.operations.asking import Asked, QuestionDraft, ask_question
from app.questions.operations.family import find_own_question
from app.questions.operations.quarantine import MOST_IN_TEN_MINUTES, Signals
from app.questions.operations.reading import open_contact, open_context
from app.questions.operations.status import read_status
from app.questions.values import ContactDetails, SearchContext
from app.sealing import unseal
from tests.questions.desk_examples import (
    CONTACT,
    DESK_EMAIL,
    NOW,
    SITE_URL,
    WORDS,
    Example,
)

NUMBER = "85.07.30-033.28"
"""The example of a national register number that the law's own explanation uses."""


def ask(session: Session, text: str = WORDS, *, now: datetime = NOW, **facts: object) -> Asked:
    signals = facts.pop("signals", None)
    draft = QuestionDraft(text, "nl", **facts)
    return ask_question(session, draft, now=now, site_url=SITE_URL, signals=signals)


def human(number: int = 0) -> Signals:
    return Signals(sender=f"10.0.0.{number}", seconds=60.0)


def test_a_question_goes_to_the_house_of_its_municipality(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        other = ask(session, municipality_nis=example.other_municipality).question
        unknown = ask(session, municipality_nis="11002").question
        nowhere = ask(session).question
    assert (other.house_id, other.team_id) == (example.other_house_id, example.other_team_id)
    assert (unknown.house_id, unknown.team_id) == (example.house_id, example.team_id)
    assert nowhere.house_id == example.house_id
    assert nowhere.owner_id is None


def test_the_first_rule_that_holds_gives_team_and_owner(
    database: Database, example: Example
) -> None:
    facts = {"house_id": example.house_id, "team_id": example.second_team_id}
    with database.transaction() as session:
        session.add(RoutingRule(position=1, max_age_months=12, **facts))
        session.add(
            RoutingRule(
                position=2,
                theme_id=example.parent_theme_id,
                language="ar",
                owner_id=example.colleague_id,
                **facts,
            )
        )
        session.flush()
        by_theme = ask(session, theme_id=example.theme_id, spoken_language="ar").question
        half = ask(session, theme_id=example.theme_id).question
        by_age = ask(session, child_age_months=3).question
        too_old = ask(session, child_age_months=12).question
    assert (by_theme.team_id, by_theme.owner_id) == (example.second_team_id, example.colleague_id)
    assert (half.team_id, half.owner_id) == (example.team_id, None)
    assert by_age.team_id == example.second_team_id
    assert too_old.team_id == example.team_id


def test_the_promise_counts_the_days_on_which_that_desk_works(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        thursday = datetime(2026, 4, 2, 8, tzinfo=UTC)
        session.add(
            HouseClosure(
                house_id=example.house_id, first_day=thursday.date(), last_day=thursday.date()
            )
        )
        session.flush()
        # The desk is open on weekdays from nine to twelve; Monday is Easter Monday.
        own = ask(session, now=thursday).question
        other = ask(session, now=thursday, municipality_nis=example.other_municipality).question
    assert own.due_at is not None
    assert own.due_at.astimezone(UTC) == datetime(2026, 4, 6, 10, tzinfo=UTC)
    assert other.due_at == datetime(2026, 4, 14, 14, tzinfo=UTC)


def test_the_status_page_and_the_desk_see_the_same_day(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = ask(session).question
        status = read_status(session, question)
    assert status.opened.question.due_at == question.due_at
    assert (status.house, status.team) == ("Huis van het Kind Durme", "Onthaal")


def test_letters_say_that_there_is_something_and_never_what(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        asked = ask(session, reach=Reach.EMAIL, contact=CONTACT)
        letters = [
            (
                letter.kind,
                unseal(session, letter.recipient_sealed),
                unseal(session, letter.subject_sealed) + unseal(session, letter.body_sealed),
            )
            for letter in session.scalars(select(Letter).order_by(Letter.id))
        ]
    assert [item[:2] for item in letters] == [
        ("question-new", DESK_EMAIL),
        ("question-arrived", CONTACT.email),
    ]
    for _kind, _recipient, text in letters:
        for secret in (*WORDS.split(), asked.code, asked.code.split()[0], CONTACT.name):
            assert secret.strip(".") not in text


def test_without_mail_address_of_the_desk_its_team_hears_of_the_question(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        ask(session, municipality_nis=example.other_municipality)
        letters = session.scalars(select(Letter)).all()
        recipients = [unseal(session, letter.recipient_sealed) for letter in letters]
        assert (
            session.scalar(select(Contact).where(Contact.house_id == example.other_house_id))
            is None
        )
    assert recipients == ["otto@schelde.example"]


def test_who_chose_the_page_gets_no_letter(database: Database, example: Example) -> None:
    with database.transaction() as session:
        ask(session, reach=Reach.PHONE, contact=CONTACT)
        kinds = list(session.scalars(select(Letter.kind)))
    assert kinds == ["question-new"]


@pytest.mark.parametrize(
    ("signals", "reason"),
    [
        (Signals("10.0.0.1", hidden="http://koop.example", seconds=60), "hidden-field"),
        (Signals("10.0.0.1", seconds=1.2), "too-fast"),
        (Signals("10.0.0.1", seconds=3.0), ""),
        (Signals("10.0.0.1", seconds=None), ""),
    ],
)
def test_what_looks_sent_by_a_machine_is_kept_in_quarantine(
    database: Database, example: Example, signals: Signals, reason: str
) -> None:
    with database.transaction() as session:
        asked = ask(session, signals=signals)
        found = find_own_question(session, asked.question.reference, asked.code, now=NOW)
        letters = session.scalars(select(Letter)).all()
    assert found is not None
    assert (found.is_quarantined, found.quarantine_reason) == (bool(reason), reason)
    assert found.due_at is not None
    assert len(letters) == 1


def test_the_same_text_within_the_hour_waits_in_quarantine(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        first = ask(session, signals=human(1)).question
        again = ask(session, f"  {WORDS.upper()}", signals=human(2)).question
        later = ask(session, signals=human(3), now=NOW + timedelta(minutes=80)).question
        letters = session.scalars(select(Letter)).all()
    assert not first.is_quarantined
    assert again.quarantine_reason == "same-text"
    assert not later.is_quarantined
    assert len(letters) == 2


def test_a_school_behind_one_address_is_no_machine(database: Database, example: Example) -> None:
    with database.transaction() as session:
        asked = [
            ask(session, f"Vraag {number}", signals=human()).question
            for number in range(MOST_IN_TEN_MINUTES + 1)
        ]
    reasons = [question.quarantine_reason for question in asked]
    assert reasons == [""] * MOST_IN_TEN_MINUTES + ["many"]


def test_no_address_is_kept_and_its_digest_is_another_one_each_day(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        ask(session, "Een vraag", signals=human(7))
        ask(session, "Nog een vraag", signals=human(7), now=NOW + timedelta(days=1))
        rows = session.scalars(select(AskTally)).all()
    assert len({row.sender_digest for row in rows}) == len(rows) == 4
    assert not any("10.0.0.7" in row.sender_digest for row in rows)


def test_a_national_number_is_masked_before_it_is_kept(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        asked = ask(
            session,
            f"Mijn zoon ({NUMBER}) heeft hulp nodig.",
            contact=ContactDetails(name=f"An {NUMBER}", phone="0470 00 11 22", when=NUMBER),
            context=SearchContext(f"hulp {NUMBER}", "Temse", (1,)),
        )
        opened = read_status(session, asked.question).opened
        contact, context = (
            open_contact(session, asked.question),
            open_context(session, asked.question),
        )
    assert opened.asked == f"Mijn zoon ({MASK}) heeft hulp nodig."
    assert contact == ContactDetails(f"An {MASK}", "", "0470 00 11 22", MASK)
    assert context.words == f"hulp {MASK}"


@pytest.mark.parametrize("text", [NUMBER, "85073003328", "85 07 30 033 28", "٨٥٠٧٣٠٠٣٣٢٨"])
def test_national_numbers_are_seen_however_they_are_written(text: str) -> None:
    assert has_number(f"nr {text}.")


def test_a_number_of_somebody_born_since_2000_counts_from_two_billion() -> None:
    base = "170730033"
    check = 97 - int("2" + base) % 97
    assert mask_numbers(f"{base}{check:02d}") == MASK


@pytest.mark.parametrize(
    "text", ["85.07.30-033.29", "0470 00 11 22", "+32 470 00 11 22", "123456789012", "12 mei 2024"]
)
def test_other_numbers_stay(text: str) -> None:
    assert mask_numbers(text) == text


def test_a_code_is_long_enough_and_read_forgivingly() -> None:
    syllables = len(CONSONANTS) * len(VOWELS)
    assert math.log2(syllables) * GROUPS * SYLLABLES >= 61
    assert len({new_code() for _number in range(200)}) == 200
    code = new_code()
    assert len(read_code(code)) == 20
    for typed in (code.upper(), code.replace(" ", "-"), f"  {code.replace(' ', '')}. "):
        assert read_code(typed) == read_code(code)


def test_a_reference_is_read_forgivingly() -> None:
    reference = new_reference()
    for typed in (
        reference.lower(),
        reference.replace("-", ""),
        f" {reference[:3]} {reference[4:]}",
    ):
        assert read_reference(typed) == reference


def test_asking_is_in_the_history_without_any_text(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = ask(session).question
        steps = session.scalars(select(QuestionStep.action)).all()
        kept = session.get_one(Question, question.id)
    assert steps == ["asked"]
    assert kept.version == 1
