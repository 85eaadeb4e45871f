"""Writing at Whoosh: a writer that gives its lock back, and which segments are merged when."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from whoosh import reading

from app.search.index.store_fields import LengthlessCodec, TermPool

MANY_SEGMENTS = 8
_FEWEST_MERGED = 4


@contextmanager
def writing_to(store: Any) -> Iterator[Any]:
    """Gives a Whoosh writer, and its lock back when the writing fails."""
    writer = store.writer(codec=LengthlessCodec())
    # Whoosh 2.7.5 takes a `poolclass` and forgets it.
    writer.pool = TermPool()
    try:
        yield writer
    except BaseException:
        _give_up(writer)
        raise


def _give_up(writer: Any) -> None:
    if writer.is_closed:
        return
    try:
        writer.cancel()
    except OSError:
        # On a full disk even giving up fails, and Whoosh would keep its lock.
        if writer.writelock.fd is not None:
            writer.writelock.release()


def merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Merges the smallest segments, as long as the next is not larger than those before it
    together.
    """
    chosen: list[Any] = []
    total = 0
    for segment in sorted(segments, key=lambda segment: int(segment.doc_count())):
        if len(chosen) >= _FEWEST_MERGED and segment.doc_count() > total:
            break
        chosen.append(segment)
        total += segment.doc_count()
    for segment in segments:
        if segment in chosen:
            reader = reading.SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return [segment for segment in segments if segment not in chosen]
