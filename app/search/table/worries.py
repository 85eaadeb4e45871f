"""Worries: few words that together show what a family needs, wherever they stand in a question."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, Self

from app.search.table.masks import Mask
from app.search.table.synonym_table import Meaning
from app.search.text.folding import Word, fold
from app.search.text.stemming import Stems
from app.search.text.stopwords import STOP_WORDS

ROOM = 7
"""So many other words may stand between the words of a worry."""

Slot = tuple[str, ...]
"""The stems of which one must be there."""


class FoundWorry(NamedTuple):
    """A worry in a row of words: the places of its words (rising), and all that it can mean."""

    places: tuple[int, ...]
    meanings: tuple[Meaning, ...]


class Worry(NamedTuple):
    """The words of a worry, each with its alternatives, and what it means."""

    slots: tuple[Slot, ...]
    meaning: Meaning
    written: str


ByStem = dict[str, dict[str, list[Worry]]]


class WorryLayer:
    """Worries of one origin, by language and by the stems of their rarest word."""

    def __init__(self, by_stem: ByStem) -> None:
        """Takes the worries as they are found."""
        self.by_stem = by_stem

    @classmethod
    def of(cls, worries: Mapping[str, Sequence[Worry]]) -> Self:
        """Keeps each worry under its rarest word only, so that few are tried."""
        by_stem: ByStem = {}
        for language, of_language in worries.items():
            counts = Counter(chain.from_iterable(worry.slots for worry in of_language))
            of_stems: dict[str, int] = {}
            for slot, count in counts.items():
                for stem in slot:
                    of_stems[stem] = of_stems.get(stem, 0) + count
            met = {slot: sum(of_stems[stem] for stem in slot) for slot in counts}
            kept = by_stem.setdefault(language, {})
            for worry in of_language:
                for stem in min(worry.slots, key=met.__getitem__):
                    kept.setdefault(stem, []).append(worry)
        return cls(by_stem)


class Worries:
    """Finds worries in the words of a search, in every language of the table.

    A worry is written as words, each of which may have alternatives: `plast/kakt broek/bed`. What
    staff masked is not found in the first layer.
    """

    def __init__(self, stems: Stems, layers: Sequence[WorryLayer], mask: Mask) -> None:
        """Takes the layers, the one that ships with the site first."""
        self._stems = stems
        self._layers = tuple(layers)
        self._mask = mask
        self._languages = tuple(dict.fromkeys(name for layer in layers for name in layer.by_stem))

    def find(
        self, words: Sequence[Word], languages: Collection[str] | None = None
    ) -> list[FoundWorry]:
        """Gives the worries in the words, of some languages or all, those of most words first."""
        found: dict[tuple[int, ...], dict[Meaning, None]] = {}
        for language in self._languages:
            if languages is not None and language not in languages:
                continue
            places = self._places(words, language)
            for stem, anchors in places.items():
                for worry in self._begun_by(stem, language):
                    near = _nearest(worry.slots, anchors, places)
                    if near is not None:
                        found.setdefault(near, {})[worry.meaning] = None
        worries = [FoundWorry(places, tuple(meanings)) for places, meanings in found.items()]
        return sorted(worries, key=lambda worry: (-len(worry.places), worry.places))

    def _begun_by(self, stem: str, language: str) -> Iterator[Worry]:
        shipped, *others = (
            layer.by_stem.get(language, _NONE).get(stem, ()) for layer in self._layers
        )
        for worry in shipped:
            if not (self._mask and self._mask.hides(fold(worry.written), language, worry.meaning)):
                yield worry
        for worries in others:
            yield from worries

    def _places(self, words: Sequence[Word], language: str) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            stem = self._stems.stem(word.folded, language)
            places.setdefault(mark_small(word.folded, stem), []).append(place)
        return places


def mark_small(word: str, stem: str) -> str:
    """Gives the stem by which a word is found: a small word is no other one with its stem.

    "Was" is no "wassen", and "dan" no "dansen".
    """
    return _SMALL_MARK + stem if word in STOP_WORDS else stem


_SMALL_MARK = "-"
_NONE: Mapping[str, Sequence[Worry]] = {}


def _nearest(
    slots: Sequence[Slot], anchors: Sequence[int], places: Mapping[str, list[int]]
) -> tuple[int, ...] | None:
    """Gives where the words stand, each as near as it comes to one place of the anchor."""
    open_places: list[list[int]] = []
    for slot in slots:
        here = [place for stem in slot for place in places.get(stem, ())]
        if not here:
            return None
        open_places.append(here)
    for first in anchors:
        chosen = {_closest(here, first) for here in open_places}
        if len(chosen) == len(slots) and max(chosen) - min(chosen) <= len(slots) + ROOM:
            return tuple(sorted(chosen))
    return None


def _closest(places: Sequence[int], to: int) -> int:
    return min(places, key=lambda place: abs(place - to))
