"""Offers about words that are typed already, so that what follows leads to some of them."""

from collections.abc import Iterable, Sequence

import numpy as np

from app.search.arrays import Flags
from app.search.documents import HOUSE_LANGUAGE
from app.search.index.analysis import is_stop_word
from app.search.index.snapshot import Snapshot
from app.search.table.synonyms import CONCEPT_MARK, TERM_MARK, Synonyms
from app.search.term_ids import CIRCUMSTANCES
from app.search.text.folding import Word, split_words
from app.search.text.stopwords import WEAK_WORDS

# How, for whom and at what price: search reads these as facts, not as what it is about.


def find_documents(
    words: Sequence[Word], language: str, snapshot: Snapshot, synonyms: Synonyms
) -> Flags | None:
    """Gives the documents that are about all topics in the words; None when there is no topic."""
    topics: list[set[str]] = []
    taken: set[int] = set()
    for phrase in synonyms.find_phrases(words):
        term_ids = [meaning.term_id or "" for meaning in phrase.meanings]
        taken.update(range(phrase.first, phrase.end))
        if all(term_id.startswith(CIRCUMSTANCES) for term_id in term_ids):
            continue
        marks = {TERM_MARK + term_id for term_id in term_ids if term_id}
        topics.append(marks | {CONCEPT_MARK + meaning.canonical for meaning in phrase.meanings})
    for place, word in enumerate(words):
        if place not in taken and is_topic(word.folded, language):
            stem = synonyms.stems.stem
            topics.append({stem(word.folded, one) for one in (language, HOUSE_LANGUAGE)})
    found: Flags | None = None
    for features in topics:
        own = _with_any(features, snapshot)
        found = own if found is None else found & own
    return found


def count_with(documents: Flags, text: str, snapshot: Snapshot, synonyms: Synonyms) -> int:
    """Counts the documents among these that also have a word or a term (`#id`)."""
    is_term = text.startswith(TERM_MARK)
    features = [text] if is_term else _stems_of(text, synonyms)
    return int(np.count_nonzero(_with_any(features, snapshot) & documents))


def is_topic(word: str, language: str) -> bool:
    """Says whether a folded word can be what a search is about."""
    return not (
        word.isdigit()
        or word in WEAK_WORDS
        or is_stop_word(word, HOUSE_LANGUAGE)
        or is_stop_word(word, language)
    )


def _stems_of(text: str, synonyms: Synonyms) -> list[str]:
    return [synonyms.stems.stem(word.folded, HOUSE_LANGUAGE) for word in split_words(text)]


def _with_any(features: Iterable[str], snapshot: Snapshot) -> Flags:
    documents = np.zeros(snapshot.size, dtype=np.bool_)
    for feature in features:
        postings = snapshot.postings(feature)
        if postings is not None:
            documents[postings[0]] = True
    return documents & snapshot.for_families
