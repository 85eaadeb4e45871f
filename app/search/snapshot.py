"""One state of the index in the memory of a worker: all segments as one row of documents."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

import numpy as np

from app.geo.points import Point
from app.search.arrays import AnyArray, Bits, Documents, Flags, Floats
from app.search.compounds import Lexicon
from app.search.manifest import Manifest
from app.search.packing import DISTANCE, PROFESSIONAL, SERVES_ALL
from app.search.segment_writing import WORD_BITS
from app.search.segments import Segment

T = TypeVar("T")
_CACHED_MASKS = 96
_EARTH_KM = 6371.0088


class Snapshot:
    """The documents of all segments, numbered through, each segment starting at a multiple of 64.

    Arrays of n values have one for every place; places without a living document are never results.
    """

    def __init__(self, manifest: Manifest, segments: tuple[Segment, ...], lexicon: Lexicon) -> None:
        """Joins the columns of the segments; the large arrays stay where they are mapped."""
        self.manifest = manifest
        self.segments = segments
        self.lexicon = lexicon
        self.bases = np.cumsum([0, *(segment.size for segment in segments)]).tolist()
        self.size: int = self.bases[-1]
        living = [
            segment.living(entry.deleted)
            for segment, entry in zip(segments, manifest.segments, strict=True)
        ]
        self.living: Flags = _joined(living, np.bool_)
        self.count = int(np.count_nonzero(self.living))
        self.offer_ids = self._column("offer_ids", np.int64)
        self.minimum_ages = self._column("minimum_ages", np.int16)
        self.maximum_ages = self._column("maximum_ages", np.int16)
        self.verified_on = self._column("verified_on", np.int32)
        self.completeness = self._column("completeness", np.float32)
        self.parts_from = self._column("parts_from", np.int32)
        flags = self._column("flags", np.uint8)
        self.has_distance: Flags = flags & DISTANCE != 0
        self.serves_all: Flags = flags & SERVES_ALL != 0
        self.for_families: Flags = self.living & (flags & PROFESSIONAL == 0)
        self.for_professionals: Flags = self.living & (flags & PROFESSIONAL != 0)
        self.counted_tags = sorted(
            {tag for segment in segments for tag in segment.tags[: segment.counted_tags]}
        )
        self._rows = {tag: row for row, tag in enumerate(self.counted_tags)}
        self._tag_maps = [
            np.array([self._rows[tag] for tag in segment.tags[: segment.counted_tags]], np.int32)
            for segment in segments
        ]
        self._tag_starts, self._tag_values = self._join_tags()
        self._place_points()
        self._cache: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def group_rows(self, group: str) -> range:
        """Gives the rows of the counted tags that begin with a group's mark."""
        rows = [row for tag, row in self._rows.items() if tag.startswith(group)]
        return range(rows[0], rows[-1] + 1) if rows else range(0)

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """Gives what was made before under the key, or makes it; the least used is forgotten."""
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]  # type: ignore[return-value]
        made = make()
        with self._lock:
            self._cache[key] = made
            if len(self._cache) > _CACHED_MASKS:
                self._cache.popitem(last=False)
        return made

    def tagged(self, tag: str) -> Flags:
        """Gives which documents carry a tag; a tag that nothing carries gives none."""
        return self.remembered(("tag", tag), lambda: self._unpacked(tag))

    def postings(self, feature: str) -> tuple[Documents, Floats] | None:
        """Gives the documents with a feature, rising, and its weight in each (0..1), or None."""
        found: list[tuple[Documents, Floats]] = []
        for base, segment in zip(self.bases, self.segments, strict=False):
            postings = segment.postings(feature)
            if postings is not None:
                documents, weights = postings
                found.append((documents + base if base else documents, weights))
        if not found:
            return None
        if len(found) == 1:
            return found[0]
        return (
            np.concatenate([documents for documents, _ in found]),
            np.concatenate([weights for _, weights in found]),
        )

    def has_feature(self, feature: str) -> bool:
        """Says whether any segment has the feature."""
        return any(segment.postings(feature) is not None for segment in self.segments)

    def tag_counts_of(self, documents: Documents) -> AnyArray:
        """Counts each counted tag over a list of documents (rising)."""
        starts = self._tag_starts[documents]
        lengths = self._tag_starts[documents + 1] - starts
        total = int(lengths.sum())
        ends = np.cumsum(lengths)
        places = np.arange(total) + np.repeat(starts - ends + lengths, lengths)
        return np.bincount(self._tag_values[places], minlength=len(self.counted_tags))

    def tag_counts_in(self, bits: Bits, rows: range) -> AnyArray:
        """Counts each counted tag of the rows over a set of documents given as 64-bit words."""
        counts = np.zeros(len(self.counted_tags), dtype=np.int64)
        if not len(rows):
            return counts
        wanted = self.counted_tags[rows[0]], self.counted_tags[rows[-1]]
        for number, segment in enumerate(self.segments):
            own = segment.tags[: segment.counted_tags]
            first = next((row for row, tag in enumerate(own) if tag >= wanted[0]), len(own))
            last = next((row for row, tag in enumerate(own) if tag > wanted[1]), len(own))
            if first < last:
                base = self.bases[number] // WORD_BITS
                part = bits[base : base + segment.size // WORD_BITS]
                common = np.bitwise_count(segment.tag_bits[first:last] & part)
                counts[self._tag_maps[number][first:last]] += common.sum(axis=1, dtype=np.int64)
        return counts

    def distances_km(self, point: Point, documents: Documents | None) -> Floats:
        """Gives the great-circle distance (km) from a point to each document's nearest point,
        infinite without one.

        Chords between unit vectors (float32, error below 2 m in Belgium) on a sphere of 6371.0088
        km.
        """
        place = unit_vectors(np.array([[point.latitude, point.longitude]]))[0]
        own = self._points if documents is None else self._points[documents]
        squares: Floats = ((own - place) ** 2).sum(axis=1)
        if len(self._more_documents):
            more = ((self._more_points - place) ** 2).sum(axis=1)
            if documents is None:
                np.minimum.at(squares, self._more_documents, more)
            elif len(documents):
                places = np.searchsorted(documents, self._more_documents)
                places[places == len(documents)] = 0
                is_here = documents[places] == self._more_documents
                np.minimum.at(squares, places[is_here], more[is_here])
        chords = np.sqrt(squares) * np.float32(0.5)
        known = np.isfinite(chords)
        angles = np.arcsin(np.minimum(chords, np.float32(1.0)))
        return np.where(known, angles * np.float32(2 * _EARTH_KM), np.float32(np.inf))

    def _column(self, name: str, kind: type) -> AnyArray:
        return _joined([segment.column(name) for segment in self.segments], kind)

    def _unpacked(self, tag: str) -> Flags:
        flags = np.zeros(self.size, dtype=np.bool_)
        for base, segment in zip(self.bases, self.segments, strict=False):
            row = segment.tag_rows.get(tag)
            if row is not None:
                bits = np.unpackbits(segment.tag_bits[row].view(np.uint8), bitorder="little")
                flags[base : base + segment.size] = bits.view(np.bool_)
        return flags

    def _join_tags(self) -> tuple[AnyArray, AnyArray]:
        lengths = np.zeros(self.size, dtype=np.int64)
        values: list[AnyArray] = []
        for number, segment in enumerate(self.segments):
            starts = segment.file.array("tag_starts").astype(np.int64)
            base = self.bases[number]
            lengths[base : base + segment.documents] = np.diff(starts)
            values.append(self._tag_maps[number][segment.file.array("tag_values")])
        starts = np.zeros(self.size + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        return starts, _joined(values, np.uint16)

    def _place_points(self) -> None:
        documents = _joined(
            [
                segment.file.array("point_documents") + base
                for base, segment in zip(self.bases, self.segments, strict=False)
            ],
            np.int32,
        )
        places = [segment.file.array("point_places") for segment in self.segments]
        vectors = unit_vectors(np.concatenate(places) if places else np.zeros((0, 2)))
        is_first = np.r_[True, documents[1:] != documents[:-1]][: len(documents)]
        self._points = np.full((self.size, 3), np.inf, dtype=np.float32)
        self._points[documents[is_first]] = vectors[is_first]
        self._points[~self.has_distance] = np.inf
        more = ~is_first & self.has_distance[documents]
        self._more_documents = documents[more]
        self._more_points = vectors[more]


def unit_vectors(places: AnyArray) -> Floats:
    """Gives positions on the unit sphere for rows of latitude and longitude in degrees."""
    latitude, longitude = np.radians(places[:, 0]), np.radians(places[:, 1])
    return np.stack(
        [
            np.cos(latitude) * np.cos(longitude),
            np.cos(latitude) * np.sin(longitude),
            np.sin(latitude),
        ],
        axis=1,
    ).astype(np.float32)


def _joined(arrays: list[AnyArray], kind: type) -> AnyArray:
    return np.concatenate(arrays).astype(kind, copy=False) if arrays else np.zeros(0, dtype=kind)
