"""What partners' answers say about an offer: after three times "full" a notice is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.audit.trail import record
from app.directory.models.offers import Offer, OfferText
from app.directory.operations.waiting import report_waiting
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, format_day, speaking
from app.i18n import gettext as _
from app.questions.errors import ReferralNotFoundError
from app.questions.models.referrals import (
    DeclineReason,
    ListingProposal,
    Referral,
    ReferralState,
)
from app.questions.operations.changing import Doer
from app.questions.operations.reasons import FULL

IN_A_ROW = 3


def propose_notice(
    session: Session, referral: Referral, *, now: datetime
) -> ListingProposal | None:
    """Propose a notice when the last three answers about an offer all said that it is full.

    Answers from before the last proposal do not count again.
    """
    if referral.offer_id is None:
        return None
    last = session.scalar(
        select(ListingProposal)
        .where(ListingProposal.offer_id == referral.offer_id)
        .order_by(ListingProposal.id.desc())
        .limit(1)
    )
    if last is not None and last.answered_at is None:
        return None
    answers = select(Referral, DeclineReason.key).outerjoin(
        DeclineReason, DeclineReason.id == Referral.decline_reason_id
    )
    answers = answers.where(
        Referral.offer_id == referral.offer_id, Referral.answered_at.is_not(None)
    )
    if last is not None:
        answers = answers.where(Referral.answered_at > last.proposed_at)
    rows = session.execute(
        answers.order_by(Referral.answered_at.desc(), Referral.id.desc()).limit(IN_A_ROW)
    ).all()
    if len(rows) < IN_A_ROW or not all(_says_full(row.Referral, row.key) for row in rows):
        return None
    days = [row.Referral.waiting_until for row in rows if row.Referral.waiting_until is not None]
    proposal = ListingProposal(
        offer_id=referral.offer_id,
        waiting_until=max(days, default=None),
        proposed_at=now,
    )
    session.add(proposal)
    session.flush()
    return proposal


def _says_full(referral: Referral, reason_key: str | None) -> bool:
    return referral.state == ReferralState.WAITING_LIST.value or reason_key == FULL


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal that its partner has not answered yet."""

    proposal: ListingProposal
    organization_id: int
    title: str
    """Of the offer."""


def list_proposals(
    session: Session, organization_ids: frozenset[int], *, offer_id: int | None = None
) -> list[OpenProposal]:
    """What these partners have not answered yet."""
    query = (
        select(ListingProposal, Offer.organization_id, OfferText.title)
        .join(Offer, Offer.id == ListingProposal.offer_id)
        .outerjoin(
            OfferText,
            (OfferText.offer_id == Offer.id) & (OfferText.language == DEFAULT_LANGUAGE),
        )
        .where(
            ListingProposal.answered_at.is_(None),
            Offer.organization_id.in_(sorted(organization_ids)),
        )
        .order_by(ListingProposal.id)
    )
    if offer_id is not None:
        query = query.where(ListingProposal.offer_id == offer_id)
    return [
        OpenProposal(row.ListingProposal, row.organization_id, row.title or "")
        for row in session.execute(query)
    ]


def answer_proposal(
    session: Session,
    proposal_id: int,
    *,
    organization_ids: frozenset[int],
    is_accepted: bool,
    by: Doer,
    now: datetime,
) -> ListingProposal:
    """Put the proposed notice on the offer, or leave the offer as it is.

    Raises `ReferralNotFoundError` for another partner's proposal and for one that was answered.
    """
    proposal = session.get(ListingProposal, proposal_id, with_for_update=True)
    if proposal is None or proposal.answered_at is not None:
        raise ReferralNotFoundError
    owner = session.scalar(select(Offer.organization_id).where(Offer.id == proposal.offer_id))
    if owner not in organization_ids:
        raise ReferralNotFoundError
    proposal.answered_at = now
    proposal.is_accepted = is_accepted
    if is_accepted:
        notes = word_notices(proposal.waiting_until)
        report_waiting(session, proposal.offer_id, notes, reported_on=as_local(now).date())
    record(
        session,
        "notice-accepted" if is_accepted else "notice-refused",
        actor=by.actor,
        subject=("offer", proposal.offer_id),
    )
    return proposal


def word_notices(waiting_until: date | None) -> dict[str, str]:
    """The notice in every language of the site."""
    notices = {}
    for language in LANGUAGES:
        with speaking(language):
            notices[language] = _("Er is een wachtlijst.")
            if waiting_until is not None:
                day = format_day(waiting_until, "MMMM y")
                notices[language] += " " + _(
                    "Een plaats komt wellicht vrij in %(month)s.", month=day
                )
    return notices
