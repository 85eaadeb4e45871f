"""The names of terms in layers, as the synonym table has them: each layer is sorted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np

from app.search.arrays import AnyArray, Floats, Integers
from app.search.documents import HOUSE_LANGUAGE
from app.search.keeping import KeptTexts, texts_of_array, texts_to_array
from app.search.suggesting.phrases import Found, PhraseIndex, phrase_arrays
from app.search.table.masks import Mask
from app.search.table.synonym_table import NARROWER, WORRY, Facts, Meaning, SynonymTable
from app.search.table.word_layer import collecting_paused
from app.search.text.folding import WordFolder

_MISSPELLING = "misspelling"
# Names that fewer people use come after the ones that everybody knows.
_OF_SOME = {WORRY: 0.2, "dialect": 0.3, "youth": 0.3, "transliteration": 0.3, "abbreviation": 0.1}
_OTHER, _DUTCH, _UNSURE, _LETTER, _LETTERS_COUNTED = 0.8, 0.2, 1.2, 0.06, 25
_NOT_OURS, _WHOLE = 0.8, -1.0

Label = tuple[str, str, str]
"""A term, a language, and what we call the term in it."""


class NamedTerm(NamedTuple):
    """A term that a beginning may mean: the name as it is written, and whether that is our own."""

    term_id: str
    name: str
    is_own: bool


class _Kind(NamedTuple):
    """What many names have in common."""

    term_id: str
    language: str
    cost: float
    shown: str = ""
    """What is shown instead of the name: nobody is shown a misspelling."""
    is_own: bool = True


class NameLayer:
    """The names of one origin: our own for the terms first, then those of families."""

    def __init__(self, arrays: Mapping[str, AnyArray], count_of_ours: int) -> None:
        """Takes the arrays of `name_arrays`, and how many of the names are our own."""
        self.index = PhraseIndex(arrays)
        self._names = KeptTexts(arrays["names"])
        self.term_ids = texts_of_array(arrays["term_ids"])
        self._languages = texts_of_array(arrays["languages"])
        self._is_own, self._terms = arrays["is_own"], arrays["terms"]
        self._codes, self._costs = arrays["codes"], arrays["costs"]
        self._count_of_ours = count_of_ours

    @classmethod
    def of(cls, ours: Sequence[Label], table: SynonymTable) -> Self:
        """Makes the layer of our own names, and of rows, of which those with a term are names of
        it.
        """
        return cls(name_arrays(ours, table), len(ours))

    def masked_costs(self, mask: Mask) -> Floats:
        """Gives what the names cost by themselves; those of families that staff took out, without
        end.
        """
        if not mask:
            return self._costs
        costs = self._costs.copy()
        for said, language, _meaning in mask.keys:
            for number in self.index.list_same(said):
                term_id = self.term_ids[self._terms[number]]
                known = self._languages[self._codes[number]]
                is_theirs = number >= self._count_of_ours and known == language
                if is_theirs and mask.hides(said, language, Meaning("", term_id, 1.0)):
                    costs[number] = np.inf
        return costs

    def name_of(self, number: int) -> NamedTerm:
        """Gives a name with its term."""
        term_id = self.term_ids[self._terms[number]]
        return NamedTerm(term_id, self._names[number], bool(self._is_own[number]))

    def terms_of(self, numbers: Integers) -> Integers:
        """Gives the places in `term_ids` of the terms of names."""
        return self._terms[numbers]

    def cost(self, found: Found, typed: int, language: str, own_costs: Floats) -> Floats:
        """Gives what names cost for so many typed letters, before their offers count."""
        foreign = np.full(len(self._languages), _OTHER, dtype=np.float32)
        for code, known in enumerate(self._languages):
            if known in (language, HOUSE_LANGUAGE):
                foreign[code] = 0.0 if known == language else _DUTCH
        more = np.clip(self.index.lengths[found.numbers] - typed, 0, _LETTERS_COUNTED)
        costs: Floats = (
            found.costs
            + own_costs[found.numbers]
            + foreign[self._codes[found.numbers]]
            + _LETTER * more
            + _WHOLE * ((more == 0) & (found.costs == 0))
        )
        return costs


def name_arrays(ours: Sequence[Label], table: SynonymTable) -> dict[str, AnyArray]:
    """Gives what a layer of names is made of."""
    with collecting_paused():
        kinds, numbers, texts = _list_names(ours, table)
        folder = WordFolder()
        shown = [kind.shown for kind in kinds]
        names = [shown[number] or text for number, text in zip(numbers, texts, strict=True)]
        term_ids = list(dict.fromkeys(kind.term_id for kind in kinds))
        languages = list(dict.fromkeys(kind.language for kind in kinds))
        of_kinds = np.array(numbers, dtype=np.int32)
        return {
            **phrase_arrays(folder.words(text) for text in texts),
            "names": texts_to_array(names),
            "term_ids": texts_to_array(term_ids),
            "languages": texts_to_array(languages),
            "is_own": np.array([kind.is_own for kind in kinds], np.bool_)[of_kinds],
            "terms": _places(term_ids, (kind.term_id for kind in kinds))[of_kinds],
            "codes": _places(languages, (kind.language for kind in kinds))[of_kinds],
            "costs": np.array([kind.cost for kind in kinds], np.float32)[of_kinds],
        }


def list_canonical(table: SynonymTable) -> list[Label]:
    """Gives our own words in the rows of a table, as Dutch names of their terms."""
    return list(
        dict.fromkeys(
            (facts.term_id, HOUSE_LANGUAGE, facts.canonical)
            for facts in table.facts
            if facts.term_id is not None and facts.kind != NARROWER
        )
    )


def _list_names(
    ours: Sequence[Label], table: SynonymTable
) -> tuple[list[_Kind], list[int], list[str]]:
    kinds = [_Kind(term_id, language, 0.0) for term_id, language, _label in ours]
    numbers, texts = list(range(len(kinds))), [label for _term_id, _language, label in ours]
    of_facts: list[int] = []
    for facts in table.facts:
        of_facts.append(len(kinds) if facts.term_id is not None else -1)
        if facts.term_id is not None:
            kinds.append(_kind_of(facts, facts.term_id))
    for variant, number in zip(table.variants, table.numbers, strict=True):
        if of_facts[number] >= 0:
            numbers.append(of_facts[number])
            texts.append(variant)
    return kinds, numbers, texts


def _kind_of(facts: Facts, term_id: str) -> _Kind:
    is_wrong = facts.kind == _MISSPELLING
    cost = _NOT_OURS + _UNSURE * (1 - facts.weight) + _OF_SOME.get(facts.kind, 0.0)
    shown = facts.canonical if is_wrong else ""
    return _Kind(term_id, facts.language, cost, shown, is_wrong)


def _places(known: Sequence[str], values: Iterable[str]) -> Integers:
    places = {value: place for place, value in enumerate(known)}
    return np.array([places[value] for value in values], dtype=np.int32)
