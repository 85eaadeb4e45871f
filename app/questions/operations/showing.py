"""A question as its page at the desk shows it: opened once, with everything around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.trail import Actor
from app.directory.models.organizations import Organization
from app.questions.models.desks import Team
from app.questions.models.questions import Question, QuestionStep
from app.questions.models.referrals import Referral
from app.questions.operations.locking import lock_own_question
from app.questions.operations.presence import list_present, touch_presence
from app.questions.operations.reading import OpenedQuestion, open_question
from app.questions.operations.rules import get_rules
from app.questions.retention_days import EraseDays, erase_on


@dataclass(frozen=True, slots=True)
class ShownReferral:
    """A hand-over of the question: to whom, and where it stands."""

    id: int
    partner: str
    state: str
    waiting_until: date | None


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A line of the history."""

    at: datetime
    action: str
    author: str
    person: str | None
    partner: str


@dataclass(frozen=True, slots=True)
class NamedQuestion:
    """Another question by its reference."""

    id: int
    reference: str


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """Everything that the page of a question is made of."""

    opened: OpenedQuestion
    erase_on: EraseDays
    owner: str | None
    team: str | None
    people: dict[int, str]
    """Names of the colleagues who wrote messages."""
    referrals: tuple[ShownReferral, ...]
    steps: tuple[ShownStep, ...]
    present: tuple[str, ...]
    """Other colleagues who have it open now."""
    merged_into: NamedQuestion | None
    doubles: tuple[NamedQuestion, ...]


def show_question(
    session: Session,
    question_id: int,
    *,
    house_id: int,
    person_id: int,
    may_answer: bool,
    now: datetime,
) -> ShownQuestion:
    """Open a question of one's own House for a colleague, once for each time it is shown.

    The reading is in the trail, and colleagues see that it is open. Who may only read does not
    count as the one who opened it first: the back-up still waits. Needs a writing session. Raises
    `QuestionNotFoundError` for another House's question.
    """
    question = lock_own_question(session, question_id, house_id=house_id)
    opened = open_question(session, question, actor=Actor.person(person_id), with_notes=True)
    if may_answer:
        question.first_opened_at = question.first_opened_at or now
    touch_presence(session, question, person_id=person_id, now=now)
    referrals = _list_referrals(session, question)
    steps = _list_steps(session, question, {item.id: item.partner for item in referrals})
    near = _list_near(session, question)
    return ShownQuestion(
        opened=opened,
        erase_on=erase_on(question, get_rules(session, house_id)),
        owner=_name_of(session, question.owner_id),
        team=session.scalar(select(Team.name).where(Team.id == question.team_id)),
        people=_names_of(session, opened),
        referrals=referrals,
        steps=steps,
        present=tuple(list_present(session, question, besides=person_id, now=now)),
        merged_into=next((item for item in near if item.id == question.merged_into_id), None),
        doubles=tuple(item for item in near if item.id != question.merged_into_id),
    )


def _name_of(session: Session, person_id: int | None) -> str | None:
    return session.scalar(select(Person.name).where(Person.id == person_id))


def _names_of(session: Session, opened: OpenedQuestion) -> dict[int, str]:
    ids = {item.person_id for item in opened.messages if item.person_id is not None}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _list_referrals(session: Session, question: Question) -> tuple[ShownReferral, ...]:
    rows = session.execute(
        select(Referral.id, Organization.name, Referral.state, Referral.waiting_until)
        .join(Organization, Organization.id == Referral.organization_id)
        .where(Referral.question_id == question.id)
        .order_by(Referral.id)
    )
    return tuple(ShownReferral(*row) for row in rows)


def _list_steps(
    session: Session, question: Question, partners: dict[int, str]
) -> tuple[ShownStep, ...]:
    rows = session.execute(
        select(QuestionStep, Person.name)
        .outerjoin(Person, Person.id == QuestionStep.person_id)
        .where(QuestionStep.question_id == question.id)
        .order_by(QuestionStep.at.desc(), QuestionStep.id.desc())
    ).all()
    return tuple(
        ShownStep(step.at, step.action, step.author, name, partners.get(step.referral_id or 0, ""))
        for step, name in rows
    )


def _list_near(session: Session, question: Question) -> tuple[NamedQuestion, ...]:
    rows = session.execute(
        select(Question.id, Question.reference)
        .where(
            Question.house_id == question.house_id,
            or_(Question.id == question.merged_into_id, Question.merged_into_id == question.id),
        )
        .order_by(Question.id)
    )
    return tuple(NamedQuestion(row.id, row.reference) for row in rows)
