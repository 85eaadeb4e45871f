"""Proposals while typing: themes, then offers whose title has a word that begins so, then words."""

from bisect import bisect_left
from operator import attrgetter

import numpy as np

from app.search.folding import fold
from app.search.queries import Suggestion
from app.search.segments import Segment
from app.search.snapshot import Snapshot
from app.search.synonyms import TERM_MARK, Synonyms, TermName

MAX_PREFIX_CHARACTERS = 60
_SHORTEST = 2
_SCANNED = 128
_MOST_TERMS = 3


class Suggester:
    """Finds what a typed beginning may become; one object serves many threads."""

    def __init__(self, synonyms: Synonyms) -> None:
        """Sorts the names of the terms."""
        self._synonyms = synonyms
        self._names = synonyms.list_names()

    def suggest(
        self, snapshot: Snapshot, text: str, language: str, limit: int
    ) -> tuple[Suggestion, ...]:
        """Gives at most `limit` proposals, terms before offers before words; under two letters
        there are none.
        """
        prefix = fold(text[:MAX_PREFIX_CHARACTERS])
        if len(prefix) < _SHORTEST or limit < 1:
            return ()
        found = self._terms(snapshot, prefix, language)[: min(_MOST_TERMS, limit)]
        found.extend(_offers(snapshot, prefix, language, limit - len(found)))
        if len(found) < limit:
            shown = {fold(suggestion.label) for suggestion in found}
            words = _words(snapshot, prefix, limit - len(found))
            found.extend(word for word in words if word.label not in shown)
        return tuple(found[:limit])

    def _terms(self, snapshot: Snapshot, prefix: str, language: str) -> list[Suggestion]:
        first = bisect_left(self._names, prefix, key=attrgetter("folded"))
        best: dict[str, TermName] = {}
        for name in self._names[first : first + _SCANNED]:
            if not name.folded.startswith(prefix):
                break
            known = best.get(name.term_id)
            if known is None or len(name.folded) < len(known.folded):
                best[name.term_id] = name
        ranked = sorted(best.values(), key=lambda name: (len(name.folded), name.folded))
        return [
            Suggestion(
                kind="term",
                label=self._synonyms.find_label(name.term_id, language) or name.shown,
                value=name.term_id,
                detail=name.variant,
            )
            for name in ranked
            if snapshot.has_feature(TERM_MARK + name.term_id)
        ]


def _offers(snapshot: Snapshot, prefix: str, language: str, limit: int) -> list[Suggestion]:
    ranked: list[tuple[bool, bool, float, str, int, str]] = []
    key = prefix.encode()[:32]
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        span = segment.prefixes.starting_with(key)
        titles = segment.prefix_titles[span.start : span.start + _SCANNED]
        firsts = segment.prefix_is_first[span.start : span.start + _SCANNED]
        amount = min(len(span), _SCANNED)
        documents = segment.title_documents[titles[:amount]] + base
        is_shown = snapshot.for_families[documents]
        for place in np.flatnonzero(is_shown).tolist():
            document = int(documents[place])
            ranked.append(
                (
                    not firsts[place],
                    segment.title_languages.text(int(titles[place])) != language,
                    -float(snapshot.completeness[document]),
                    segment.titles.text(int(titles[place])),
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


def _detail(segment: Segment, document: int) -> str:
    return segment.details.text(document)


def _words(snapshot: Snapshot, prefix: str, limit: int) -> list[Suggestion]:
    counts: dict[str, int] = {}
    if " " in prefix:
        return []
    for segment in snapshot.segments:
        span = segment.words.starting_with(prefix.encode())
        own = segment.word_counts[span.start : span.stop]
        for place in np.argsort(-own.astype(np.int64), kind="stable")[: limit + 1].tolist():
            word = segment.words.text(span.start + place)
            counts[word] = counts.get(word, 0) + int(own[place])
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    return [Suggestion("word", word, word) for word in ranked if word != prefix][:limit]
