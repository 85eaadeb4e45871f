"""Three times "full" in a row about one offer proposes a notice to its partner, and no other."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.directory.models.offers import Offer, OfferText
from app.questions.errors import HouseRowNotFoundError, ReferralNotFoundError
from app.questions.models.referrals import DeclineReason, ListingProposal
from app.questions.operations.changing import partner
from app.questions.operations.listings import answer_proposal, list_proposals
from app.questions.operations.partner_answers import (
    accept_referral,
    decline_referral,
    put_on_waiting_list,
)
from tests.questions.decline_reasons import add_reasons
from tests.questions.desk_examples import NOW, SITE_URL, Example, add_question, add_referral


def answer(session: Session, example: Example, how: str, number: int) -> ListingProposal | None:
    """One more referral to the same offer, answered; a day later each time."""
    now = NOW + timedelta(days=number)
    referral = add_referral(session, example, add_question(session, example), now=now)
    facts = {"by": partner(example.organization_id), "now": now, "site_url": SITE_URL}
    if how == "accept":
        accept_referral(session, referral, taken_over_by="Pia", **facts)
        return None
    if how == "wait":
        until = date(2026, 9, number + 1)
        return put_on_waiting_list(session, referral, until=until, **facts)
    reason_id = session.scalars(select(DeclineReason.id).where(DeclineReason.key == how)).one()
    return decline_referral(session, referral, reason_id=reason_id, **facts)


@pytest.mark.parametrize(
    ("answers", "proposed"),
    [
        (["wait", "wait", "wait"], [2]),
        (["wait", "full", "wait"], [2]),
        (["wait", "wait", "accept", "wait", "wait"], []),
        (["wait", "age", "wait", "wait"], []),
        (["wait", "wait", "wait", "wait"], [2]),
    ],
)
def test_three_in_a_row_propose_a_notice_once(
    database: Database, example: Example, answers: list[str], proposed: list[int]
) -> None:
    with database.transaction() as session:
        add_reasons(session)
        found = [answer(session, example, how, number) for number, how in enumerate(answers)]
        assert [number for number, item in enumerate(found) if item is not None] == proposed


def test_a_partner_puts_the_notice_on_its_own_offer(database: Database, example: Example) -> None:
    with database.transaction() as session:
        add_reasons(session)
        for number in range(3):
            answer(session, example, "wait", number)
        own = frozenset({example.organization_id})
        (found,) = list_proposals(session, own)
        proposal = found.proposal
        assert (found.organization_id, found.title) == (example.organization_id, "Voorleesuur")
        before = session.get_one(Offer, example.offer_id).updated_at
        other = frozenset({example.other_organization_id})
        assert list_proposals(session, other) == []
        them = partner(example.organization_id)
        with pytest.raises(ReferralNotFoundError):
            answer_proposal(
                session, proposal.id, organization_ids=other, is_accepted=True, by=them, now=NOW
            )
        answer_proposal(
            session, proposal.id, organization_ids=own, is_accepted=True, by=them, now=NOW
        )
        with pytest.raises(ReferralNotFoundError):
            answer_proposal(
                session, proposal.id, organization_ids=own, is_accepted=False, by=them, now=NOW
            )
        offer = session.get_one(Offer, example.offer_id)
        assert offer.waiting_reported_on == NOW.date()
        assert offer.updated_at > before
        text = session.scalars(
            select(OfferText.waiting).where(
                OfferText.offer_id == example.offer_id, OfferText.language == "nl"
            )
        ).one()
        assert text == "Er is een wachtlijst. Een plaats komt wellicht vrij in september 2026."


def test_a_refused_notice_comes_back_only_after_three_new_answers(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        add_reasons(session)
        found = [answer(session, example, "full", number) for number in range(3)]
        assert found[2] is not None
        answer_proposal(
            session,
            found[2].id,
            organization_ids=frozenset({example.organization_id}),
            is_accepted=False,
            by=partner(example.organization_id),
            now=NOW,
        )
        assert session.get_one(Offer, example.offer_id).waiting_reported_on is None
        again = [answer(session, example, "full", number) is not None for number in range(3, 6)]
        assert again == [False, False, True]


def test_a_reason_of_another_house_cannot_be_chosen(database: Database, example: Example) -> None:
    with database.transaction() as session:
        foreign = DeclineReason(house_id=example.other_house_id, key="x", label="Anders")
        session.add(foreign)
        session.flush()
        referral = add_referral(session, example, add_question(session, example))
        with pytest.raises(HouseRowNotFoundError):
            decline_referral(
                session,
                referral,
                reason_id=foreign.id,
                by=partner(example.organization_id),
                now=NOW,
                site_url=SITE_URL,
            )
