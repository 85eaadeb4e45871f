"""The index on disk: Whoosh keeps words and facts in segments, and each segment gets its arrays
beside it.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import index as whoosh_index
from whoosh import reading, writing

from app.search.documents import OfferDocument
from app.search.errors import IndexUnavailableError
from app.search.index.analysis import LANGUAGE_MARK, Analyser
from app.search.index.array_file import ArrayFile, FileSeal, seal_of, write_arrays
from app.search.index.folder_lock import hold_folder
from app.search.index.manifest import (
    Manifest,
    SegmentEntry,
    publish_manifest,
    read_manifest,
)
from app.search.index.packing import pack
from app.search.index.segment_writing import Postings, derive_arrays
from app.search.index.store_fields import (
    FACTS_FIELD,
    TERMS_FIELD,
    TermPool,
    make_schema,
)
from app.search.index.store_reading import (
    LEXICON_NAME,
    check_store,
    read_facts,
    read_lexicon,
    table_of_contents,
)
from app.search.index.store_writing import MANY_SEGMENTS, merge_small, writing_to
from app.search.table.synonyms import WordSource
from app.search.text.compounds import Lexicon

ARRAYS_FOLDER = "arrays"
_BUILD_PREFIX = "build-"


class IndexStore:
    """Writes the index; one process at a time, the others wait for the lock."""

    def __init__(self, folder: Path, words: WordSource, *, lock_seconds: float = 60.0) -> None:
        """Takes the folder of the index, the synonyms, and how long to wait for another writer
        (seconds).
        """
        self._folder = folder
        self._words = words
        self._lock_seconds = lock_seconds
        self._files: dict[FileSeal, ArrayFile] = {}

    def rebuild(self, documents: Iterable[OfferDocument]) -> int:
        """Writes a whole new index beside the old one, then swaps; gives the number of offers.

        Readers answer from the old index meanwhile. When an offer comes twice, the first counts.
        """
        with hold_folder(self._folder, self._lock_seconds):
            self._read_words()
            build = self._new_build()
            try:
                return self._write_build(build, documents)
            except BaseException:
                if not self._is_published(build):
                    shutil.rmtree(build, ignore_errors=True)
                raise

    def update(self, documents: Sequence[OfferDocument], removed_ids: Iterable[int]) -> None:
        """Replaces or adds offers and takes others out; when an offer comes twice, the last counts.

        Raises IndexUnavailableError when there is no whole index to change.
        """
        latest = {document.offer_id: document for document in documents}
        gone = {*latest, *removed_ids}
        if not gone:
            return
        with hold_folder(self._folder, self._lock_seconds), _damage_reported():
            self._read_words()
            rows = [self._row(document) for document in latest.values()]
            manifest = read_manifest(self._folder)
            # The other documents were read with the table of then: it stays their fingerprint.
            self._fingerprint = manifest.synonyms
            build = self._folder / manifest.build
            check_store(build, manifest)
            lexicon = self._lexicon(build, manifest)
            store = whoosh_index.open_dir(str(build), schema=make_schema())
            known = {entry.name: entry for entry in manifest.segments}
            entries = self._entries(build, store, lexicon, known, None)
            with writing_to(store) as writer:
                self._delete(writer, build, entries, gone)
                for row in rows:
                    writer.add_document(**row)
                writer.commit(mergetype=writing.NO_MERGE)
                postings = writer.pool.postings()
            known = {entry.name: entry for entry in entries}
            entries = self._publish(build, store, lexicon, known, postings)
            if len(entries) > MANY_SEGMENTS:
                self._merge(build, store, lexicon, entries)

    def _read_words(self) -> None:
        """Takes the words of now for what is written next."""
        self._synonyms = self._words.current()
        self._fingerprint = self._synonyms.fingerprint
        self._analyser = Analyser(self._synonyms)

    def _merge(
        self, build: Path, store: Any, lexicon: Lexicon, entries: tuple[SegmentEntry, ...]
    ) -> None:
        with writing_to(store) as writer:
            writer.commit(mergetype=merge_small)
            postings = writer.pool.postings()
        known = {entry.name: entry for entry in entries}
        self._publish(build, store, lexicon, known, postings)

    def _write_build(self, build: Path, documents: Iterable[OfferDocument]) -> int:
        seen: set[int] = set()
        store = whoosh_index.create_in(str(build), make_schema())
        with writing_to(store) as writer:
            for document in documents:
                if document.offer_id not in seen:
                    seen.add(document.offer_id)
                    writer.add_document(**self._row(document))
            writer.commit(mergetype=writing.NO_MERGE)
            postings = writer.pool.postings()
        lexicon = Lexicon.learn(_dutch_counts(postings), self._known_words())
        (build / LEXICON_NAME).write_bytes(lexicon.to_json())
        self._publish(build, store, lexicon, {}, postings)
        return len(seen)

    def _is_published(self, build: Path) -> bool:
        try:
            return read_manifest(self._folder).build == build.name
        except IndexUnavailableError:
            return False

    def _new_build(self) -> Path:
        numbers = [
            int(path.name.removeprefix(_BUILD_PREFIX))
            for path in self._folder.glob(f"{_BUILD_PREFIX}*")
            if path.name.removeprefix(_BUILD_PREFIX).isdigit()
        ]
        build = self._folder / f"{_BUILD_PREFIX}{max(numbers, default=0) + 1}"
        (build / ARRAYS_FOLDER).mkdir(parents=True)
        return build

    def _row(self, document: OfferDocument) -> dict[str, Any]:
        return {
            TERMS_FIELD: self._analyser.document_terms(document),
            FACTS_FIELD: pack(document),
        }

    def _delete(
        self, writer: Any, build: Path, entries: Sequence[SegmentEntry], gone: set[int]
    ) -> None:
        base = 0
        wanted = np.fromiter(gone, dtype=np.int64, count=len(gone))
        self._files = {entry.arrays: self._file(build, entry) for entry in entries}
        for entry in entries:
            arrays = self._files[entry.arrays]
            for number in np.flatnonzero(np.isin(arrays.array("offer_ids"), wanted)):
                if int(number) not in entry.deleted:
                    writer.delete_document(base + int(number))
            base += entry.documents

    def _file(self, build: Path, entry: SegmentEntry) -> ArrayFile:
        known = self._files.get(entry.arrays)
        if known is None:
            return ArrayFile(build / ARRAYS_FOLDER / entry.arrays.name, entry.arrays)
        known.check()
        return known

    def _publish(
        self,
        build: Path,
        store: Any,
        lexicon: Lexicon,
        known: dict[str, SegmentEntry],
        postings: Postings,
    ) -> tuple[SegmentEntry, ...]:
        entries = self._entries(build, store, lexicon, known, postings)
        toc = table_of_contents(store)
        files = sorted(
            path
            for path in build.iterdir()
            if path.suffix == ".toc" or path.name.split(".")[0] in {e.name for e in entries}
        )
        publish_manifest(
            self._folder,
            Manifest(
                build=build.name,
                generation=toc.generation,
                segments=entries,
                lexicon=seal_of(build / LEXICON_NAME),
                synonyms=self._fingerprint,
                store=tuple(self._seal(build, path, known) for path in files),
            ),
        )
        self._clean(build, {entry.arrays.name for entry in entries})
        return entries

    def _seal(self, build: Path, path: Path, known: dict[str, SegmentEntry]) -> FileSeal:
        if path.name.split(".")[0] in known:
            manifest = read_manifest(self._folder)
            for seal in manifest.store:
                if seal.name == path.name and manifest.build == build.name:
                    return seal
        return seal_of(path)

    def _entries(
        self,
        build: Path,
        store: Any,
        lexicon: Lexicon,
        known: dict[str, SegmentEntry],
        postings: Postings | None,
    ) -> tuple[SegmentEntry, ...]:
        """Gives the segments in Whoosh's order, deriving arrays for those that have none yet.

        A writer that was killed between its commit and the manifest leaves such segments behind.
        """
        entries: list[SegmentEntry] = []
        for segment in table_of_contents(store).segments:
            name = segment.segment_id()
            deleted = tuple(sorted(segment.deleted_docs()))
            if name in known:
                seal = known[name].arrays
            else:
                seal = self._derive(build, store, segment, lexicon, postings)
                postings = None
            entries.append(SegmentEntry(name, segment.doc_count_all(), seal, deleted))
        return tuple(entries)

    def _derive(
        self, build: Path, store: Any, segment: Any, lexicon: Lexicon, postings: Postings | None
    ) -> FileSeal:
        reader = reading.SegmentReader(store.storage, make_schema(), segment)
        try:
            if postings is None:
                pool = TermPool()
                for item in reader.iter_postings():
                    pool.add(item)
                postings = pool.postings()
            facts = read_facts(reader)
        finally:
            reader.close()
        arrays, notes = derive_arrays(postings, facts, self._synonyms, lexicon)
        return write_arrays(build / ARRAYS_FOLDER / f"{segment.segment_id()}.arrays", arrays, notes)

    def _lexicon(self, build: Path, manifest: Manifest) -> Lexicon:
        return read_lexicon(build, manifest.lexicon)

    def _known_words(self) -> list[str]:
        words = self._synonyms.list_words().items()
        return [word for word, language in words if language == "nl"]

    def _clean(self, build: Path, names: set[str]) -> None:
        for path in (build / ARRAYS_FOLDER).iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)
        for path in self._folder.glob(f"{_BUILD_PREFIX}*"):
            if path != build:
                shutil.rmtree(path, ignore_errors=True)


def _dutch_counts(postings: Postings) -> dict[str, int]:
    prefix = "nl" + LANGUAGE_MARK
    return {
        term.removeprefix(prefix): len(documents)
        for term, (documents, _) in postings.items()
        if term.startswith(prefix)
    }


@contextmanager
def _damage_reported() -> Iterator[None]:
    """Turns what a damaged index raises (Whoosh: eight kinds) into IndexUnavailableError."""
    try:
        yield
    except IndexUnavailableError:
        raise
    except Exception as error:
        raise IndexUnavailableError("the index cannot be changed") from error
