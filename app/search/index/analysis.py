"""Texts turned into the weighted terms that the index compares: pure, by language."""

from collections.abc import Iterable, Iterator
from math import hypot
from typing import NamedTuple

from app.search.documents import HOUSE_LANGUAGE, DocumentText, OfferDocument
from app.search.ranking import (
    DESCRIPTION_BOOST,
    FAR_TERM_SHARE,
    LABEL_BOOST,
    LENGTH_SHARE,
    NEAR_TERM_SHARE,
    ORGANIZATION_BOOST,
    PLACE_BOOST,
    SUMMARY_BOOST,
    TERM_BOOST,
    TITLE_BOOST,
    TITLE_DOUBT,
    TYPICAL_DESCRIPTION_WORDS,
    TYPICAL_SUMMARY_WORDS,
    TYPICAL_TITLE_WORDS,
)
from app.search.table.synonyms import CONCEPT_MARK, TERM_MARK, Synonyms
from app.search.term_ids import NO_THEMES
from app.search.text.compounds import Lexicon
from app.search.text.folding import Word, split_words
from app.search.text.stopwords import STOP_WORDS_BY_LANGUAGE

TITLE_MARK = "!"
ALL_THEMES = "%"
"""The term of an offer under which the weights of all its themes stand together."""
LANGUAGE_MARK = ":"
MARKS = (CONCEPT_MARK, TERM_MARK, TITLE_MARK, ALL_THEMES)
PART_SHARE = 0.45
_MAX_TITLE_WORDS = 12


def is_stop_word(word: str, language: str) -> bool:
    """Says whether a folded word carries no topic in that language; a single letter never does."""
    if len(word) < 2:
        return not word.isdigit()
    return word in STOP_WORDS_BY_LANGUAGE.get(language, frozenset())


def title_key(words: Iterable[Word]) -> str:
    """Gives the term under which a whole title is found."""
    return TITLE_MARK + " ".join(word.folded for word in words)


class Agreement(NamedTuple):
    """The terms that a partner chose for an offer, and those near to them."""

    chosen: frozenset[str]
    near: frozenset[str]
    has_theme: bool

    def share_of(self, term_id: str | None) -> float:
        """Gives how much a word of the text says about a term (0..1), seen what was chosen.

        A text names many things in passing; a theme of which the partner said nothing near is
        seldom what the offer is about.
        """
        if term_id is None or not self.has_theme or term_id in self.chosen:
            return 1.0
        return NEAR_TERM_SHARE if term_id in self.near else FAR_TERM_SHARE


def is_theme(term_id: str) -> bool:
    """Says whether a term is what an offer may be about, not how or for whom it is."""
    return not term_id.startswith(NO_THEMES)


def _total_of_themes(weights: dict[str, float]) -> float:
    return hypot(
        *(
            weight
            for term, weight in weights.items()
            if term[0] == TERM_MARK and is_theme(term.removeprefix(TERM_MARK))
        )
    )


class Analyser:
    """Makes the weighted terms of a document (BM25F: every field's count, boosted, by the field's
    length).
    """

    def __init__(self, synonyms: Synonyms) -> None:
        """Takes the table whose phrases become concepts of the documents."""
        self._synonyms = synonyms

    def document_terms(self, document: OfferDocument) -> dict[str, float]:
        """Gives every term of a document with its field-weighted frequency.

        Terms are `language:word`, `=canonical term`, `#taxonomy id`, `!whole title` and `%`. The
        frequencies of a field are divided by its length beside a typical one, so a document's
        weights do not depend on the others (Robertson and Zaragoza 2009, "The probabilistic
        relevance framework", 3.6).
        """
        weights: dict[str, float] = {}
        for term_id in document.term_ids:
            weights[TERM_MARK + term_id] = TERM_BOOST
        agreeing = self._agreeing_terms(document.term_ids)
        for text in document.texts:
            self._add_texts(weights, text, agreeing)
        for language, label in document.labels:
            self._add(weights, label, language, LABEL_BOOST, 0)
        if document.organization:
            self._add(
                weights, document.organization, HOUSE_LANGUAGE, ORGANIZATION_BOOST, 0, agreeing
            )
        for name in document.place_names:
            self._add(weights, name, HOUSE_LANGUAGE, PLACE_BOOST, 0)
        total = _total_of_themes(weights)
        if total:
            weights[ALL_THEMES] = total
        return weights

    def _agreeing_terms(self, term_ids: tuple[str, ...]) -> Agreement:
        """Gives what the partner chose, what is near to it, and whether it chose a theme at all."""
        near = {
            other_id
            for term_id in term_ids
            for other_id, _weight in self._synonyms.list_related(term_id)
        }
        return Agreement(frozenset(term_ids), frozenset(near), any(map(is_theme, term_ids)))

    def _add_texts(
        self, weights: dict[str, float], text: DocumentText, agreeing: Agreement
    ) -> None:
        language = text.language
        title = self._add(
            weights, text.title, language, TITLE_BOOST, TYPICAL_TITLE_WORDS, agreeing, TITLE_DOUBT
        )
        if 0 < len(title) <= _MAX_TITLE_WORDS:
            weights[title_key(title)] = 1.0
        self._add(weights, text.summary, language, SUMMARY_BOOST, TYPICAL_SUMMARY_WORDS, agreeing)
        self._add(
            weights,
            text.description,
            language,
            DESCRIPTION_BOOST,
            TYPICAL_DESCRIPTION_WORDS,
            agreeing,
        )

    def _add(
        self,
        weights: dict[str, float],
        text: str,
        language: str,
        boost: float,
        typical: int,
        agreeing: Agreement | None = None,
        doubt: float = 1.0,
    ) -> list[Word]:
        """Adds the words of a field, and what the table knows in them when `agreeing` is given."""
        words = split_words(text)
        if not words:
            return words
        share = 1 - LENGTH_SHARE + LENGTH_SHARE * len(words) / typical if typical else 1.0
        weight = boost / share
        stop_words = STOP_WORDS_BY_LANGUAGE.get(language, frozenset())
        prefix = language + LANGUAGE_MARK
        for word in words:
            folded = word.folded
            if folded not in stop_words and (len(folded) > 1 or folded.isdigit()):
                term = prefix + folded
                weights[term] = weights.get(term, 0.0) + weight
        if agreeing is not None:
            for concept, amount in self._concepts(words, language, text, agreeing, doubt):
                weights[concept] = weights.get(concept, 0.0) + weight * amount
        return words

    def _concepts(
        self, words: list[Word], language: str, text: str, agreeing: Agreement, doubt: float
    ) -> Iterator[tuple[str, float]]:
        for phrase in self._synonyms.find_phrases(words, languages=(language,), text=text):
            amounts: dict[str, float] = {}
            for meaning in phrase.meanings:
                amount = meaning.weight * agreeing.share_of(meaning.term_id) ** doubt
                concept = CONCEPT_MARK + meaning.canonical
                amounts[concept] = max(amounts.get(concept, 0.0), amount)
                if meaning.term_id is not None:
                    term = TERM_MARK + meaning.term_id
                    amounts[term] = max(amounts.get(term, 0.0), amount)
            yield from amounts.items()


def term_features(term: str, synonyms: Synonyms, lexicon: Lexicon) -> list[tuple[str, float]]:
    """Gives what a term of the index is found by: its stem, and less surely the stems of its parts.

    Concepts, taxonomy ids and whole titles are found by themselves.
    """
    language, mark, word = term.partition(LANGUAGE_MARK)
    if not mark or term[0] in MARKS:
        return [(term, 1.0)]
    stem = synonyms.stems.stem(word, language)
    features = [(stem, 1.0)]
    if language == HOUSE_LANGUAGE:
        seen = {stem}
        for part in lexicon.split(word):
            part_stem = synonyms.stems.stem(part, language)
            if part_stem not in seen and not is_stop_word(part, language):
                seen.add(part_stem)
                features.append((part_stem, PART_SHARE))
    return features
