"""Terms of the taxonomy by every name that families give them, worries too, typed only in part."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from app.search.arrays import Floats
from app.search.folding import fold
from app.search.snapshot import Snapshot
from app.search.suggest_phrases import Found, PhraseIndex
from app.search.suggest_typos import Beginning, near_beginnings
from app.search.synonym_table import WORRY
from app.search.synonyms import TERM_MARK, Synonyms

_MISSPELLING = "misspelling"
# Names that fewer people use come after the ones that everybody knows.
_OF_SOME = {WORRY: 0.2, "dialect": 0.3, "youth": 0.3, "transliteration": 0.3, "abbreviation": 0.1}
_HOUSE_LANGUAGE = "nl"
_OTHER, _DUTCH, _UNSURE, _LETTER, _LETTERS_COUNTED = 0.8, 0.2, 1.2, 0.06, 25
_COUNTED, _NOT_OURS, _WHOLE = 0.2, 0.8, -1.0
_TOO_FAR = 3.0
"""What costs so much more than the best of all is no proposal when a word is mistyped."""


class NamedTerm(NamedTuple):
    """A term that a beginning may mean: the name as it is written, and whether that is our own."""

    term_id: str
    name: str
    is_own: bool


class _Name(NamedTuple):
    typed: str
    term_id: str
    name: str
    is_own: bool
    language: str
    cost: float


class TermNames:
    """All names of terms; made once for a synonym table, read by many threads."""

    def __init__(self, synonyms: Synonyms) -> None:
        """Sorts the words of every name."""
        rows = list(_names(synonyms))
        self.term_ids = sorted({row.term_id for row in rows})
        numbers = {term_id: number for number, term_id in enumerate(self.term_ids)}
        self._languages = sorted({row.language for row in rows})
        codes = {language: code for code, language in enumerate(self._languages)}
        self._index = PhraseIndex(fold(row.typed) for row in rows)
        self._names = [row.name for row in rows]
        self._terms = np.array([numbers[row.term_id] for row in rows], dtype=np.int32)
        self._codes = np.array([codes[row.language] for row in rows], dtype=np.uint8)
        self._costs = np.array([row.cost for row in rows], dtype=np.float32)
        self._is_own = np.array([row.is_own for row in rows], dtype=np.bool_)

    def count(self, snapshot: Snapshot) -> Floats:
        """Gives what each term costs by its offers for families; infinite when it has none."""
        costs = np.full(len(self.term_ids), np.inf, dtype=np.float32)
        for number, term_id in enumerate(self.term_ids):
            postings = snapshot.postings(TERM_MARK + term_id)
            offers = 0 if postings is None else int(snapshot.for_families[postings[0]].sum())
            if offers:
                costs[number] = -_COUNTED * np.log10(1 + offers)
        return costs

    def list_near(self, word: str) -> list[Beginning]:
        """Gives the beginnings of words in the names that a mistyped word may be."""
        return near_beginnings(self._index.words, word)

    def find(
        self,
        words: Sequence[str],
        language: str,
        counted: Floats,
        limit: int,
        *,
        is_mistyped: bool = False,
    ) -> list[NamedTerm]:
        """Gives the terms that the words may become, the likeliest first, each once."""
        found = self._index.find_mistyped(words) if is_mistyped else self._index.find(words)
        if not len(found.numbers):
            return []
        costs = self._cost(found, sum(map(len, words)) + len(words) - 1, language, counted)
        chosen: dict[int, NamedTerm] = {}
        most = costs.min() + _TOO_FAR if is_mistyped else np.inf
        for place in np.argsort(costs, kind="stable").tolist():
            if len(chosen) >= limit or costs[place] > most or costs[place] == np.inf:
                break
            number = int(found.numbers[place])
            term = int(self._terms[number])
            if term not in chosen:
                chosen[term] = NamedTerm(
                    self.term_ids[term], self._names[number], bool(self._is_own[number])
                )
        return list(chosen.values())

    def _cost(self, found: Found, typed: int, language: str, counted: Floats) -> Floats:
        foreign = np.full(len(self._languages), _OTHER, dtype=np.float32)
        for code, known in enumerate(self._languages):
            if known in (language, _HOUSE_LANGUAGE):
                foreign[code] = 0.0 if known == language else _DUTCH
        more = np.clip(self._index.lengths[found.numbers] - typed, 0, _LETTERS_COUNTED)
        costs: Floats = (
            found.costs
            + self._costs[found.numbers]
            + foreign[self._codes[found.numbers]]
            + _LETTER * more
            + _WHOLE * ((more == 0) & (found.costs == 0))
            + counted[self._terms[found.numbers]]
        )
        return costs


def _names(synonyms: Synonyms) -> Iterator[_Name]:
    """Gives every name, our own before those of families."""
    for term_id, language, label in synonyms.labels:
        yield _Name(label, term_id, label, True, language, 0.0)
    rows = [(row, row.term_id) for row in synonyms.rows if row.term_id is not None]
    for canonical, term_id in dict.fromkeys((row.canonical, term_id) for row, term_id in rows):
        yield _Name(canonical, term_id, canonical, True, _HOUSE_LANGUAGE, 0.0)
    for row, term_id in rows:
        # Nobody is shown a misspelling: it leads to our own name.
        is_wrong = row.kind == _MISSPELLING
        name = row.canonical if is_wrong else row.variant
        cost = _NOT_OURS + _UNSURE * (1 - row.weight) + _OF_SOME.get(row.kind, 0.0)
        yield _Name(row.variant, term_id, name, is_wrong, row.language, cost)
