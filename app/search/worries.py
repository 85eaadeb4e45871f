"""Worries: few words that together show what a family needs, wherever they stand in a question."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.search.folding import Word
from app.search.stemming import Stems
from app.search.synonym_table import Meaning

ROOM = 7
"""So many other words may stand between the words of a worry."""


class FoundWorry(NamedTuple):
    """A worry in a row of words: the places of its words (rising), and all that it can mean."""

    places: tuple[int, ...]
    meanings: tuple[Meaning, ...]


@dataclass(slots=True)
class _Worry:
    language: str
    stems: frozenset[str]
    meanings: dict[Meaning, None]


class Worries:
    """Finds worries in the words of a search, in every language of the table."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._known: dict[tuple[str, frozenset[str]], _Worry] = {}
        self._by_stem: dict[tuple[str, str], list[_Worry]] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self._languages: dict[str, None] = {}

    def add(self, words: Sequence[Word], language: str, meaning: Meaning) -> None:
        """Notes a worry; one of no words is left out."""
        stems = frozenset(self._stems.stem(word.folded, language) for word in words)
        if not stems:
            return
        worry = self._known.get((language, stems))
        if worry is None:
            worry = self._known[language, stems] = _Worry(language, stems, {})
            self._languages[language] = None
            for stem in stems:
                self._counts[language, stem] = self._counts.get((language, stem), 0) + 1
                self._by_stem.setdefault((language, stem), []).append(worry)
        worry.meanings[meaning] = None

    def settle(self) -> None:
        """Keep each worry under its rarest word only, so that few are tried."""
        self._by_stem.clear()
        for (language, stems), worry in self._known.items():
            rarest = min(stems, key=lambda stem: (self._counts[language, stem], stem))
            self._by_stem.setdefault((language, rarest), []).append(worry)

    def find(
        self, words: Sequence[Word], languages: Collection[str] | None = None
    ) -> list[FoundWorry]:
        """Gives the worries in the words, of some languages or all, the ones of most words first."""
        found: list[FoundWorry] = []
        for language in self._languages:
            if languages is not None and language not in languages:
                continue
            places = self._places(words, language)
            for stem in places:
                for worry in self._by_stem.get((language, stem), ()):
                    near = _nearest(worry.stems, stem, places)
                    if near is not None:
                        found.append(FoundWorry(near, tuple(worry.meanings)))
        found.sort(key=lambda worry: (-len(worry.places), worry.places))
        return found

    def _places(self, words: Sequence[Word], language: str) -> Mapping[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(self._stems.stem(word.folded, language), []).append(place)
        return places


def _nearest(
    stems: frozenset[str], anchor: str, places: Mapping[str, list[int]]
) -> tuple[int, ...] | None:
    """Gives where the words stand, each as near as it comes to one place of the anchor."""
    if not all(stem in places for stem in stems):
        return None
    for first in places[anchor]:
        chosen = [_closest(places[stem], first) for stem in stems]
        if max(chosen) - min(chosen) <= len(stems) + ROOM:
            return tuple(sorted(chosen))
    return None


def _closest(places: Sequence[int], to: int) -> int:
    return min(places, key=lambda place: abs(place - to))
