"""The search engine as the site sees it: search, suggest, update, rebuild and check."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from app.search.documents import OfferDocument
from app.search.errors import IndexBusyError, IndexUnavailableError
from app.search.index.array_file import FileSeal
from app.search.index.manifest import MANIFEST_NAME, Manifest, read_manifest, stamp_of
from app.search.index.moments import asks_for_moments
from app.search.index.segments import Segment
from app.search.index.snapshot import Snapshot
from app.search.index.store import ARRAYS_FOLDER, IndexStore
from app.search.index.store_reading import check_store, read_lexicon
from app.search.keeping import Keeper
from app.search.matching.facets import count_facets
from app.search.matching.filters import asks_for_place, find_candidates
from app.search.matching.matching import Matches, match_words
from app.search.matching.near import list_near
from app.search.matching.ordering import list_hits
from app.search.queries import Hits, IndexState, Query, Suggestion
from app.search.ranking import NEAR_POINTS_KEPT, SQUARELY
from app.search.reading.correction import Corrector
from app.search.reading.groups import Wording, read_groups
from app.search.reading.wording import word_the_query
from app.search.suggesting.suggestions import Suggester
from app.search.table.synonyms import Synonyms, WordSource
from app.search.text.dutch_words import read_dutch_words

__all__ = ["IndexBusyError", "IndexUnavailableError", "SearchEngine"]

MAX_LIMIT = 5_000
ENOUGH = 10
"""With fewer results than this, what nearly fits is shown beside them."""
_OPEN_TRIES = 5


class SearchEngine:
    """Answers from the index in one folder; every process and thread may search, one process writes
    at a time.

    All methods raise IndexUnavailableError when the index is absent or damaged, whatever the damage
    raised inside.
    """

    def __init__(self, folder: Path, words: WordSource, *, lock_seconds: float = 60.0) -> None:
        """Takes the folder, the synonyms, and how long a writer waits for another (seconds)."""
        self._folder = folder
        self._manifest = folder / MANIFEST_NAME
        self._words = words
        self._store = IndexStore(folder, words, lock_seconds=lock_seconds)
        self._suggester: Suggester | None = None
        self._lock = Lock()
        self._stamp: tuple[int, int, int] | None = None
        self._snapshot: Snapshot | None = None
        self._correction: _Correction | None = None
        self._last: _Read | None = None

    def search(self, query: Query, now: datetime) -> Hits:
        """Answers a query at a moment in local (Belgian) time."""
        snapshot = self._fresh()
        limit = max(0, min(query.limit, MAX_LIMIT))
        query = replace(query, offset=max(0, query.offset), limit=limit)
        wording, matches = self._read(query, snapshot) if query.words else (Wording(()), None)
        asked = matches
        if matches is not None and query.wishes:
            # The rest follows under what nearly fits.
            asked = matches.best(SQUARELY)
        elif matches is not None and asks_for_place(query):
            # What is hardly like it must not hide that the thing itself lies a little further.
            asked = matches.best(NEAR_POINTS_KEPT)
        candidates, kept = find_candidates(snapshot, query, asked, now)
        total, hits = list_hits(candidates, asked, kept)
        return Hits(
            total=total,
            hits=hits,
            facets=count_facets(candidates) if query.facets else {},
            correction=wording.correction,
            expansions=wording.expansions,
            reading=read_groups(wording),
            language=wording.language,
            coverage=1.0 if matches is None else matches.coverage,
            unwanted=tuple(group.typed for group in wording.unwanted),
            unmet=() if matches is None else matches.unmet,
            near=list_near(snapshot, query, matches, now, ENOUGH - total)
            if query.offset == 0 and limit > 1
            else (),
        )

    def _read(self, query: Query, snapshot: Snapshot) -> tuple[Wording, Matches | None]:
        """Gives how the words are read and what meets them; the same words are often asked twice in
        a row, with other facts beside them.
        """
        synonyms, last = self._words.current(), self._last
        said = (query.words, query.said, query.claimed, query.language, query.is_exact)
        key = (*said, asks_for_moments(query))
        if last is not None and last.is_for(key, snapshot, synonyms):
            return last.wording, last.matches
        corrector = self._correct_by(snapshot, synonyms)
        wording = word_the_query(query, snapshot, synonyms, corrector)
        matches = match_words(snapshot, wording) if wording.groups else None
        self._last = _Read(key, snapshot, synonyms, wording, matches)
        return wording, matches

    def suggest(self, text: str, language: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Gives proposals for a typed beginning: terms, offers for families, and words."""
        snapshot = self._fresh()
        suggester = self._suggest_by(self._words.current())
        return suggester.suggest(snapshot, text, language, limit)

    def warm(self) -> None:
        """Reads beforehand what the first search and the first proposals would wait for."""
        read_dutch_words(Keeper(self._folder))
        synonyms, snapshot = self._words.current(), self._fresh()
        self._correct_by(snapshot, synonyms)
        self._suggest_by(synonyms).warm(snapshot)

    def is_behind(self) -> bool:
        """Says whether the index was written with other words than now; a missing one is not."""
        try:
            written_with = read_manifest(self._folder).synonyms
        except IndexUnavailableError:
            # Searches notice that by themselves.
            return False
        return written_with != self._words.current().fingerprint

    def update(self, documents: Sequence[OfferDocument], removed_ids: Iterable[int] = ()) -> None:
        """Replaces, adds and removes offers; every process sees it at its next search.

        Raises IndexBusyError when another process keeps writing for too long.
        """
        self._store.update(documents, removed_ids)

    def rebuild(self, documents: Iterable[OfferDocument]) -> int:
        """Writes the index anew beside the old one, then swaps; gives the number of offers."""
        return self._store.rebuild(documents)

    def check(self, expected_count: int | None = None) -> IndexState:
        """Reads every file of the index and compares checksums, and the count with the database's;
        never raises.
        """
        try:
            manifest = read_manifest(self._folder)
            build = self._folder / manifest.build
            check_store(build, manifest, is_thorough=True)
            read_lexicon(build, manifest.lexicon)
            for entry in manifest.segments:
                Segment(build / ARRAYS_FOLDER / entry.arrays.name, entry.arrays)
        except (IndexUnavailableError, OSError) as error:
            return IndexState(is_sound=False, count=0, problem=str(error))
        if manifest.synonyms != self._words.current().fingerprint:
            problem = "the synonyms changed since the index was written"
            return IndexState(is_sound=False, count=manifest.count, problem=problem)
        if expected_count is not None and manifest.count != expected_count:
            problem = f"the index holds {manifest.count} offers, expected {expected_count}"
            return IndexState(is_sound=False, count=manifest.count, problem=problem)
        return IndexState(is_sound=True, count=manifest.count)

    def count(self) -> int:
        """Gives the number of offers in the index."""
        return self._fresh().count

    def _fresh(self) -> Snapshot:
        """Gives the current state, opening what is new since the last request."""
        stamp = stamp_of(self._manifest)
        snapshot = self._snapshot
        if snapshot is None or stamp != self._stamp:
            with self._lock:
                if self._snapshot is None or stamp != self._stamp:
                    self._snapshot = self._open()
                    self._stamp = stamp
                snapshot = self._snapshot
        for segment in snapshot.segments:
            segment.file.check()
        return snapshot

    def _open(self) -> Snapshot:
        problem: Exception = IndexUnavailableError("the index keeps changing")
        for _ in range(_OPEN_TRIES):
            try:
                return self._open_once()
            except FileNotFoundError as error:
                # The writer removed a file between our reading of the manifest and of the file.
                problem = error
            except OSError as error:
                problem = error
                break
        raise IndexUnavailableError("a file of the index cannot be read") from problem

    def _open_once(self) -> Snapshot:
        manifest = read_manifest(self._folder)
        build = self._folder / manifest.build
        old = self._snapshot
        known: dict[object, Segment] = {}
        if old is not None and old.manifest.build == manifest.build:
            known = {segment.seal: segment for segment in old.segments}
        lexicon = (
            old.lexicon if old is not None and known else read_lexicon(build, manifest.lexicon)
        )
        segments = tuple(
            known.get(entry.arrays)
            or Segment(build / ARRAYS_FOLDER / entry.arrays.name, entry.arrays)
            for entry in manifest.segments
        )
        return Snapshot(manifest, segments, lexicon)

    def _suggest_by(self, synonyms: Synonyms) -> Suggester:
        suggester = self._suggester
        if suggester is None or suggester.synonyms is not synonyms:
            suggester = self._suggester = Suggester(synonyms, suggester)
        return suggester

    def _correct_by(self, snapshot: Snapshot, synonyms: Synonyms) -> Corrector:
        """Gives the corrector for a state of the index and of the words; what changed since the
        last one is laid over it.
        """
        made = self._correction
        if made is None or not made.is_under(snapshot, synonyms):
            corrector = Corrector(_count_words(snapshot.segments), synonyms)
            seals = frozenset(segment.seal for segment in snapshot.segments)
            made = self._correction = _Correction(corrector, seals, snapshot.manifest)
        elif made.manifest is not snapshot.manifest or made.corrector.synonyms is not synonyms:
            others = (one for one in snapshot.segments if one.seal not in made.seals)
            corrector = Corrector(_count_words(others), synonyms, made.corrector)
            made = self._correction = _Correction(corrector, made.seals, snapshot.manifest)
        return made.corrector


class _Read(NamedTuple):
    """How the words of one query were read, and the state that it is for."""

    key: tuple[object, ...]
    snapshot: Snapshot
    synonyms: Synonyms
    wording: Wording
    matches: Matches | None

    def is_for(self, key: tuple[object, ...], snapshot: Snapshot, synonyms: Synonyms) -> bool:
        """Says whether it still counts for the same words."""
        return self.key == key and self.snapshot is snapshot and self.synonyms is synonyms


class _Correction(NamedTuple):
    """A corrector, the segments of which its book has the words, and the state that it is for."""

    corrector: Corrector
    seals: frozenset[FileSeal]
    manifest: Manifest

    def is_under(self, snapshot: Snapshot, synonyms: Synonyms) -> bool:
        """Says whether all that its book knows still counts."""
        is_same_ground = self.corrector.synonyms.ground is synonyms.ground
        return is_same_ground and self.seals <= {segment.seal for segment in snapshot.segments}


def _count_words(segments: Iterable[Segment]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for segment in segments:
        for number in range(len(segment.words)):
            word = segment.words.text(number)
            counts[word] = counts.get(word, 0) + int(segment.word_counts[number])
    return counts
