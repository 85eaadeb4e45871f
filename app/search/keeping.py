"""What takes long to make lies in files beside the index, for every process that starts later."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import structlog

from app.search.arrays import AnyArray

_END = "\n"

log = structlog.get_logger()


class Keeper:
    """Keeps arrays in a folder, in files that are named by what they were made of.

    A file that is gone or damaged is made anew; where nothing can be written, each process makes
    its own.
    """

    def __init__(self, folder: Path | None) -> None:
        """Takes the folder; without one nothing is kept."""
        self._folder = folder

    def get(
        self, name: str, digest: str, make: Callable[[], Mapping[str, AnyArray]]
    ) -> Mapping[str, AnyArray]:
        """Gives the arrays of a name, made now unless they were before of what has this digest."""
        if self._folder is None:
            return make()
        path = self._folder / f"{name}-{digest}.npz"
        arrays = _read(path)
        if arrays is None:
            arrays = make()
            self._write(path, name, arrays)
        return arrays

    def _write(self, path: Path, name: str, arrays: Mapping[str, AnyArray]) -> None:
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with draft.open("wb") as file:
                np.savez(file, allow_pickle=False, **arrays)
            draft.replace(path)
            for older in path.parent.glob(f"{name}-*.npz"):
                if older != path:
                    older.unlink(missing_ok=True)
        except OSError as error:
            log.warning("not_kept", name=name, reason=type(error).__name__)


def _read(path: Path) -> Mapping[str, AnyArray] | None:
    try:
        # Each array has a checksum, which reading it checks.
        with np.load(path, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def digest_of(parts: Iterable[bytes]) -> str:
    """Gives eight signs that change with what something is made of."""
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    return f"{checksum:08x}"


def code_in(*folders: Path) -> Iterator[bytes]:
    """Gives the modules of folders: what they make changes when they do."""
    for folder in folders:
        for path in sorted(folder.glob("*.py")):
            yield path.read_bytes()


def texts_to_array(texts: Iterable[str]) -> AnyArray:
    """Gives texts as one array of bytes; a line end in one becomes a space."""
    lines = (text.replace(_END, " ") + _END for text in texts)
    return np.frombuffer("".join(lines).encode(), np.uint8)


def texts_of_array(array: AnyArray) -> list[str]:
    """Gives the texts of which an array was made."""
    return array.tobytes().decode().split(_END)[:-1]


class KeptTexts:
    """Many texts of which few are ever read."""

    def __init__(self, array: AnyArray) -> None:
        """Takes what `texts_to_array` gave."""
        self._bytes = array
        self._ends = np.flatnonzero(array == ord(_END)).astype(np.int32)

    def __getitem__(self, number: int) -> str:
        """One text; raises IndexError past the last."""
        start = self._ends[number - 1] + 1 if number else 0
        return self._bytes[start : self._ends[number]].tobytes().decode()
