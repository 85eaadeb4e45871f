"""What the engine asks of Whoosh: one field of weighted terms, one column of facts, and a pool that
keeps arrays.
"""

from array import array
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

from app.search.arrays import Documents, Floats

TERMS_FIELD = "terms"
FACTS_FIELD = "facts"

PoolItem = tuple[str, bytes, int, float, bytes]


class WeightedTerms(fields.FieldType):  # type: ignore[misc]
    """A field whose value is a mapping of term to weight; Whoosh analyses nothing itself."""

    def __init__(self) -> None:
        """Makes an indexed field that is not stored and keeps no lengths."""
        self.analyzer = None
        self.format = formats.Existence()
        self.scorable = False
        self.stored = False
        self.unique = False

    def index(self, value: dict[str, float], **_: Any) -> list[tuple[bytes, int, float, bytes]]:
        """Gives each term with its weight."""
        return [(term.encode(), 1, weight, b"") for term, weight in value.items()]


class LengthlessCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec without lengths of fields, for which it would look for a file at every
    posting.
    """

    length_stats = False


def make_schema() -> Any:
    """Gives the Whoosh schema of the index."""
    return fields.Schema(
        **{
            TERMS_FIELD: WeightedTerms(),
            FACTS_FIELD: fields.COLUMN(columns.VarBytesColumn()),
        }
    )


class TermPool:
    """Keeps the postings of one new segment as arrays by term, in place of Whoosh's pool of tuples.

    Whoosh hands over postings in rising order of documents, so a list by term is sorted already;
    after the commit the
    same lists become the segment's arrays. It takes 8 bytes a posting, in memory.
    """

    def __init__(self) -> None:
        """Starts empty."""
        self._lists: dict[bytes, tuple[array[int], array[float]]] = {}
        self.fieldnames: set[str] = set()

    def add(self, item: PoolItem) -> None:
        """Takes one posting (field, term, document, weight, value)."""
        known = self._lists.get(item[1])
        if known is None:
            known = self._lists[item[1]] = (array("I"), array("f"))
            self.fieldnames.add(item[0])
        known[0].append(item[2])
        known[1].append(item[3])

    def iter_postings(self) -> Iterator[PoolItem]:
        """Gives all postings in order of term and document."""
        for term in sorted(self._lists):
            documents, weights = self._lists[term]
            for document, weight in zip(documents, weights, strict=True):
                yield (TERMS_FIELD, term, document, weight, b"")

    def cleanup(self) -> None:
        """Has no temporary files to remove."""

    def postings(self) -> dict[str, tuple[Documents, Floats]]:
        """Gives the documents and weights of every term."""
        return {
            term.decode(): (
                np.frombuffer(documents, dtype=np.uint32).astype(np.int32),
                np.frombuffer(weights, dtype=np.float32),
            )
            for term, (documents, weights) in self._lists.items()
        }
