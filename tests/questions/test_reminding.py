"""What happens to referrals by itself: on its day and not before, once, and after a crash again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.questions.models.desks import HouseRules
from app.questions.models.questions import Question, QuestionStep
from app.questions.models.referrals import Consent, Referral, ReferralLink, ReferralState
from app.questions.operations.links import find_link, link_state
from tests.questions.desk_examples import (
    CONTACT,
    NOW,
    WORDS,
    Example,
    add_question,
    add_referral,
)
from tests.questions.rounds import at, get_bodies, get_kinds, list_actions, remind_at

ASKED_ON = date(2026, 3, 3)
"""A Tuesday; the own desk works on weekdays from 9 to 12."""


def refer(database: Database, example: Example, **facts: object) -> tuple[int, int]:
    """A question that waits for a partner; gives the ids of the question and its referral."""
    with database.transaction() as session:
        question = add_question(
            session,
            example,
            state="waiting-partner",
            due_at=None,
            first_opened_at=NOW,
            answered_at=NOW,
        )
        referral = add_referral(session, example, question, **facts)  # type: ignore[arg-type]
        return question.id, referral.id


def get_both(database: Database, ids: tuple[int, int]) -> tuple[Question, Referral]:
    with database.reading() as session:
        return session.get_one(Question, ids[0]), session.get_one(Referral, ids[1])


def test_a_silent_partner_is_reminded_twice_with_a_link_that_works_and_then_expires(
    database: Database, example: Example
) -> None:
    first, second, end = date(2026, 3, 6), date(2026, 3, 12), date(2026, 3, 24)
    ids = refer(database, example, next_reminder_on=first, expires_on=end)

    assert remind_at(database, at(first - timedelta(days=1), 22)) == {}
    assert remind_at(database, at(first, 5)) == {"reminded": 1}
    assert remind_at(database, at(first, 6)) == {}
    _question, referral = get_both(database, ids)
    assert (referral.reminders_sent, referral.next_reminder_on) == (1, second)

    token = get_bodies(database)[0].split("/doorverwijzing/")[1].split()[0]
    with database.reading() as session:
        link = find_link(session, token)
        assert link is not None
        assert link_state(link, referral, at(first)) == "usable"

    assert remind_at(database, at(second)) == {"reminded": 1}
    assert get_both(database, ids)[1].next_reminder_on is None
    assert remind_at(database, at(end - timedelta(days=1))) == {}
    assert get_kinds(database) == ["referral-reminder"] * 2

    assert remind_at(database, at(end)) == {"expired": 1}
    assert remind_at(database, at(end, 10)) == {}
    question, referral = get_both(database, ids)
    assert (referral.state, question.state) == ("expired", "open")
    assert (question.is_returned, question.due_at) == (True, at(end))
    # Nobody owns it, so everybody at the desk who may read it hears of it; the volunteer does not.
    assert get_kinds(database)[2:] == ["referral-news-desk"] * 3
    assert list_actions(database, ids[0]) == [
        "partner-reminded",
        "partner-reminded",
        "referral-expired",
        "partner-silent",
    ]


def test_the_house_decides_after_how_many_days_the_second_reminder_goes(
    database: Database, example: Example
) -> None:
    ids = refer(database, example, next_reminder_on=date(2026, 3, 4), expires_on=date(2026, 3, 30))
    with database.transaction() as session:
        session.add(
            HouseRules(
                house_id=example.house_id,
                first_reminder_days=1,
                second_reminder_days=2,
                expiry_days=20,
            )
        )
    remind_at(database, at(date(2026, 3, 4)))
    assert get_both(database, ids)[1].next_reminder_on == date(2026, 3, 5)


def test_no_reminder_goes_to_a_partner_without_a_standing_consent(
    database: Database, example: Example
) -> None:
    ids = refer(database, example, next_reminder_on=ASKED_ON, expires_on=date(2026, 3, 24))
    with database.transaction() as session:
        session.scalars(select(Consent)).one().withdrawn_at = NOW
    assert remind_at(database, NOW) == {}
    assert get_kinds(database) == []
    with database.reading() as session:
        assert session.scalars(select(ReferralLink)).all() == []
    assert get_both(database, ids)[1].reminders_sent == 0


def test_a_partner_that_answered_is_not_reminded(database: Database, example: Example) -> None:
    refer(
        database,
        example,
        state=ReferralState.ACCEPTED,
        next_reminder_on=ASKED_ON,
        expires_on=ASKED_ON,
    )
    assert remind_at(database, NOW) == {}
    assert get_kinds(database) == []


def test_silence_brings_a_closed_question_back_too(database: Database, example: Example) -> None:
    ids = refer(database, example, expires_on=ASKED_ON)
    with database.transaction() as session:
        question = session.get_one(Question, ids[0])
        question.state, question.closed_at, question.close_reason = "closed", NOW, "handed-over"
    assert remind_at(database, NOW) == {"expired": 1}
    question, referral = get_both(database, ids)
    assert (question.state, question.is_returned, referral.state) == ("open", True, "expired")


@pytest.mark.parametrize(
    ("waiting_until", "over_on"),
    [(date(2026, 4, 1), date(2026, 4, 1)), (None, date(2026, 3, 24))],
)
def test_the_desk_hears_once_that_a_waiting_list_is_over(
    database: Database, example: Example, waiting_until: date | None, over_on: date
) -> None:
    ids = refer(
        database,
        example,
        state=ReferralState.WAITING_LIST,
        waiting_until=waiting_until,
        answered_at=NOW,
    )
    with database.transaction() as session:
        session.get_one(Question, ids[0]).owner_id = example.onthaal_id
    assert remind_at(database, at(over_on, 21)) == {}
    assert remind_at(database, at(over_on + timedelta(days=1))) == {"waiting_over": 1}
    assert remind_at(database, at(over_on + timedelta(days=2))) == {}
    question, referral = get_both(database, ids)
    assert (referral.state, question.state, question.is_returned) == ("waiting-list", "open", True)
    assert get_kinds(database) == ["question-returned"]


def test_a_new_date_of_the_waiting_list_counts_again(database: Database, example: Example) -> None:
    ids = refer(
        database,
        example,
        state=ReferralState.WAITING_LIST,
        waiting_until=date(2026, 3, 10),
        answered_at=NOW,
    )
    assert remind_at(database, at(date(2026, 3, 11))) == {"waiting_over": 1}
    with database.transaction() as session:
        referral = session.get_one(Referral, ids[1])
        referral.answered_at, referral.waiting_until = at(date(2026, 3, 12)), date(2026, 5, 1)
    assert remind_at(database, at(date(2026, 5, 1))) == {}
    assert remind_at(database, at(date(2026, 5, 2))) == {"waiting_over": 1}


def test_the_family_is_asked_once_and_silence_brings_the_question_back(
    database: Database, example: Example
) -> None:
    ask_on = date(2026, 3, 10)
    ids = refer(
        database, example, state=ReferralState.ACCEPTED, answered_at=NOW, ask_family_on=ask_on
    )
    assert remind_at(database, at(ask_on - timedelta(days=1))) == {}
    assert remind_at(database, at(ask_on)) == {"checked": 1}
    assert remind_at(database, at(ask_on, 15)) == {}
    assert get_both(database, ids)[1].family_asked_at == at(ask_on)
    assert get_kinds(database) == ["contact-check"]
    letter = get_bodies(database)[0]
    assert "/nl/mijn-vraag" in letter
    assert not any(part in letter for part in (WORDS, CONTACT.name, CONTACT.phone, "Zilverbes"))

    # Five working days to answer: the 17th is the last of them.
    assert remind_at(database, at(date(2026, 3, 17), 22)) == {}
    assert remind_at(database, at(date(2026, 3, 18))) == {"checked": 1}
    question, referral = get_both(database, ids)
    assert (referral.state, question.state, question.is_returned) == ("no-contact", "open", True)
    assert remind_at(database, at(date(2026, 3, 19))) == {}


def test_a_family_without_mail_address_is_asked_on_its_page_only(
    database: Database, example: Example
) -> None:
    ids = refer(database, example, state=ReferralState.ACCEPTED, ask_family_on=ASKED_ON)
    with database.transaction() as session:
        session.get_one(Question, ids[0]).contact_sealed = None
    remind_at(database, NOW)
    assert get_both(database, ids)[1].family_asked_at == NOW
    assert get_kinds(database) == []


def test_one_thing_that_fails_holds_up_nothing_and_is_done_at_the_next_round(
    database: Database, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = refer(database, example, expires_on=ASKED_ON)
    whole = refer(database, example, expires_on=ASKED_ON)
    real = Session.flush
    calls = []

    def fail_once(self: Session, objects: object = None) -> None:
        if not calls and any(isinstance(item, QuestionStep) for item in self.new):
            calls.append(1)
            raise RuntimeError("the power went out")
        real(self)

    monkeypatch.setattr(Session, "flush", fail_once)
    assert remind_at(database, NOW) == {"expired": 1}
    # The first one was broken off halfway: nothing of it is there.
    assert get_both(database, broken)[1].state == "asked"
    assert get_both(database, whole)[1].state == "expired"
    assert remind_at(database, NOW) == {"expired": 1}
    assert get_both(database, broken)[1].state == "expired"
    assert list_actions(database, broken[0]) == ["referral-expired", "partner-silent"]
