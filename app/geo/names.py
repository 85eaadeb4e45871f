"""Names of places are compared in a folded form, so that spelling habits do not matter."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAXIMUM_TEXT_LENGTH = 200

# A letter or digit with the accents that may follow it as characters of their own.
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_SPECIAL_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})
_SAINTS = {"st": "sint", "ste": "sainte", "snt": "sint"}


class Word(NamedTuple):
    """A word of a text: its folded form and where it stands in the text as it was written."""

    folded: str
    start: int
    end: int


def fold_word(word: str) -> str:
    """One word without case, accents and ligatures; may be empty for signs that have no letter."""
    lowered = word.casefold()
    if lowered.isascii():
        return lowered
    letters = unicodedata.normalize("NFKD", lowered.translate(_SPECIAL_LETTERS))
    return "".join(letter for letter in letters if letter.isalnum())


def split_words(text: str) -> Iterator[Word]:
    """The words of a text with their positions in the original, without "st" written out."""
    for found in _WORD.finditer(text):
        folded = fold_word(found.group())
        if folded:
            yield Word(folded, found.start(), found.end())


def write_out_saints(words: list[str]) -> list[str]:
    """The same words with "st" and "ste" written out where another word follows."""
    last = len(words) - 1
    return [
        _SAINTS.get(word, word) if position < last else word for position, word in enumerate(words)
    ]


def fold(text: str) -> str:
    """The comparison form of a name: lower case, no accents, words parted by one space.

    Hyphens, dots and apostrophes part words; "st" and "ste" before a word become "sint" and
    "sainte". Only the first 200 characters count.
    """
    words = [word.folded for word in split_words(text[:MAXIMUM_TEXT_LENGTH])]
    return " ".join(write_out_saints(words))


def slug_of(name: str) -> str:
    """The form of a name that is used in addresses: folded, with hyphens."""
    return fold(name).replace(" ", "-")
