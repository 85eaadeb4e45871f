"""Dutch compounds taken apart by a lexicon that the offers themselves teach."""

import json
import re
from collections.abc import Iterable, Mapping
from math import log

from app.search.text.compound_parts import DUTCH_PARTS

SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
_LONGEST_PARTS = 4
_LINKS = ("", "s", "en", "e", "n", "er")
_LETTERS_ONLY = re.compile(r"[a-z]+")
_SEED_COUNT = 20
_CACHE_WORDS = 60_000
# Endings and prepositions that stand in a word list but seldom are a part of a compound.
_ENDINGS = """
aan ver ing ten ter den der des het een van met sche ische isch baar lijk heid teit atie age eer aar
tie sten ste ers ere ren gen ken len men nen pen sen ond ons dan dus als wat wie hoe
"""
_NEVER_PARTS = frozenset(_ENDINGS.split())


class Lexicon:
    """Counts of words that may be a part of a compound."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """Takes counts by folded word; words of our own list count at least twenty times."""
        self._counts = {
            word: count
            for word, count in counts.items()
            if len(word) > SHORTEST_PART
            and word not in _NEVER_PARTS
            and _LETTERS_ONLY.fullmatch(word)
        }
        for word in DUTCH_PARTS:
            self._counts[word] = max(self._counts.get(word, 0), _SEED_COUNT)
        self._known: dict[str, tuple[str, ...]] = {}

    @classmethod
    def learn(cls, counts: Mapping[str, int], phrases: Iterable[str] = ()) -> "Lexicon":
        """Learns from the words of the offers, those met at least twice, and from the words of
        known phrases.
        """
        learnt = {word: count for word, count in counts.items() if count >= 2}
        for word in phrases:
            learnt[word] = max(learnt.get(word, 0), 2)
        return cls(learnt)

    @classmethod
    def from_json(cls, text: bytes) -> "Lexicon":
        """Reads what `to_json` wrote."""
        return cls(json.loads(text))

    def to_json(self) -> bytes:
        """Gives the counts as JSON."""
        return json.dumps(self._counts, sort_keys=True).encode()

    def __contains__(self, word: str) -> bool:
        """Says whether the word may be a part."""
        return word in self._counts

    def split(self, word: str) -> tuple[str, ...]:
        """Gives the parts of a compound in order, or nothing when it has none.

        The split with the fewest parts wins, then the one whose parts are met most (the geometric
        mean of Koehn and
        Knight 2003, "Empirical methods for compound splitting"). Linking letters fall away.
        """
        if len(word) < SHORTEST_COMPOUND or not _LETTERS_ONLY.fullmatch(word):
            return ()
        known = self._known.get(word)
        if known is None:
            known = self._best(word)
            if len(self._known) >= _CACHE_WORDS:
                self._known.clear()
            self._known[word] = known
        return known

    def _best(self, word: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_score = 0.0
        for parts in self._splits(word, _LONGEST_PARTS):
            if len(parts) < 2:
                continue
            mean = sum(log(1 + self._counts[part]) for part in parts) / len(parts)
            length = sum(min(len(part), 8) for part in parts) / len(parts)
            score = mean + 2.0 * length - 6.0 * len(parts) + 100.0
            if score > best_score:
                best, best_score = parts, score
        return best

    def _splits(self, rest: str, parts_left: int) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        if rest in self._counts:
            found.append((rest,))
        if parts_left == 1:
            return found
        for end in range(SHORTEST_PART, len(rest) - SHORTEST_PART + 1):
            head = rest[:end]
            if head not in self._counts:
                continue
            for link in _LINKS:
                if rest.startswith(link, end) and len(rest) - end - len(link) >= SHORTEST_PART:
                    found.extend(
                        (head, *tail)
                        for tail in self._splits(rest[end + len(link) :], parts_left - 1)
                    )
        return found
