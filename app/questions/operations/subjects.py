"""What is held about one family: everything, as it may ask to see it or have it erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.trail import Actor, record
from app.db import Base
from app.mail.models import Letter
from app.questions.codes import read_reference
from app.questions.models.questions import Message, MessageOffer, Question, QuestionStep
from app.questions.models.referrals import Consent, Referral, ReferralLink
from app.questions.operations.reading import open_contact
from app.questions.operations.rules import get_rules
from app.questions.retention_days import erase_on
from app.sealing import unseal

SEALED = "_sealed"
SECRET = frozenset({"code_digest", "token_digest", "message_id"})
"""Digests and marks of the machine: they say nothing about a family and open doors."""

Facts = dict[str, Any]


def list_by_reference(session: Session, reference: str) -> list[Question]:
    """The question with a reference, however it was typed; empty when there is none."""
    return list(
        session.scalars(select(Question).where(Question.reference == read_reference(reference)))
    )


def list_by_email(session: Session, email: str) -> list[Question]:
    """The questions whose contact data hold a mail address; each of them is opened for it."""
    wanted = email.strip().casefold()
    questions = session.scalars(
        select(Question).where(Question.contact_sealed.is_not(None)).order_by(Question.id)
    )
    return [
        question
        for question in questions
        if open_contact(session, question).email.strip().casefold() == wanted
    ]


def export_question(session: Session, question: Question, *, actor: Actor) -> Facts:
    """Everything that is held about a question, opened; needs a writing session for the trail."""
    record(
        session,
        "subject-exported",
        actor=actor,
        subject=("question", question.id),
        house_id=question.house_id,
    )
    own = Question.id == question.id
    referrals = select(Referral.id).join(Question, Question.id == Referral.question_id).where(own)
    messages = select(Message.id).where(Message.question_id == question.id)
    days = erase_on(question, get_rules(session, question.house_id))
    return {
        "question": _facts(session, question)
        | {"contact_erased_on": days.contact_on, "text_erased_on": days.text_on},
        "messages": _rows(session, Message, Message.question_id == question.id),
        "offers_in_messages": _rows(session, MessageOffer, MessageOffer.message_id.in_(messages)),
        "referrals": _rows(session, Referral, Referral.question_id == question.id),
        "consents": _rows(session, Consent, Consent.question_id == question.id),
        "links": _rows(session, ReferralLink, ReferralLink.referral_id.in_(referrals)),
        "history": _rows(session, QuestionStep, QuestionStep.question_id == question.id),
        "letters": _rows(
            session, Letter, Letter.about_kind == "question", Letter.about_id == question.id
        ),
        "read_and_changed_by": _rows(
            session,
            AuditEntry,
            AuditEntry.subject_kind == "question",
            AuditEntry.subject_id == question.id,
        ),
    }


def as_json(value: object) -> str:
    """A day or a moment as text, for the writer of JSON."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _rows(session: Session, table: type[Base], *conditions: Any) -> Sequence[Facts]:
    keys = table.__mapper__.primary_key
    rows = session.scalars(select(table).where(*conditions).order_by(*keys))
    return [_facts(session, row) for row in rows]


def _facts(session: Session, row: Base) -> Facts:
    facts: Facts = {}
    for column in row.__table__.columns:
        value = getattr(row, column.name)
        if column.name in SECRET:
            continue
        if column.name.endswith(SEALED):
            facts[column.name.removesuffix(SEALED)] = unseal(session, value) if value else None
        else:
            facts[column.name] = value
    return facts
