"""What a family does with its question: each press, each refusal, and how it all goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.mail.models import Letter
from app.questions.errors import ChangeNotAllowedError, QuestionErasedError, ReferralNotFoundError
from app.questions.models.questions import (
    Question,
    QuestionState,
    QuestionStep,
)
from app.questions.models.referrals import Consent, Referral, ReferralLink, ReferralState
from app.questions.operations import family
from app.questions.operations.codes_again import renew_code
from app.questions.operations.links import make_link
from app.questions.operations.status import read_status
from app.sealing import unseal
from tests.questions.desk_examples import (
    CODE,
    DESK_EMAIL,
    NOW,
    SITE_URL,
    WORDS,
    Example,
    add_question,
    add_referral,
)
from tests.questions.letters_seen import letters
from tests.statements import count_statements

LATER = NOW + timedelta(days=7)


FACTS = {"now": LATER, "site_url": SITE_URL}


Make = Callable[[Session, Example, ReferralState], tuple[Question, Referral]]


def test_a_wrong_code_and_no_question_at_all_cost_the_same(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        reference = add_question(session, example).reference
    counts = []
    for typed, code in ((reference, "kito ramu fase lobi dema"), ("QQQ-QQQ", CODE)):
        with database.transaction() as session, count_statements(database) as seen:
            assert family.find_own_question(session, typed, code, now=NOW, sender="1.2.3.4") is None
            session.flush()
            counts.append([item.split()[0] for item in seen])
    assert counts[0] == counts[1]


def test_ten_wrong_tries_make_a_reference_wait_ten_minutes(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        reference = add_question(session, example).reference
        for number in range(family.MOST_WRONG_FOR_REFERENCE):
            wrong = family.find_own_question(
                session, reference, "lala", now=NOW, sender=f"1.2.3.{number}"
            )
            assert wrong is None
        with pytest.raises(family.TooManyTriesError):
            family.find_own_question(session, reference, CODE, now=NOW)
        after = family.find_own_question(session, reference, CODE, now=NOW + timedelta(minutes=10))
    assert after is not None


def test_an_erased_question_opens_with_no_code(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example, code_digest=None)
        for code in ("", "0" * 64, CODE):
            assert family.find_own_question(session, question.reference, code, now=NOW) is None


@pytest.mark.parametrize("old", list(QuestionState))
def test_a_reply_brings_the_question_to_the_desk_by_the_promised_day(
    database: Database, example: Example, old: QuestionState
) -> None:
    closed = {"closed_at": NOW, "close_reason": "answered"} if old is QuestionState.CLOSED else {}
    with database.transaction() as session:
        due_at = NOW if old in {QuestionState.NEW, QuestionState.OPEN} else None
        question = add_question(session, example, state=old.value, due_at=due_at, **closed)
        family.reply(session, question, "Nog iets, 85.07.30-033.28", **FACTS)
        texts = [item.text for item in read_status(session, question).opened.messages]
        told = letters(session)
    assert texts == [WORDS, "Nog iets, ••.••.••-•••.••"]
    assert question.state == (old if old is QuestionState.NEW else QuestionState.OPEN)
    assert question.due_at is not None
    # An earlier promise stands; a new one is two working days from now.
    assert question.due_at == due_at if due_at else question.due_at > LATER + timedelta(days=1)
    assert question.closed_at is None
    assert told == [("question-news", DESK_EMAIL)]


def test_an_erased_question_takes_no_reply(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example, text_erased_at=NOW)
        with pytest.raises(QuestionErasedError):
            family.reply(session, question, "Nog iets", **FACTS)


def test_they_called_me(database: Database, example: Example, state: Make) -> None:
    with database.transaction() as session:
        question, referral = state(session, example, ReferralState.ACCEPTED)
        family.report_contact(session, question, referral, **FACTS)
    assert referral.state == ReferralState.CONTACT_MADE
    assert referral.contact_made_at == LATER
    assert question.state == QuestionState.WAITING_PARTNER


def test_confirming_the_only_contact_ends_the_question(
    database: Database, example: Example, state: Make
) -> None:
    with database.transaction() as session:
        question, referral = state(session, example, ReferralState.CONTACT_MADE)
        other = add_referral(
            session,
            example,
            question,
            state=ReferralState.CONTACT_MADE,
            organization_id=example.other_organization_id,
        )
        family.confirm_contact(session, question, referral, **FACTS)
        assert question.state == QuestionState.WAITING_PARTNER
        family.confirm_contact(session, question, other, **FACTS)
    assert (referral.state, other.state) == (ReferralState.DONE, ReferralState.DONE)
    assert (question.state, question.close_reason) == (QuestionState.CLOSED, "handed-over")


@pytest.mark.parametrize("old", [ReferralState.ACCEPTED, ReferralState.CONTACT_MADE])
def test_nobody_called_brings_the_question_back_on_top(
    database: Database, example: Example, state: Make, old: ReferralState
) -> None:
    with database.transaction() as session:
        question, referral = state(session, example, old)
        family.report_no_contact(session, question, referral, **FACTS)
        told = letters(session)
    assert referral.state == ReferralState.NO_CONTACT
    assert (question.state, question.due_at) == (QuestionState.OPEN, LATER)
    assert question.is_returned
    assert told == [("question-news", DESK_EMAIL)]


def test_withdrawing_ends_the_consent_its_links_and_tells_the_partner_nothing_but_news(
    database: Database, example: Example, state: Make
) -> None:
    with database.transaction() as session:
        question, referral = state(session, example, ReferralState.ASKED)
        make_link(session, referral, now=NOW)
        other = add_referral(
            session, example, question, organization_id=example.other_organization_id
        )
        make_link(session, other, now=LATER)
        family.withdraw_consent(session, question, referral, **FACTS)
        consents = {row.referral_id: row.withdrawn_at for row in session.scalars(select(Consent))}
        links = {row.referral_id: row.expires_at for row in session.scalars(select(ReferralLink))}
        told = letters(session)
        body = unseal(
            session,
            session.scalars(
                select(Letter.body_sealed).where(Letter.kind == "referral-stopped")
            ).one(),
        )
    assert referral.state == ReferralState.STOPPED_BY_FAMILY
    assert other.state == ReferralState.ASKED
    assert consents == {referral.id: LATER, other.id: None}
    assert links[referral.id] <= LATER < links[other.id]
    assert question.state == QuestionState.WAITING_PARTNER
    assert told == [
        ("referral-stopped", "hallo@bibdepagina.example"),
        ("question-news", DESK_EMAIL),
    ]
    assert question.reference not in body
    assert "gezin" not in body


def test_withdrawing_the_last_consent_gives_the_question_back_to_the_desk(
    database: Database, example: Example, state: Make
) -> None:
    with database.transaction() as session:
        question, referral = state(session, example, ReferralState.ACCEPTED)
        family.withdraw_consent(session, question, referral, **FACTS)
        count = len(session.scalars(select(QuestionStep)).all())
        family.withdraw_consent(session, question, referral, **FACTS)
        again = len(session.scalars(select(QuestionStep)).all())
    assert question.state == QuestionState.OPEN
    assert question.due_at is not None
    assert again == count


def test_a_partner_that_declined_hears_nothing_of_a_withdrawal(
    database: Database, example: Example, state: Make
) -> None:
    with database.transaction() as session:
        question, referral = state(session, example, ReferralState.EXPIRED)
        family.withdraw_consent(session, question, referral, **FACTS)
        told = letters(session)
        withdrawn = session.scalars(select(Consent.withdrawn_at)).one()
    assert referral.state == ReferralState.EXPIRED
    assert withdrawn == LATER
    assert "referral-stopped" not in dict(told)


@pytest.mark.parametrize(
    ("operation", "allowed"),
    [
        (family.report_contact, {ReferralState.ACCEPTED}),
        (family.confirm_contact, {ReferralState.CONTACT_MADE}),
        (family.report_no_contact, {ReferralState.ACCEPTED, ReferralState.CONTACT_MADE}),
    ],
)
def test_a_family_can_do_only_what_the_table_allows(
    database: Database,
    example: Example,
    state: Make,
    operation: Callable[..., None],
    allowed: set[ReferralState],
) -> None:
    with database.transaction() as session:
        for old in set(ReferralState) - allowed - {ReferralState.DECLINED}:
            question, referral = state(session, example, old)
            with pytest.raises(ChangeNotAllowedError):
                operation(session, question, referral, **FACTS)
            assert referral.state == old


def test_the_buttons_are_those_that_the_table_allows(
    database: Database, example: Example, state: Make
) -> None:
    with database.transaction() as session:
        question, _referral = state(session, example, ReferralState.ACCEPTED)
        draft, agreed = (
            add_referral(
                session, example, question, state=ReferralState.DRAFT, with_consent=has_consent
            ).id
            for has_consent in (False, True)
        )
        shares = read_status(session, question).shares
    # A draft is shown once there is a consent to take back.
    assert [item.referral_id for item in shares][1:] == [agreed]
    assert draft not in [item.referral_id for item in shares]
    share = shares[0]
    assert (share.can_report, share.can_deny, share.can_stop) == (True, True, True)
    assert not share.can_confirm
    assert share.partner == "Bib De Pagina"
    assert share.items == ("question", "phone")


def test_another_question_s_referral_does_not_exist(
    database: Database, example: Example, state: Make
) -> None:
    with database.transaction() as session:
        _question, referral = state(session, example, ReferralState.ACCEPTED)
        other = add_question(session, example)
        with pytest.raises(ReferralNotFoundError):
            family.get_own_referral(session, other, referral.id)


def test_a_new_code_ends_the_one_before(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example)
        code = renew_code(session, question, now=NOW)
        session.flush()
        old = family.find_own_question(session, question.reference, CODE, now=NOW)
        new = family.find_own_question(session, question.reference, code, now=NOW)
    assert old is None
    assert new is question
