"""A referral goes only where the table lets it, and tells whoever must know."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.db import Database
from app.mail.models import Letter
from app.questions.errors import ChangeNotAllowedError, NoConsentError, QuestionErasedError
from app.questions.models.questions import Message, Question, QuestionState, QuestionStep
from app.questions.models.referrals import (
    ConsentChannel,
    Handover,
    Referral,
    ReferralState,
    SharedItem,
)
from app.questions.operations.changing import FAMILY, SYSTEM, desk, partner
from app.questions.operations.consenting import give_consent, stop_referral, word_agreement
from app.questions.operations.partner_answers import (
    accept_referral,
    ask_back,
    decline_referral,
    finish_referral,
)
from app.questions.operations.referring import (
    ReferralDraft,
    draft_referral,
    record_handover,
    revise_referral,
    send_referral,
)
from app.sealing import unseal
from tests.questions.decline_reasons import first_reason
from tests.questions.desk_examples import (
    CONTACT,
    NOW,
    SITE_URL,
    WORDS,
    Example,
    add_question,
    add_referral,
)

TODAY = date(2026, 3, 3)
SUMMARY = "Zilverbes slaapt slecht."
WITH = {"now": NOW, "site_url": SITE_URL}


def make_draft(session: Session, question: Question, example: Example) -> Referral:
    draft = ReferralDraft(
        organization_id=example.organization_id,
        recipient="hallo@bibdepagina.example",
        items=(SharedItem.PHONE, SharedItem.QUESTION),
        summary=SUMMARY,
        consent_until=TODAY + timedelta(days=60),
        offer_id=example.offer_id,
    )
    return draft_referral(session, question, draft, by=desk(example.onthaal_id), now=NOW)


def agree(session: Session, referral: Referral, example: Example, *items: SharedItem) -> None:
    question = session.get_one(Question, referral.question_id)
    agreement = word_agreement(
        session,
        question,
        referral.organization_id,
        items=items,
        valid_until=TODAY + timedelta(days=60),
    )
    give_consent(
        session,
        referral,
        agreement,
        channel=ConsentChannel.PHONE,
        recorded_by=example.onthaal_id,
        now=NOW,
    )


def letters(session: Session) -> list[tuple[str, str, str]]:
    """(kind, recipient, whole text) of every letter, in order."""
    return [
        (
            row.kind,
            unseal(session, row.recipient_sealed),
            unseal(session, row.subject_sealed) + "\n" + unseal(session, row.body_sealed),
        )
        for row in session.scalars(select(Letter).order_by(Letter.id))
    ]


def test_nothing_leaves_without_consent_for_this_partner_and_these_items(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="open")
        referral = make_draft(session, question, example)
        by = desk(example.onthaal_id)
        with pytest.raises(NoConsentError):
            send_referral(session, referral, by=by, **WITH)
        agree(session, referral, example, SharedItem.PHONE)
        with pytest.raises(NoConsentError):
            send_referral(session, referral, by=by, **WITH)
        assert letters(session) == []
        assert referral.state == ReferralState.DRAFT.value
        agree(session, referral, example, SharedItem.PHONE, SharedItem.QUESTION)
        referral.organization_id = example.other_organization_id
        with pytest.raises(NoConsentError):
            send_referral(session, referral, by=by, **WITH)
        referral.organization_id = example.organization_id
        send_referral(session, referral, by=by, **WITH)
        assert question.state == QuestionState.WAITING_PARTNER.value
        # Three and fifteen working days after a Tuesday.
        assert referral.next_reminder_on == date(2026, 3, 6)
        assert referral.expires_on == date(2026, 3, 24)
        assert question.due_at is not None
        assert question.due_at.date() == referral.expires_on


def test_letters_say_only_that_there_is_something(database: Database, example: Example) -> None:
    details = (CONTACT.name, CONTACT.phone, CONTACT.email, CONTACT.when)
    secrets = (WORDS, SUMMARY, "Zilverbes", "Pia Peeters", "over drie weken", *details)
    with database.transaction() as session:
        question = add_question(session, example, state="open", owner_id=example.colleague_id)
        referral = make_draft(session, question, example)
        agree(session, referral, example, SharedItem.PHONE, SharedItem.QUESTION)
        send_referral(session, referral, by=desk(example.onthaal_id), **WITH)
        them = partner(example.organization_id)
        ask_back(session, referral, text="Hoe oud is Zilverbes?", by=them, **WITH)
        accept_referral(
            session,
            referral,
            taken_over_by="Pia Peeters",
            expectation="Ze belt over drie weken.",
            by=them,
            **WITH,
        )
        written = letters(session)
        colleague = session.get_one(Person, example.colleague_id).email
    assert [(kind, to) for kind, to, _text in written] == [
        ("referral", "hallo@bibdepagina.example"),
        ("referral-news-desk", colleague),
        ("referral-news-desk", colleague),
        ("question-answered", CONTACT.email),
    ]
    for _kind, _to, text in written:
        assert not [secret for secret in secrets if secret in text]
    assert "Er is een vraag voor jou" in written[0][2]
    assert f"{SITE_URL}/nl/doorverwijzing/" in written[0][2]


def test_declined_referral_returns_the_question_to_the_desk_on_top(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        first = add_referral(session, example, question)
        second = add_referral(
            session,
            example,
            question,
            organization_id=example.other_organization_id,
            offer_id=example.other_offer_id,
        )
        reason_id = first_reason(session, "area")
        them = partner(example.organization_id)
        decline_referral(session, first, reason_id=reason_id, note="Te ver.", by=them, **WITH)
        other = partner(example.other_organization_id)
        accept_referral(session, second, taken_over_by="Tijl", by=other, **WITH)
        assert (first.state, second.state) == ("declined", "accepted")
        assert question.state == QuestionState.OPEN.value
        assert question.is_returned
        assert question.due_at == NOW
        assert second.ask_family_on == date(2026, 3, 10)
        note = session.scalars(select(Message).where(Message.referral_id == first.id)).one()
        assert note.text_sealed is not None
        assert unseal(session, note.text_sealed) == "Te ver."


def test_a_partner_that_asks_back_changes_nothing_but_the_desks_list(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        referral = add_referral(session, example, question)
        them = partner(example.organization_id)
        ask_back(session, referral, text="Welke school?", by=them, **WITH)
        assert referral.state == ReferralState.ASKED.value
        assert (question.state, question.is_returned) == ("open", True)
        stop_referral(session, referral, by=FAMILY, **WITH)
        with pytest.raises(ChangeNotAllowedError):
            ask_back(session, referral, text="En nu?", by=them, **WITH)


def test_the_last_partner_that_is_done_closes_a_question_that_waits_for_it(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        referrals = [
            add_referral(session, example, question, state=ReferralState.CONTACT_MADE)
            for _number in range(2)
        ]
        finish_referral(session, referrals[0], by=FAMILY, **WITH)
        session.flush()
        assert question.state == QuestionState.WAITING_PARTNER.value
        finish_referral(session, referrals[1], by=SYSTEM, **WITH)
        assert (question.state, question.close_reason) == ("closed", "handed-over")


def test_a_hand_over_keeps_what_was_typed_before(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        referral = add_referral(session, example, question)
        by = desk(example.onthaal_id)
        accept_referral(session, referral, taken_over_by="Pia", by=by, **WITH)
        record_handover(
            session,
            referral,
            how=Handover.CALLED_TOGETHER,
            on=TODAY,
            expectation="Pia belt morgen.",
            by=by,
            now=NOW,
        )
        assert referral.taken_over_by_sealed is not None
        assert unseal(session, referral.taken_over_by_sealed) == "Pia"
        actions = session.scalars(select(QuestionStep.action).order_by(QuestionStep.id)).all()
        assert actions == ["referral-accepted", "handover-called-together"]


def test_other_words_for_a_partner_bring_it_a_new_link(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        referral = add_referral(session, example, question)
        by = desk(example.onthaal_id)
        address = "nieuw@bibdepagina.example"
        assert revise_referral(
            session, referral, recipient=address, summary="Beter verteld.", by=by, **WITH
        )
        assert [(kind, to) for kind, to, _text in letters(session)] == [("referral-link", address)]


def test_an_erased_question_goes_nowhere(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="open")
        referral = make_draft(session, question, example)
        agree(session, referral, example, SharedItem.PHONE, SharedItem.QUESTION)
        question.text_erased_at = NOW
        with pytest.raises(QuestionErasedError):
            send_referral(session, referral, by=desk(example.onthaal_id), **WITH)
        with pytest.raises(QuestionErasedError):
            make_draft(session, question, example)
