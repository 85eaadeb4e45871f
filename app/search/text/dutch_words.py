"""Which words are good Dutch though no offer has them: they are not corrected.

The list is that of pyspellchecker (from OpenSubtitles and a dictionary; its lowest count means that
only the dictionary has the word). Unpacking it takes most of a second and 28 MB, so what is kept of
it lies in a file beside the index.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.search.arrays import AnyArray
from app.search.keeping import Keeper, code_in, digest_of
from app.search.text.folding import fold_word

_ONLY_IN_DICTIONARY = 50
_DIGEST_BYTES = 8

Digests = npt.NDArray[np.uint64]
_read: list[AnyArray] = []
"""What was read from the file, when it was."""


def is_dutch(word: str) -> bool:
    """Says whether a folded word is met in Dutch texts."""
    known = _read[0] if _read else _unpacked()
    digest = _digest_of(word)
    place = int(np.searchsorted(known, digest))
    return bool(place < len(known) and known[place] == digest)


def read_dutch_words(keeper: Keeper) -> None:
    """Reads the words from their file, which is written when it is not there."""
    digest = digest_of((version("pyspellchecker").encode(), *code_in(Path(__file__).parent)))
    _read[:] = [keeper.get("dutch-words", digest, _make)["digests"]]


def _make() -> Mapping[str, AnyArray]:
    return {"digests": _unpacked()}


@cache
def _unpacked() -> Digests:
    """Eight bytes a word instead of a set of texts: about half a megabyte in each worker."""
    packed = files("spellchecker").joinpath("resources/nl.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    met = {fold_word(word) for word, count in counts.items() if count > _ONLY_IN_DICTIONARY}
    return np.sort(np.fromiter((_digest_of(word) for word in met), np.uint64, len(met)))


def _digest_of(word: str) -> np.uint64:
    digest = blake2b(word.encode(), digest_size=_DIGEST_BYTES).digest()
    return np.uint64(int.from_bytes(digest, "big"))
