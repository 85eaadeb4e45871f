"""One file of named arrays, mapped into memory by every worker, with a checksum that is checked
before use.
"""

import json
import mmap
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.search.arrays import AnyArray
from app.search.errors import IndexUnavailableError

_MAGIC = b"DICHTBIJ-ARRAYS-1\n"
_ALIGNMENT = 64


@dataclass(frozen=True, slots=True)
class FileSeal:
    """The name, size in bytes and CRC-32 of a file."""

    name: str
    size: int
    checksum: int


def write_arrays(path: Path, arrays: Mapping[str, AnyArray], notes: Mapping[str, Any]) -> FileSeal:
    """Writes the arrays and notes to a new file, flushed to disk, and gives its seal."""
    described: dict[str, dict[str, Any]] = {}
    offset = 0
    for name, array in arrays.items():
        described[name] = {"type": array.dtype.str, "shape": array.shape, "offset": offset}
        offset += _padded(array.nbytes)
    header = json.dumps({"arrays": described, "notes": notes}, ensure_ascii=False).encode()
    head = _MAGIC + len(header).to_bytes(8, "little") + header
    checksum = size = 0
    with path.open("wb") as file:
        for data in (head, *(_bytes_of(array) for array in arrays.values())):
            padding = bytes(_padded(len(data)) - len(data))
            for piece in (data, padding):
                file.write(piece)
                checksum = zlib.crc32(piece, checksum)
                size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return FileSeal(path.name, size, checksum)


def seal_of(path: Path) -> FileSeal:
    """Reads a file and gives its seal, raising OSError when it cannot be read."""
    checksum = size = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            checksum = zlib.crc32(chunk, checksum)
            size += len(chunk)
    return FileSeal(path.name, size, checksum)


class ArrayFile:
    """A mapped file of arrays; it stays readable after the file is removed.

    Opening raises FileNotFoundError when the file is gone, and IndexUnavailableError when it is not
    as it was sealed.
    """

    def __init__(self, path: Path, seal: FileSeal) -> None:
        """Maps the file and checks its size and checksum."""
        self._seal = seal
        self._file = path.open("rb")
        try:
            self._stamp = self._check_size()
            self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
            self._check_content()
            self.notes, self._arrays = self._read_header()
        except ValueError as error:
            self._file.close()
            raise IndexUnavailableError(f"{seal.name} is not a file of arrays") from error
        except BaseException:
            self._file.close()
            raise

    def array(self, name: str) -> AnyArray:
        """Gives one array, read-only; raises IndexUnavailableError when the file lacks it."""
        if name not in self._arrays:
            raise IndexUnavailableError(f"{self._seal.name} lacks {name}")
        return self._arrays[name]

    def check(self) -> None:
        """Raises IndexUnavailableError when the file was changed since it was opened.

        A size that changed is seen before the map is touched (reading past the end of a file ends
        the process); any other change makes the checksum be computed again.
        """
        stamp = self._check_size()
        if stamp != self._stamp:
            self._check_content()
            self._stamp = stamp

    def check_content(self) -> None:
        """Raises IndexUnavailableError when size or checksum are not as sealed."""
        self._check_size()
        self._check_content()

    def _check_size(self) -> int:
        state = os.fstat(self._file.fileno())
        if state.st_size != self._seal.size or not state.st_size:
            raise IndexUnavailableError(f"{self._seal.name} has another size than when written")
        return state.st_mtime_ns

    def _check_content(self) -> None:
        if zlib.crc32(self._map) != self._seal.checksum:
            raise IndexUnavailableError(f"{self._seal.name} has another checksum than written")

    def _read_header(self) -> tuple[dict[str, Any], dict[str, AnyArray]]:
        start = len(_MAGIC) + 8
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise IndexUnavailableError(f"{self._seal.name} is of another kind or version")
        length = int.from_bytes(self._map[len(_MAGIC) : start], "little")
        header = json.loads(self._map[start : start + length])
        first = _padded(start + length)
        arrays: dict[str, AnyArray] = {}
        for name, described in header["arrays"].items():
            shape = tuple(described["shape"])
            kind = np.dtype(described["type"])
            count = int(np.prod(shape, dtype=np.int64))
            arrays[name] = np.frombuffer(
                self._map, dtype=kind, count=count, offset=first + described["offset"]
            ).reshape(shape)
        return header["notes"], arrays


def _bytes_of(array: AnyArray) -> bytes:
    return np.ascontiguousarray(array).tobytes()


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
