"""Pinned answers: what stands first in a House for the words of a search."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.search.text.folding import fold
from app.words.models import PinnedAnswer

LONGEST_WORDS = 80
"""Searches of more characters have no pinned answers."""


def list_pins(session: Session, house_id: int, words: str, today: date) -> list[PinnedAnswer]:
    """The pinned answers of a House for the topic words of a search that count on a day, in order.

    Words are compared folded: capitals and accents make no difference.
    """
    folded = fold(words)
    if not folded or len(folded) > LONGEST_WORDS:
        return []
    return list(
        session.scalars(
            select(PinnedAnswer)
            .where(
                PinnedAnswer.words == folded,
                PinnedAnswer.house_id == house_id,
                or_(PinnedAnswer.until_on.is_(None), PinnedAnswer.until_on >= today),
            )
            .order_by(PinnedAnswer.position, PinnedAnswer.id)
        )
    )
