"""The sentences of what somebody types: a story of some, of which mostly the last one asks."""

import re
from collections.abc import Sequence

from app.search.text.folding import Word

_END = re.compile(r"[.!?؟]\s|\n")
_ASKS = re.compile("[?؟]")
_SEEKING = frozenset({"zoek", "zoeken", "gezocht"})


def split_sentences(words: Sequence[Word], text: str) -> list[range]:
    """Gives the places of the words of each sentence; "18.30" ends none."""
    found: list[range] = []
    first = 0
    for place in range(1, len(words)):
        if _END.search(text, words[place - 1].end, words[place].start):
            found.append(range(first, place))
            first = place
    return [*found, range(first, len(words))]


def places_asking(words: Sequence[Word], text: str) -> frozenset[int]:
    """Gives the places of the sentences that ask, among others that only tell; none when all do."""
    sentences = [sentence for sentence in split_sentences(words, text) if sentence]
    asking = [sentence for sentence in sentences if _asks(sentence, words, text)]
    if not asking or len(asking) == len(sentences):
        return frozenset()
    return frozenset(place for sentence in asking for place in sentence)


def _asks(sentence: range, words: Sequence[Word], text: str) -> bool:
    end = words[sentence.stop].start if sentence.stop < len(words) else len(text)
    is_question = _ASKS.search(text, words[sentence.stop - 1].end, end) is not None
    return is_question or any(words[place].folded in _SEEKING for place in sentence)
