"""The synonym table: what people say, the term we use for it, and its place in the taxonomy."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol, Self

import Stemmer

from app.search.arrays import AnyArray
from app.search.documents import HOUSE_LANGUAGE
from app.search.keeping import Keeper, code_in, digest_of
from app.search.table.fact_words import FactWords, read_fact_words
from app.search.table.kept_layer import layer_of_arrays, layer_to_arrays
from app.search.table.masks import Mask
from app.search.table.phrases import Phrase, Phrases
from app.search.table.synonym_table import (
    WORRY,
    Key,
    Meaning,
    RelatedTerm,
    SynonymRow,
    SynonymTable,
    group_related,
    read_related,
)
from app.search.table.word_layer import WordLayer, make_label_layer
from app.search.table.worries import FoundWorry, Worries
from app.search.text.folding import Word, fold
from app.search.text.stemming import Stems

CONCEPT_MARK = "="
TERM_MARK = "#"
_CODE = (Path(__file__).parent, Path(__file__).parents[1] / "text")


class WordSource(Protocol):
    """What gives the synonyms of now."""

    def current(self) -> Synonyms:
        """Gives the table; the same object until something in it changes."""
        ...


class Kept(NamedTuple):
    """Where what is made of the shipped table is kept, and the digest of all that it is made of."""

    keeper: Keeper
    digest: str


class Ground:
    """What ships with the site, made once: every later state of the table shares it."""

    def __init__(
        self,
        layer: WordLayer,
        labels: tuple[tuple[str, str, str], ...],
        stems: Stems,
        related: Iterable[RelatedTerm],
        fact_words: FactWords,
        kept: Kept | None = None,
    ) -> None:
        """Takes the shipped rows ready to be found, and makes the labels so."""
        self.stems, self.layer, self.labels = stems, layer, labels
        self.kept = kept or Kept(Keeper(None), "")
        self.label_layer = make_label_layer(labels, stems, self.layer.phrases)
        self.label_of: dict[str, dict[str, str]] = {}
        for term_id, language, label in labels:
            self.label_of.setdefault(term_id, {})[language] = label
        self.related = group_related(related)
        self.fact_words = fact_words

    def has_word(self, word: str) -> bool:
        """Says whether a folded word is a phrase by itself."""
        return word in self.layer.phrases.single or word in self.label_layer.single


class Synonyms:
    """Finds known phrases in queries and texts, by stems, in every language of the table.

    What staff say is a small layer over the ground: their rows, and a mask of the rows below that
    no longer count.
    """

    def __init__(
        self,
        ground: Ground,
        own: Mapping[Key, SynonymRow | None] | None = None,
        spelling: Mapping[str, str] | None = None,
    ) -> None:
        """Takes a ground, the rows of staff over it, and how staff want typed words read (empty: as
        they are).
        """
        self.ground = ground
        self.stems, self.fact_words, self.labels = ground.stems, ground.fact_words, ground.labels
        self.spelling = spelling or {}
        self._own_rows = own or {}
        self.mask = Mask(self._own_rows)
        own_table = SynonymTable(filter(None, self._own_rows.values()))
        self.own = WordLayer.of(own_table, self.stems)
        layers = (ground.layer, self.own) if own else (ground.layer,)
        self._phrases = Phrases(
            self.stems, [layer.phrases for layer in layers], ground.label_layer, self.mask
        )
        self._worries = Worries(self.stems, [layer.worries for layer in layers], self.mask)

    @classmethod
    def of(
        cls,
        rows: Iterable[SynonymRow] = (),
        labels: Iterable[tuple[str, str, str]] = (),
        stems: Stems | None = None,
        related: Iterable[RelatedTerm] = (),
        spelling: Mapping[str, str] | None = None,
        fact_words: FactWords | None = None,
    ) -> Self:
        """Makes the table of its rows, labels of the taxonomy as (term id, language, label), which
        terms help for which others, a spelling, and what says a fact in other languages.
        """
        table = rows if isinstance(rows, SynonymTable) else SynonymTable(rows)
        stems = stems or Stems()
        layer = WordLayer.of(table, stems)
        ground = Ground(layer, tuple(labels), stems, related, fact_words or FactWords())
        return cls(ground, spelling=spelling)

    def changed_by(
        self, own: Mapping[Key, SynonymRow | None], spelling: Mapping[str, str]
    ) -> Synonyms:
        """Gives the table with rows of staff laid over what ships with the site, in milliseconds.

        A row stands in the place of the shipped one with its key, also when it is None. What staff
        said before does not count any more.
        """
        return Synonyms(self.ground, own, spelling)

    def says_the_same(
        self, own: Mapping[Key, SynonymRow | None], spelling: Mapping[str, str]
    ) -> bool:
        """Says whether rows of staff and a spelling would change nothing here."""
        return self._own_rows == own and self.spelling == spelling

    @classmethod
    def load(
        cls, folder: Path, labels: Iterable[tuple[str, str, str]] = (), keeper: Keeper | None = None
    ) -> Self:
        """Reads `synonyms.csv`, `related.csv` and `fact_words.csv` of a folder; what is made of the
        first is kept for who loads it next.

        Raises OSError without one of the files, ValueError when a column is missing.
        """
        path, stems, labels = folder / "synonyms.csv", Stems(), tuple(labels)
        digest = digest_of((path.read_bytes(), Stemmer.version().encode(), *code_in(*_CODE)))
        kept = Kept(keeper or Keeper(None), digest)

        def make() -> Mapping[str, AnyArray]:
            return layer_to_arrays(WordLayer.of(SynonymTable.read(path), stems))

        layer = layer_of_arrays(kept.keeper.get("words", digest, make))
        fact_words = FactWords(read_fact_words(folder / "fact_words.csv"))
        related = read_related(folder / "related.csv")
        return cls(Ground(layer, labels, stems, related, fact_words, kept))

    def current(self) -> Self:
        """Gives itself: a table that never changes."""
        return self

    @cached_property
    def rows(self) -> tuple[SynonymRow, ...]:
        """Every row that counts, those of staff last."""
        shipped = self.ground.layer.table
        return (*shipped.list_without(self.mask.keys), *self.own.table)

    @cached_property
    def fingerprint(self) -> int:
        """Changes with what the table makes of the texts of offers; worries are for searches."""
        own = [row for row in self.own.table if row.kind != WORRY]
        phrases = self.ground.layer.phrases, self.ground.label_layer
        hidden = [
            key
            for key in sorted(self.mask.keys)
            if any(layer.says(key, self.stems) for layer in phrases)
        ]
        shipped = self.ground.layer.table.fingerprint
        return zlib.crc32(repr((shipped, own, hidden, self.labels)).encode())

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which phrases are known."""
        return self._phrases.languages

    def list_words(self) -> Mapping[str, str]:
        """Gives the single-word phrases as folded word to language, for spelling correction."""
        added, gone = self.list_changed_words()
        words = {**self.ground.layer.phrases.single, **self.ground.label_layer.single, **added}
        for word in gone:
            del words[word]
        return words

    def list_changed_words(self) -> tuple[dict[str, str], list[str]]:
        """Gives the words that staff added to the single-word phrases, and those they took out."""
        own = self.own.phrases.single.items()
        added = {word: language for word, language in own if not self.ground.has_word(word)}
        gone = [
            word
            for word in self.mask.said
            if self.ground.has_word(word) and not self._phrases.has_entry(word)
        ]
        return added, gone

    def knows_word(self, word: str, languages: Collection[str] | None = None) -> bool:
        """Says whether a folded word is a phrase by itself, in any language or in some."""
        return self._phrases.knows_word(word, self.languages if languages is None else languages)

    def find_label(self, term_id: str, language: str) -> str | None:
        """Gives the label of a term in a language, or else in Dutch."""
        labels = self.ground.label_of.get(term_id, {})
        return labels.get(language, labels.get(HOUSE_LANGUAGE))

    def is_fine(self, meaning: Meaning) -> bool:
        """Says whether a meaning is something of its own under a term: swimming, under sports."""
        label = self.find_label(meaning.term_id, HOUSE_LANGUAGE) if meaning.term_id else None
        return label is not None and fold(label) != fold(meaning.canonical)

    def list_related(self, term_id: str) -> tuple[tuple[str, float], ...]:
        """Gives the terms whose offers also help, with how well (0..1), the best first."""
        return self.ground.related.get(term_id, ())

    def find_worries(
        self, words: Sequence[Word], languages: Collection[str] | None = None
    ) -> list[FoundWorry]:
        """Gives the worries in the words of a search, the ones of most words first."""
        return self._worries.find(words, languages)

    def find_phrases(
        self,
        words: Sequence[Word],
        *,
        languages: Collection[str] | None = None,
        text: str | None = None,
    ) -> tuple[Phrase, ...]:
        """Finds the longest known phrases, left to right, not overlapping.

        Phrases of every language count, or only of some. With the original text abbreviations must
        be written as in the table (`SO`, not `so`).
        """
        spoken = self.languages if languages is None else tuple(languages)
        return self._phrases.find(words, spoken, text)
