"""Nothing is shared without a consent that stands, and what is shared is what was agreed to."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.audit.trail import list_entries
from app.db import Database
from app.mail.models import Letter
from app.questions.consent_words import write_consent
from app.questions.errors import NoConsentError, ReferralNotFoundError
from app.questions.models.questions import Question
from app.questions.models.referrals import (
    Consent,
    ConsentChannel,
    DeclineReason,
    Referral,
    ReferralLink,
    ReferralState,
    SharedItem,
)
from app.questions.operations.changing import FAMILY, desk, partner
from app.questions.operations.consenting import (
    ask_consent,
    confirm_asked_consent,
    give_consent,
    list_asked_consents,
    list_consents,
    refuse_asked_consent,
    standing_consent,
    withdraw_consent,
    word_agreement,
)
from app.questions.operations.links import LinkState, link_state, make_link
from app.questions.operations.sharing import read_shared
from app.sealing import unseal
from tests.questions.decline_reasons import KEYS
from tests.questions.desk_examples import (
    CONTACT,
    NOW,
    SITE_URL,
    Example,
    add_question,
    add_referral,
    make_house_desk,
)
from tests.sites import sealed_database

TODAY = date(2026, 3, 3)
UNTIL = date(2026, 5, 1)
ITEMS = (SharedItem.PHONE, SharedItem.QUESTION)


def test_only_one_consent_stands_for_a_referral(database_url: str, tmp_path: Path) -> None:
    database = sealed_database(database_url, tmp_path)
    example = make_house_desk(database)
    with database.transaction() as session:
        question = add_question(session, example)
        referral = add_referral(session, example, question)
        agreement = word_agreement(
            session, question, referral.organization_id, items=ITEMS, valid_until=UNTIL
        )
        channel = ConsentChannel.IN_PERSON
        for _number in range(2):
            give_consent(
                session,
                referral,
                agreement,
                channel=channel,
                recorded_by=example.onthaal_id,
                now=NOW,
            )
        first, second, third = list_consents(session, question)
        assert first.superseded_at == second.superseded_at == NOW
        assert standing_consent(session, referral, TODAY) is third
        keys = session.scalars(select(DeclineReason.key).order_by(DeclineReason.position)).all()
        # The migration writes the reasons that every House has.
        assert tuple(keys) == KEYS
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(
            Consent.__table__.update().values(superseded_at=None)  # type: ignore[attr-defined]
        )
    database.dispose()


def test_the_family_reads_the_words_that_are_stored(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="open", reach="page")
        referral = add_referral(
            session,
            example,
            question,
            state=ReferralState.DRAFT,
            with_consent=False,
            items="question phone",
            consent_until=UNTIL,
        )
        by = desk(example.onthaal_id)
        assert list_asked_consents(session, question) == []
        ask_consent(session, referral, by=by, now=NOW, site_url=SITE_URL)
        assert question.state == "waiting-family"
        (asked,) = list_asked_consents(session, question)
        consent = confirm_asked_consent(session, question, referral.id, now=NOW, site_url=SITE_URL)
        assert consent.wording_sealed is not None
        assert unseal(session, consent.wording_sealed) == asked.agreement.wording
        assert (consent.channel, consent.recorded_by, consent.items) == (
            "form",
            None,
            "question phone",
        )
        assert (question.state, question.is_returned) == ("open", True)
        # Sending stays with the desk: the family only agreed.
        assert referral.state == ReferralState.DRAFT.value
        with pytest.raises(ReferralNotFoundError):
            confirm_asked_consent(session, question, referral.id, now=NOW, site_url=SITE_URL)


def test_a_family_that_says_no_stops_the_draft(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="open")
        referral = add_referral(
            session,
            example,
            question,
            state=ReferralState.DRAFT,
            with_consent=False,
            items="question",
            consent_until=UNTIL,
        )
        ask_consent(session, referral, by=desk(example.onthaal_id), now=NOW, site_url=SITE_URL)
        refuse_asked_consent(session, question, referral.id, now=NOW, site_url=SITE_URL)
        assert referral.state == ReferralState.STOPPED_BY_FAMILY.value
        assert list_asked_consents(session, question) == []
        # The partner was never asked, so it hears nothing.
        kinds = session.scalars(select(Letter.kind)).all()
        assert "referral-stopped" not in kinds


def test_the_words_name_the_partner_each_item_and_the_last_day() -> None:
    words = write_consent(
        house="Huis van het Kind Durme",
        partner="Bib De Pagina",
        items=tuple(SharedItem),
        valid_until=UNTIL,
        language="nl",
    )
    assert "Bib De Pagina" in words
    assert "Huis van het Kind Durme" in words
    assert "1 mei 2026" in words
    assert len([line for line in words.splitlines() if line.startswith("- ")]) == len(SharedItem)


def test_a_partner_reads_exactly_what_was_agreed_to(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        referral = add_referral(session, example, question)
        them = partner(example.organization_id)
        shared = read_shared(session, referral, by=them, now=NOW)
        assert shared.question == "Zilverbes (2 jaar) slaapt slecht."
        assert (shared.phone, shared.when) == (CONTACT.phone, CONTACT.when)
        hidden = (
            shared.name,
            shared.email,
            shared.child_age_months,
            shared.municipality_nis,
            shared.language,
        )
        assert hidden == (None,) * 5
    with database.transaction() as session:
        entry = list_entries(session, subject=("question", question.id))[0]
        assert (entry.action, entry.actor_kind, entry.actor_id) == (
            "shared-read",
            "partner",
            example.organization_id,
        )


@pytest.mark.parametrize("how", ["withdrawn", "past", "ended"])
def test_from_the_moment_that_consent_ends_nothing_is_shown(
    database: Database, example: Example, how: str
) -> None:
    now = NOW
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        referral = add_referral(session, example, question)
        make_link(session, referral, now=NOW)
        if how == "withdrawn":
            consent = standing_consent(session, referral, TODAY)
            assert consent is not None
            withdraw_consent(session, consent, by=FAMILY, now=NOW, site_url=SITE_URL)
            assert referral.state == ReferralState.STOPPED_BY_FAMILY.value
            assert (question.state, question.is_returned) == ("open", True)
            link = session.scalars(select(ReferralLink)).one()
            assert link_state(link, referral, now) is LinkState.ENDED
            assert session.scalars(select(Letter.kind)).all().count("referral-stopped") == 1
        elif how == "past":
            now = NOW + timedelta(days=91)
        else:
            referral.state = ReferralState.DONE.value
        with pytest.raises(NoConsentError):
            read_shared(session, referral, by=partner(example.organization_id), now=now)


def test_one_consent_withdrawn_leaves_the_other_partner_alone(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner")
        first, second = (add_referral(session, example, question) for _number in range(2))
        consent = standing_consent(session, first, TODAY)
        assert consent is not None
        withdraw_consent(session, consent, by=FAMILY, now=NOW, site_url=SITE_URL)
        states = {item.id: item.state for item in session.scalars(select(Referral))}
        assert states == {first.id: "stopped-by-family", second.id: "asked"}
        assert session.get_one(Question, question.id).state == "waiting-partner"
        read_shared(session, second, by=partner(example.organization_id), now=NOW)
