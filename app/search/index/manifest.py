"""The one file that says what the index is: its build, its segments, and the seals of all their
files.
"""

import json
import os
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.search.errors import IndexUnavailableError
from app.search.index.array_file import FileSeal

MANIFEST_NAME = "current.json"
# Raise it whenever analysis or arrays change, so that older indexes are built anew.
_VERSION = 4


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """One segment: its name at Whoosh, its file of arrays, and which of its documents are gone."""

    name: str
    documents: int
    arrays: FileSeal
    deleted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """One state of the index; a new state replaces the file in one step.

    `synonyms` is the fingerprint of the table that the documents were read with.
    """

    build: str
    generation: int
    segments: tuple[SegmentEntry, ...]
    lexicon: FileSeal
    synonyms: int
    store: tuple[FileSeal, ...]

    @property
    def count(self) -> int:
        """The number of offers that can be found."""
        return sum(entry.documents - len(entry.deleted) for entry in self.segments)


def read_manifest(folder: Path) -> Manifest:
    """Reads the current state, raising IndexUnavailableError when it is absent or damaged."""
    try:
        data = json.loads((folder / MANIFEST_NAME).read_bytes())
        body = data["manifest"]
        if data["checksum"] != _checksum(body) or data["version"] != _VERSION:
            raise IndexUnavailableError(
                "the manifest of the index is damaged or of another version"
            )
        return Manifest(
            build=_file_name(body["build"]),
            generation=body["generation"],
            segments=tuple(
                SegmentEntry(
                    name=entry["name"],
                    documents=entry["documents"],
                    arrays=_seal(entry["arrays"]),
                    deleted=tuple(entry["deleted"]),
                )
                for entry in body["segments"]
            ),
            lexicon=_seal(body["lexicon"]),
            synonyms=body["synonyms"],
            store=tuple(_seal(seal) for seal in body["store"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexUnavailableError("there is no readable index") from error


def publish_manifest(folder: Path, manifest: Manifest) -> None:
    """Makes a state the current one for every process, in one step that survives a crash."""
    body = asdict(manifest)
    data = {"version": _VERSION, "checksum": _checksum(body), "manifest": body}
    draft = folder / f"{MANIFEST_NAME}.{os.getpid()}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(data, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MANIFEST_NAME)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def stamp_of(manifest: Path) -> tuple[int, int, int]:
    """Gives what changes with every published state, raising IndexUnavailableError when there is
    none.
    """
    try:
        state = manifest.stat()
    except OSError as error:
        raise IndexUnavailableError("there is no index") from error
    return state.st_ino, state.st_mtime_ns, state.st_size


def _checksum(body: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())


def _seal(data: dict[str, Any]) -> FileSeal:
    return FileSeal(_file_name(data["name"]), data["size"], data["checksum"])


def _file_name(name: str) -> str:
    if Path(name).name != name:
        raise ValueError("a file of the index lies in its own folder")
    return name
