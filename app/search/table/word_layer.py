"""Rows of the synonym table made ready to be found, each word folded and stemmed once."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from app.search.documents import HOUSE_LANGUAGE
from app.search.table.phrases import LONGEST_PHRASE, Entry, PhraseLayer
from app.search.table.synonym_table import (
    ABBREVIATION,
    NARROWER,
    OR,
    WORRY,
    Facts,
    Meaning,
    SynonymTable,
)
from app.search.table.worries import Slot, Worry, WorryLayer, mark_small
from app.search.text.folding import WordFolder
from app.search.text.stemming import Stems

_ONE_WORD_LABEL = 0.7


class WordLayer:
    """The rows of one origin, ready to be found; a layer never changes."""

    def __init__(self, table: SynonymTable, phrases: PhraseLayer, worries: WorryLayer) -> None:
        """Takes what was made of the rows."""
        self.table, self.phrases, self.worries = table, phrases, worries

    @classmethod
    def of(cls, table: SynonymTable, stems: Stems) -> Self:
        """Makes phrases and worries of the rows; of rows about the same worry the last counts."""
        with collecting_paused():
            maker = _LayerMaker(table, stems)
            return cls(table, maker.make_phrases(), maker.make_worries())


class _LayerMaker:
    """What a layer is made of, gone when it is made."""

    def __init__(self, table: SynonymTable, stems: Stems) -> None:
        self._table = table
        self._folder = WordFolder()
        self._own_words = {
            name: self._folder.words(name)
            for name in dict.fromkeys(facts.canonical for facts in table.facts)
        }
        self._facts = [self._read(facts) for facts in table.facts]
        self._words = [self._folder.words(variant) for variant in table.variants]
        of_languages: dict[str, set[str]] = {HOUSE_LANGUAGE: set()}
        for words, number in zip(self._words, table.numbers, strict=True):
            of_languages.setdefault(table.facts[number].language, set()).update(words)
        of_languages[HOUSE_LANGUAGE].update(*self._own_words.values())
        self._stems = {
            language: stems.stem_all(words, language) for language, words in of_languages.items()
        }

    def make_phrases(self) -> PhraseLayer:
        """The phrases of the rows, and our own terms for them as Dutch phrases."""
        layer = PhraseLayer()
        names: dict[tuple[str, str | None], tuple[str, Meaning]] = {}
        wide = {(one.canonical, one.term_id) for one in self._table.facts if one.kind != NARROWER}
        rows = zip(self._table.variants, self._words, self._table.numbers, strict=True)
        for variant, words, number in rows:
            facts, meaning = self._facts[number]
            if facts.kind == WORRY:
                continue
            written = variant if facts.kind == ABBREVIATION else None
            self._add(layer, words, facts.language, meaning, written, variant)
            names.setdefault((facts.canonical, facts.term_id), (facts.canonical, meaning))
        for key, (name, meaning) in names.items():
            # A row that says the name itself knows better how sure it is.
            own = meaning._replace(weight=1.0, is_narrower=key not in wide)
            self._add(layer, self._own_words[name], HOUSE_LANGUAGE, own, None, name)
        return layer

    def make_worries(self) -> WorryLayer:
        """The worries of the rows."""
        found: dict[str, dict[tuple[str, str], Worry]] = {}
        slots: dict[tuple[str, str], Slot] = {}
        shared: dict[Slot, Slot] = {}
        rows = zip(self._table.variants, self._words, self._table.numbers, strict=True)
        for variant, words, number in rows:
            facts, meaning = self._facts[number]
            if facts.kind != WORRY:
                continue
            own: list[Slot] = []
            for word in variant.split():
                slot = slots.get((word, facts.language))
                if slot is None:
                    slot = self._slot(word, facts.language)
                    slots[word, facts.language] = slot = shared.setdefault(slot, slot)
                if slot:
                    own.append(slot)
            if own:
                about = (" ".join(words), meaning.term_id or meaning.canonical)
                worries = found.setdefault(facts.language, {})
                worries[about] = Worry(tuple(own), meaning, variant)
        return WorryLayer.of(
            {language: list(worries.values()) for language, worries in found.items()}
        )

    def _read(self, facts: Facts) -> tuple[Facts, Meaning]:
        canonical = " ".join(self._own_words[facts.canonical])
        is_narrower = facts.kind == NARROWER
        return facts, Meaning(canonical, facts.term_id, facts.weight, is_narrower)

    def _add(
        self,
        layer: PhraseLayer,
        words: Sequence[str],
        language: str,
        meaning: Meaning,
        written: str | None,
        text: str,
    ) -> None:
        stem_of = self._stems[language]
        said = words[0] if len(words) == 1 else " ".join(words)
        # Most are written as they are folded: one text for both.
        entry = Entry(meaning, text if said == text else said, written)
        layer.add([stem_of[word] for word in words], language, entry)

    def _slot(self, word: str, language: str) -> Slot:
        stem_of = self._stems[language]
        stems = set()
        for alternative in word.split(OR):
            # Of "mama's" and "mee-eters" the small part stands in many lines.
            folded = max(self._folder.words(alternative), key=len, default="")
            if folded:
                stems.add(mark_small(folded, stem_of[folded]))
        return tuple(sorted(stems))


def make_label_layer(
    labels: Sequence[tuple[str, str, str]], stems: Stems, known: PhraseLayer
) -> PhraseLayer:
    """The labels of the taxonomy as phrases; of labels with the same stems the first counts."""
    layer, folder = PhraseLayer(), WordFolder()
    for term_id, language, label in labels:
        words = folder.words(label)
        own_stems = [stems.stem(word, language) for word in words]
        key = " ".join(own_stems[:LONGEST_PHRASE])
        if not layer.knows(key, language):
            # A label of one word is often an ordinary verb: "wij wonen" is not about "Wonen".
            sureness = 1.0 if len(words) > 1 else _ONE_WORD_LABEL
            said = " ".join(words)
            layer.add(own_stems, language, Entry(Meaning(said, term_id, sureness), said, None))
            if known.knows(key, language):
                layer.single.pop(said, None)
    return layer


@contextmanager
def collecting_paused() -> Iterator[None]:
    """Leaves rubbish lie while many objects are made that all stay: looking for it takes longer."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
