"""Words that stand for several: compounds that no offer writes, words typed together, and a
compound of which one part is misspelt.
"""

import re
from collections.abc import Callable

from app.search.text.compounds import SHORTEST_PART, Lexicon

_STRETCHED = re.compile(r"(.)\1{2,}")
_SHORTEST_PIECE = 4
_LINKS = ("", "s", "en", "e", "n")


def unstretch(word: str) -> tuple[str, ...]:
    """Gives a word without letters written three times or more: heeel may be heel, or hel."""
    if not _STRETCHED.search(word):
        return ()
    return (_STRETCHED.sub(r"\1\1", word), _STRETCHED.sub(r"\1", word))


class Pieces:
    """Takes words apart that nothing knows as a whole."""

    def __init__(
        self,
        lexicon: Lexicon,
        is_known: Callable[[str], bool],
        correct: Callable[[str], str | None],
    ) -> None:
        """Takes the parts of compounds, what tells a known word, and what mends a misspelt one."""
        self._lexicon = lexicon
        self._is_known = is_known
        self._correct = correct

    def split(self, word: str) -> tuple[str, ...]:
        """Gives the pieces: parts of the lexicon, else two known words, else a known and a mended
        one; nothing when that fails.
        """
        return self._lexicon.split(word) or self._two_known(word) or self._one_mended(word)

    def _two_known(self, word: str) -> tuple[str, ...]:
        pairs = [
            (word[:end], rest)
            for end in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
            if self._is_piece(word[:end])
            for rest in _rests(word[end:])
            if self._is_piece(rest)
        ]
        # The most even pair: a short piece is more often there by chance.
        return max(pairs, key=lambda pair: min(len(piece) for piece in pair), default=())

    def _one_mended(self, word: str) -> tuple[str, ...]:
        found: list[tuple[int, tuple[str, str]]] = []
        for end in range(_SHORTEST_PIECE, len(word) - _SHORTEST_PIECE + 1):
            head, tail = word[:end], word[end:]
            if self._is_long_piece(head):
                mended = [self._correct(rest) for rest in _rests(tail)]
                found.extend((len(head), (head, better)) for better in mended if better)
            if self._is_long_piece(tail) and (better := self._correct(head)) is not None:
                found.append((len(tail), (better, tail)))
        return max(found, default=(0, ()))[1]

    def _is_piece(self, piece: str) -> bool:
        return piece in self._lexicon or (len(piece) >= _SHORTEST_PIECE and self._is_known(piece))

    def _is_long_piece(self, piece: str) -> bool:
        return len(piece) > _SHORTEST_PIECE and self._is_piece(piece)


def _rests(tail: str) -> list[str]:
    """Gives what may follow a part: with linking letters before it, or without."""
    return [
        tail[len(link) :]
        for link in _LINKS
        if tail.startswith(link) and len(tail) - len(link) >= SHORTEST_PART
    ]
