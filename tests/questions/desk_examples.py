"""Two Houses with their people, two partners and a question: what the tests of the desk share."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, PartnerMembership, Person
from app.db import Database
from app.directory.drafts import ContactDraft, HouseDraft
from app.directory.models.offers import Offer
from app.directory.models.organizations import House, Organization
from app.directory.operations.partners import save_house
from app.questions.models.desks import Team, TeamMember
from app.questions.models.questions import MessageKind, Question
from app.questions.models.referrals import (
    Consent,
    ConsentChannel,
    Referral,
    ReferralState,
    SharedItem,
)
from app.questions.operations.changing import FAMILY
from app.questions.operations.writing import write_message
from app.questions.values import ContactDetails
from app.sealing import digest, seal
from tests.data.directory_examples import (
    HOUSE,
    LOKEREN,
    OTHER_PARTNER,
    PARTNER,
    STORY_HOUR,
    TEMSE,
    save_directory,
    simple_offer,
)

NOW = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""A Tuesday at ten in Brussels: the desk works, the next holiday is Easter Monday, 6 April."""
SITE_URL = "https://dichtbij.example"
WORDS = "Mijn dochter Zilverbes slaapt niet meer."
CONTACT = ContactDetails("Mira Vossen", "mira@thuis.example", "0470 00 11 22", "na vier uur")
CODE = "kito ramu fase lobi demu"
DESK_EMAIL = "onthaal@durme.example"
OTHER_HOUSE = HouseDraft(
    "schelde", "Huis van het Kind Schelde", False, (TEMSE,), desk_hours="Tu 13:00-16:00"
)


@dataclass(frozen=True, slots=True)
class Example:
    """The ids of what `make_house_desk` saved."""

    house_id: int
    """Of Lokeren, the default House: works on weekdays from 9 to 12, has a mail address."""
    other_house_id: int
    """Of Temse: works on Tuesday afternoons, has no mail address."""
    team_id: int
    """The desk of the own House: onthaal, colleague and coordinator."""
    second_team_id: int
    """The team "Opvoeding" of the own House: colleague only."""
    other_team_id: int
    volunteer_id: int
    onthaal_id: int
    colleague_id: int
    """A second person of the role onthaal."""
    coordinator_id: int
    administrator_id: int
    other_onthaal_id: int
    """Of the other House."""
    other_coordinator_id: int
    partner_id: int
    """Acts for the organization."""
    other_partner_id: int
    """Acts for the other organization."""
    organization_id: int
    """Bib De Pagina."""
    other_organization_id: int
    """Speelclub De Tol, without mail address."""
    offer_id: int
    """Of the organization."""
    other_offer_id: int
    """Of the other organization."""
    theme_id: str = "playing-together"
    parent_theme_id: str = "meeting"
    age_id: str = "age-3-6"
    municipality: str = LOKEREN
    other_municipality: str = TEMSE


def make_house_desk(database: Database) -> Example:
    """Save two Houses with teams and people, two partners with an offer each, and terms."""
    with database.transaction() as session:
        save_directory(session, [STORY_HOUR, simple_offer("speelclub", "Speelclub De Tol")])
        contacts = (*HOUSE.contacts, ContactDraft("email", DESK_EMAIL))
        house = save_house(session, replace(HOUSE, contacts=contacts))
        other = save_house(session, OTHER_HOUSE)
        return _save_people(session, house, other)


def _save_people(session: Session, house: House, other: House) -> Example:
    own = {
        role: add_person(session, name, f"{name.lower()}@durme.example", house.id, role=role)
        for name, role in (("Vera", "volunteer"), ("Omar", "onthaal"), ("Cleo", "coordinator"))
    }
    colleague = add_person(session, "Karel", "karel@durme.example", house.id, role="onthaal")
    others = {
        role: add_person(session, name, f"{name.lower()}@schelde.example", other.id, role=role)
        for name, role in (("Otto", "onthaal"), ("Celia", "coordinator"))
    }
    administrator = add_person(session, "Ada", "ada@beheer.example")
    session.get_one(Person, administrator).is_administrator = True
    partners = [_organization(session, item.slug) for item in (PARTNER, OTHER_PARTNER)]
    people = [
        add_person(session, name, f"{name.lower()}@{organization.slug}.example")
        for name, organization in zip(("Pia", "Tijl"), partners, strict=True)
    ]
    session.add_all(
        PartnerMembership(person_id=person_id, organization_id=organization.id)
        for person_id, organization in zip(people, partners, strict=True)
    )
    offers = [
        session.scalars(select(Offer.id).where(Offer.organization_id == item.id)).one()
        for item in partners
    ]
    desk = add_team(session, house.id, "Onthaal", own["onthaal"], colleague, own["coordinator"])
    second = add_team(session, house.id, "Opvoeding", colleague, is_desk=False)
    other_desk = add_team(session, other.id, "Onthaal", others["onthaal"])
    return Example(
        house_id=house.id,
        other_house_id=other.id,
        team_id=desk,
        second_team_id=second,
        other_team_id=other_desk,
        volunteer_id=own["volunteer"],
        onthaal_id=own["onthaal"],
        colleague_id=colleague,
        coordinator_id=own["coordinator"],
        administrator_id=administrator,
        other_onthaal_id=others["onthaal"],
        other_coordinator_id=others["coordinator"],
        partner_id=people[0],
        other_partner_id=people[1],
        organization_id=partners[0].id,
        other_organization_id=partners[1].id,
        offer_id=offers[0],
        other_offer_id=offers[1],
    )


def _organization(session: Session, slug: str) -> Organization:
    return session.scalars(select(Organization).where(Organization.slug == slug)).one()


def add_person(
    session: Session, name: str, email: str, house_id: int | None = None, *, role: str = ""
) -> int:
    """Save a person without password, in a House when one is given; gives the id."""
    person = Person(email=email, name=name, created_at=NOW)
    session.add(person)
    session.flush()
    if house_id is not None:
        session.add(Membership(person_id=person.id, house_id=house_id, role=role))
    session.flush()
    return person.id


def add_team(
    session: Session, house_id: int, name: str, *person_ids: int, is_desk: bool = True
) -> int:
    """Save a team with its members; gives the id."""
    team = Team(house_id=house_id, name=name, is_desk=is_desk)
    session.add(team)
    session.flush()
    session.add_all(TeamMember(team_id=team.id, person_id=person_id) for person_id in person_ids)
    session.flush()
    return team.id


def add_question(
    session: Session, example: Example, *, text: str = WORDS, now: datetime = NOW, **facts: object
) -> Question:
    """Save a question as it came in by the form, due in two days; facts are its columns."""
    count = len(session.scalars(select(Question.id)).all())
    values = {
        "house_id": example.house_id,
        "reference": f"AB{count // 10 % 10}-{count % 10}CD".replace("0", "W").replace("1", "X"),
        "code_digest": digest(session, "follow-up", CODE.replace(" ", "")),
        "team_id": example.team_id,
        "language": "nl",
        "reach": "email",
        "municipality_nis": example.municipality,
        "child_age_months": 30,
        "asked_at": now,
        "changed_at": now,
        "due_at": now + timedelta(days=2),
        "contact_sealed": seal(session, CONTACT.to_text()),
        **facts,
    }
    question = Question(**values)
    session.add(question)
    session.flush()
    write_message(session, question, text, kind=MessageKind.QUESTION, by=FAMILY, now=now)
    session.flush()
    return question


def add_referral(
    session: Session,
    example: Example,
    question: Question,
    *,
    state: ReferralState = ReferralState.ASKED,
    now: datetime = NOW,
    with_consent: bool = True,
    **facts: object,
) -> Referral:
    """Save a referral to the organization in a state, with a standing consent unless told not."""
    values = {
        "organization_id": example.organization_id,
        "offer_id": example.offer_id,
        "created_by": example.onthaal_id,
        "created_at": now,
        "asked_at": None if state is ReferralState.DRAFT else now,
        "recipient_sealed": seal(session, "hallo@bibdepagina.example"),
        "summary_sealed": seal(session, "Zilverbes (2 jaar) slaapt slecht."),
        **facts,
    }
    referral = Referral(question_id=question.id, state=state.value, **values)
    session.add(referral)
    session.flush()
    if with_consent:
        session.add(
            Consent(
                question_id=question.id,
                referral_id=referral.id,
                organization_id=referral.organization_id,
                wording_sealed=seal(session, "We geven je vraag en je telefoonnummer door."),
                language="nl",
                items=f"{SharedItem.QUESTION.value} {SharedItem.PHONE.value}",
                channel=ConsentChannel.FORM.value,
                given_at=now,
                valid_until=(now + timedelta(days=90)).date(),
            )
        )
        session.flush()
    return referral
