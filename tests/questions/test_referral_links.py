"""A link opens one step, for two weeks; a new one goes only to the address that was asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Database
from app.mail.models import Letter
from app.questions.errors import LinkNotUsableError
from app.questions.models.referrals import Referral, ReferralLink, ReferralState
from app.questions.operations.links import (
    LASTS,
    MOST_LINKS,
    LinkState,
    end_links,
    find_link,
    link_state,
    make_link,
    press_link,
    renew_link,
    use_link,
)
from app.sealing import unseal
from tests.questions.desk_examples import NOW, SITE_URL, Example, add_question, add_referral


def find(session: Session, token: str) -> ReferralLink:
    link = find_link(session, token)
    assert link is not None
    return link


def test_only_the_digest_of_a_token_is_kept(database: Database, example: Example) -> None:
    with database.transaction() as session:
        referral = add_referral(session, example, add_question(session, example))
        tokens = {make_link(session, referral, now=NOW) for _number in range(3)}
        assert all(len(token) >= 32 for token in tokens)
        kept = set(session.scalars(select(ReferralLink.token_digest)))
        assert len(kept) == 3
        assert not kept & tokens
        assert find_link(session, "onbekend") is None


def test_a_link_is_spent_by_a_step_and_gives_the_next_one(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        referral = add_referral(session, example, add_question(session, example))
        link = find(session, make_link(session, referral, now=NOW))
        for _number in range(2):
            press_link(link, referral, now=NOW)
        following = use_link(session, link, referral, now=NOW)
        assert link_state(link, referral, NOW) is LinkState.USED
        with pytest.raises(LinkNotUsableError):
            use_link(session, link, referral, now=NOW)
        with pytest.raises(LinkNotUsableError):
            press_link(link, referral, now=NOW)
        assert link_state(following, referral, NOW) is LinkState.USABLE


def test_a_link_works_for_two_weeks_and_only_while_there_is_something_to_answer(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        referral = add_referral(session, example, add_question(session, example))
        link = find(session, make_link(session, referral, now=NOW))
        assert link_state(link, referral, NOW + LASTS - timedelta(seconds=1)) is LinkState.USABLE
        assert link_state(link, referral, NOW + LASTS) is LinkState.EXPIRED
        end_links(session, referral, now=NOW)
        session.refresh(link)
        assert link_state(link, referral, NOW) is LinkState.EXPIRED
        referral.state = ReferralState.NO_CONTACT.value
        assert link_state(link, referral, NOW) is LinkState.ENDED
        with pytest.raises(LinkNotUsableError):
            press_link(link, referral, now=NOW)


def test_a_new_link_goes_to_the_same_address_and_not_without_end(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        question = add_question(session, example)
        referral = add_referral(session, example, question)
        answers = [
            renew_link(session, question, referral, now=NOW, site_url=SITE_URL)
            for _number in range(MOST_LINKS + 2)
        ]
        assert answers == [True] * MOST_LINKS + [False] * 2
        recipients = {
            unseal(session, sealed) for sealed in session.scalars(select(Letter.recipient_sealed))
        }
        assert recipients == {"hallo@bibdepagina.example"}
        referral.state = ReferralState.DONE.value
        with pytest.raises(LinkNotUsableError):
            renew_link(session, question, referral, now=NOW, site_url=SITE_URL)
        assert session.get_one(Referral, referral.id).recipient_sealed is not None
