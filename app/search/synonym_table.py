"""The rows of the synonym table: what people say, the term we use for it, its place in the taxonomy."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

WORRY = "worry"
ABBREVIATION = "abbreviation"
NARROWER = "narrower"
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


class Meaning(NamedTuple):
    """What a phrase stands for: a canonical term, its taxonomy id if it has one, and how surely
    (0..1).

    A narrower phrase is one kind of it: judo is a sport, but who asks for judo wants no swimming.
    """

    canonical: str
    term_id: str | None
    weight: float
    is_narrower: bool = False


@dataclass(frozen=True, slots=True)
class SynonymRow:
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


class RelatedTerm(NamedTuple):
    """An offer for `other_id` alone helps somebody who needs `term_id` this well (0..1)."""

    term_id: str
    other_id: str
    weight: float


def read_related(path: Path) -> tuple[RelatedTerm, ...]:
    """Reads related terms from CSV (taxonomy_id, related_id, weight), raising OSError without it."""
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
