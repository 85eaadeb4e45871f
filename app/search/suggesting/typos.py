"""Mistyped beginnings of words: the nearest known ones, by letters, sound and keyboard."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search.text.keyboard import NEAR_LETTERS, SLIP, SOUND

SHORTEST_MISTYPED = 3
_TWO_EDITS_FROM = 8
_SHORTEST_CHANGED = 3
_MOST = 10
_TRIED_WORDS = 5_000
_AFTER_EVERY_LETTER = "\U0010ffff"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_FEW_WORDS = 40
_LETTER, _LAST, _FIRST = 1.0, 1.3, 0.5
# Letters that sound like one other letter, or like two others.
_HEARD = (
    ("g", "ch"),
    ("f", "ph"),
    ("k", "ck"),
    ("t", "th"),
    ("ij", "ei"),
    ("ou", "au"),
    ("sj", "ch"),
)


class Beginning(NamedTuple):
    """A known beginning that may have been meant, and how far it is from what was typed."""

    cost: float
    text: str


def span_of(words: Sequence[str], beginning: str, first: int = 0, end: int | None = None) -> range:
    """Gives the places of the sorted words that begin so."""
    end = len(words) if end is None else end
    start = bisect_left(words, beginning, first, end)
    return range(start, bisect_left(words, beginning + _AFTER_EVERY_LETTER, start, end))


def near_beginnings(words: Sequence[str], typed: str) -> list[Beginning]:
    """Gives up to ten other beginnings of the sorted words, the nearest first.

    One edit away, from eight letters on also two; under three letters and with digits none. An
    exchange of neighbours is one edit. With two edits the first letter must be right.
    """
    if len(typed) < SHORTEST_MISTYPED or any(letter.isdigit() for letter in typed):
        return []
    found: dict[str, float] = {}
    for cost, text in _one_edit(words, typed):
        if text != typed and cost < found.get(text, 9.0):
            found[text] = cost
    if not found and len(typed) >= _TWO_EDITS_FROM:
        found = _two_edits(words, typed)
    ranked = sorted(Beginning(cost, text) for text, cost in found.items())
    return ranked[:_MOST]


def _one_edit(words: Sequence[str], typed: str) -> Iterable[Beginning]:
    span = range(len(words))
    for text in _respelt(typed):
        if _begins(words, text, span):
            yield Beginning(SOUND, text)
    for place in range(len(typed)):
        if place:
            span = span_of(words, typed[:place], span.start, span.stop)
            if not span:
                return
        for text, cost in _edits(words, typed, place, span):
            if len(text) >= _SHORTEST_CHANGED and _begins(words, text, span):
                yield Beginning(cost if place or cost == SOUND else cost + _FIRST, text)


def _respelt(typed: str) -> Iterable[str]:
    for pair in _HEARD:
        for written, other in (pair, pair[::-1]):
            place = typed.find(written)
            while place >= 0:
                yield typed[:place] + other + typed[place + len(written) :]
                place = typed.find(written, place + 1)


def _edits(
    words: Sequence[str], typed: str, place: int, span: range
) -> Iterable[tuple[str, float]]:
    kept, letter, rest = typed[:place], typed[place], typed[place + 1 :]
    is_short = len(typed) <= SHORTEST_MISTYPED
    if not is_short:
        is_doubled = place > 0 and typed[place - 1] == letter
        yield kept + rest, SOUND if is_doubled else _LETTER if rest else _LAST
    if rest and letter != rest[0]:
        yield kept + rest[0] + letter + rest[1:], SLIP
    for other in _letters(words, letter, place, span):
        # A last letter of any kind is what leaving it out gives.
        cost = NEAR_LETTERS.get((letter, other), _LETTER)
        if other != letter and (rest or cost < _LETTER) and (place or not is_short):
            yield kept + other + rest, cost
        elif other != letter and not place and cost == SOUND:
            yield other + rest, cost
        if place or not is_short:
            is_doubled = letter == other or (place > 0 and typed[place - 1] == other)
            yield kept + other + letter + rest, SOUND if is_doubled else SLIP


def _letters(words: Sequence[str], letter: str, place: int, span: range) -> Iterable[str]:
    if len(span) <= _FEW_WORDS:
        return {words[number][place] for number in span if len(words[number]) > place}
    if letter.isascii():
        return _LATIN
    first = ord(letter) >> 7 << 7
    return map(chr, range(first, first + 128))


def _begins(words: Sequence[str], text: str, span: range) -> bool:
    place = bisect_left(words, text, span.start, span.stop)
    return place < span.stop and words[place].startswith(text)


def _two_edits(words: Sequence[str], typed: str) -> dict[str, float]:
    length = len(typed)
    span = span_of(words, typed[:1])
    if len(span) > _TRIED_WORDS:
        span = span_of(words, typed[:2])
    tried = dict.fromkeys(
        words[number][: length + 2]
        for number in span[:_TRIED_WORDS]
        if len(words[number]) >= length - 2
    )
    # Cut to one length first: what is near has at most two letters more or less beside its edits.
    choices = {word: word[:length] for word in tried}
    near = process.extract(
        typed, choices, scorer=OSA.distance, processor=None, score_cutoff=4, limit=60
    )
    found: dict[str, float] = {}
    for _, _, word in near:
        distance, text = min(
            (OSA.distance(typed, word[:end]), word[:end])
            for end in range(length - 2, min(len(word), length + 2) + 1)
        )
        if distance <= 2:
            found[text] = float(distance)
    return found
