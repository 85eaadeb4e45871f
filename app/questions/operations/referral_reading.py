"""Reading referrals: of the own House for a desk, of the own organizations for a partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.trail import Actor, record
from app.directory.models.offers import VISIBLE_STATES, Offer, OfferText
from app.directory.models.organizations import Contact, House, HousePartner, Organization
from app.i18n import DEFAULT_LANGUAGE
from app.questions.errors import ReferralNotFoundError
from app.questions.models.questions import Message, MessageKind, Question, QuestionStep
from app.questions.models.referrals import Consent, Referral
from app.questions.operations.noting import lock_referral
from app.questions.operations.reasons import label_of
from app.sealing import unseal

MOST_FOUND = 30


@dataclass(frozen=True, slots=True)
class OpenedConsent:
    """A consent with its words; they are empty once erased."""

    consent: Consent
    wording: str
    recorded_by: str
    """The name of the colleague; empty when the family gave it itself."""


@dataclass(frozen=True, slots=True)
class OpenedReferral:
    """A referral with everything that is sealed in it, for the desk."""

    referral: Referral
    question: Question
    partner: str
    offer_title: str
    recipient: str
    summary: str
    taken_over_by: str
    expectation: str
    reason: str
    """Why it was declined."""
    consents: tuple[OpenedConsent, ...]
    notes: tuple[tuple[Message, str], ...]
    """What the partner asked or added, oldest first."""
    steps: tuple[QuestionStep, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A partner, or one of its offers, to which a question can go."""

    organization_id: int
    organization: str
    offer_id: int | None
    offer: str


def get_desk_referral(session: Session, referral_id: int, *, house_id: int) -> Referral:
    """A referral of a House, or `ReferralNotFoundError`: other Houses' do not exist here."""
    found = session.scalar(
        select(Referral)
        .join(Question, Question.id == Referral.question_id)
        .where(Referral.id == referral_id, Question.house_id == house_id)
    )
    if found is None:
        raise ReferralNotFoundError
    return found


def get_partner_referral(
    session: Session, referral_id: int, *, organization_ids: frozenset[int]
) -> Referral:
    """A referral that one of these partners was asked, or `ReferralNotFoundError`."""
    found = session.get(Referral, referral_id)
    if found is None or found.asked_at is None or found.organization_id not in organization_ids:
        raise ReferralNotFoundError
    return found


def lock_for_change(session: Session, referral: Referral) -> Referral:
    """The same referral as it is now; nobody else changes it until this transaction ends."""
    return lock_referral(session, referral.id)[1]


def list_partner_referrals(
    session: Session, organization_ids: frozenset[int]
) -> list[tuple[Referral, str, str]]:
    """(referral, House, partner) of what these partners were asked, the newest first."""
    rows = session.execute(
        select(Referral, House.name, Organization.name.label("partner"))
        .join(Question, Question.id == Referral.question_id)
        .join(House, House.id == Question.house_id)
        .join(Organization, Organization.id == Referral.organization_id)
        .where(
            Referral.organization_id.in_(sorted(organization_ids)),
            Referral.asked_at.is_not(None),
        )
        .order_by(Referral.asked_at.desc(), Referral.id.desc())
        .limit(200)
    )
    return [(row.Referral, row.name, row.partner) for row in rows]


def open_referral(session: Session, referral: Referral, *, actor: Actor) -> OpenedReferral:
    """Open a referral for the desk and write down that it was read; needs a writing session."""
    question = session.get_one(Question, referral.question_id)
    record(
        session,
        "referral-read",
        actor=actor,
        subject=("question", question.id),
        house_id=question.house_id,
        details={"referral": referral.id},
    )

    def opened(sealed: bytes | None) -> str:
        return unseal(session, sealed) if sealed is not None else ""

    consents = session.execute(
        select(Consent, Person.name)
        .outerjoin(Person, Person.id == Consent.recorded_by)
        .where(Consent.referral_id == referral.id)
        .order_by(Consent.id.desc())
    )
    notes = session.scalars(
        select(Message)
        .where(Message.referral_id == referral.id, Message.kind == MessageKind.ASK_BACK.value)
        .order_by(Message.id)
    )
    steps = session.scalars(
        select(QuestionStep)
        .where(QuestionStep.referral_id == referral.id)
        .order_by(QuestionStep.id.desc())
    )
    return OpenedReferral(
        referral=referral,
        question=question,
        partner=session.get_one(Organization, referral.organization_id).name,
        offer_title=_title_of(session, referral.offer_id),
        recipient=opened(referral.recipient_sealed),
        summary=opened(referral.summary_sealed),
        taken_over_by=opened(referral.taken_over_by_sealed),
        expectation=opened(referral.expectation_sealed),
        reason=label_of(session, referral.decline_reason_id),
        consents=tuple(
            OpenedConsent(row.Consent, opened(row.Consent.wording_sealed), row.name or "")
            for row in consents
        ),
        notes=tuple((item, opened(item.text_sealed)) for item in notes),
        steps=tuple(steps),
    )


def find_target(
    session: Session, *, offer_id: int | None = None, organization_id: int | None = None
) -> Target | None:
    """The partner of an offer, or a partner itself; None when there is no such thing."""
    if offer_id is not None:
        organization_id = session.scalar(select(Offer.organization_id).where(Offer.id == offer_id))
    if organization_id is None:
        return None
    organization = session.get(Organization, organization_id)
    if organization is None:
        return None
    return Target(organization.id, organization.name, offer_id, _title_of(session, offer_id))


def search_targets(session: Session, words: str, *, house_id: int) -> Sequence[Target]:
    """Partners whose name, and offers whose title, holds the words; own partners come first."""
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    pattern = f"%{escaped}%"
    own = (
        select(HousePartner.organization_id)
        .where(HousePartner.house_id == house_id, HousePartner.organization_id == Organization.id)
        .exists()
    )
    partners = session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.name.ilike(pattern, escape="\\"))
        .order_by(own.desc(), Organization.name, Organization.id)
        .limit(MOST_FOUND)
    )
    found = [Target(row.id, row.name, None, "") for row in partners]
    offers = session.execute(
        select(Offer.id, Offer.organization_id, Organization.name, OfferText.title)
        .join(Organization, Organization.id == Offer.organization_id)
        .join(OfferText, OfferText.offer_id == Offer.id)
        .where(
            OfferText.language == DEFAULT_LANGUAGE,
            Offer.state.in_(VISIBLE_STATES),
            OfferText.title.ilike(pattern, escape="\\"),
        )
        .order_by(own.desc(), OfferText.title, Offer.id)
        .limit(MOST_FOUND)
    )
    found += [Target(row.organization_id, row.name, row.id, row.title) for row in offers]
    return found


def suggest_recipient(session: Session, target: Target) -> str:
    """The mail address to write to: of the offer before that of the partner, for staff first."""
    owners = [Contact.organization_id == target.organization_id]
    if target.offer_id is not None:
        owners.insert(0, Contact.offer_id == target.offer_id)
    for owner in owners:
        address = session.scalar(
            select(Contact.value)
            .where(owner, Contact.kind == "email")
            .order_by(Contact.is_public, Contact.position, Contact.id)
            .limit(1)
        )
        if address:
            return address
    return ""


def _title_of(session: Session, offer_id: int | None) -> str:
    if offer_id is None:
        return ""
    title = session.scalar(
        select(OfferText.title).where(
            OfferText.offer_id == offer_id, OfferText.language == DEFAULT_LANGUAGE
        )
    )
    return title or ""
