"""The synonym table: what people say, the term we use for it, and its place in the taxonomy."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol, Self

from app.search.fact_words import FactWords, read_fact_words
from app.search.folding import Word, fold, split_words
from app.search.phrases import Phrase, Phrases
from app.search.stemming import Stems
from app.search.synonym_table import (
    ABBREVIATION,
    NARROWER,
    WORRY,
    Meaning,
    RelatedTerm,
    SynonymRow,
    group_related,
    read_related,
    read_synonyms,
)
from app.search.worries import FoundWorry, Worries

CONCEPT_MARK = "="
TERM_MARK = "#"
_HOUSE_LANGUAGE = "nl"
_ONE_WORD_LABEL = 0.7


class WordSource(Protocol):
    """What gives the synonyms of now."""

    def current(self) -> Synonyms:
        """Gives the table; the same object until something in it changes."""
        ...


class Synonyms:
    """Finds known phrases in queries and texts, by stems, in every language of the table."""

    def __init__(
        self,
        rows: Iterable[SynonymRow] = (),
        labels: Iterable[tuple[str, str, str]] = (),
        stems: Stems | None = None,
        related: Iterable[RelatedTerm] = (),
        spelling: Mapping[str, str] | None = None,
        fact_words: FactWords | None = None,
    ) -> None:
        """Takes the rows of the table, labels of the taxonomy as (term id, language, label), which
        terms help for which others, how staff want typed words read (empty: as they are), and what
        says a fact in other languages.
        """
        self.spelling = spelling or {}
        self.fact_words = fact_words or FactWords()
        self.stems = stems or Stems()
        self._worries = Worries(self.stems)
        self._phrases = Phrases(self.stems)
        self._labels: dict[str, dict[str, str]] = {}
        self._own_terms: dict[str, list[Word]] = {}
        self._named: set[tuple[str, str | None]] = set()
        self._related = group_related(related)
        self.rows, self.labels = tuple(rows), tuple(labels)
        for row in self.rows:
            self._add_row(row)
        for term_id, language, label in self.labels:
            self._labels.setdefault(term_id, {})[language] = label
            words = split_words(label)
            if not self._phrases.knows(words, language):
                # A label of one word is often an ordinary verb: "wij wonen" is not about "Wonen".
                sureness = 1.0 if len(words) > 1 else _ONE_WORD_LABEL
                self._phrases.add(words, language, Meaning(fold(label), term_id, sureness), None)
        self._worries.settle()

    def _canonical(self, term: str) -> list[Word]:
        """Gives the words of one of our own terms; there are few, each with many rows."""
        words = self._own_terms.get(term)
        if words is None:
            words = self._own_terms[term] = split_words(term)
        return words

    def _add_row(self, row: SynonymRow) -> None:
        canonical = self._canonical(row.canonical)
        folded = " ".join(word.folded for word in canonical)
        meaning = Meaning(folded, row.term_id, row.weight, row.kind == NARROWER)
        if row.kind == WORRY:
            self._worries.add(row.variant, row.language, meaning)
            return
        words = split_words(row.variant)
        written = row.variant if row.kind == ABBREVIATION else None
        self._phrases.add(words, row.language, meaning, written)
        if (row.canonical, row.term_id) not in self._named:
            self._named.add((row.canonical, row.term_id))
            meaning = meaning._replace(weight=1.0, is_narrower=False)
            self._phrases.add(canonical, _HOUSE_LANGUAGE, meaning, None)

    @classmethod
    def load(cls, folder: Path, labels: Iterable[tuple[str, str, str]] = ()) -> Self:
        """Reads `synonyms.csv`, `related.csv` and `fact_words.csv` of a folder."""
        return cls(
            read_synonyms(folder / "synonyms.csv"),
            labels,
            related=read_related(folder / "related.csv"),
            fact_words=FactWords(read_fact_words(folder / "fact_words.csv")),
        )

    def current(self) -> Self:
        """Gives itself: a table that never changes."""
        return self

    @cached_property
    def fingerprint(self) -> int:
        """Changes with what the table makes of the texts of offers; worries are for searches."""
        rows = [row for row in self.rows if row.kind != WORRY]
        return zlib.crc32(repr((rows, self.labels)).encode())

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which phrases are known."""
        return self._phrases.languages

    def list_words(self) -> Mapping[str, str]:
        """Gives the single-word phrases as folded word to language, for spelling correction."""
        return self._phrases.single

    def find_label(self, term_id: str, language: str) -> str | None:
        """Gives the label of a term in a language, or else in Dutch."""
        labels = self._labels.get(term_id, {})
        return labels.get(language, labels.get(_HOUSE_LANGUAGE))

    def list_related(self, term_id: str) -> tuple[tuple[str, float], ...]:
        """Gives the terms whose offers also help, with how well (0..1), the best first."""
        return self._related.get(term_id, ())

    def find_worries(
        self, words: Sequence[Word], languages: Collection[str] | None = None
    ) -> list[FoundWorry]:
        """Gives the worries in the words of a search, the ones of most words first."""
        return self._worries.find(words, languages)

    def find_phrases(
        self,
        words: Sequence[Word],
        *,
        languages: Collection[str] | None = None,
        text: str | None = None,
    ) -> tuple[Phrase, ...]:
        """Finds the longest known phrases, left to right, not overlapping.

        Phrases of every language count, or only of some. With the original text abbreviations must
        be written as in the table (`SO`, not `so`).
        """
        spoken = self.languages if languages is None else tuple(languages)
        return self._phrases.find(words, spoken, text)
