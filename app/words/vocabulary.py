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
from app.search.keeping import Keeper
from app.search.table.synonym_table import Key, SynonymRow, key_of
from app.search.table.synonyms import Synonyms
from app.search.text.folding import WordFolder
from app.words.models import OwnWord, SpellingRule, WordChange

__all__ = ["LOOK_AGAIN_S", "Key", "Vocabulary", "by_key", "key_of"]

LOOK_AGAIN_S = 0.4
"""So long an older table may still answer: a change counts within a second, in every process."""

log = structlog.get_logger()


class Vocabulary:
    """Gives the current synonyms; one object serves many threads.

    A change is noticed by the number of the last one. What staff own is laid over the table of the
    site in milliseconds; while one thread does so, the others answer with the old one. When the
    tables cannot be read, the last known words stay.
    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        labels: Iterable[tuple[str, str, str]],
        keeper: Keeper | None = None,
    ) -> None:
        """Reads the tables of a folder as `Synonyms.load` does; what staff own at the first use."""
        self._database = database
        self._site = Synonyms.load(folder, labels, keeper)
        """The table without anything of staff."""
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
        return by_key(self._site.ground.layer.table)

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
        told = _spelling(session) if spelling is None else spelling
        return self._site.changed_by(_laid_over(rows), told)

    def _refreshed(self) -> Synonyms:
        try:
            with self._database.reading() as session:
                version = session.scalar(select(func.max(WordChange.id))) or 0
                if self._synonyms is None or version != self._version:
                    own = session.scalars(select(OwnWord).order_by(OwnWord.id))
                    self._synonyms = self._changed(_laid_over(own), _spelling(session))
                    self._version = version
        except SQLAlchemyError as error:
            log.warning("words_not_read", reason=type(error).__name__)
            if self._synonyms is None:
                self._synonyms = self._site
        self._looked_at = time.monotonic()
        return self._synonyms

    def _changed(self, own: Mapping[Key, SynonymRow | None], told: Mapping[str, str]) -> Synonyms:
        known = self._synonyms or self._site
        # A pinned answer is a change too, and leaves the words as they are.
        if known.says_the_same(own, told):
            return known
        return self._site.changed_by(own, told)


def by_key(rows: Iterable[SynonymRow]) -> dict[Key, SynonymRow]:
    """The rows by what they are about; of one word and meaning, the last counts."""
    folder = WordFolder()
    meanings: dict[str, str] = {}
    found: dict[Key, SynonymRow] = {}
    for row in rows:
        meaning = row.term_id or row.canonical
        folded = meanings.get(meaning)
        if folded is None:
            folded = meanings[meaning] = " ".join(folder.words(meaning))
        found[" ".join(folder.words(row.variant)), row.language, folded] = row
    return found


def _laid_over(own: Iterable[OwnWord]) -> dict[Key, SynonymRow | None]:
    """The rows of staff by what they are about: of one word and meaning the last counts, and None
    stands where it no longer counts.
    """
    laid: dict[Key, SynonymRow | None] = {}
    for word in own:
        row = SynonymRow(
            word.canonical, word.variant, word.language, word.kind, word.term_id, word.weight
        )
        # The last one also stands last.
        laid.pop(row.key, None)
        laid[row.key] = None if word.is_off else row
    return laid


def _spelling(session: Session) -> dict[str, str]:
    return {rule.typed: rule.meant for rule in session.scalars(select(SpellingRule))}
