"""Writing a message into a question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.questions.models.questions import Message, MessageKind, MessageOffer, Question
from app.questions.operations.changing import Doer
from app.sealing import seal


def write_message(
    session: Session,
    question: Question,
    text: str,
    *,
    kind: MessageKind,
    by: Doer,
    now: datetime,
    offer_ids: Sequence[int] = (),
    referral_id: int | None = None,
) -> Message:
    """Seal a text and add it to a question, with the offers it points to in their order."""
    message = Message(
        question_id=question.id,
        referral_id=referral_id,
        author=by.author.value,
        kind=kind.value,
        person_id=by.person_id,
        written_at=now,
        text_sealed=seal(session, text),
    )
    session.add(message)
    session.flush()
    session.add_all(
        MessageOffer(message_id=message.id, offer_id=offer_id, position=position)
        for position, offer_id in enumerate(dict.fromkeys(offer_ids))
    )
    return message
