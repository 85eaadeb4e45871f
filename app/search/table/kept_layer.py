"""A layer of words as arrays and back, so that a process need not make the shipped one anew."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np

from app.search.arrays import AnyArray
from app.search.keeping import texts_of_array, texts_to_array
from app.search.table.phrases import PhraseLayer, Places
from app.search.table.synonym_table import Facts, Meaning, SynonymTable
from app.search.table.word_layer import WordLayer, collecting_paused
from app.search.table.worries import ByStem, Slot, Worry, WorryLayer

_Thing = TypeVar("_Thing")
_OfWord = dict[str, dict[str, _Thing]]
"""Things by language and word."""


def layer_to_arrays(layer: WordLayer) -> dict[str, AnyArray]:
    """Gives a layer as arrays, in which every text stands once."""
    return _Writer(layer).arrays


def layer_of_arrays(arrays: Mapping[str, AnyArray]) -> WordLayer:
    """Gives the layer of which the arrays were made."""
    with collecting_paused():
        reader = _Reader(arrays)
        return WordLayer(reader.read_table(), reader.read_phrases(), reader.read_worries())


class _Writer:
    def __init__(self, layer: WordLayer) -> None:
        self.arrays: dict[str, AnyArray] = {}
        table, phrases = layer.table, layer.phrases
        self._texts = list(table.variants)
        self._place_of = {text: place for place, text in enumerate(self._texts)}
        languages = list(dict.fromkeys((*phrases.places, *layer.worries.by_stem)))
        self._number_of = {language: number for number, language in enumerate(languages)}
        self._note("rows", table.numbers)
        self._note("meaning_of", phrases.meaning_of)
        self._note_places("said", phrases.said)
        self._note_words(
            "phrase",
            _mapped(phrases.places, lambda found: [found] if isinstance(found, int) else found),
        )
        self._note_words("length", _mapped(phrases.lengths, lambda length: [length]))
        self._note_places("single", phrases.single)
        self._note("single_language", map(self._number_of.__getitem__, phrases.single.values()))
        meanings = list(phrases.meanings)
        self._note_worries(layer.worries, meanings)
        notes = {
            "facts": table.facts,
            "fingerprint": table.fingerprint,
            "languages": languages,
            "meanings": meanings,
            "written": list(phrases.written.items()),
        }
        self.arrays["notes"] = np.frombuffer(json.dumps(notes).encode(), np.uint8)
        self.arrays["texts"] = texts_to_array(self._texts)

    def _note_worries(self, layer: WorryLayer, meanings: list[Meaning]) -> None:
        meaning_of = {meaning: number for number, meaning in enumerate(meanings)}
        slots: dict[Slot, int] = {}
        worries: dict[Worry, int] = {}
        self._note_words(
            "worry",
            _mapped(
                layer.by_stem,
                lambda found: [worries.setdefault(worry, len(worries)) for worry in found],
            ),
        )
        for worry in worries:
            if worry.meaning not in meaning_of:
                meaning_of[worry.meaning] = len(meanings)
                meanings.append(worry.meaning)
        self._note("worry_meaning", (meaning_of[worry.meaning] for worry in worries))
        self._note_places("worry_written", (worry.written for worry in worries))
        self._note_many(
            "worry_slots",
            ([slots.setdefault(slot, len(slots)) for slot in worry.slots] for worry in worries),
        )
        self._note_many("slots", ([self._place(stem) for stem in slot] for slot in slots))

    def _note_words(self, name: str, words: _OfWord[Sequence[int]]) -> None:
        flat = [
            (language, word, many) for language, own in words.items() for word, many in own.items()
        ]
        self._note(f"{name}_language", (self._number_of[language] for language, _, _ in flat))
        self._note_places(f"{name}_word", (word for _, word, _ in flat))
        self._note_many(name, (many for _, _, many in flat))

    def _note_many(self, name: str, rows: Iterable[Sequence[int]]) -> None:
        kept = list(rows)
        self._note(f"{name}_counts", map(len, kept))
        self._note(name, (number for row in kept for number in row))

    def _note_places(self, name: str, texts: Iterable[str]) -> None:
        self._note(name, map(self._place, texts))

    def _note(self, name: str, numbers: Iterable[int]) -> None:
        self.arrays[name] = np.fromiter(numbers, np.uint32)

    def _place(self, text: str) -> int:
        place = self._place_of.setdefault(text, len(self._texts))
        if place == len(self._texts):
            self._texts.append(text)
        return place


class _Reader:
    def __init__(self, arrays: Mapping[str, AnyArray]) -> None:
        self._arrays = arrays
        self._texts = texts_of_array(arrays["texts"])
        self._notes: dict[str, Any] = json.loads(arrays["notes"].tobytes())
        self._languages: list[str] = self._notes["languages"]
        self._meanings = [Meaning(*meaning) for meaning in self._notes["meanings"]]

    def read_table(self) -> SynonymTable:
        table = SynonymTable()
        table.numbers = self._numbers("rows")
        table.variants = self._texts[: len(table.numbers)]
        table.facts = [Facts(*facts) for facts in self._notes["facts"]]
        table.fingerprint = self._notes["fingerprint"]
        return table

    def read_phrases(self) -> PhraseLayer:
        layer = PhraseLayer()
        layer.places = self._places()
        layer.lengths = self._words("length", (one for (one,) in self._many("length")))
        layer.meanings = self._meanings
        layer.meaning_of = self._numbers("meaning_of")
        layer.said = list(self._read_texts("said"))
        layer.written = dict(self._notes["written"])
        languages = map(self._languages.__getitem__, self._arrays["single_language"].tolist())
        layer.single = dict(zip(self._read_texts("single"), languages, strict=True))
        return layer

    def read_worries(self) -> WorryLayer:
        slots = [tuple(map(self._texts.__getitem__, stems)) for stems in self._many("slots")]
        rows = zip(
            self._many("worry_slots"),
            self._arrays["worry_meaning"].tolist(),
            self._read_texts("worry_written"),
            strict=True,
        )
        worries = [
            Worry(tuple(map(slots.__getitem__, numbers)), self._meanings[meaning], written)
            for numbers, meaning, written in rows
        ]
        by_stem: ByStem = self._words(
            "worry", (list(map(worries.__getitem__, numbers)) for numbers in self._many("worry"))
        )
        return WorryLayer(by_stem)

    def _places(self) -> Places:
        # Most stand alone: a number takes less room than a list with one.
        return self._words(
            "phrase",
            (numbers[0] if len(numbers) == 1 else numbers for numbers in self._many("phrase")),
        )

    def _words(self, name: str, things: Iterable[_Thing]) -> _OfWord[_Thing]:
        found: list[dict[str, _Thing]] = [{} for _ in self._languages]
        languages = self._arrays[f"{name}_language"].tolist()
        words = self._read_texts(f"{name}_word")
        for language, word, thing in zip(languages, words, things, strict=True):
            found[language][word] = thing
        return {language: own for language, own in zip(self._languages, found, strict=True) if own}

    def _many(self, name: str) -> Iterator[list[int]]:
        numbers: list[int] = self._arrays[name].tolist()
        start = 0
        for count in self._arrays[f"{name}_counts"].tolist():
            yield numbers[start : start + count]
            start += count

    def _read_texts(self, name: str) -> Iterator[str]:
        return map(self._texts.__getitem__, self._arrays[name].tolist())

    def _numbers(self, name: str) -> array[int]:
        return array("I", self._arrays[name].tobytes())


def _mapped(words: _OfWord[Any], change: Callable[[Any], Sequence[int]]) -> _OfWord[Sequence[int]]:
    return {
        language: {word: change(thing) for word, thing in own.items()}
        for language, own in words.items()
    }
