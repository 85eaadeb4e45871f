"""Consent: given for one partner and some items, superseded or withdrawn, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory.models.organizations import House, Organization
from app.questions.consent_words import join_items, read_items, write_consent
from app.questions.errors import ChangeNotAllowedError, NoConsentError, ReferralNotFoundError
from app.questions.models.questions import Question, QuestionState
from app.questions.models.referrals import (
    Consent,
    ConsentChannel,
    Referral,
    ReferralState,
    SharedItem,
)
from app.questions.operations import stopping
from app.questions.operations.changing import (
    FAMILY,
    Doer,
    add_step,
    change_question,
    desk,
)
from app.questions.operations.telling import (
    bring_back,
    has_other_running,
    tell_desk,
    tell_family,
)
from app.questions.states import QUESTION_CHANGES, REFERRAL_CHANGES, check_change, is_allowed
from app.sealing import seal


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a family agrees to; the words that it is shown are the words that are stored."""

    wording: str
    language: str
    items: tuple[SharedItem, ...]
    valid_until: date


@dataclass(frozen=True, slots=True)
class AskedConsent:
    """A consent that the desk asks for on the status page."""

    referral_id: int
    partner: str
    agreement: Agreement


def word_agreement(
    session: Session,
    question: Question,
    organization_id: int,
    *,
    items: Iterable[SharedItem],
    valid_until: date,
) -> Agreement:
    """What this family would agree to, for this partner, these items and this end date."""
    chosen = read_items(join_items(items))
    wording = write_consent(
        house=session.get_one(House, question.house_id).name,
        partner=session.get_one(Organization, organization_id).name,
        items=chosen,
        valid_until=valid_until,
        language=question.language,
    )
    return Agreement(wording, question.language, chosen, valid_until)


def give_consent(
    session: Session,
    referral: Referral,
    agreement: Agreement,
    *,
    channel: ConsentChannel,
    recorded_by: int | None,
    now: datetime,
) -> Consent:
    """Write down a consent; a standing one for the same referral is superseded by it."""
    question = session.get_one(Question, referral.question_id)
    supersede_consent(session, referral, now=now)
    consent = Consent(
        question_id=question.id,
        referral_id=referral.id,
        organization_id=referral.organization_id,
        wording_sealed=seal(session, agreement.wording),
        language=agreement.language,
        items=join_items(agreement.items),
        channel=channel.value,
        recorded_by=recorded_by,
        given_at=now,
        valid_until=agreement.valid_until,
    )
    session.add(consent)
    referral.consent_asked_at = None
    by = FAMILY if recorded_by is None else desk(recorded_by)
    add_step(session, question, "consent-given", by=by, now=now, referral=referral)
    return consent


def supersede_consent(session: Session, referral: Referral, *, now: datetime) -> None:
    """Let a standing consent no longer stand, because another one is needed or given."""
    standing = _find_standing(session, referral)
    if standing is not None:
        standing.superseded_at = now
        # The next one may stand only once this one does not: a unique index sees to it.
        session.flush()


def standing_consent(session: Session, referral: Referral, today: date) -> Consent | None:
    """The consent that holds on a day for the partner of a referral, or None."""
    found = _find_standing(session, referral)
    if found is None or today > found.valid_until:
        return None
    return found if found.organization_id == referral.organization_id else None


def check_consent(session: Session, referral: Referral, today: date) -> Consent:
    """The same, for all items that the referral wants to share, or `NoConsentError`."""
    found = standing_consent(session, referral, today)
    if found is None or not set(read_items(referral.items)) <= set(read_items(found.items)):
        raise NoConsentError
    return found


def list_consents(session: Session, question: Question) -> list[Consent]:
    """Every consent of a question, withdrawn and superseded ones too, in their order."""
    return list(
        session.scalars(
            select(Consent).where(Consent.question_id == question.id).order_by(Consent.id)
        )
    )


def withdraw_consent(
    session: Session, consent: Consent, *, by: Doer, now: datetime, site_url: str
) -> None:
    """Take a consent back: nothing is shared from here, and the referral stops when it can."""
    if consent.withdrawn_at is not None or consent.superseded_at is not None:
        return
    referral = session.get_one(Referral, consent.referral_id)
    _stop(session, referral, by=by, now=now, site_url=site_url)


def stop_referral(
    session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str
) -> None:
    """End a referral because the family wants it; its consent ends with it."""
    old = ReferralState(referral.state)
    check_change(REFERRAL_CHANGES, old, ReferralState.STOPPED_BY_FAMILY, by.author)
    _stop(session, referral, by=by, now=now, site_url=site_url)


def _stop(session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str) -> None:
    question = session.get_one(Question, referral.question_id)
    stopping.stop_referral(session, question, referral, by=by, now=now, site_url=site_url)
    is_stopped = referral.state == ReferralState.STOPPED_BY_FAMILY.value
    if not is_stopped or question.state == QuestionState.CLOSED.value:
        return
    if not has_other_running(session, referral):
        bring_back(session, question, by=by, now=now, action="referral-stopped", referral=referral)
        tell_desk(session, question, by=by, site_url=site_url)


def ask_consent(
    session: Session, referral: Referral, *, by: Doer, now: datetime, site_url: str
) -> None:
    """Ask the family for its consent on its status page; the draft waits until it answers there."""
    if referral.state != ReferralState.DRAFT.value:
        raise ChangeNotAllowedError(referral.state, "consent-asked", by.author.value)
    question = session.get_one(Question, referral.question_id)
    referral.consent_asked_at = now
    action = "consent-asked"
    old = QuestionState(question.state)
    if is_allowed(QUESTION_CHANGES, old, QuestionState.WAITING_FAMILY, by.author):
        new = QuestionState.WAITING_FAMILY
        change_question(session, question, new, by=by, now=now, action=action, referral=referral)
    else:
        add_step(session, question, action, by=by, now=now, referral=referral)
    tell_family(session, question, site_url=site_url)


def list_asked_consents(session: Session, question: Question) -> list[AskedConsent]:
    """The consents that the family is asked for now, in the order in which they were asked."""
    rows = session.execute(
        select(Referral, Organization.name)
        .join(Organization, Organization.id == Referral.organization_id)
        .where(
            Referral.question_id == question.id,
            Referral.state == ReferralState.DRAFT.value,
            Referral.consent_asked_at.is_not(None),
            Referral.consent_until.is_not(None),
        )
        .order_by(Referral.consent_asked_at, Referral.id)
    )
    return [_asked(session, question, row.Referral, row.name) for row in rows]


def _asked(session: Session, question: Question, referral: Referral, partner: str) -> AskedConsent:
    items, until = read_items(referral.items), referral.consent_until
    if until is None:
        raise ReferralNotFoundError
    organization_id = referral.organization_id
    agreement = word_agreement(session, question, organization_id, items=items, valid_until=until)
    return AskedConsent(referral.id, partner, agreement)


def confirm_asked_consent(
    session: Session, question: Question, referral_id: int, *, now: datetime, site_url: str
) -> Consent:
    """Keep the consent that the family gave on its status page; the desk sends the question on.

    Raises `ReferralNotFoundError` when it is not asked (any more).
    """
    asked = _get_asked(session, question, referral_id)
    referral = session.get_one(Referral, referral_id)
    consent = give_consent(
        session,
        referral,
        asked.agreement,
        channel=ConsentChannel.FORM,
        recorded_by=None,
        now=now,
    )
    bring_back(session, question, by=FAMILY, now=now, action="consent-back", referral=referral)
    tell_desk(session, question, by=FAMILY, site_url=site_url)
    return consent


def refuse_asked_consent(
    session: Session, question: Question, referral_id: int, *, now: datetime, site_url: str
) -> None:
    """Stop a draft to which the family said no on its status page."""
    _get_asked(session, question, referral_id)
    referral = session.get_one(Referral, referral_id)
    stop_referral(session, referral, by=FAMILY, now=now, site_url=site_url)


def _get_asked(session: Session, question: Question, referral_id: int) -> AskedConsent:
    for asked in list_asked_consents(session, question):
        if asked.referral_id == referral_id:
            return asked
    raise ReferralNotFoundError


def _find_standing(session: Session, referral: Referral) -> Consent | None:
    return session.scalar(
        select(Consent).where(
            Consent.referral_id == referral.id,
            Consent.withdrawn_at.is_(None),
            Consent.superseded_at.is_(None),
        )
    )
