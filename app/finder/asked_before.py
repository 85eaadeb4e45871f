"""What others ask: frequent searches and the titles of short answers, found by their words."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import Database, utc_now
from app.directory.operations.answers import list_house_answers
from app.search.suggesting.phrases import PhraseIndex, phrase_arrays
from app.search.text.folding import fold
from app.words.operations.popular import list_popular

KEEP_SECONDS = 60.0
_OFTEN = 0.3

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that others have: a search, or one that the House answers."""

    text: str
    searches: int = 0
    """Zero for a question with a short answer."""


class _Questions:
    """The questions of one language."""

    def __init__(self, rows: Sequence[Asked]) -> None:
        self._rows = rows
        self._index = PhraseIndex(phrase_arrays(fold(row.text).split(" ") for row in rows))

    def find(self, words: Sequence[str], limit: int) -> list[Asked]:
        found = self._index.find(words)
        if not len(found.numbers):
            found = self._index.find_mistyped(words)
        ranked: dict[int, float] = {}
        for number, cost in zip(found.numbers.tolist(), found.costs.tolist(), strict=True):
            often = _OFTEN * math.log1p(self._rows[number].searches)
            ranked[number] = min(cost - often, ranked.get(number, math.inf))
        best = sorted(ranked, key=lambda number: (ranked[number], number))
        return [self._rows[number] for number in best[:limit]]


class AskedBefore:
    """The questions of one process, read again when older than a minute."""

    def __init__(self, database: Database) -> None:
        """Read nothing yet."""
        self._database = database
        self._read_at = -math.inf
        self._house_id: int | None = None
        self._questions: dict[str, _Questions] = {}

    def find(
        self, words: Sequence[str], language: str, house_id: int | None, limit: int
    ) -> list[Asked]:
        """The questions in a language with these folded words, the last of them only begun.

        When they cannot be read, those of before stay.
        """
        if time.monotonic() - self._read_at > KEEP_SECONDS or house_id != self._house_id:
            self._read_again(house_id)
        questions = self._questions.get(language)
        return questions.find(words, limit) if questions is not None and words else []

    def _read_again(self, house_id: int | None) -> None:
        self._read_at, self._house_id = time.monotonic(), house_id
        try:
            with self._database.reading() as session:
                rows = _read(session, house_id)
        except SQLAlchemyError as error:
            log.warning("questions_not_read", reason=type(error).__name__)
            return
        self._questions = {language: _Questions(own) for language, own in rows.items()}


def _read(session: Session, house_id: int | None) -> dict[str, list[Asked]]:
    found: dict[str, dict[str, Asked]] = {}
    for card in list_house_answers(session, house_id) if house_id is not None else ():
        for text in card.texts if card.is_shown else ():
            found.setdefault(text.language, {})[fold(text.title)] = Asked(text.title)
    for row in list_popular(session, now=utc_now()):
        found.setdefault(row.language, {}).setdefault(row.text, Asked(row.text, row.searches))
    return {language: list(rows.values()) for language, rows in found.items()}
