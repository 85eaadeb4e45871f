"""Arrays derived from the words and facts of one new segment of the index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from app.search.arrays import AnyArray, Documents, Floats
from app.search.index.analysis import LANGUAGE_MARK, MARKS, term_features
from app.search.index.packing import COUNTED_TAGS, DAY_RING, Facts
from app.search.ranking import saturate
from app.search.table.synonyms import Synonyms
from app.search.text.compounds import Lexicon
from app.search.text.folding import split_words
from app.search.text.stopwords import STOP_WORDS_BY_LANGUAGE

WORD_BITS = 64
WEIGHT_SCALE = 65_535
_PREFIX_CHARACTERS = 32

Postings = Mapping[str, tuple[Documents, Floats]]


def derive_arrays(
    postings: Postings, facts: Sequence[Facts], synonyms: Synonyms, lexicon: Lexicon
) -> tuple[dict[str, AnyArray], dict[str, Any]]:
    """Gives the arrays and notes of a segment whose n documents are numbered 0 to n - 1.

    `postings` gives for each term the documents (rising) and their field-weighted frequencies.
    """
    arrays = _word_arrays(postings, synonyms, lexicon)
    arrays.update(_column_arrays(facts))
    arrays.update(_point_arrays(facts))
    arrays["days"] = _day_array(facts)
    tag_arrays, tags = _tag_arrays(facts)
    arrays.update(tag_arrays)
    arrays.update(_title_arrays(facts))
    arrays.update(_vocabulary_arrays(postings))
    notes = {
        "documents": len(facts),
        "tags": tags,
        "counted_tags": sum(tag.startswith(COUNTED_TAGS) for tag in tags),
    }
    return arrays, notes


def text_arrays(name: str, texts: Iterable[str]) -> dict[str, AnyArray]:
    """Gives texts as one array of bytes and one of offsets (one more than there are texts)."""
    encoded = [text.encode(errors="replace") for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype=np.uint32)
    np.cumsum([len(text) for text in encoded], out=offsets[1:])
    return {
        f"{name}_bytes": np.frombuffer(b"".join(encoded), dtype=np.uint8),
        f"{name}_offsets": offsets,
    }


def padded_length(count: int) -> int:
    """Gives the number of documents rounded up to whole 64-bit words."""
    return -(-count // WORD_BITS) * WORD_BITS


def pack_flags(flags: AnyArray) -> AnyArray:
    """Gives flags (a multiple of 64 along the last axis) as 64-bit words, the first flag in the
    lowest bit.
    """
    return np.packbits(flags, axis=-1, bitorder="little").view(np.uint64)


def _word_arrays(postings: Postings, synonyms: Synonyms, lexicon: Lexicon) -> dict[str, AnyArray]:
    gathered: dict[str, list[tuple[Documents, Floats]]] = {}
    for term, (documents, weights) in postings.items():
        for feature, share in term_features(term, synonyms, lexicon):
            shared = weights if share == 1.0 else weights * np.float32(share)
            gathered.setdefault(feature, []).append((documents, shared))
    features = sorted(gathered, key=str.encode)
    lists = [_merged(gathered.pop(feature)) for feature in features]
    starts = np.zeros(len(features) + 1, dtype=np.uint32)
    np.cumsum([len(documents) for documents, _ in lists], out=starts[1:])
    arrays = text_arrays("feature", features)
    arrays["posting_starts"] = starts
    arrays["posting_documents"] = _joined([documents for documents, _ in lists], np.int32)
    weights = saturate(_joined([weights for _, weights in lists], np.float32))
    arrays["posting_weights"] = np.rint(weights * WEIGHT_SCALE).astype(np.uint16)
    return arrays


def _merged(lists: list[tuple[Documents, Floats]]) -> tuple[Documents, Floats]:
    if len(lists) == 1:
        return lists[0]
    documents = np.concatenate([documents for documents, _ in lists])
    weights = np.concatenate([weights for _, weights in lists])
    order = np.argsort(documents, kind="stable")
    documents = documents[order]
    first = np.flatnonzero(np.r_[True, documents[1:] != documents[:-1]])
    return documents[first], np.add.reduceat(weights[order], first).astype(np.float32)


def _joined(arrays: list[AnyArray], kind: Any) -> AnyArray:
    return np.concatenate(arrays).astype(kind) if arrays else np.zeros(0, dtype=kind)


def _column_arrays(facts: Sequence[Facts]) -> dict[str, AnyArray]:
    return {
        "offer_ids": np.array([fact.offer_id for fact in facts], dtype=np.int64),
        "minimum_ages": np.array([fact.minimum for fact in facts], dtype=np.int16),
        "maximum_ages": np.array([fact.maximum for fact in facts], dtype=np.int16),
        "flags": np.array([fact.flags for fact in facts], dtype=np.uint8),
        "parts_from": np.array([fact.parts_from for fact in facts], dtype=np.int32),
        "verified_on": np.array([fact.verified_on for fact in facts], dtype=np.int32),
        "due_on": np.array([fact.due_on for fact in facts], dtype=np.int32),
        "completeness": np.array([fact.completeness for fact in facts], dtype=np.float32),
    }


def _point_arrays(facts: Sequence[Facts]) -> dict[str, AnyArray]:
    rows = [
        (number, latitude, longitude)
        for number, fact in enumerate(facts)
        for latitude, longitude in fact.points
    ]
    return {
        "point_documents": np.array([row[0] for row in rows], dtype=np.int32),
        "point_places": np.array([row[1:] for row in rows], dtype=np.float64).reshape(-1, 2),
    }


def _day_array(facts: Sequence[Facts]) -> AnyArray:
    days = np.zeros((DAY_RING, padded_length(len(facts))), dtype=np.uint8)
    for number, fact in enumerate(facts):
        if fact.day_parts:
            row = np.frombuffer(fact.day_parts, dtype=np.uint8)
            slots = (fact.parts_from + np.arange(len(row))) % DAY_RING
            days[slots, number] = row
    return days


def _tag_arrays(facts: Sequence[Facts]) -> tuple[dict[str, AnyArray], list[str]]:
    every = {tag for fact in facts for tag in fact.tags}
    tags = sorted(every, key=lambda tag: (not tag.startswith(COUNTED_TAGS), tag))
    numbers = {tag: number for number, tag in enumerate(tags)}
    counted = sum(tag.startswith(COUNTED_TAGS) for tag in tags)
    documents = [number for number, fact in enumerate(facts) for _ in fact.tags]
    values = [numbers[tag] for fact in facts for tag in fact.tags]
    document_array = np.array(documents, dtype=np.int64)
    value_array = np.array(values, dtype=np.uint16)
    words = padded_length(len(facts)) // WORD_BITS
    bits = np.zeros((len(tags), words), dtype=np.uint64)
    row = np.zeros(words * WORD_BITS, dtype=np.bool_)
    order = np.argsort(value_array, kind="stable")
    ends = np.searchsorted(value_array[order], np.arange(len(tags) + 1))
    for number in range(len(tags)):
        members = document_array[order[ends[number] : ends[number + 1]]]
        row[members] = True
        bits[number] = pack_flags(row)
        row[members] = False
    is_counted = value_array < counted
    starts = np.zeros(len(facts) + 1, dtype=np.uint32)
    counts = np.bincount(document_array[is_counted], minlength=len(facts))
    np.cumsum(counts, out=starts[1:])
    return {
        "tag_bits": bits,
        "tag_starts": starts,
        "tag_values": value_array[is_counted],
    }, tags


def _title_arrays(facts: Sequence[Facts]) -> dict[str, AnyArray]:
    titles: list[str] = []
    languages: list[str] = []
    owners: list[int] = []
    prefixes: list[tuple[bytes, int, bool]] = []
    for number, fact in enumerate(facts):
        for language, title in fact.titles:
            words = split_words(title)
            stop_words = STOP_WORDS_BY_LANGUAGE.get(language, frozenset())
            for position, word in enumerate(words):
                if position == 0 or (word.folded not in stop_words and len(word.folded) > 1):
                    tail = " ".join(later.folded for later in words[position:])
                    key = tail[:_PREFIX_CHARACTERS].encode()
                    prefixes.append((key, len(titles), position == 0))
            titles.append(title)
            languages.append(language)
            owners.append(number)
    prefixes.sort()
    arrays = text_arrays("title", titles)
    arrays.update(text_arrays("title_language", languages))
    arrays["title_documents"] = np.array(owners, dtype=np.int32)
    arrays.update(text_arrays("prefix", (key.decode(errors="ignore") for key, _, _ in prefixes)))
    arrays["prefix_titles"] = np.array([title for _, title, _ in prefixes], dtype=np.int32)
    arrays["prefix_is_first"] = np.array([first for _, _, first in prefixes], dtype=np.bool_)
    arrays.update(text_arrays("detail", (fact.detail for fact in facts)))
    return arrays


def _vocabulary_arrays(postings: Postings) -> dict[str, AnyArray]:
    counts: dict[str, int] = {}
    for term, (documents, _) in postings.items():
        if term[0] in MARKS:
            continue
        _, _, word = term.partition(LANGUAGE_MARK)
        counts[word] = counts.get(word, 0) + len(documents)
    words = sorted(counts, key=str.encode)
    arrays = text_arrays("word", words)
    arrays["word_counts"] = np.array([counts[word] for word in words], dtype=np.uint32)
    return arrays
