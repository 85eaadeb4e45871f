"""Each change of the table has its function; every other pair, by whomever, is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product

import pytest
from sqlalchemy.orm import Session

from app.db import Database
from app.questions.errors import ChangeNotAllowedError
from app.questions.models.questions import Author
from app.questions.models.referrals import Referral, ReferralState
from app.questions.operations.changing import FAMILY, SYSTEM, Doer, desk, partner
from app.questions.operations.consenting import stop_referral
from app.questions.operations.partner_answers import (
    accept_referral,
    decline_referral,
    finish_referral,
    put_on_waiting_list,
    record_contact,
    report_no_contact,
)
from app.questions.operations.referring import let_expire, send_referral
from app.questions.states import REFERRAL_CHANGES, is_allowed
from tests.questions.decline_reasons import first_reason
from tests.questions.desk_examples import NOW, SITE_URL, Example, add_question, add_referral

Step = Callable[[Session, Referral, Doer], object]
WITH = {"now": NOW, "site_url": SITE_URL}
# The one function that leads to each state; nothing leads back to a draft.
STEPS: dict[ReferralState, Step] = {
    ReferralState.ASKED: lambda s, r, by: send_referral(s, r, by=by, **WITH),
    ReferralState.ACCEPTED: lambda s, r, by: accept_referral(
        s, r, taken_over_by="Pia", by=by, **WITH
    ),
    ReferralState.DECLINED: lambda s, r, by: decline_referral(
        s, r, reason_id=first_reason(s), by=by, **WITH
    ),
    ReferralState.WAITING_LIST: lambda s, r, by: put_on_waiting_list(
        s, r, until=None, by=by, **WITH
    ),
    ReferralState.CONTACT_MADE: lambda s, r, by: record_contact(s, r, by=by, **WITH),
    ReferralState.DONE: lambda s, r, by: finish_referral(s, r, by=by, **WITH),
    ReferralState.STOPPED_BY_FAMILY: lambda s, r, by: stop_referral(s, r, by=by, **WITH),
    ReferralState.NO_CONTACT: lambda s, r, by: report_no_contact(s, r, by=by, **WITH),
    ReferralState.EXPIRED: lambda s, r, by: let_expire(s, r, by=by, **WITH),
}


def doer(example: Example, author: Author) -> Doer:
    return {
        Author.FAMILY: FAMILY,
        Author.SYSTEM: SYSTEM,
        Author.DESK: desk(example.onthaal_id),
        Author.PARTNER: partner(example.organization_id),
    }[author]


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """What happens inside is as if it never happened."""
    nested = session.begin_nested()
    yield
    nested.rollback()


def test_every_change_of_the_table_has_its_function_and_every_other_is_refused(
    database: Database, example: Example
) -> None:
    seen = set()
    with database.transaction() as session:
        question = add_question(session, example, state="waiting-partner", reach="page")
        for old in ReferralState:
            reason = first_reason(session) if old is ReferralState.DECLINED else None
            facts = {"state": old, "decline_reason_id": reason}
            referral = add_referral(session, example, question, **facts)
            for (new, step), author in product(STEPS.items(), Author):
                allowed = is_allowed(REFERRAL_CHANGES, old, new, author)
                with undone(session):
                    if allowed:
                        step(session, referral, doer(example, author))
                        session.flush()
                        assert referral.state == new.value
                        seen.add((old, new, author))
                    else:
                        with pytest.raises(ChangeNotAllowedError):
                            step(session, referral, doer(example, author))
                        assert referral.state == old.value
                session.refresh(referral)
                session.refresh(question)
    wanted = {(*pair, author) for pair, authors in REFERRAL_CHANGES.items() for author in authors}
    assert seen == wanted
    assert not [pair for pair in REFERRAL_CHANGES if pair[1] is ReferralState.DRAFT]
