"""A question that the desk shared with a partner, made behind the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.db import Database, utc_now
from app.directory.models.organizations import Organization
from app.questions.models.questions import QuestionState
from app.questions.models.referrals import Consent, Referral, ReferralState
from app.sealing import seal
from tests.asking.conftest import Family, last_question

STATUS = "/nl/mijn-vraag/overzicht"


@dataclass(frozen=True)
class Shared:
    """A question of the family that is open in its browser, with one referral."""

    question_id: int
    referral_id: int
    partner: str


def add_person(database: Database) -> int:
    with database.transaction() as session:
        found = session.scalar(select(Person.id).where(Person.email == "noor@huis.example"))
        if found is None:
            person = Person(email="noor@huis.example", name="Noor", created_at=utc_now())
            session.add(person)
            session.flush()
            found = person.id
        return found


def share(
    family: Family, database: Database, state: ReferralState, *, consent_asked: bool = False
) -> Shared:
    """Ask a question, and let the desk share it with a partner."""
    family.read("/nl/stel-je-vraag")
    family.send()
    person_id, now = add_person(database), utc_now()
    with database.transaction() as session:
        question = session.merge(last_question(database))
        question.state = QuestionState.WAITING_PARTNER.value
        partner = session.scalars(select(Organization).order_by(Organization.id).limit(1)).one()
        referral = Referral(
            question_id=question.id,
            organization_id=partner.id,
            state=state.value,
            created_by=person_id,
            created_at=now,
            items="question phone",
            consent_asked_at=now if consent_asked else None,
            consent_until=now.date() + timedelta(days=90),
            recipient_sealed=seal(session, "info@partner.example"),
            taken_over_by_sealed=seal(session, "Griet Maes"),
            expectation_sealed=seal(session, "Griet belt je deze week."),
        )
        session.add(referral)
        session.flush()
        if not consent_asked:
            session.add(
                Consent(
                    question_id=question.id,
                    referral_id=referral.id,
                    organization_id=partner.id,
                    wording_sealed=seal(session, "Het Huis mag mijn vraag delen."),
                    language="nl",
                    items="question phone",
                    channel="form",
                    given_at=now,
                    valid_until=now.date() + timedelta(days=90),
                )
            )
        shared = Shared(question.id, referral.id, partner.name)
    family.read(STATUS)
    return shared
