"""Known phrases in a row of words, by the stems of their words, in every language of the table."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from app.search.folding import Word
from app.search.stemming import Stems
from app.search.stopwords import STOP_WORDS
from app.search.synonym_table import Meaning

LONGEST_PHRASE = 8


class Phrase(NamedTuple):
    """A known phrase in a row of words: the words `first` up to `end`, and all it can mean."""

    first: int
    end: int
    meanings: tuple[Meaning, ...]


class _Entry(NamedTuple):
    meaning: Meaning
    said: str
    written: str | None


class Phrases:
    """Finds the longest known phrases."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._entries: dict[str, dict[tuple[str, ...], list[_Entry]]] = {}
        self._lengths: dict[str, dict[str, int]] = {}
        self.single: dict[str, str] = {}
        """The phrases of one word, folded, with a language of each."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which phrases are known."""
        return tuple(self._entries)

    def add(
        self, words: Sequence[Word], language: str, meaning: Meaning, written: str | None
    ) -> None:
        """Notes a phrase; with `written` it counts in texts only when it stands there so."""
        if not words:
            return
        stem = self._stems.stem
        key = tuple(stem(word.folded, language) for word in words[:LONGEST_PHRASE])
        said = " ".join(word.folded for word in words)
        entries = self._entries.setdefault(language, {}).setdefault(key, [])
        if all((known.meaning[:2], known.said) != (meaning[:2], said) for known in entries):
            entries.append(_Entry(meaning, said, written))
        lengths = self._lengths.setdefault(language, {})
        if lengths.get(key[0], 0) < len(key):
            lengths[key[0]] = len(key)
        if len(key) == 1 and written is None:
            self.single.setdefault(said, language)

    def knows(self, words: Sequence[Word], language: str) -> bool:
        """Says whether these words are a phrase of a language."""
        key = tuple(self._stems.stem(word.folded, language) for word in words)
        return key in self._entries.get(language, {})

    def find(
        self, words: Sequence[Word], languages: Collection[str], text: str | None
    ) -> tuple[Phrase, ...]:
        """Finds the longest phrases, left to right, not overlapping."""
        found: list[Phrase] = []
        position = 0
        while position < len(words):
            phrase = self._longest_at(words, position, languages, text)
            if phrase is None:
                position += 1
            else:
                found.append(phrase)
                position = phrase.end
        return tuple(found)

    def _longest_at(
        self, words: Sequence[Word], position: int, languages: Collection[str], text: str | None
    ) -> Phrase | None:
        best_length = 0
        best: dict[Meaning, None] = {}
        for language in languages:
            lengths = self._lengths.get(language, {})
            first = self._stems.stem(words[position].folded, language)
            longest = min(lengths.get(first, 0), len(words) - position)
            for length in range(longest, max(best_length, 1) - 1, -1):
                meanings = self._meanings(words[position : position + length], language, text)
                if meanings:
                    if length > best_length:
                        best_length, best = length, {}
                    best.update(dict.fromkeys(meanings))
                    break
        return Phrase(position, position + best_length, tuple(best)) if best else None

    def _meanings(self, words: Sequence[Word], language: str, text: str | None) -> list[Meaning]:
        key = tuple(self._stems.stem(word.folded, language) for word in words)
        entries = [
            entry
            for entry in self._entries[language].get(key, ())
            if text is None
            or entry.written is None
            or entry.written == text[words[0].start : words[-1].end]
        ]
        if not entries:
            return []
        said = " ".join(word.folded for word in words)
        # Lezen and lezing have one stem; who writes one of them means that one.
        exact = [entry for entry in entries if entry.said == said]
        if not exact and len(words) == 1 and said in STOP_WORDS:
            # Dan has the stem of dansen, beetje that of gebeten.
            return []
        return [entry.meaning for entry in exact or entries]
