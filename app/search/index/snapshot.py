"""One state of the index in the memory of a worker: all segments as one row of documents."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

import numpy as np

from app.geo.points import Point
from app.search.arrays import AnyArray, Bits, Documents, Flags, Floats
from app.search.index.manifest import Manifest
from app.search.index.packing import COUNTED_TAGS, DISTANCE, PROFESSIONAL, SERVES_ALL
from app.search.index.segment_writing import WORD_BITS
from app.search.index.segments import Segment
from app.search.text.compounds import Lexicon

T = TypeVar("T")
_CACHED_MASKS = 96
_CACHED_FEATURES = 4096
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
        self.due_on = self._column("due_on", np.int32)
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
        self._group_rows = {group: self._rows_of(group) for group in COUNTED_TAGS}
        self._group_values = {
            group: [self.counted_tags[row].removeprefix(group) for row in rows]
            for group, rows in self._group_rows.items()
        }
        self._group_spans = [_spans_of(segment) for segment in segments]
        self._tag_maps = [
            np.array([self._rows[tag] for tag in segment.tags[: segment.counted_tags]], np.int32)
            for segment in segments
        ]
        self._tag_starts, self._tag_values = self._join_tags()
        self._place_points()
        self._cache: OrderedDict[Hashable, object] = OrderedDict()
        self._found: dict[str, tuple[tuple[int, int], ...]] = {}
        self._lock = Lock()

    def group_rows(self, group: str) -> range:
        """Gives the rows of the counted tags that begin with a group's mark."""
        return self._group_rows[group]

    def group_values(self, group: str) -> list[str]:
        """Gives the values of a group of counted tags, in order of their rows."""
        return self._group_values[group]

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
        places = self._find(feature)
        if not places:
            return None
        found: list[tuple[Documents, Floats]] = []
        for segment_number, number in places:
            base = self.bases[segment_number]
            documents, weights = self.segments[segment_number].postings(number)
            found.append((documents + base if base else documents, weights))
        if len(found) == 1:
            return found[0]
        return (
            np.concatenate([documents for documents, _ in found]),
            np.concatenate([weights for _, weights in found]),
        )

    def has_feature(self, feature: str) -> bool:
        """Says whether any segment has the feature."""
        return bool(self._find(feature))

    def tag_counts_of(self, documents: Documents) -> AnyArray:
        """Counts each counted tag over a list of documents (rising)."""
        starts = self._tag_starts[documents]
        lengths = self._tag_starts[documents + 1] - starts
        total = int(lengths.sum())
        ends = np.cumsum(lengths)
        places = np.arange(total) + np.repeat(starts - ends + lengths, lengths)
        return np.bincount(self._tag_values[places], minlength=len(self.counted_tags))

    def tag_counts_in(self, bits: Bits, group: str | None = None) -> AnyArray:
        """Counts the counted tags, or those of one group, over documents given as 64-bit words."""
        counts = np.zeros(len(self.counted_tags), dtype=np.int64)
        for number, segment in enumerate(self.segments):
            first, last = self._group_spans[number][group]
            if first < last:
                base = self.bases[number] // WORD_BITS
                part = bits[base : base + segment.size // WORD_BITS]
                common = np.bitwise_count(segment.tag_bits[first:last] & part)
                counts[self._tag_maps[number][first:last]] += common.sum(axis=1, dtype=np.uint32)
        return counts

    def distances_km(self, point: Point, documents: Documents | None) -> Floats:
        """Gives the great-circle distance (km) from a point to each document's nearest point,
        infinite without one.

        Chords between unit vectors (float32, error below 2 m in Belgium) on a sphere of 6371.0088
        km.
        """
        place = unit_vectors(np.array([[point.latitude, point.longitude]]))[:, 0]
        squares: Floats = np.zeros(
            self.size if documents is None else len(documents), dtype=np.float32
        )
        for axis in range(3):
            own = self._points[axis] if documents is None else self._points[axis][documents]
            gap = own - place[axis]
            gap *= gap
            squares += gap
        if len(self._more_documents):
            more = ((self._more_points - place[:, None]) ** 2).sum(axis=0)
            if documents is None:
                np.minimum.at(squares, self._more_documents, more)
            elif len(documents):
                places = np.searchsorted(documents, self._more_documents)
                places[places == len(documents)] = 0
                is_here = documents[places] == self._more_documents
                np.minimum.at(squares, places[is_here], more[is_here])
        half_chords = np.sqrt(squares)
        half_chords *= np.float32(0.5)
        # Nothing on a sphere is farther than a whole diameter, so infinite stays infinite.
        is_unknown = half_chords > np.float32(1.5)
        np.minimum(half_chords, np.float32(1.0), out=half_chords)
        distances: Floats = np.arcsin(half_chords)
        distances *= np.float32(2 * _EARTH_KM)
        distances[is_unknown] = np.inf
        return distances

    def first_title(self, document: int) -> bytes:
        """Gives the title of a document in its first language; empty without one."""
        number = bisect_right(self.bases, document) - 1
        segment, own = self.segments[number], document - self.bases[number]
        place = int(np.searchsorted(segment.title_documents, own))
        if place < len(segment.title_documents) and segment.title_documents[place] == own:
            return segment.titles[place]
        return b""

    def _find(self, feature: str) -> tuple[tuple[int, int], ...]:
        """Gives the segments that have a feature, each with its number there."""
        known = self._found.get(feature)
        if known is None:
            known = tuple(
                (segment_number, number)
                for segment_number, segment in enumerate(self.segments)
                if (number := segment.features.find(feature.encode())) is not None
            )
            if len(self._found) >= _CACHED_FEATURES:
                self._found.clear()
            self._found[feature] = known
        return known

    def _rows_of(self, group: str) -> range:
        rows = [row for tag, row in self._rows.items() if tag.startswith(group)]
        return range(rows[0], rows[-1] + 1) if rows else range(0)

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
        self._points = np.full((3, self.size), np.inf, dtype=np.float32)
        self._points[:, documents[is_first]] = vectors[:, is_first]
        self._points[:, ~self.has_distance] = np.inf
        more = ~is_first & self.has_distance[documents]
        self._more_documents = documents[more]
        self._more_points = vectors[:, more]


def unit_vectors(places: AnyArray) -> Floats:
    """Gives three rows, x, y and z on the unit sphere, for rows of latitude and longitude
    (degrees).
    """
    latitude, longitude = np.radians(places[:, 0]), np.radians(places[:, 1])
    around = np.cos(latitude)
    return np.stack(
        [around * np.cos(longitude), around * np.sin(longitude), np.sin(latitude)]
    ).astype(np.float32)


def _joined(arrays: list[AnyArray], kind: type) -> AnyArray:
    return np.concatenate(arrays).astype(kind, copy=False) if arrays else np.zeros(0, dtype=kind)


def _spans_of(segment: Segment) -> dict[str | None, tuple[int, int]]:
    """Gives where the tags of each counted group stand in a segment, and where all of them."""
    counted = segment.tags[: segment.counted_tags]
    spans: dict[str | None, tuple[int, int]] = {None: (0, len(counted))}
    for group in COUNTED_TAGS:
        rows = [row for row, tag in enumerate(counted) if tag.startswith(group)]
        spans[group] = (rows[0], rows[-1] + 1) if rows else (0, 0)
    return spans
