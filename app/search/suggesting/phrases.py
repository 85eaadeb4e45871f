"""Sorted phrases that are found by the words they hold, the last of them only begun."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from app.search.arrays import AnyArray, Floats, Integers
from app.search.keeping import texts_of_array, texts_to_array
from app.search.suggesting.typos import near_beginnings, span_of

_MOST_PLACE = 255
_SHORTEST_REPAIRED = 4
_ALIKE = 0.1
_REMEMBERED = 500
INNER, ELSEWHERE, MISTYPED = 1.0, 0.4, 6.0
"""What it costs that a phrase begins with another word, that its words stand in another order, and
(per edit) that a word is mistyped.
"""


class Found(NamedTuple):
    """Numbers of phrases, some perhaps twice, with what each costs (0: begins as it was typed)."""

    numbers: Integers
    costs: Floats


class PhraseIndex:
    """Folded phrases by their words: a few bytes for each word of each phrase."""

    def __init__(self, arrays: Mapping[str, AnyArray]) -> None:
        """Takes the arrays of `phrase_arrays`."""
        self.words = texts_of_array(arrays["words"])
        self.lengths = arrays["lengths"]
        self._owners, self._places, self._starts = (
            arrays[name] for name in ("owners", "places", "starts")
        )
        # The same mistyped word is asked for behind each beginning of a line, and letter by letter.
        self.list_near = lru_cache(_REMEMBERED)(partial(near_beginnings, self.words))
        """Gives the beginnings that a mistyped word may be; nobody may change the list."""

    def list_same(self, phrase: str) -> list[int]:
        """Gives the numbers of the phrases that are just this one."""
        found: set[int] | None = None
        for place, word in enumerate(phrase.split(" ")):
            rank = bisect_left(self.words, word)
            if rank == len(self.words) or self.words[rank] != word:
                return []
            part = slice(self._starts[rank], self._starts[rank + 1])
            is_here = self._places[part] == min(place, _MOST_PLACE)
            own = set(self._owners[part][is_here].tolist())
            found = own if found is None else found & own
        return [number for number in found or () if self.lengths[number] == len(phrase)]

    def find(self, words: Sequence[str]) -> Found:
        """Gives the phrases that hold all the words, of which the last one may be only begun."""
        return self._found(self._with_all(words[:-1]), words, words[-1], 0.0)

    def find_mistyped(self, words: Sequence[str]) -> Found:
        """Gives the phrases in which the last word begins nearly as it was typed."""
        others = self._with_all(words[:-1])
        if others is not None and not len(others):
            return _NOTHING
        found = [
            self._found(others, words, text, MISTYPED * cost)
            for cost, text in self.list_near(words[-1])
        ]
        if not found:
            return _NOTHING
        return Found(
            np.concatenate([one.numbers for one in found]),
            np.concatenate([one.costs for one in found]),
        )

    def _found(
        self, others: Integers | None, words: Sequence[str], beginning: str, cost: float
    ) -> Found:
        span = span_of(self.words, beginning)
        part = slice(self._starts[span.start], self._starts[span.stop])
        numbers, places = self._owners[part], self._places[part]
        if others is not None:
            is_whole = np.isin(numbers, others)
            # The other words may stand anywhere; best they all stand before it.
            costs = cost + ELSEWHERE * (places[is_whole] != len(words) - 1)
            return Found(numbers[is_whole], costs.astype(np.float32))
        return Found(numbers, (cost + INNER * (places > 0)).astype(np.float32))

    def _with_all(self, words: Sequence[str]) -> Integers | None:
        """Gives the phrases with all of some whole words; None when there are no such words."""
        found: Integers | None = None
        for word in dict.fromkeys(words):
            own = self._with_word(word)
            found = own if found is None else np.intersect1d(found, own)
            if not len(found):
                break
        return found

    def _with_word(self, word: str) -> Integers:
        numbers = self._owners_of(word)
        if len(numbers) or len(word) < _SHORTEST_REPAIRED:
            return numbers
        near = [one for one in self.list_near(word) if self._has(one.text)]
        nearest = [self._owners_of(one.text) for one in near if one.cost <= near[0].cost + _ALIKE]
        return np.concatenate([numbers, *nearest])

    def _has(self, word: str) -> bool:
        return bool(len(self._owners_of(word)))

    def _owners_of(self, word: str) -> Integers:
        place = bisect_left(self.words, word)
        if place == len(self.words) or self.words[place] != word:
            return self._owners[:0]
        return self._owners[self._starts[place] : self._starts[place + 1]]


def phrase_arrays(phrases: Iterable[Sequence[str]]) -> dict[str, AnyArray]:
    """Sorts the words of phrases, which are numbered in their order."""
    said: list[str] = []
    many, letters = array("H"), array("H")
    for words in phrases:
        said.extend(words)
        many.append(len(words))
        letters.append(min(sum(map(len, words)) + max(len(words) - 1, 0), 0xFFFF))
    different = sorted(set(said))
    rank_of = {word: rank for rank, word in enumerate(different)}
    ranks = np.fromiter(map(rank_of.__getitem__, said), np.int32, len(said))
    counts = np.array(many, dtype=np.int32)
    owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    places = np.arange(len(said)) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(ranks, kind="stable")
    starts = np.searchsorted(ranks[order], np.arange(len(different) + 1))
    return {
        "words": texts_to_array(different),
        "lengths": np.array(letters, dtype=np.float32),
        "owners": owners[order],
        "places": np.minimum(places, _MOST_PLACE).astype(np.uint8)[order],
        "starts": starts.astype(np.int32),
    }


_NOTHING = Found(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.float32))
