"""The one place where a question's texts are opened: each reading is in the audit trail."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Actor, record
from app.questions.errors import QuestionNotFoundError
from app.questions.models.questions import Message, MessageKind, MessageOffer, Question
from app.questions.values import ContactDetails, SearchContext
from app.sealing import unseal


@dataclass(frozen=True, slots=True)
class OpenedMessage:
    """A message with its words; they are None once erased."""

    id: int
    author: str
    kind: str
    person_id: int | None
    referral_id: int | None
    written_at: datetime
    text: str | None
    offer_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpenedQuestion:
    """A question with everything that is sealed in it, for whoever may read it."""

    question: Question
    contact: ContactDetails
    context: SearchContext
    messages: tuple[OpenedMessage, ...]

    @property
    def asked(self) -> str:
        """The words of the question itself; empty once erased."""
        return next(
            (item.text or "" for item in self.messages if item.kind == MessageKind.QUESTION.value),
            "",
        )


def find_question(session: Session, question_id: int, *, house_id: int) -> Question | None:
    """A question of a House without its texts, or None: other Houses' do not exist here."""
    return session.scalar(
        select(Question).where(Question.id == question_id, Question.house_id == house_id)
    )


def get_question(session: Session, question_id: int, *, house_id: int) -> Question:
    """The same, or `QuestionNotFoundError`."""
    found = find_question(session, question_id, house_id=house_id)
    if found is None:
        raise QuestionNotFoundError
    return found


def open_question(
    session: Session, question: Question, *, actor: Actor, with_notes: bool
) -> OpenedQuestion:
    """Open a question for a reader and write down that it was read.

    Needs a writing session. Notes of colleagues (and partners' questions to the desk) are for the
    desk only. Offers of a message come in their order.
    """
    record(
        session,
        "question-read",
        actor=actor,
        subject=("question", question.id),
        house_id=question.house_id,
    )
    rows = session.scalars(
        select(Message)
        .where(Message.question_id == question.id)
        .order_by(Message.written_at, Message.id)
    ).all()
    hidden = set() if with_notes else {MessageKind.NOTE.value, MessageKind.ASK_BACK.value}
    pointed: dict[int, list[int]] = defaultdict(list)
    for row in session.execute(
        select(MessageOffer.message_id, MessageOffer.offer_id)
        .where(MessageOffer.message_id.in_([item.id for item in rows]))
        .order_by(MessageOffer.message_id, MessageOffer.position, MessageOffer.offer_id)
    ):
        pointed[row.message_id].append(row.offer_id)
    return OpenedQuestion(
        question,
        open_contact(session, question),
        open_context(session, question),
        tuple(
            OpenedMessage(
                item.id,
                item.author,
                item.kind,
                item.person_id,
                item.referral_id,
                item.written_at,
                unseal(session, item.text_sealed) if item.text_sealed is not None else None,
                tuple(pointed[item.id]),
            )
            for item in rows
            if item.kind not in hidden
        ),
    )


def open_contact(session: Session, question: Question) -> ContactDetails:
    """How to reach the family; for sending letters, and for readers through `open_question`."""
    if question.contact_sealed is None:
        return ContactDetails()
    return ContactDetails.from_text(unseal(session, question.contact_sealed))


def open_context(session: Session, question: Question) -> SearchContext:
    """What was searched before the question was asked."""
    if question.context_sealed is None:
        return SearchContext()
    return SearchContext.from_text(unseal(session, question.context_sealed))
