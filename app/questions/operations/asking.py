"""A family asks: the question, its route, its promise and its letters, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.directory.models.organizations import Contact
from app.mail.outbox import queue_letter
from app.questions.codes import new_code, new_reference, read_code
from app.questions.letters import draft_arrived, draft_new_question
from app.questions.models.desks import TeamMember
from app.questions.models.questions import (
    Channel,
    Message,
    MessageKind,
    OnBehalf,
    Question,
    QuestionState,
    Reach,
)
from app.questions.national_numbers import mask_numbers
from app.questions.operations.asked_offers import note_asked_offers
from app.questions.operations.changing import FAMILY, Doer, add_step
from app.questions.operations.quarantine import Signals, Suspicion, find_suspicion
from app.questions.operations.routing import RoutedFacts, find_house_id, find_route
from app.questions.operations.rules import get_rules, get_working_days
from app.questions.operations.told_people import list_told
from app.questions.values import ContactDetails, SearchContext
from app.sealing import digest, seal

CODE_PURPOSE = "follow-up"


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """A question as it was filled in."""

    text: str
    language: str
    municipality_nis: str | None = None
    child_age_months: int | None = None
    spoken_language: str = ""
    reach: Reach = Reach.PAGE
    contact: ContactDetails | None = None
    on_behalf: OnBehalf = OnBehalf.OWN
    does_family_know: bool | None = None
    context: SearchContext | None = None
    theme_id: str | None = None
    channel: Channel = Channel.FORM


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question with its route and promise, sealed and ready to be written."""

    question: Question
    draft: QuestionDraft
    code: str
    text_sealed: bytes
    told: tuple[str, ...]
    """The mail addresses that hear of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is kept, and the code that opens it: it exists nowhere else."""

    question: Question
    code: str


def plan_question(
    session: Session, draft: QuestionDraft, *, now: datetime, house_id: int | None = None
) -> PlannedQuestion:
    """Everything about a question that only needs reading, so that writing it is short.

    A colleague who writes a question down may name the House; else it follows the municipality.
    Raises NoHouseError when there is nobody to ask.
    """
    draft = _mask(draft)
    if house_id is None:
        house_id = find_house_id(session, draft.municipality_nis)
    route = find_route(session, house_id, _facts_of(draft))
    code = new_code()
    days, rules = get_working_days(session, house_id), get_rules(session, house_id)
    question = Question(
        house_id=house_id,
        code_digest=digest(session, CODE_PURPOSE, read_code(code)),
        state=QuestionState.NEW.value,
        team_id=route.team_id,
        owner_id=route.owner_id,
        channel=draft.channel.value,
        on_behalf=draft.on_behalf.value,
        does_family_know=draft.does_family_know,
        reach=draft.reach.value,
        language=draft.language,
        spoken_language=draft.spoken_language,
        municipality_nis=draft.municipality_nis,
        child_age_months=draft.child_age_months,
        theme_id=draft.theme_id,
        asked_at=now,
        changed_at=now,
        due_at=days.due_at(now, rules.answer_days),
        version=0,
        contact_sealed=seal(session, draft.contact.to_text()) if draft.contact else None,
        context_sealed=seal(session, draft.context.to_text()) if draft.context else None,
    )
    told = tuple(list_desk_addresses(session, question))
    return PlannedQuestion(question, draft, code, seal(session, draft.text), told)


def keep_question(
    session: Session,
    planned: PlannedQuestion,
    *,
    now: datetime,
    site_url: str,
    signals: Signals | None = None,
    by: Doer = FAMILY,
) -> Asked:
    """Write a planned question with its letters; suspicious ones wait in quarantine."""
    question, draft = planned.question, planned.draft
    suspicion = find_suspicion(session, draft.text, signals, now=now) if signals else None
    question.is_quarantined = suspicion is not None
    question.quarantine_reason = suspicion.value if suspicion else ""
    question.reference = _free_reference(session)
    session.add(question)
    session.flush()
    session.add(
        Message(
            question_id=question.id,
            author=by.author.value,
            kind=MessageKind.QUESTION.value,
            person_id=by.person_id,
            written_at=now,
            text_sealed=planned.text_sealed,
        )
    )
    add_step(session, question, "asked", by=by, now=now)
    if draft.context is not None and not question.is_quarantined:
        note_asked_offers(session, draft.context.offer_ids, now=now)
    _write_letters(session, planned, site_url)
    return Asked(question, planned.code)


def ask_question(
    session: Session,
    draft: QuestionDraft,
    *,
    now: datetime,
    site_url: str,
    signals: Signals | None = None,
    by: Doer = FAMILY,
    house_id: int | None = None,
) -> Asked:
    """Plan and keep a question in one go; see `plan_question` and `keep_question`."""
    planned = plan_question(session, draft, now=now, house_id=house_id)
    return keep_question(session, planned, now=now, site_url=site_url, signals=signals, by=by)


def _mask(draft: QuestionDraft) -> QuestionDraft:
    """The draft without any national register number, wherever it was typed."""
    contact = draft.contact
    if contact is not None:
        contact = replace(
            contact,
            name=mask_numbers(contact.name),
            phone=mask_numbers(contact.phone),
            when=mask_numbers(contact.when),
        )
    context = draft.context
    if context is not None:
        context = replace(
            context, words=mask_numbers(context.words), place=mask_numbers(context.place)
        )
    return replace(draft, text=mask_numbers(draft.text), contact=contact, context=context)


def _facts_of(draft: QuestionDraft) -> RoutedFacts:
    return RoutedFacts(
        child_age_months=draft.child_age_months,
        theme_id=draft.theme_id,
        languages=frozenset({draft.language, draft.spoken_language} - {""}),
        municipality_nis=draft.municipality_nis,
    )


def _free_reference(session: Session) -> str:
    while True:
        reference = new_reference()
        if session.scalar(select(Question.id).where(Question.reference == reference)) is None:
            return reference


def _write_letters(session: Session, planned: PlannedQuestion, site_url: str) -> None:
    question, draft = planned.question, planned.draft
    # A flood of questions must not become a flood of letters; the desk sees the quarantine.
    if question.quarantine_reason not in {Suspicion.SAME_TEXT, Suspicion.MANY}:
        for address in planned.told:
            queue_letter(session, draft_new_question(question, address, site_url=site_url))
    email = draft.contact.email if draft.contact and draft.reach is Reach.EMAIL else ""
    if email and not question.is_quarantined:
        queue_letter(session, draft_arrived(question, email, site_url=site_url))


def list_desk_addresses(session: Session, question: Question) -> list[str]:
    """Who hears of a new question: the owner, else the mail address of the desk, else the team.

    A House without all of these tells everybody who may read questions there.
    """
    if question.owner_id is not None:
        return [person.email for person in list_told(session, question)]
    address = session.scalar(
        select(Contact.value)
        .where(Contact.house_id == question.house_id, Contact.kind == "email")
        .order_by(Contact.position, Contact.id)
        .limit(1)
    )
    if address:
        return [address]
    members = session.scalars(
        select(Person.email)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(TeamMember.team_id == question.team_id, Person.is_active)
        .order_by(Person.id)
    ).all()
    return list(members) or [person.email for person in list_told(session, question)]
