"""What a family sees of its question: who has it, by when, what was shared with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Actor
from app.directory.models.organizations import House, Organization
from app.questions.models.desks import Team
from app.questions.models.questions import Author, Question
from app.questions.models.referrals import Consent, Referral, ReferralState
from app.questions.operations.reading import OpenedQuestion, open_question
from app.questions.operations.rules import get_rules
from app.questions.retention_days import EraseDays, erase_on
from app.questions.states import REFERRAL_CHANGES, is_allowed
from app.sealing import unseal

# Only between the desk and itself: nobody was asked anything yet.
_NOT_SHARED = ReferralState.DRAFT.value


@dataclass(frozen=True, slots=True)
class Share:
    """What one partner was let see, and where it stands."""

    referral_id: int
    partner: str
    state: ReferralState
    items: tuple[str, ...]
    """Values of `SharedItem`."""
    wording: str
    """The exact words that were agreed to; empty once erased."""
    given_at: datetime | None
    valid_until: date | None
    withdrawn_at: datetime | None
    waiting_until: date | None
    taken_over_by: str
    expectation: str
    handover: str | None
    handover_on: date | None
    was_family_asked: bool
    can_report: bool
    """Whether the family may say that contact was made."""
    can_confirm: bool
    can_deny: bool
    can_stop: bool


@dataclass(frozen=True, slots=True)
class Status:
    """A question as its family sees it."""

    opened: OpenedQuestion
    house: str
    team: str
    """Empty when no team has it yet."""
    answer_days: int
    shares: tuple[Share, ...]
    erase: EraseDays
    merged_into: str
    """The reference of the question that this one was put together with; empty without."""


def read_status(session: Session, question: Question) -> Status:
    """Open a question for the family itself; needs a writing session, for the audit trail."""
    rules = get_rules(session, question.house_id)
    team = session.get(Team, question.team_id) if question.team_id is not None else None
    merged = (
        session.get(Question, question.merged_into_id)
        if question.merged_into_id is not None
        else None
    )
    return Status(
        opened=open_question(session, question, actor=Actor.family(), with_notes=False),
        house=session.get_one(House, question.house_id).name,
        team=team.name if team else "",
        answer_days=rules.answer_days,
        shares=_list_shares(session, question),
        erase=erase_on(question, rules),
        merged_into=merged.reference if merged else "",
    )


def _list_shares(session: Session, question: Question) -> tuple[Share, ...]:
    rows = session.execute(
        select(Referral, Organization.name)
        .join(Organization, Organization.id == Referral.organization_id)
        .where(Referral.question_id == question.id)
        .order_by(Referral.created_at, Referral.id)
    ).all()
    consents: dict[int, Consent] = {}
    for consent in session.scalars(
        select(Consent)
        .where(Consent.question_id == question.id, Consent.superseded_at.is_(None))
        .order_by(Consent.given_at, Consent.id)
    ):
        consents[consent.referral_id] = consent
    # Who said yes sees that from then on, and can take it back before anything is sent.
    return tuple(
        _share_of(session, referral, name, consents.get(referral.id))
        for referral, name in rows
        if referral.state != _NOT_SHARED or referral.id in consents
    )


def _share_of(session: Session, referral: Referral, partner: str, consent: Consent | None) -> Share:
    state = ReferralState(referral.state)

    def may(new: ReferralState) -> bool:
        return is_allowed(REFERRAL_CHANGES, state, new, Author.FAMILY)

    def opened(sealed: bytes | None) -> str:
        return unseal(session, sealed) if sealed is not None else ""

    stands = consent is not None and consent.withdrawn_at is None
    return Share(
        referral_id=referral.id,
        partner=partner,
        state=state,
        items=tuple(consent.items.split()) if consent else (),
        wording=opened(consent.wording_sealed) if consent else "",
        given_at=consent.given_at if consent else None,
        valid_until=consent.valid_until if consent else None,
        withdrawn_at=consent.withdrawn_at if consent else None,
        waiting_until=referral.waiting_until,
        taken_over_by=opened(referral.taken_over_by_sealed),
        expectation=opened(referral.expectation_sealed),
        handover=referral.handover,
        handover_on=referral.handover_on,
        was_family_asked=referral.family_asked_at is not None,
        can_report=may(ReferralState.CONTACT_MADE),
        can_confirm=may(ReferralState.DONE),
        can_deny=may(ReferralState.NO_CONTACT),
        can_stop=stands or may(ReferralState.STOPPED_BY_FAMILY),
    )
