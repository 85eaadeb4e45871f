"""Which documents the words of a query find, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.search.arrays import Documents, Floats
from app.search.ranking import COVERAGE_KEPT, WHOLE_TITLE, WORDS, rarity
from app.search.snapshot import Snapshot
from app.search.wording import Alternative, Group, Wording

_DENSE_SHARE = 12
Found = tuple[Documents, Floats]


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents that the words find (rising), their points for the words, and for being the title
    asked for.
    """

    documents: Documents
    words: Floats
    whole_title: Floats | None


def match_words(snapshot: Snapshot, wording: Wording) -> Matches:
    """Gives the documents that cover enough of the words.

    A word's weight is its rarity (BM25's idf) times the mass of its group; a document is kept when it covers at least
    COVERAGE_KEPT of the weight that the best document covers. That depends on the words alone, so
    the counts of the
    filters stay right. Points are the share of a full match, WORDS at most.
    """
    found = [_match_group(snapshot, group) for group in wording.groups]
    weights = [
        group.mass * rarity(snapshot.count, len(documents))
        for group, (documents, _) in zip(wording.groups, found, strict=True)
    ]
    met = [
        (documents, scores, weight)
        for (documents, scores), weight in zip(found, weights, strict=True)
        if len(documents)
    ]
    if not met:
        return Matches(np.zeros(0, np.int32), np.zeros(0, np.float32), None)
    full = np.float32(WORDS / sum(weight for _, _, weight in met))
    if len(met) == 1:
        documents, scores, weight = met[0]
        words = scores * np.float32(full * weight)
    else:
        documents, words = _combine(snapshot, met)
        words *= full
    return Matches(documents, words, _whole_titles(snapshot, wording.title, documents))


def _combine(
    snapshot: Snapshot, met: Sequence[tuple[Documents, Floats, float]]
) -> tuple[Documents, Floats]:
    covered = np.zeros(snapshot.size, dtype=np.float32)
    words = np.zeros(snapshot.size, dtype=np.float32)
    for documents, scores, weight in met:
        covered[documents] += np.float32(weight)
        words[documents] += scores * np.float32(weight)
    best = float(covered.max(initial=0.0, where=snapshot.living))
    kept = np.flatnonzero(covered >= max(best * COVERAGE_KEPT, 1e-9))
    share = covered[kept] * np.float32(1.0 / sum(weight for _, _, weight in met))
    return kept, words[kept] * share


def _match_group(snapshot: Snapshot, group: Group) -> Found:
    lists = [
        matched
        for alternative in group.alternatives
        if (matched := _match_alternative(snapshot, alternative)) is not None
    ]
    if not lists:
        return np.zeros(0, np.int32), np.zeros(0, np.float32)
    if len(lists) == 1:
        return lists[0]
    if sum(len(documents) for documents, _ in lists) * _DENSE_SHARE > snapshot.size:
        scores = np.zeros(snapshot.size, dtype=np.float32)
        for documents, weights in lists:
            scores[documents] = np.maximum(scores[documents], weights)
        documents = np.flatnonzero(scores)
        return documents, scores[documents]
    documents = np.concatenate([documents for documents, _ in lists])
    weights = np.concatenate([weights for _, weights in lists])
    order = np.argsort(documents, kind="stable")
    documents = documents[order]
    first = np.flatnonzero(np.r_[True, documents[1:] != documents[:-1]])
    return documents[first], np.maximum.reduceat(weights[order], first)


def _match_alternative(snapshot: Snapshot, alternative: Alternative) -> Found | None:
    lists: list[Found] = []
    for feature in alternative.features:
        postings = snapshot.postings(feature)
        if postings is None:
            return None
        lists.append(postings)
    documents, weights = lists[0]
    for others, other_weights in lists[1:]:
        documents, mine, theirs = np.intersect1d(
            documents, others, assume_unique=True, return_indices=True
        )
        weights = np.minimum(weights[mine], other_weights[theirs])
    return documents, weights * np.float32(alternative.factor)


def _whole_titles(snapshot: Snapshot, title: str | None, documents: Documents) -> Floats | None:
    postings = snapshot.postings(title) if title is not None else None
    if postings is None:
        return None
    return np.isin(documents, postings[0]).astype(np.float32) * np.float32(WHOLE_TITLE)
