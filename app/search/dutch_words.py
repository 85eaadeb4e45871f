"""Which words are good Dutch though no offer has them: they are not corrected.

The list is that of pyspellchecker (from OpenSubtitles and a dictionary; its lowest count means that
only the dictionary has the word).
"""

import gzip
import json
from functools import cache
from hashlib import blake2b
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from app.search.folding import fold_word

_ONLY_IN_DICTIONARY = 50
_DIGEST_BYTES = 8


def is_dutch(word: str) -> bool:
    """Says whether a folded word is met in Dutch texts."""
    known = _digests()
    digest = _digest_of(word)
    place = int(np.searchsorted(known, digest))
    return place < len(known) and known[place] == digest


@cache
def _digests() -> npt.NDArray[np.uint64]:
    """Eight bytes a word instead of a set of texts: about half a megabyte in each worker."""
    packed = files("spellchecker").joinpath("resources/nl.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    met = {fold_word(word) for word, count in counts.items() if count > _ONLY_IN_DICTIONARY}
    return np.sort(np.fromiter((_digest_of(word) for word in met), np.uint64, len(met)))


def _digest_of(word: str) -> np.uint64:
    digest = blake2b(word.encode(), digest_size=_DIGEST_BYTES).digest()
    return np.uint64(int.from_bytes(digest, "big"))
