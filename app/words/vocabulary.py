"""The synonym table as it stands now: the file of the site with what staff changed laid over it."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.db import Database
from app.search.fact_words import FactWords, read_fact_words
from app.search.folding import fold
from app.search.stemming import Stems
from app.search.synonym_table import RelatedTerm, SynonymRow, read_related, read_synonyms
from app.search.synonyms import Synonyms
from app.words.models import OwnWord, SpellingRule, WordChange

Key = tuple[str, str, str]
"""A folded variant, its language and its meaning: what one row is about."""

LOOK_AGAIN_S = 0.4
"""So long an older table may still answer: a change counts within a second, in every process."""

log = structlog.get_logger()


class Vocabulary:
    """Gives the current synonyms; one object serves many threads.

    A change is noticed by the number of the last one. While one thread makes the new table, the
    others answer with the old one. When the tables cannot be read, the last known words stay.
    """

    def __init__(
        self, database: Database, folder: Path, labels: Iterable[tuple[str, str, str]]
    ) -> None:
        """Reads `synonyms.csv` and `related.csv` of a folder; the tables at the first use."""
        self._database = database
        self._rows = read_synonyms(folder / "synonyms.csv")
        self._related = read_related(folder / "related.csv")
        self._labels = tuple(labels)
        self._fact_words = FactWords(read_fact_words(folder / "fact_words.csv"))
        self._stems = Stems()
        self._making = threading.Lock()
        self._looked_at = float("-inf")
        self._version = -1
        self._synonyms: Synonyms | None = None

    def current(self) -> Synonyms:
        """The table of now, at most LOOK_AGAIN_S old."""
        known = self._synonyms
        if known is not None and time.monotonic() - self._looked_at < LOOK_AGAIN_S:
            return known
        if known is not None and not self._making.acquire(blocking=False):
            return known
        if known is None:
            self._making.acquire()
        try:
            return self._refreshed()
        finally:
            self._making.release()

    @cached_property
    def shipped(self) -> Mapping[Key, SynonymRow]:
        """The rows of the site itself, before anything that staff changed."""
        return by_key(self._rows)

    def preview(
        self,
        session: Session,
        changed: Sequence[OwnWord] = (),
        *,
        without: Collection[int] = (),
        spelling: Mapping[str, str] | None = None,
    ) -> Synonyms:
        """The table as it would be with rows that are not stored yet, or without some that are."""
        own = session.scalars(select(OwnWord).order_by(OwnWord.id))
        rows = [*(word for word in own if word.id not in without), *changed]
        return self._make(rows, _spelling(session) if spelling is None else spelling)

    def _refreshed(self) -> Synonyms:
        try:
            with self._database.reading() as session:
                version = session.scalar(select(func.max(WordChange.id))) or 0
                if self._synonyms is None or version != self._version:
                    own = list(session.scalars(select(OwnWord).order_by(OwnWord.id)))
                    self._synonyms = self._make(own, _spelling(session))
                    self._version = version
        except SQLAlchemyError as error:
            log.warning("words_not_read", reason=type(error).__name__)
            if self._synonyms is None:
                self._synonyms = self._make((), {})
        self._looked_at = time.monotonic()
        return self._synonyms

    def _make(self, own: Sequence[OwnWord], spelling: Mapping[str, str]) -> Synonyms:
        return make_synonyms(
            self.shipped,
            own,
            self._labels,
            self._related,
            self._stems,
            spelling=spelling,
            fact_words=self._fact_words,
        )


def by_key(rows: Iterable[SynonymRow]) -> dict[Key, SynonymRow]:
    """The rows by what they are about; of one word and meaning, the last counts."""
    return {key_of(row.variant, row.language, row.term_id or row.canonical): row for row in rows}


def make_synonyms(
    shipped: Mapping[Key, SynonymRow],
    own: Sequence[OwnWord],
    labels: Iterable[tuple[str, str, str]],
    related: Iterable[RelatedTerm],
    stems: Stems,
    *,
    spelling: Mapping[str, str],
    fact_words: FactWords | None = None,
) -> Synonyms:
    """Lays the rows of staff over those of the site: of one word and meaning, the last counts."""
    kept = dict(shipped)
    for word in own:
        key = key_of(word.variant, word.language, word.term_id or word.canonical)
        kept.pop(key, None)
        if not word.is_off:
            kept[key] = SynonymRow(
                word.canonical, word.variant, word.language, word.kind, word.term_id, word.weight
            )
    return Synonyms(kept.values(), labels, stems, related, spelling, fact_words)


def key_of(variant: str, language: str, meaning: str) -> Key:
    """What a row is about; a meaning is the id of a term, or else our own word for it."""
    return fold(variant), language, fold(meaning)


def _spelling(session: Session) -> dict[str, str]:
    return {rule.typed: rule.meant for rule in session.scalars(select(SpellingRule))}
