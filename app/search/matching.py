"""Which documents the words of a query find, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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


class _Met(NamedTuple):
    documents: Documents
    scores: Floats
    weight: float
    mass: float


def match_words(snapshot: Snapshot, wording: Wording) -> Matches:
    """Gives the documents that cover enough of the words.

    A document is kept when it covers at least COVERAGE_KEPT of the words that the best document
    covers, weak words counting little. That depends on the words alone, so the counts of the
    filters stay right. Points weigh each word by its rarity (BM25's idf) and grow with the share of
    the words that is covered; a full match gives WORDS.
    """
    met: list[_Met] = []
    for group in wording.groups:
        documents, scores = _match_group(snapshot, group)
        if len(documents):
            weight = group.mass * rarity(snapshot.count, len(documents))
            met.append(_Met(documents, scores, weight, group.mass))
    if not met:
        return Matches(np.zeros(0, np.int32), np.zeros(0, np.float32), None)
    if len(met) == 1:
        documents, words = met[0].documents, met[0].scores * np.float32(WORDS)
    else:
        documents, words = _combine(snapshot, met)
    return Matches(documents, words, _whole_titles(snapshot, wording.title, documents))


def _combine(snapshot: Snapshot, met: Sequence[_Met]) -> Found:
    covered = np.zeros(snapshot.size, dtype=np.float32)
    words = np.zeros(snapshot.size, dtype=np.float32)
    for one in met:
        covered[one.documents] += np.float32(one.mass)
        words[one.documents] += one.scores * np.float32(one.weight)
    best = float(covered.max(initial=0.0, where=snapshot.living))
    kept = np.flatnonzero(covered >= max(best * COVERAGE_KEPT, 1e-9))
    share = covered[kept] * np.float32(WORDS / sum(one.mass for one in met))
    return kept, words[kept] * share * np.float32(1.0 / sum(one.weight for one in met))


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
        documents = np.flatnonzero(scores > 0)
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
    lists.sort(key=lambda found: len(found[0]))
    documents, weights = lists[0]
    for others, other_weights in lists[1:]:
        spread = np.zeros(snapshot.size, dtype=np.float32)
        spread[others] = other_weights
        both = np.minimum(weights, spread[documents])
        common = np.flatnonzero(both > 0)
        documents, weights = documents[common], both[common]
    return documents, weights * np.float32(alternative.factor)


def _whole_titles(snapshot: Snapshot, title: str | None, documents: Documents) -> Floats | None:
    postings = snapshot.postings(title) if title is not None else None
    if postings is None:
        return None
    return np.isin(documents, postings[0]).astype(np.float32) * np.float32(WHOLE_TITLE)
