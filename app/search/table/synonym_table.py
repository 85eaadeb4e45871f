"""The rows of the synonym table: what people say, the term we use for it, and its place."""

from __future__ import annotations

import csv
import zlib
from array import array
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from app.search.text.folding import fold

WORRY = "worry"
ABBREVIATION = "abbreviation"
NARROWER = "narrower"
_COLUMNS = ("variant", "canonical_term", "lang", "kind", "taxonomy_id", "weight")
OR = "/"
"""Stands between alternatives of a word in a worry."""
KINDS = (
    "synonym",
    "colloquial",
    "dialect",
    "youth",
    NARROWER,
    "misspelling",
    "translation",
    "transliteration",
    ABBREVIATION,
    WORRY,
)

Key = tuple[str, str, str]
"""A folded variant, its language and its meaning: what one row is about."""


def key_of(variant: str, language: str, meaning: str) -> Key:
    """What a row is about; a meaning is the id of a term, or else our own word for it."""
    return fold(variant), language, fold(meaning)


class Meaning(NamedTuple):
    """What a phrase stands for: a canonical term, its taxonomy id if it has one, and how surely
    (0..1).

    A narrower phrase is one kind of it: judo is a sport, but who asks for judo wants no swimming.
    """

    canonical: str
    term_id: str | None
    weight: float
    is_narrower: bool = False


class SynonymRow(NamedTuple):
    """One row of the table.

    An abbreviation counts in texts only as it is written. The words of a worry may stand in any
    order with others between them, may have alternatives (`plast/kakt bed/broek`), and count in
    searches only.
    """

    canonical: str
    variant: str
    language: str
    kind: str = "synonym"
    term_id: str | None = None
    weight: float = 1.0

    @property
    def key(self) -> Key:
        """What the row is about."""
        return key_of(self.variant, self.language, self.term_id or self.canonical)


class Facts(NamedTuple):
    """What a row says of its variant; many rows say the same."""

    canonical: str
    language: str
    kind: str
    term_id: str | None
    weight: float


class SynonymTable:
    """Many rows in little room: what several say is kept once, a row is made when it is read."""

    def __init__(self, rows: Iterable[SynonymRow] = ()) -> None:
        """Takes the rows in their order."""
        numbers: dict[Facts, int] = {}
        self.variants: list[str] = []
        self.numbers = array("I")
        """For each row which of the facts it says."""
        for row in rows:
            facts = Facts(row.canonical, row.language, row.kind, row.term_id, row.weight)
            self.variants.append(row.variant)
            self.numbers.append(numbers.setdefault(facts, len(numbers)))
        self.facts = list(numbers)

    @classmethod
    def read(cls, path: Path) -> SynonymTable:
        """Reads the table from CSV (canonical_term, variant, lang, kind, taxonomy_id, weight),
        raising OSError without it and ValueError without one of the columns.
        """
        table = cls()
        numbers: dict[tuple[str, ...], int] = {}
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            names = next(lines)
            variant, *columns = (names.index(name) for name in _COLUMNS)
            said_in = itemgetter(*columns)
            for line in filter(None, lines):
                table.variants.append(line[variant])
                table.numbers.append(numbers.setdefault(said_in(line), len(numbers)))
        shared: dict[str, str] = {}
        for *texts, written in numbers:
            name, language_, kind_, term = (shared.setdefault(text, text) for text in texts)
            table.facts.append(Facts(name, language_, kind_, term or None, float(written or 1.0)))
        return table

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.variants)

    def __getitem__(self, number: int) -> SynonymRow:
        """One row; raises IndexError past the last."""
        return _row(self.variants[number], self.facts[self.numbers[number]])

    def __iter__(self) -> Iterator[SynonymRow]:
        """The rows in their order."""
        for variant, number in zip(self.variants, self.numbers, strict=True):
            yield _row(variant, self.facts[number])

    def list_without(self, hidden: Collection[Key]) -> list[SynonymRow]:
        """Gives the rows that are not about the hidden keys."""
        meanings = {(language, meaning) for _said, language, meaning in hidden}
        languages = {language for language, _meaning in meanings}
        doubtful = {
            number
            for number, facts in enumerate(self.facts)
            if facts.language in languages
            and (facts.language, fold(facts.term_id or facts.canonical)) in meanings
        }
        return [
            row
            for row, number in zip(self, self.numbers, strict=True)
            if number not in doubtful or row.key not in hidden
        ]

    @cached_property
    def fingerprint(self) -> int:
        """Changes with what the table makes of texts of offers; worries are for searches only."""
        said = [None if facts.kind == WORRY else repr(facts) for facts in self.facts]
        lines = (
            variant + facts
            for variant, number in zip(self.variants, self.numbers, strict=True)
            if (facts := said[number]) is not None
        )
        return zlib.crc32("\n".join(lines).encode())


def _row(variant: str, facts: Facts) -> SynonymRow:
    canonical, language, kind, term_id, weight = facts
    return SynonymRow(canonical, variant, language, kind, term_id, weight)


class RelatedTerm(NamedTuple):
    """An offer for `other_id` alone helps somebody who needs `term_id` this well (0..1)."""

    term_id: str
    other_id: str
    weight: float


def read_related(path: Path) -> tuple[RelatedTerm, ...]:
    """Reads related terms from CSV (taxonomy_id, related_id, weight); raises OSError without it."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            RelatedTerm(row["taxonomy_id"], row["related_id"], float(row["weight"]))
            for row in csv.DictReader(file)
        )


def group_related(rows: Iterable[RelatedTerm]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Gives for each term the others that help, the best first."""
    found: dict[str, dict[str, float]] = {}
    for row in rows:
        if row.term_id != row.other_id:
            others = found.setdefault(row.term_id, {})
            others[row.other_id] = max(others.get(row.other_id, 0.0), row.weight)
    return {
        term_id: tuple(sorted(others.items(), key=lambda item: (-item[1], item[0])))
        for term_id, others in found.items()
    }
