"""Misspelt words read as words of the offers or of the synonym table, by letters, by sound, and by
frequency.
"""

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search.synonyms import Synonyms

_SHORTEST = 4
_ONE_EDIT_UNTIL = 7
_PHONETIC_LETTERS = 5
_SOUND_BONUS = 0.6
_FREQUENCY_BONUS = 0.08
_RARE, _MUCH_MORE = 2, 25
_SEED_COUNT = 5
# Letters that Dutch writes differently for one sound; longest first.
_SOUNDS = (
    ("sch", "sg"),
    ("ch", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("ck", "k"),
    ("qu", "kw"),
    ("ij", "ei"),
    ("y", "i"),
    ("ou", "au"),
    ("ie", "i"),
    ("c", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("v", "f"),
    ("dt", "t"),
)
_DOUBLED = re.compile(r"(.)\1+")
_FINAL = {"d": "t", "b": "p", "g": "g"}


def sound_of(word: str) -> str:
    """Gives a word as it sounds in Dutch, roughly: equal sounds are written alike, no letter is
    doubled.
    """
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    word = _DOUBLED.sub(r"\1", word)
    return word[:-1] + _FINAL.get(word[-1], word[-1]) if word else word


class Corrector:
    """Proposes one known word for a misspelt one."""

    def __init__(self, counts: Mapping[str, int], synonyms: Synonyms) -> None:
        """Takes the words of the index with their counts, and the synonym table for its words and
        for how staff want words read.
        """
        self.synonyms = synonyms
        self._counts = {word: count for word, count in counts.items() if len(word) >= _SHORTEST}
        for word in synonyms.list_words():
            if len(word) >= _SHORTEST:
                self._counts[word] = self._counts.get(word, 0) + _SEED_COUNT
        self._by_start: dict[tuple[str, int], list[str]] = {}
        self._by_sound: dict[str, list[str]] = {}
        for word in self._counts:
            self._by_start.setdefault((word[0], len(word)), []).append(word)
            if len(word) >= _PHONETIC_LETTERS and word.isascii():
                self._by_sound.setdefault(sound_of(word), []).append(word)
        self._known: dict[str, str | None] = {}

    def correct(self, word: str) -> str | None:
        """Gives the nearest known word for one that is not known, or None.

        Words under four letters and words with digits are never corrected; up to seven letters one
        edit counts, beyond
        that two (an exchange of neighbours is one edit). Words that sound alike and words met often
        win.
        """
        told = self.synonyms.spelling.get(word)
        if told is not None:
            return told or None
        if word not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[word] = self._nearest(word)
        return self._known[word]

    def offer(self, word: str) -> str | None:
        """Gives a word that is met far more often than a known but rare one, or None."""
        count = self._counts.get(word, 0)
        if not 0 < count <= _RARE:
            return None
        better = self.correct(word)
        if better is None or self._counts[better] < _MUCH_MORE * count:
            return None
        return better

    def _nearest(self, word: str) -> str | None:
        if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
            return None
        edits = 1 if len(word) <= _ONE_EDIT_UNTIL else 2
        best: str | None = None
        best_cost = edits + 0.5
        heard = sound_of(word)
        for candidate, distance in self._candidates(word, heard, edits):
            if candidate == word:
                continue
            cost = float(distance)
            if sound_of(candidate) == heard:
                cost -= _SOUND_BONUS
            cost -= _FREQUENCY_BONUS * min(self._counts[candidate], 1000) ** 0.5 / 10
            if cost < best_cost or (cost == best_cost and best is not None and candidate < best):
                best, best_cost = candidate, cost
        return best

    def _candidates(self, word: str, heard: str, edits: int) -> list[tuple[str, int]]:
        found: dict[str, int] = {
            candidate: min(OSA.distance(word, candidate), edits)
            for candidate in self._by_sound.get(heard, ())
            if abs(len(candidate) - len(word)) <= edits
        }
        starts = dict.fromkeys((word[0], word[1]))
        for start in starts:
            for length in range(len(word) - edits, len(word) + edits + 1):
                self._match(found, word, self._by_start.get((start, length), ()), edits)
        if not found and len(word) >= _PHONETIC_LETTERS:
            # The first letter itself may be wrong.
            for (_, length), choices in self._by_start.items():
                if abs(length - len(word)) <= 1:
                    self._match(found, word, choices, 1)
        return list(found.items())

    def _match(
        self, found: dict[str, int], word: str, choices: list[str] | tuple[()], edits: int
    ) -> None:
        matches = process.extract(
            word, choices, scorer=OSA.distance, score_cutoff=edits, limit=None, processor=None
        )
        for candidate, distance, _ in matches:
            found.setdefault(candidate, int(distance))
