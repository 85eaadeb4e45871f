"""The synonym table: what people say, the term we use for it, and its place in the taxonomy."""

import csv
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

from app.search.folding import Word, fold, split_words
from app.search.stemming import Stems

CONCEPT_MARK = "="
TERM_MARK = "#"
_LONGEST_PHRASE = 8
_ABBREVIATION = "abbreviation"
_HOUSE_LANGUAGE = "nl"


class Meaning(NamedTuple):
    """What a phrase stands for: a canonical term, its taxonomy id if it has one, and how surely
    (0..1).
    """

    canonical: str
    term_id: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class SynonymRow:
    """One row of the table; an abbreviation counts in texts only as it is written."""

    canonical: str
    variant: str
    language: str
    kind: str = "synonym"
    term_id: str | None = None
    weight: float = 1.0


class Phrase(NamedTuple):
    """A known phrase in a row of words: the words `first` up to `end`, and all it can mean."""

    first: int
    end: int
    meanings: tuple[Meaning, ...]


class TermName(NamedTuple):
    """A name under which a taxonomy term is known; `variant` is empty for the name we use
    ourselves.
    """

    folded: str
    term_id: str
    shown: str
    variant: str


class _Entry(NamedTuple):
    meaning: Meaning
    written: str | None


def read_synonyms(path: Path) -> tuple[SynonymRow, ...]:
    """Reads the table from CSV (canonical_term, variant, lang, kind, taxonomy_id, weight), raising
    OSError without it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            SynonymRow(
                canonical=row["canonical_term"],
                variant=row["variant"],
                language=row["lang"],
                kind=row["kind"],
                term_id=row["taxonomy_id"] or None,
                weight=float(row.get("weight") or 1.0),
            )
            for row in csv.DictReader(file)
        )


class Synonyms:
    """Finds known phrases in queries and texts, by stems, in every language of the table."""

    def __init__(
        self,
        rows: Iterable[SynonymRow] = (),
        labels: Iterable[tuple[str, str, str]] = (),
        stems: Stems | None = None,
    ) -> None:
        """Takes the rows of the table and labels of the taxonomy as (term id, language, label)."""
        self.stems = stems or Stems()
        self._phrases: dict[str, dict[tuple[str, ...], list[_Entry]]] = {}
        self._lengths: dict[str, dict[str, int]] = {}
        self._surfaces: dict[str, str] = {}
        self._labels: dict[str, dict[str, str]] = {}
        self._names: dict[tuple[str, str], tuple[str, str]] = {}
        rows, labels = tuple(rows), tuple(labels)
        self.fingerprint = zlib.crc32(repr((rows, labels)).encode())
        for row in rows:
            meaning = Meaning(fold(row.canonical), row.term_id, row.weight)
            written = row.variant if row.kind == _ABBREVIATION else None
            self._add(row.variant, row.language, meaning, written)
            self._add(row.canonical, _HOUSE_LANGUAGE, meaning._replace(weight=1.0), None)
            if row.term_id is not None:
                self._names.setdefault(
                    (fold(row.variant), row.term_id), (row.canonical, row.variant)
                )
                self._names.setdefault((fold(row.canonical), row.term_id), (row.canonical, ""))
        for term_id, language, label in labels:
            self._labels.setdefault(term_id, {})[language] = label
            self._names.setdefault((fold(label), term_id), (label, ""))
            if not self._knows(label, language):
                self._add(label, language, Meaning(fold(label), term_id, 1.0), None)

    @classmethod
    def load(cls, path: Path, labels: Iterable[tuple[str, str, str]] = ()) -> Self:
        """Reads the table from its CSV file."""
        return cls(read_synonyms(path), labels)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which phrases are known."""
        return tuple(self._phrases)

    def list_words(self) -> dict[str, str]:
        """Gives the single-word phrases as folded word to language, for spelling correction."""
        return dict(self._surfaces)

    def list_names(self) -> list[TermName]:
        """Gives every name of a taxonomy term, in order of its folded form."""
        return [
            TermName(folded, term_id, shown, variant)
            for (folded, term_id), (shown, variant) in sorted(self._names.items())
        ]

    def find_label(self, term_id: str, language: str) -> str | None:
        """Gives the label of a term in a language, or else in Dutch."""
        labels = self._labels.get(term_id, {})
        return labels.get(language, labels.get(_HOUSE_LANGUAGE))

    def find_phrases(
        self, words: Sequence[Word], *, language: str | None = None, text: str | None = None
    ) -> tuple[Phrase, ...]:
        """Finds the longest known phrases, left to right, not overlapping.

        With a language only phrases of that language count, else those of every language. With the
        original text
        abbreviations must be written as in the table (`SO`, not `so`).
        """
        languages = (language,) if language is not None else self.languages
        found: list[Phrase] = []
        position = 0
        while position < len(words):
            if not self._may_start(words[position].folded, languages):
                position += 1
                continue
            phrase = self._longest_at(words, position, languages, text)
            if phrase is None:
                position += 1
            else:
                found.append(phrase)
                position = phrase.end
        return tuple(found)

    def _may_start(self, word: str, languages: Sequence[str]) -> bool:
        stem = self.stems.stem
        return any(
            stem(word, language) in self._lengths.get(language, ()) for language in languages
        )

    def _longest_at(
        self,
        words: Sequence[Word],
        position: int,
        languages: Sequence[str],
        text: str | None,
    ) -> Phrase | None:
        best_length = 0
        best: dict[Meaning, None] = {}
        for language in languages:
            lengths = self._lengths.get(language)
            if lengths is None:
                continue
            first = self.stems.stem(words[position].folded, language)
            longest = min(lengths.get(first, 0), len(words) - position)
            for length in range(longest, max(best_length, 1) - 1, -1):
                key = tuple(
                    self.stems.stem(word.folded, language)
                    for word in words[position : position + length]
                )
                meanings = [
                    entry.meaning
                    for entry in self._phrases[language].get(key, ())
                    if text is None or _is_written(entry, words, position, length, text)
                ]
                if meanings:
                    if length > best_length:
                        best_length, best = length, {}
                    best.update(dict.fromkeys(meanings))
                    break
        return Phrase(position, position + best_length, tuple(best)) if best else None

    def _knows(self, label: str, language: str) -> bool:
        return self._key(label, language) in self._phrases.get(language, {})

    def _key(self, phrase: str, language: str) -> tuple[str, ...]:
        return tuple(self.stems.stem(word.folded, language) for word in split_words(phrase))

    def _add(self, phrase: str, language: str, meaning: Meaning, written: str | None) -> None:
        key = self._key(phrase, language)[:_LONGEST_PHRASE]
        if not key:
            return
        entries = self._phrases.setdefault(language, {}).setdefault(key, [])
        entry = _Entry(meaning, written)
        if all(known.meaning[:2] != meaning[:2] for known in entries):
            entries.append(entry)
        lengths = self._lengths.setdefault(language, {})
        lengths[key[0]] = max(lengths.get(key[0], 0), len(key))
        if len(key) == 1 and written is None:
            self._surfaces.setdefault(split_words(phrase)[0].folded, language)


def _is_written(
    entry: _Entry, words: Sequence[Word], position: int, length: int, text: str
) -> bool:
    if entry.written is None:
        return True
    span = text[words[position].start : words[position + length - 1].end]
    return span == entry.written
