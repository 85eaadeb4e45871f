"""The files of the index checked against their seals, and what Whoosh keeps in them read."""

from pathlib import Path
from typing import Any

from whoosh import columns
from whoosh import index as whoosh_index

from app.search.errors import IndexUnavailableError
from app.search.index.array_file import FileSeal, seal_of
from app.search.index.manifest import Manifest
from app.search.index.packing import Facts, unpack
from app.search.index.store_fields import FACTS_FIELD, make_schema
from app.search.text.compounds import Lexicon

LEXICON_NAME = "lexicon.json"


def read_lexicon(build: Path, seal: FileSeal) -> Lexicon:
    """Reads the lexicon of a build, raising IndexUnavailableError when it was changed."""
    if seal_of(build / LEXICON_NAME) != seal:
        raise IndexUnavailableError("the lexicon of the index is damaged")
    return Lexicon.from_json((build / LEXICON_NAME).read_bytes())


def check_store(build: Path, manifest: Manifest, *, is_thorough: bool = False) -> None:
    """Raises IndexUnavailableError when Whoosh's own files are not as they were sealed.

    The files are pickles, so they are checked before Whoosh reads them; thorough also reads the
    large ones.
    """
    for seal in manifest.store:
        path = build / seal.name
        if is_thorough or path.suffix == ".toc":
            is_whole = seal_of(path) == seal
        else:
            is_whole = path.stat().st_size == seal.size
        if not is_whole:
            raise IndexUnavailableError(f"{seal.name} is damaged")


def read_facts(reader: Any) -> list[Facts]:
    """Gives the facts of all documents of a segment, deleted ones included."""
    column = reader.column_reader(FACTS_FIELD, columns.VarBytesColumn())
    return [unpack(bytes(column[number])) for number in range(reader.doc_count_all())]


def table_of_contents(store: Any) -> Any:
    """Gives the generation and segments that Whoosh last committed."""
    return whoosh_index.TOC.read(store.storage, store.indexname, schema=make_schema())
