"""Known phrases in a row of words, by the stems of their words, in every language of the table."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from app.search.table.masks import Mask
from app.search.table.synonym_table import Key, Meaning
from app.search.text.folding import Word
from app.search.text.stemming import Stems
from app.search.text.stopwords import STOP_WORDS

LONGEST_PHRASE = 8


class Phrase(NamedTuple):
    """A known phrase in a row of words: the words `first` up to `end`, and all it can mean."""

    first: int
    end: int
    meanings: tuple[Meaning, ...]


class Entry(NamedTuple):
    """One meaning of a phrase as it is said; with `written` it counts in texts only when it stands
    there so.
    """

    meaning: Meaning
    said: str
    written: str | None


Places = dict[str, dict[str, int | list[int]]]
"""By language and by stems with a space between: the number of an entry, or of several."""


class PhraseLayer:
    """Phrases of one origin, by language and by the stems of their words.

    An entry is made of its parts when it is asked for: a table has a hundred thousand, a search
    needs ten.
    """

    def __init__(self) -> None:
        self.places: Places = {}
        self.lengths: dict[str, dict[str, int]] = {}
        """For each first stem the most words of a phrase."""
        self.single: dict[str, str] = {}
        """The phrases of one word, folded, with a language of each."""
        self.meanings: list[Meaning] = []
        self.meaning_of, self.said = array("I"), list[str]()
        """Of each entry the number of its meaning, and how it is said."""
        self.written: dict[int, str] = {}
        """How entries must be written in texts, where that matters."""
        self._number_of: dict[Meaning, int] = {}

    def add(self, stems: Sequence[str], language: str, entry: Entry) -> None:
        """Notes a meaning of a phrase; one of no words is left out, and so is what is known."""
        if not stems:
            return
        first, length = stems[0], min(len(stems), LONGEST_PHRASE)
        key = first if length == 1 else " ".join(stems[:length])
        if key == entry.said:
            # One text for both.
            key = entry.said
        places = self.places.setdefault(language, {})
        known = places.get(key)
        if known is None:
            places[key] = self._number(entry)
        elif not any(_is_same(one, entry) for one in self.find(key, language)):
            several = [known] if isinstance(known, int) else known
            places[key] = [*several, self._number(entry)]
        lengths = self.lengths.setdefault(language, {})
        if lengths.get(first, 0) < length:
            lengths[first] = length
        if len(stems) == 1 and entry.written is None:
            self.single.setdefault(entry.said, language)

    def find(self, key: str, language: str) -> tuple[Entry, ...]:
        """Gives the entries of stems with a space between."""
        found = self.places.get(language, _NOWHERE).get(key)
        if found is None:
            return ()
        numbers = (found,) if isinstance(found, int) else found
        return tuple(
            Entry(
                self.meanings[self.meaning_of[number]], self.said[number], self.written.get(number)
            )
            for number in numbers
        )

    def knows(self, key: str, language: str) -> bool:
        """Says whether stems with a space between are a phrase of a language."""
        return key in self.places.get(language, _NOWHERE)

    def says(self, key: Key, stems: Stems) -> bool:
        """Says whether a phrase has the meaning of a key."""
        said, language, _meaning = key
        folded = said.split(" ")[:LONGEST_PHRASE]
        place = " ".join(stems.stem(word, language) for word in folded)
        mask = Mask((key,))
        return any(
            mask.hides(entry.said, language, entry.meaning) for entry in self.find(place, language)
        )

    def _number(self, entry: Entry) -> int:
        number = len(self.said)
        meaning = self._number_of.setdefault(entry.meaning, len(self.meanings))
        if meaning == len(self.meanings):
            self.meanings.append(entry.meaning)
        self.meaning_of.append(meaning)
        self.said.append(entry.said)
        if entry.written is not None:
            self.written[number] = entry.written
        return number


_NOWHERE: Mapping[str, int | list[int]] = {}


class Phrases:
    """Finds the longest known phrases through layers: of what staff masked, the first has none.

    Labels count only for words that no layer knows.
    """

    def __init__(
        self, stems: Stems, layers: Sequence[PhraseLayer], labels: PhraseLayer, mask: Mask
    ) -> None:
        """Takes the layers, the one that ships with the site first."""
        self._stems = stems
        self._layers = tuple(layers)
        self._labels = labels
        self._mask = mask
        every = (*layers, labels)
        self.languages = tuple(dict.fromkeys(name for layer in every for name in layer.places))
        """The languages in which phrases are known."""
        self._every = every
        self._lengths = {
            language: [layer.lengths[language] for layer in every if language in layer.lengths]
            for language in self.languages
        }

    def knows_word(self, word: str, languages: Collection[str]) -> bool:
        """Says whether a folded word is a phrase of one of the languages by itself."""
        for language in languages:
            stem = self._stems.stem(word, language)
            is_there = any(layer.knows(stem, language) for layer in self._every)
            if is_there and self._meanings([word], stem, language, None):
                return True
        return False

    def has_entry(self, word: str) -> bool:
        """Says whether a folded word stands for something in any language, written as it is."""
        return any(
            entry.said == word and entry.written is None
            for language in self.languages
            for entry in self._entries(self._stems.stem(word, language), language)
        )

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
            known = self._lengths.get(language)
            if known is None:
                continue
            first = self._stems.stem(words[position].folded, language)
            most = max(lengths.get(first, 0) for lengths in known)
            longest = min(most, len(words) - position)
            for length in range(longest, max(best_length, 1) - 1, -1):
                part = words[position : position + length]
                others = [self._stems.stem(word.folded, language) for word in part[1:]]
                meanings = self._meanings(
                    [word.folded for word in part],
                    " ".join([first, *others]),
                    language,
                    None if text is None else text[part[0].start : part[-1].end],
                )
                if meanings:
                    if length > best_length:
                        best_length, best = length, {}
                    best.update(dict.fromkeys(meanings))
                    break
        return Phrase(position, position + best_length, tuple(best)) if best else None

    def _meanings(
        self, words: Sequence[str], key: str, language: str, written: str | None
    ) -> list[Meaning]:
        """Gives what words with these stems mean; in a text only when they are written so."""
        entries = [
            entry
            for entry in self._entries(key, language)
            if written is None or entry.written is None or entry.written == written
        ]
        if not entries:
            return []
        said = " ".join(words)
        # Lezen and lezing have one stem; who writes one of them means that one. Deurwaarders has
        # the concept of deurwaarder too.
        exact = [entry for entry in entries if entry.said == said]
        if not exact and len(words) == 1 and said in STOP_WORDS:
            # Dan has the stem of dansen, beetje that of gebeten.
            return []
        terms = {entry.meaning.term_id for entry in exact}
        return [
            entry.meaning
            for entry in entries
            if entry.said == said
            or (_is_said(entry, words) and (not exact or _is_part_of(entry.meaning, terms)))
        ]

    def _entries(self, key: str, language: str) -> Sequence[Entry]:
        shipped, *others = self._layers
        found: Sequence[Entry] = shipped.find(key, language)
        if found and self._mask:
            found = [entry for entry in found if not self._is_masked(entry, language)]
        for layer in others:
            added = layer.find(key, language)
            if added:
                found = [*found, *(one for one in added if not _is_among(found, one))]
        if found:
            return found
        labels = self._labels.find(key, language)
        return [entry for entry in labels if not self._is_masked(entry, language)]

    def _is_masked(self, entry: Entry, language: str) -> bool:
        return self._mask.hides(entry.said, language, entry.meaning)


def _is_said(entry: Entry, words: Sequence[str]) -> bool:
    """Says whether no small word stands for another: "een kind" is no "enig kind"."""
    pairs = zip(entry.said.split(), words, strict=False)
    return all(
        said == word or not (said in STOP_WORDS or word in STOP_WORDS) for said, word in pairs
    )


def _is_part_of(meaning: Meaning, terms: Collection[str | None]) -> bool:
    return meaning.is_narrower and meaning.term_id in terms


def _is_same(one: Entry, other: Entry) -> bool:
    return one.meaning[:2] == other.meaning[:2] and one.said == other.said


def _is_among(known: Sequence[Entry], entry: Entry) -> bool:
    return any(_is_same(one, entry) for one in known)
