"""Worries: few words that together show what a family needs, wherever they stand in a question."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from app.search.folding import Word, split_words
from app.search.stemming import Stems
from app.search.synonym_table import OR, Meaning

ROOM = 7
"""So many other words may stand between the words of a worry."""

Slot = tuple[str, ...]
"""The stems of which one must be there."""


class FoundWorry(NamedTuple):
    """A worry in a row of words: the places of its words (rising), and all that it can mean."""

    places: tuple[int, ...]
    meanings: tuple[Meaning, ...]


class _Worry(NamedTuple):
    slots: tuple[Slot, ...]
    meaning: Meaning


class Worries:
    """Finds worries in the words of a search, in every language of the table.

    A worry is written as words, each of which may have alternatives: `plast/kakt broek/bed`.
    """

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._by_language: dict[str, list[_Worry]] = {}
        self._by_stem: dict[str, dict[str, list[_Worry]]] = {}
        self._slots: dict[Slot, Slot] = {}

    def add(self, written: str, language: str, meaning: Meaning) -> None:
        """Notes a worry; one of no words is left out."""
        slots = tuple(
            slot for word in written.split() if (slot := self._slot(word.split(OR), language))
        )
        if slots:
            self._by_language.setdefault(language, []).append(_Worry(slots, meaning))

    def settle(self) -> None:
        """Keep each worry under its rarest word only, so that few are tried."""
        for language, worries in self._by_language.items():
            counts: dict[str, int] = {}
            for worry in worries:
                for slot in worry.slots:
                    for stem in slot:
                        counts[stem] = counts.get(stem, 0) + 1
            kept = self._by_stem.setdefault(language, {})
            for worry in worries:
                rarest = min(worry.slots, key=lambda slot: sum(counts[stem] for stem in slot))
                for stem in rarest:
                    kept.setdefault(stem, []).append(worry)
        self._by_language.clear()
        self._slots.clear()

    def find(
        self, words: Sequence[Word], languages: Collection[str] | None = None
    ) -> list[FoundWorry]:
        """Gives the worries in the words, of some languages or all, the ones of most words first."""
        found: dict[tuple[int, ...], dict[Meaning, None]] = {}
        for language, by_stem in self._by_stem.items():
            if languages is not None and language not in languages:
                continue
            places = self._places(words, language)
            for stem in places:
                for worry in by_stem.get(stem, ()):
                    near = _nearest(worry.slots, places[stem], places)
                    if near is not None:
                        found.setdefault(near, {})[worry.meaning] = None
        worries = [FoundWorry(places, tuple(meanings)) for places, meanings in found.items()]
        return sorted(worries, key=lambda worry: (-len(worry.places), worry.places))

    def _slot(self, alternatives: Sequence[str], language: str) -> Slot:
        stems = {
            self._stems.stem(word.folded, language)
            for alternative in alternatives
            for word in split_words(alternative)
        }
        slot = tuple(sorted(stems))
        # Many worries share a slot: kept once.
        return self._slots.setdefault(slot, slot)

    def _places(self, words: Sequence[Word], language: str) -> Mapping[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(self._stems.stem(word.folded, language), []).append(place)
        return places


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
