"""A family stops a hand-over: the consent ends, the links die, the partner hears there is news."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.mail.outbox import queue_letter
from app.questions.letters import draft_partner_stopped
from app.questions.models.questions import Question
from app.questions.models.referrals import Consent, Referral, ReferralState
from app.questions.operations.changing import Doer, add_step, change_referral
from app.questions.operations.links import end_links
from app.questions.states import REFERRAL_CHANGES, is_allowed
from app.sealing import unseal

# A partner that declined or kept silent has nothing left to do, and has been told so.
_WITHOUT_NEWS = frozenset(
    {
        ReferralState.DRAFT,
        ReferralState.DECLINED,
        ReferralState.EXPIRED,
        ReferralState.STOPPED_BY_FAMILY,
    }
)


def stop_referral(
    session: Session,
    question: Question,
    referral: Referral,
    *,
    by: Doer,
    now: datetime,
    site_url: str,
) -> bool:
    """Withdraw the consent behind a referral and end it; False when both were over already."""
    old = ReferralState(referral.state)
    withdrawn = session.execute(
        update(Consent)
        .where(
            Consent.referral_id == referral.id,
            Consent.withdrawn_at.is_(None),
            Consent.superseded_at.is_(None),
        )
        .values(withdrawn_at=now)
        .returning(Consent.id)
    ).all()
    can_stop = is_allowed(REFERRAL_CHANGES, old, ReferralState.STOPPED_BY_FAMILY, by.author)
    if not withdrawn and not can_stop:
        return False
    end_links(session, referral, now=now)
    if withdrawn:
        add_step(session, question, "consent-withdrawn", by=by, now=now, referral=referral)
    if can_stop:
        change_referral(
            session, question, referral, ReferralState.STOPPED_BY_FAMILY, by=by, now=now
        )
        referral.next_reminder_on = referral.ask_family_on = referral.expires_on = None
    if old not in _WITHOUT_NEWS and referral.recipient_sealed is not None and site_url:
        recipient = unseal(session, referral.recipient_sealed)
        queue_letter(
            session, draft_partner_stopped(question, referral, recipient, site_url=site_url)
        )
    return True


def stop_referrals(
    session: Session, question: Question, *, by: Doer, now: datetime, site_url: str
) -> None:
    """Stop every hand-over of a question."""
    for referral in session.scalars(
        select(Referral)
        .where(Referral.question_id == question.id)
        .order_by(Referral.id)
        .with_for_update()
    ).all():
        stop_referral(session, question, referral, by=by, now=now, site_url=site_url)
