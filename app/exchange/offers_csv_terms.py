"""The terms of the taxonomy in an offers CSV: themes, accessibility and reductions, both ways."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.directory.catalogue import Taxonomy
from app.directory.models.terms import Facet

SHORT_ACCESSIBILITY: Mapping[str, str] = {
    "wheelchair": "acc-wheelchair",
    "stroller": "acc-buggy",
    "quiet-room": "acc-quiet",
    "near-public-transport": "acc-public-transport",
}
SHORT_REDUCTIONS: Mapping[str, str] = {
    "uitpas": "pass-uitpas",
    "kansentarief": "pass-uitpas-reduced",
    "income": "acc-income-tariff",
}
THEME_FACETS = frozenset({Facet.DOMAIN.value, Facet.FORM.value})
_SHORT_NAMES = {
    term_id: short for short, term_id in {**SHORT_ACCESSIBILITY, **SHORT_REDUCTIONS}.items()
}


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass(frozen=True, slots=True)
class TermGroups:
    """The terms of an offer by the column that tells them; `others` are in no column."""

    themes: tuple[str, ...]
    accessibility: tuple[str, ...]
    reductions: tuple[str, ...]
    others: tuple[str, ...]


class Vocabulary:
    """Finds terms by id, short name or label in any language."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        """Make the tables of one taxonomy; of terms with the same label the first one counts."""
        self._facets = {term.id: term.facet for term in taxonomy.terms.values()}
        self._themes: dict[str, str] = {}
        self._accessibility: dict[str, str] = {}
        self._reductions: dict[str, str] = {}
        for term in taxonomy.terms.values():
            for table in self._tables(term.id, term.facet):
                for label in (term.id, *term.labels.values()):
                    table.setdefault(_fold(label), term.id)
        for short, table in (
            (SHORT_ACCESSIBILITY, self._accessibility),
            (SHORT_REDUCTIONS, self._reductions),
        ):
            table.update({name: key for name, key in short.items() if key in self._facets})

    def _tables(self, term_id: str, facet: str) -> Iterable[dict[str, str]]:
        if facet in THEME_FACETS:
            yield self._themes
        if facet == Facet.ACCESSIBILITY.value:
            yield self._accessibility
        if self._is_reduction(term_id, facet):
            yield self._reductions

    @staticmethod
    def _is_reduction(term_id: str, facet: str) -> bool:
        return facet == Facet.PASSES.value or term_id in SHORT_REDUCTIONS.values()

    def find_theme(self, text: str) -> str | None:
        """The domain or form that a text names, or None."""
        return self._themes.get(_fold(text))

    def find_accessibility(self, text: str) -> str | None:
        """The accessibility term that a text names, or None."""
        return self._accessibility.get(_fold(text))

    def find_reduction(self, text: str) -> str | None:
        """The pass or tariff that a text names, or None: then it is a reduction in free words."""
        return self._reductions.get(_fold(text))

    def suggest_theme(self, text: str) -> str:
        """The label or id nearest to a text that names no theme, or nothing."""
        return _closest(text, self._themes)

    def suggest_accessibility(self, text: str) -> str:
        """The label or id nearest to a text that names no accessibility term, or nothing."""
        return _closest(text, self._accessibility)

    def group(self, term_ids: Iterable[str]) -> TermGroups:
        """The terms of an offer by column, each group in its order."""
        groups: dict[str, list[str]] = {"themes": [], "access": [], "reductions": [], "others": []}
        for term_id in term_ids:
            facet = self._facets.get(term_id, "")
            if self._is_reduction(term_id, facet):
                groups["reductions"].append(term_id)
            elif facet in THEME_FACETS:
                groups["themes"].append(term_id)
            elif facet == Facet.ACCESSIBILITY.value:
                groups["access"].append(term_id)
            else:
                groups["others"].append(term_id)
        return TermGroups(
            tuple(groups["themes"]),
            tuple(groups["access"]),
            tuple(groups["reductions"]),
            tuple(groups["others"]),
        )


def short_name(term_id: str) -> str:
    """The short name of a term in the file, or its id when it has none."""
    return _SHORT_NAMES.get(term_id, term_id)


def _closest(text: str, table: Mapping[str, str]) -> str:
    found = difflib.get_close_matches(_fold(text)[:100], table, n=1, cutoff=0.6)
    return found[0] if found else ""
