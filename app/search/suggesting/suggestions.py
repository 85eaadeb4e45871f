"""Proposals while typing: themes by all their names, then offers by words of their titles, then
words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from app.search.arrays import Flags, Floats
from app.search.documents import HOUSE_LANGUAGE
from app.search.index.snapshot import Snapshot
from app.search.queries import Suggestion
from app.search.suggesting.names import NamedTerm
from app.search.suggesting.offers import list_index_words, suggest_offers, suggest_words
from app.search.suggesting.reading import SHORTEST, Reading, end_of, list_readings, topics_of
from app.search.suggesting.terms import TermNames
from app.search.suggesting.together import count_with, find_documents
from app.search.suggesting.typos import Beginning, near_beginnings
from app.search.table.synonyms import TERM_MARK, Synonyms
from app.search.text.folding import Word, fold, split_words

MAX_PREFIX_CHARACTERS = 60
_MOST_TERMS = 3
_MOST_REPAIRS = 3
_MOST_ENDS = 3
_TRIED_TERMS = 12
_TRIED_WORDS = 16


@dataclass(slots=True)
class _IndexSide:
    """What one state of the index says, whatever the names are: costs of terms, and its words."""

    costs: dict[str, float] = field(default_factory=dict)
    words: list[str] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A typed line with all that is needed to read it."""

    text: str
    words: Sequence[Word]
    language: str
    snapshot: Snapshot
    side: _IndexSide
    counted: Floats
    """What the terms cost by their offers."""

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)


class Suggester:
    """Finds what a typed beginning may become; one object serves many threads."""

    def __init__(self, synonyms: Synonyms, known: Suggester | None = None) -> None:
        """Sorts the names of the terms; what the suggester of before knows is not made anew."""
        self.synonyms = synonyms
        self.names: TermNames = TermNames(synonyms, None if known is None else known.names)
        self.sides: WeakKeyDictionary[Snapshot, _IndexSide] = (
            WeakKeyDictionary() if known is None else known.sides
        )
        self._counted: WeakKeyDictionary[Snapshot, Floats] = WeakKeyDictionary()

    def warm(self, snapshot: Snapshot) -> None:
        """Reads beforehand what the first proposals from a state of the index need."""
        self._count(snapshot)
        self._index_words(self._side(snapshot), snapshot)

    def suggest(
        self, snapshot: Snapshot, text: str, language: str, limit: int
    ) -> tuple[Suggestion, ...]:
        """Gives at most `limit` proposals, terms before offers before words; under two letters
        there are none.

        What is spelt as typed comes first; what nearly is, only where nothing else is found. Of
        several words the last is a beginning, and what stands before it stays in the proposal.
        """
        text = text[:MAX_PREFIX_CHARACTERS]
        words = split_words(text)
        if sum(len(word.folded) for word in words) < SHORTEST or limit < 1:
            return ()
        side = self._side(snapshot)
        line = _Line(text, words, language, snapshot, side, self._count(snapshot))
        terms, is_mistyped = self._terms(line)
        found = terms[:limit]
        found.extend(
            self._offers(line, limit - len(found), has_terms=bool(terms), is_mistyped=is_mistyped)
        )
        found.extend(self._words(line, found, limit - len(found)))
        return tuple(found[:limit])

    def _side(self, snapshot: Snapshot) -> _IndexSide:
        side = self.sides.get(snapshot)
        if side is None:
            side = self.sides[snapshot] = _IndexSide()
        return side

    def _count(self, snapshot: Snapshot) -> Floats:
        counted = self._counted.get(snapshot)
        if counted is None:
            counted = self.names.count(snapshot, self._side(snapshot).costs)
            self._counted[snapshot] = counted
        return counted

    def _index_words(self, side: _IndexSide, snapshot: Snapshot) -> list[str]:
        if side.words is None:
            side.words = list_index_words(snapshot)
        return side.words

    def _terms(self, line: _Line) -> tuple[list[Suggestion], bool]:
        """Gives the terms, and whether a mistyped word may be looked for among the offers."""
        readings = list_readings(line.text, line.words, line.language, line.snapshot, self.synonyms)
        told = self.synonyms.spelling.get(line.words[-1].folded)
        if told:
            meant = tuple(word.folded for word in split_words(told))
            readings += [one._replace(words=(*one.words[:-1], *meant)) for one in readings]
        found = self._all_terms(line, readings)
        # Staff said of this word how it is read, or that it is never corrected.
        if found or told is not None:
            return found, told != "" and not found
        for reading in readings:
            found = self._list_terms(line, reading, _MOST_TERMS, is_mistyped=True)
            if found:
                break
        return found, True

    def _all_terms(self, line: _Line, readings: Iterable[Reading]) -> list[Suggestion]:
        found: dict[str, Suggestion] = {}
        for reading in readings:
            if len(found) >= _MOST_TERMS:
                break
            for one in self._list_terms(line, reading, _MOST_TERMS, is_mistyped=False):
                found.setdefault(one.value, one)
        return list(found.values())[:_MOST_TERMS]

    def _list_terms(
        self, line: _Line, reading: Reading, limit: int, *, is_mistyped: bool
    ) -> list[Suggestion]:
        found = self.names.find(
            reading.words,
            line.language,
            line.counted,
            _TRIED_TERMS if reading.head else limit,
            is_mistyped=is_mistyped,
        )
        if reading.head:
            # Behind other words a name is read on: it must begin with what is typed.
            found = [term for term in found if _goes_on(term, reading)]
        # Two words or more that are known together are what is asked, whatever stands before them.
        is_loose = bool(found) and len(reading.words) == 1
        documents = self._documents(line, reading) if is_loose else None
        if documents is not None:
            found = [
                term
                for term in found
                if count_with(documents, TERM_MARK + term.term_id, line.snapshot, self.synonyms)
            ]
        return [self._term(reading, term, line.language) for term in found[:limit]]

    def _documents(self, line: _Line, reading: Reading) -> Flags | None:
        return find_documents(reading.before, line.language, line.snapshot, self.synonyms)

    def _term(self, reading: Reading, term: NamedTerm, language: str) -> Suggestion:
        label = self.synonyms.find_label(term.term_id, language) or term.name
        is_same = fold(term.name) == fold(label)
        if not reading.head:
            return Suggestion("term", label, term.term_id, "" if is_same else term.name)
        name = _inside_a_line(label if is_same else term.name)
        return Suggestion("term", reading.complete(name), term.term_id, "" if is_same else label)

    def _offers(
        self, line: _Line, limit: int, *, has_terms: bool, is_mistyped: bool
    ) -> list[Suggestion]:
        if limit < 1:
            return []
        snapshot, language, folded = line.snapshot, line.language, line.folded
        found = suggest_offers(snapshot, " ".join(folded), (), language, limit)
        others = topics_of(folded[:-1], language)
        if not found and len(folded) > 1:
            found = suggest_offers(snapshot, folded[-1], others, language, limit)
        if found or not is_mistyped:
            return found
        # Where terms were repaired, titles are repaired likewise: not into any word at all.
        near = self.names.list_near(folded[-1]) if has_terms else self._repairs(line)
        for _, text in near[:_MOST_REPAIRS]:
            found = suggest_offers(snapshot, text, others, language, limit)
            if found:
                return found
        return []

    def _words(self, line: _Line, found: Sequence[Suggestion], limit: int) -> list[Suggestion]:
        if limit < 1:
            return []
        reading: Reading | None = Reading("", line.folded)
        if len(line.words) > 1:
            limit = min(limit, _MOST_ENDS)
            reading = end_of(line.text, line.words, line.language, line.snapshot, self.synonyms)
        if reading is None or len(reading.beginning) < SHORTEST:
            return []
        words = suggest_words(line.snapshot, reading.beginning, _TRIED_WORDS)
        if not words and not found:
            for one in self._repairs(line):
                words += suggest_words(line.snapshot, one.text, 2, is_whole_too=True)
        documents = self._documents(line, reading)
        if documents is not None:
            counts = {
                word: count_with(documents, word, line.snapshot, self.synonyms) for word in words
            }
            words = sorted(filter(counts.get, words), key=lambda word: -counts[word])
        return [
            Suggestion("word", reading.complete(word), reading.complete(word))
            for word in self._not_said_yet(words, found, reading)
        ][:limit]

    def _repairs(self, line: _Line) -> list[Beginning]:
        typed, side = line.words[-1].folded, line.side
        told = self.synonyms.spelling.get(typed)
        if told is not None:
            return [Beginning(0.0, fold(told))] if told else []
        return near_beginnings(self._index_words(side, line.snapshot), typed)

    def _not_said_yet(
        self, words: Iterable[str], found: Sequence[Suggestion], reading: Reading
    ) -> list[str]:
        """Gives the words that mean something else than the proposals before them."""
        labels = {fold(one.label) for one in found if one.kind == "term"}
        term_ids = {one.value for one in found if one.kind == "term"}
        stem_of = self.synonyms.stems.stem
        stems = {stem_of(label.rpartition(" ")[2], HOUSE_LANGUAGE) for label in labels}
        kept: list[str] = []
        for word in words:
            stem = stem_of(word, HOUSE_LANGUAGE)
            meant = {
                meaning.term_id
                for phrase in self.synonyms.find_phrases(split_words(word))
                for meaning in phrase.meanings
            }
            if stem in stems or fold(reading.complete(word)) in labels or meant & term_ids:
                continue
            stems.add(stem)
            kept.append(word)
        return kept


def _goes_on(term: NamedTerm, reading: Reading) -> bool:
    return term.is_own or fold(term.name).startswith(reading.words[0])


def _inside_a_line(name: str) -> str:
    """Gives a name as it stands behind other words: "gratis spelotheek", but "gratis CLB"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
