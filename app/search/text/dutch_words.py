"""Which words are good Dutch though no offer has them: they are not corrected.

The list is that of pyspellchecker (from OpenSubtitles and a dictionary; its lowest count means that
only the dictionary has the word). Unpacking it takes most of a second and 28 MB, so what is kept of
it lies in a file beside the index.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.search.text.folding import fold_word

_ONLY_IN_DICTIONARY = 50
_DIGEST_BYTES = 8
_CHECKSUM_BYTES = 4
# Raise it whenever something else is kept of the list.
_SHAPE = 1

Digests = npt.NDArray[np.uint64]
_read: list[Digests] = []
"""What was read from the file, when it was."""


def is_dutch(word: str) -> bool:
    """Says whether a folded word is met in Dutch texts."""
    known = _read[0] if _read else _unpacked()
    digest = _digest_of(word)
    place = int(np.searchsorted(known, digest))
    return bool(place < len(known) and known[place] == digest)


def read_dutch_words(folder: Path) -> bool:
    """Reads the words from their file in a folder; gives whether a sound one is there.

    Without it the list itself is unpacked, at once.
    """
    try:
        content = dutch_words_file(folder).read_bytes()
    except OSError:
        content = b""
    checksum, digests = content[:_CHECKSUM_BYTES], content[_CHECKSUM_BYTES:]
    is_sound = len(digests) > 0 and checksum == _checksum_of(digests)
    if is_sound:
        _read[:] = [np.frombuffer(digests, np.uint64)]
    elif not _read:
        _unpacked()
    return is_sound


def keep_dutch_words(folder: Path) -> None:
    """Writes the file that processes read at their start, unless a sound one is there."""
    if read_dutch_words(folder):
        return
    folder.mkdir(parents=True, exist_ok=True)
    digests = _unpacked().tobytes()
    draft = dutch_words_file(folder).with_suffix(f".{os.getpid()}")
    draft.write_bytes(_checksum_of(digests) + digests)
    draft.replace(dutch_words_file(folder))


def dutch_words_file(folder: Path) -> Path:
    """The file of this version of the list."""
    return folder / f"dutch-words-{_SHAPE}-{version('pyspellchecker')}.digests"


@cache
def _unpacked() -> Digests:
    """Eight bytes a word instead of a set of texts: about half a megabyte in each worker."""
    packed = files("spellchecker").joinpath("resources/nl.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    met = {fold_word(word) for word, count in counts.items() if count > _ONLY_IN_DICTIONARY}
    return np.sort(np.fromiter((_digest_of(word) for word in met), np.uint64, len(met)))


def _checksum_of(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM_BYTES, "big")


def _digest_of(word: str) -> np.uint64:
    digest = blake2b(word.encode(), digest_size=_DIGEST_BYTES).digest()
    return np.uint64(int.from_bytes(digest, "big"))
