"""One segment of the index as a worker reads it: arrays mapped from its file."""

from bisect import bisect_left
from pathlib import Path
from typing import Any

import numpy as np

from app.search.arrays import AnyArray, Documents, Flags, Floats
from app.search.index.array_file import ArrayFile, FileSeal
from app.search.index.segment_writing import WEIGHT_SCALE, padded_length

_HEAD = 8


class Texts:
    """A sorted or unsorted row of texts over an array of bytes and one of offsets."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        """Takes the two arrays that `text_arrays` made."""
        self._bytes = file.array(f"{name}_bytes").data
        self._offsets = file.array(f"{name}_offsets").data

    def __len__(self) -> int:
        """The number of texts."""
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        """The bytes of one text; raises IndexError past the last."""
        return bytes(self._bytes[self._offsets[number] : self._offsets[number + 1]])

    def text(self, number: int) -> str:
        """One text."""
        return self[number].decode()

    def position(self, key: bytes) -> int:
        """Where the key stands, or would stand, when the texts are sorted."""
        return bisect_left(self, key)

    def find(self, key: bytes) -> int | None:
        """The number of a text, or None."""
        position = self.position(key)
        if position < len(self) and self[position] == key:
            return position
        return None

    def starting_with(self, prefix: bytes) -> range:
        """The numbers of the sorted texts that begin with a prefix."""
        return range(self.position(prefix), self.position(prefix + b"\xff"))


class FastTexts(Texts):
    """Sorted texts that are looked up at every search; it takes 8 bytes a text in each worker."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        """Reads the heads of all texts."""
        super().__init__(file, name)
        self._heads = _heads_of(file.array(f"{name}_bytes"), file.array(f"{name}_offsets"))

    def position(self, key: bytes) -> int:
        """Where the key stands, or would stand."""
        head = np.uint64(int.from_bytes(key[:_HEAD].ljust(_HEAD, b"\0"), "big"))
        first = int(np.searchsorted(self._heads, head, "left"))
        last = int(np.searchsorted(self._heads, head, "right"))
        return bisect_left(self, key, first, last)


def _heads_of(letters: AnyArray, offsets: AnyArray) -> AnyArray:
    """Gives the first eight bytes of each text as one number, to compare many at once."""
    places = offsets[:-1, None].astype(np.int64) + np.arange(_HEAD)
    is_beyond = places >= offsets[1:, None]
    places[is_beyond] = 0
    heads = letters[places] if len(letters) else np.zeros(places.shape, dtype=np.uint8)
    heads[is_beyond] = 0
    return np.ascontiguousarray(heads).view(">u8").reshape(-1).astype(np.uint64)


class Segment:
    """The documents 0 to n - 1 of one segment, and what they are found by."""

    def __init__(self, path: Path, seal: FileSeal) -> None:
        """Maps the file, raising IndexUnavailableError when it is damaged."""
        self.file = ArrayFile(path, seal)
        self.seal = seal
        notes: dict[str, Any] = self.file.notes
        self.documents: int = notes["documents"]
        self.size = padded_length(self.documents)
        self.tags: list[str] = notes["tags"]
        self.counted_tags: int = notes["counted_tags"]
        self.tag_rows = {tag: row for row, tag in enumerate(self.tags)}
        self.tag_bits = self.file.array("tag_bits")
        self.days = self.file.array("days")
        self.words = Texts(self.file, "word")
        self.word_counts = self.file.array("word_counts")
        self.titles = Texts(self.file, "title")
        self.title_languages = Texts(self.file, "title_language")
        self.title_documents = self.file.array("title_documents")
        self.prefixes = Texts(self.file, "prefix")
        self.prefix_titles = self.file.array("prefix_titles")
        self.prefix_is_first = self.file.array("prefix_is_first")
        self.details = Texts(self.file, "detail")
        self.features = FastTexts(self.file, "feature")
        self._starts = self.file.array("posting_starts").data
        self._documents = self.file.array("posting_documents")
        self._weights = self.file.array("posting_weights")

    def postings(self, number: int) -> tuple[Documents, Floats]:
        """Gives the documents (rising) with the feature of a number, and its weights (0..1)."""
        span = slice(self._starts[number], self._starts[number + 1])
        weights = self._weights[span].astype(np.float32)
        weights *= np.float32(1.0 / WEIGHT_SCALE)
        return self._documents[span], weights

    def column(self, name: str, filler: int = 0) -> AnyArray:
        """Gives a column with its filler for the places between the last document and the size."""
        values = self.file.array(name)
        column = np.full(self.size, filler, dtype=values.dtype)
        column[: self.documents] = values
        return column

    def living(self, deleted: tuple[int, ...]) -> Flags:
        """Gives which of the places hold a document that is not deleted."""
        living = np.zeros(self.size, dtype=np.bool_)
        living[: self.documents] = True
        living[list(deleted)] = False
        return living
