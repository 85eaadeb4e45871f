"""Searching in the questions of one's own House: by reference, or by words inside the texts.

The words are never kept: not in an index, not in the trail, not in a log. Texts are opened in
memory, and whatever is found stands in the trail before anybody sees it.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Actor, record
from app.db import Database
from app.questions.codes import read_reference
from app.questions.models.questions import Message, Question
from app.questions.operations.inbox import MOST_FOUND
from app.sealing import unseal
from app.search.text.folding import fold, split_words

MOST_OPENED = 2_000
"""Questions of a House whose texts are looked into, the newest ones."""
SHORTEST_WORD = 3
MOST_WORDS = 6


def find_by_reference(session: Session, house_id: int, typed: str) -> int | None:
    """The id of the question of this House with a reference as somebody typed it, or None."""
    return session.scalar(
        select(Question.id).where(
            Question.house_id == house_id, Question.reference == read_reference(typed)
        )
    )


def read_words(typed: str) -> tuple[str, ...]:
    """What is looked for: folded words of three letters or more, six at the most."""
    words = (word.folded for word in split_words(typed))
    return tuple(dict.fromkeys(word for word in words if len(word) >= SHORTEST_WORD))[:MOST_WORDS]


def find_in_texts(
    database: Database, house_id: int, typed: str, *, actor: Actor
) -> tuple[int, ...]:
    """Ids of the questions whose texts hold every word, the newest first.

    Opening thousands of texts takes a while, so it is done without holding the writers up; each
    hit is in the trail as "question-found" before this returns.
    """
    words = read_words(typed)
    if not words:
        return ()
    with database.reading() as session:
        found = _list_holding(session, house_id, words)
    if found:
        with database.transaction() as session:
            for question_id in found:
                record(
                    session,
                    "question-found",
                    actor=actor,
                    subject=("question", question_id),
                    house_id=house_id,
                )
    return found


def _list_holding(session: Session, house_id: int, words: tuple[str, ...]) -> tuple[int, ...]:
    newest = (
        select(Question.id)
        .where(Question.house_id == house_id, Question.text_erased_at.is_(None))
        .order_by(Question.id.desc())
        .limit(MOST_OPENED)
    )
    missing: dict[int, set[str]] = defaultdict(lambda: set(words))
    rows = session.execute(
        select(Message.question_id, Message.text_sealed)
        .where(Message.question_id.in_(newest), Message.text_sealed.is_not(None))
        .order_by(Message.question_id.desc())
    )
    for row in rows:
        left = missing[row.question_id]
        if left:
            text = fold(unseal(session, row.text_sealed))
            left.difference_update([word for word in left if word in text])
    return tuple(question_id for question_id, left in missing.items() if not left)[:MOST_FOUND]
