"""Titles and words of the index that begin as it was typed."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from app.search.documents import HOUSE_LANGUAGE
from app.search.index.analysis import is_stop_word
from app.search.index.segments import Segment
from app.search.index.snapshot import Snapshot
from app.search.queries import Suggestion
from app.search.text.folding import fold_word, split_words

_SCANNED = 128
_PREFIX_BYTES = 32
_SHORTEST_WORD = 4


def list_index_words(snapshot: Snapshot) -> list[str]:
    """Gives the words of all offers in order, without numbers and the shortest."""
    found: set[str] = set()
    for segment in snapshot.segments:
        letters = segment.file.array("word_bytes").tobytes()
        for start, end in pairwise(segment.file.array("word_offsets").tolist()):
            if end - start >= _SHORTEST_WORD:
                found.add(letters[start:end].decode())
    return sorted(word for word in found if not word.isdigit())


def suggest_offers(
    snapshot: Snapshot, beginning: str, others: Sequence[str], language: str, limit: int
) -> list[Suggestion]:
    """Gives the offers for families in whose title a word begins so, and that has the others."""
    ranked: list[tuple[bool, bool, float, str, int, str]] = []
    key = beginning.encode()[:_PREFIX_BYTES]
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        span = segment.prefixes.starting_with(key)
        titles = segment.prefix_titles[span.start : span.start + _SCANNED]
        firsts = segment.prefix_is_first[span.start : span.start + _SCANNED]
        amount = min(len(span), _SCANNED)
        documents = segment.title_documents[titles[:amount]] + base
        is_shown = snapshot.for_families[documents]
        for place in np.flatnonzero(is_shown).tolist():
            document = int(documents[place])
            title = segment.titles.text(int(titles[place]))
            if others and not _has_all(title, others):
                continue
            ranked.append(
                (
                    not firsts[place],
                    segment.title_languages.text(int(titles[place])) != language,
                    -float(snapshot.completeness[document]),
                    title,
                    document,
                    _detail(segment, document - base),
                )
            )
    ranked.sort()
    chosen: dict[int, Suggestion] = {}
    labels: set[str] = set()
    for _, _, _, label, document, detail in ranked:
        if len(chosen) >= limit:
            break
        if document not in chosen and label not in labels:
            labels.add(label)
            offer_id = str(int(snapshot.offer_ids[document]))
            chosen[document] = Suggestion("offer", label, offer_id, detail)
    return list(chosen.values())


def suggest_words(
    snapshot: Snapshot, beginning: str, limit: int, *, is_whole_too: bool = False
) -> list[str]:
    """Gives the words of the offers that begin so, the ones met most first; the beginning itself
    only when it is not what was typed.
    """
    counts: dict[str, int] = {}
    for segment in snapshot.segments:
        span = segment.words.starting_with(beginning.encode())
        own = segment.word_counts[span.start : span.stop]
        for place in np.argsort(-own.astype(np.int64), kind="stable")[: limit + 3].tolist():
            word = segment.words.text(span.start + place)
            counts[word] = counts.get(word, 0) + int(own[place])
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    kept = [
        word
        for word in ranked
        if (is_whole_too or word != beginning) and not is_stop_word(word, HOUSE_LANGUAGE)
    ]
    return kept[:limit]


def _has_all(title: str, others: Sequence[str]) -> bool:
    folded = fold_word(title)
    if not all(other in folded for other in others):
        return False
    words = [word.folded for word in split_words(title)]
    return all(any(word.startswith(other) for word in words) for other in others)


def _detail(segment: Segment, document: int) -> str:
    return segment.details.text(document)
