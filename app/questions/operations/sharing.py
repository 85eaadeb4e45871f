"""What a partner sees of a question: exactly what the family agreed to, each time on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.audit.trail import record
from app.questions.consent_words import read_items
from app.questions.errors import NoConsentError
from app.questions.models.questions import Question
from app.questions.models.referrals import Referral, ReferralState, SharedItem
from app.questions.operations.changing import Doer
from app.questions.operations.consenting import standing_consent
from app.questions.operations.reading import open_contact
from app.questions.states import RUNNING
from app.sealing import unseal


@dataclass(frozen=True, slots=True)
class SharedQuestion:
    """A question as one partner may see it; what was not agreed to is None."""

    items: tuple[SharedItem, ...]
    valid_until: date
    question: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None
    when: str | None = None
    """When to call; it belongs to the number."""
    child_age_months: int | None = None
    municipality_nis: str | None = None
    language: str | None = None
    """The language they would rather speak, or that of their page."""


def read_shared(session: Session, referral: Referral, *, by: Doer, now: datetime) -> SharedQuestion:
    """Open for a partner what it may see, and write down that it was read.

    Needs a writing session. Raises `NoConsentError` from the moment that the consent is withdrawn,
    superseded by none or past, and once the referral has ended: the consent was for that alone.
    """
    consent = standing_consent(session, referral, as_local(now).date())
    if consent is None or ReferralState(referral.state) not in RUNNING:
        raise NoConsentError
    question = session.get_one(Question, referral.question_id)
    items = read_items(consent.items)
    record(
        session,
        "shared-read",
        actor=by.actor,
        subject=("question", question.id),
        house_id=question.house_id,
        details={
            "referral": referral.id,
            "organization": referral.organization_id,
            "person": by.person_id,
        },
    )
    contact = open_contact(session, question)
    summary = unseal(session, referral.summary_sealed) if referral.summary_sealed else ""
    facts: dict[SharedItem, dict[str, str | int | None]] = {
        SharedItem.QUESTION: {"question": summary},
        SharedItem.NAME: {"name": contact.name},
        SharedItem.EMAIL: {"email": contact.email},
        SharedItem.PHONE: {"phone": contact.phone, "when": contact.when},
        SharedItem.CHILD_AGE: {"child_age_months": question.child_age_months},
        SharedItem.MUNICIPALITY: {"municipality_nis": question.municipality_nis},
        SharedItem.LANGUAGE: {"language": question.spoken_language or question.language},
    }
    shown: dict[str, str | int | None] = {}
    for item in items:
        shown |= facts[item]
    return SharedQuestion(items, consent.valid_until, **shown)  # type: ignore[arg-type]  # by name
