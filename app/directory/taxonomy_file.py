"""The taxonomy's file: one row a term, labels and explanations in a column per language."""

from __future__ import annotations

import csv
from pathlib import Path

from app.directory.operations.partners import TermDraft
from app.i18n import LANGUAGES


def read_taxonomy_file(path: Path) -> list[TermDraft]:
    """The terms of taxonomy.csv in their order, with labels in every language of the site."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        TermDraft(
            id=row["id"],
            parent_id=row["parent_id"] or None,
            facet=row["facet"],
            icon=row["icon"],
            age_min_months=int(row["age_min_months"]) if row["age_min_months"] else None,
            age_max_months=int(row["age_max_months"]) if row["age_max_months"] else None,
            texts={
                code: (row[f"label_{code}"], row.get(f"description_{code}") or "")
                for code in LANGUAGES
                if row.get(f"label_{code}")
            },
        )
        for row in rows
    ]
