"""Which documents the words of a query find, and how well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from app.search.arrays import Documents, Floats
from app.search.index.analysis import ALL_THEMES, is_theme
from app.search.index.snapshot import Snapshot
from app.search.ranking import (
    COVER_POWER,
    COVERAGE_KEPT,
    FOCUS_UNKNOWN,
    HAS_ITSELF,
    NOTION_RARITY,
    OFF_FOCUS,
    POINTS_KEPT,
    RELATED_SHARE,
    TELLS,
    UNWANTED,
    WHOLE_TITLE,
    WORD_RARITY,
    WORDS,
    frequencies_of,
    rarity,
)
from app.search.reading.groups import Alternative, Group, Intent, Wording
from app.search.table.synonyms import TERM_MARK

Found = tuple[Documents, Floats]


@dataclass(frozen=True, slots=True)
class Matches:
    """Documents that the words find (rising), their points for the words, and for being the title
    asked for.
    """

    documents: Documents
    words: Floats
    whole_title: Floats | None
    coverage: float = 0.0
    """How much of the words the best document covers (0..1)."""
    intent: Intent | None = None
    is_vague: bool = False
    unmet: tuple[str, ...] = ()
    """The typed words of the groups that no document meets."""

    def best(self, share: float) -> Matches:
        """Gives those with a share (0..1) of the points of the best that there is anywhere."""
        if self.is_vague:
            return self
        kept = self.words >= np.float32(WORDS * share)
        titles = self.whole_title
        return replace(
            self,
            documents=self.documents[kept],
            words=self.words[kept],
            whole_title=None if titles is None else titles[kept],
        )


class _Met(NamedTuple):
    documents: Documents
    scores: Floats
    weight: float
    mass: float


def match_words(snapshot: Snapshot, wording: Wording) -> Matches:
    """Gives the documents that cover enough of the words.

    A document is kept when it covers at least COVERAGE_KEPT of what the best document covers, weak
    words counting little, and gets POINTS_KEPT of its points. That depends on the words alone, so
    the counts of the filters stay right.
    Points weigh each word by its rarity (BM25's idf) and grow with what is covered; the best
    document of all gets WORDS.
    """
    met: list[_Met] = []
    unmet: list[str] = []
    has_notion = any(group.is_notion for group in wording.groups)
    for group in wording.groups:
        documents, scores = _match_group(snapshot, group)
        if len(documents):
            itself = int(np.count_nonzero(scores >= HAS_ITSELF)) or len(documents)
            rare = rarity(snapshot.count, itself)
            if has_notion:
                # One odd word of a long question must not outweigh what it is about.
                rare = max(rare, NOTION_RARITY) if group.is_notion else min(rare, WORD_RARITY)
            met.append(_Met(documents, scores, group.mass * rare, group.mass))
        else:
            unmet.append(group.typed)
    if not met:
        return Matches(np.zeros(0, np.int32), np.zeros(0, np.float32), None)
    share = _share_left(snapshot, wording)
    documents, words = _combine(snapshot, met, share)
    titles = _whole_titles(snapshot, wording.title, documents)
    coverage = _most_told(snapshot, met) / sum(group.mass for group in wording.groups)
    return Matches(
        documents, words, titles, coverage, wording.intent, wording.is_vague, tuple(unmet)
    )


def _share_left(snapshot: Snapshot, wording: Wording) -> Floats | None:
    """Gives for each document what is left of its points: by its focus, and by what is unwanted."""
    share = _focus(snapshot, wording)
    for group in wording.unwanted:
        documents, scores = _match_group(snapshot, group)
        share = np.ones(snapshot.size, dtype=np.float32) if share is None else share
        share[documents[scores >= UNWANTED]] = 0.0
    return share


def _focus(snapshot: Snapshot, wording: Wording) -> Floats | None:
    """Gives for each document what is left of its points for how much it is about what is asked.

    Of all that a document says of themes the share is taken that it says of the asked ones, each as
    surely as it is meant. None when no theme is asked.
    """
    asked: dict[str, float] = {}
    for group in wording.groups:
        for term_id, sureness in group.terms:
            if is_theme(term_id):
                asked[term_id] = max(asked.get(term_id, 0.0), sureness)
    whole = snapshot.postings(ALL_THEMES)
    if not asked or whole is None:
        return None
    most = max(asked.values())
    about = np.zeros(snapshot.size, dtype=np.float32)
    for term_id, sureness in asked.items():
        postings = snapshot.postings(TERM_MARK + term_id)
        if postings is not None:
            about[postings[0]] += (frequencies_of(postings[1]) * np.float32(sureness / most)) ** 2
    focus = np.full(snapshot.size, FOCUS_UNKNOWN, dtype=np.float32)
    focus[whole[0]] = np.minimum(np.sqrt(about[whole[0]]) / frequencies_of(whole[1]), 1.0)
    return 1 - np.float32(OFF_FOCUS) * (1 - focus)


def _combine(snapshot: Snapshot, met: Sequence[_Met], share: Floats | None) -> Found:
    covered = np.zeros(snapshot.size, dtype=np.float32)
    words = np.zeros(snapshot.size, dtype=np.float32)
    for one in met:
        # A weak sign of a thing covers it for a part only.
        covered[one.documents] += np.float32(one.mass) * np.minimum(
            one.scores / np.float32(HAS_ITSELF), np.float32(1.0)
        )
        words[one.documents] += one.scores * np.float32(one.weight)
    best = float(covered.max(initial=0.0, where=snapshot.living))
    kept = np.flatnonzero(covered >= max(best * COVERAGE_KEPT, 1e-9))
    points = words[kept] * covered[kept] ** np.float32(COVER_POWER)
    if share is not None:
        points *= share[kept]
    most = float(points.max(initial=0.0, where=snapshot.living[kept]))
    points *= np.float32(WORDS / max(most, 1e-9))
    good = points >= np.float32(WORDS * POINTS_KEPT)
    return kept[good], points[good]


def _most_told(snapshot: Snapshot, met: Sequence[_Met]) -> float:
    """Gives the mass of the groups of which the best document tells anything to speak of."""
    told = np.zeros(snapshot.size, dtype=np.float32)
    for one in met:
        told[one.documents[one.scores >= TELLS]] += np.float32(one.mass)
    return float(told.max(initial=0.0, where=snapshot.living))


def _match_group(snapshot: Snapshot, group: Group) -> Found:
    """Gives the documents that meet a group, and how well (0..1).

    Signs of the thing itself add up as independent ones do: 1 - (1 - a)(1 - b); of what is only
    related the best counts, and for less.
    """
    missing = np.ones(snapshot.size, dtype=np.float32)
    for alternative in group.alternatives:
        found = _match_alternative(snapshot, alternative)
        if found is not None:
            missing[found[0]] *= np.float32(1.0) - found[1]
    best: Floats | None = None
    for alternative in group.related:
        found = _match_alternative(snapshot, alternative)
        if found is not None:
            best = np.zeros(snapshot.size, dtype=np.float32) if best is None else best
            best[found[0]] = np.maximum(best[found[0]], found[1])
    if best is not None:
        missing *= np.float32(1.0) - best * np.float32(RELATED_SHARE)
    scores = np.float32(1.0) - missing
    documents = np.flatnonzero(scores > 0)
    return documents, scores[documents]


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
