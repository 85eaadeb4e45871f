"""Misspelt words read as words of the offers or of the synonym table, by letters, by sound, by the
keyboard, and by frequency.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search.table.synonyms import Ground, Synonyms
from app.search.text.keyboard import saved_by_slip

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
    return _sounds_of([word])[0]


def _sounds_of(words: Sequence[str]) -> list[str]:
    """Gives the sounds of many words at once, which is far quicker than one by one."""
    text = "\n".join(words)
    for written, heard in _SOUNDS:
        text = text.replace(written, heard)
    heard_words = _DOUBLED.sub(r"\1", text).split("\n")
    return [word[:-1] + _FINAL.get(word[-1], word[-1]) if word else word for word in heard_words]


class _Book:
    """Words with how often each is met, by their first letter and length and by their sound."""

    def __init__(self, counts: Mapping[str, int], ground: Ground | None = None) -> None:
        self.counts = {word: count for word, count in counts.items() if len(word) >= _SHORTEST}
        for layer in (ground.layer.phrases, ground.label_layer) if ground is not None else ():
            for word in layer.single:
                if len(word) >= _SHORTEST:
                    self.counts[word] = self.counts.get(word, 0) + _SEED_COUNT
        self.by_start: dict[tuple[str, int], list[str]] = {}
        self.by_sound: dict[str, list[str]] = {}
        for word in self.counts:
            self.by_start.setdefault((word[0], len(word)), []).append(word)
        heard = [word for word in self.counts if len(word) >= _PHONETIC_LETTERS and word.isascii()]
        for word, sound in zip(heard, _sounds_of(heard) if heard else (), strict=True):
            self.by_sound.setdefault(sound, []).append(word)


class Corrector:
    """Proposes one known word for a misspelt one.

    Most words are in one book, made once; what changed since lies over it.
    """

    def __init__(
        self, counts: Mapping[str, int], synonyms: Synonyms, known: Corrector | None = None
    ) -> None:
        """Takes the words of the index with their counts, and the synonym table for its words and
        for how staff want words read.

        Over what a corrector knows, of a table with the same ground, only more counts are taken.
        """
        if known is None:
            self.book, counts = _Book(counts, synonyms.ground), {}
        else:
            self.book = known.book
        self.synonyms = synonyms
        self._lay(counts, synonyms)

    def _lay(self, more: Mapping[str, int], synonyms: Synonyms) -> None:
        known = self.book.counts
        counts = {
            word: known.get(word, 0) + count
            for word, count in more.items()
            if len(word) >= _SHORTEST
        }
        for words, amount in zip(
            synonyms.list_changed_words(), (_SEED_COUNT, -_SEED_COUNT), strict=True
        ):
            for word in words:
                if len(word) >= _SHORTEST:
                    counts[word] = counts.get(word, known.get(word, 0)) + amount
        self._gone = {word for word, count in counts.items() if count <= 0}
        self._counts = ChainMap(counts, known)
        new = _Book({word: count for word, count in counts.items() if word not in known})
        self.books = (self.book, new)
        self._known: dict[str, str | None] = {}

    def correct(self, word: str) -> str | None:
        """Gives the nearest known word for one that is not known, or None.

        Words under four letters and words with digits are never corrected; up to seven letters one
        edit counts, beyond that two (an exchange of neighbours is one edit). Words that sound
        alike, a slip to the next key, and words met often win.
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
            cost -= saved_by_slip(word, candidate)
            cost -= _FREQUENCY_BONUS * min(self._counts[candidate], 1000) ** 0.5 / 10
            if cost < best_cost or (cost == best_cost and best is not None and candidate < best):
                best, best_cost = candidate, cost
        return best

    def _candidates(self, word: str, heard: str, edits: int) -> list[tuple[str, int]]:
        found: dict[str, int] = {
            candidate: min(OSA.distance(word, candidate), edits)
            for book in self.books
            for candidate in book.by_sound.get(heard, ())
            if abs(len(candidate) - len(word)) <= edits and candidate not in self._gone
        }
        for start in dict.fromkeys((word[0], word[1])):
            for length in range(len(word) - edits, len(word) + edits + 1):
                for book in self.books:
                    self._match(found, word, book.by_start.get((start, length), ()), edits)
        if not found and len(word) >= _PHONETIC_LETTERS:
            # The first letter itself may be wrong.
            for book in self.books:
                for (_, length), choices in book.by_start.items():
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
            if candidate not in self._gone:
                found.setdefault(candidate, int(distance))
