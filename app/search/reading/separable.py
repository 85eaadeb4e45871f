"""Verbs whose first part stands at the end of the clause: "hoe schrijf ik mijn kind in"."""

from collections.abc import Sequence
from typing import NamedTuple

from app.search.text.folding import Word

_FIRST_PARTS = """
aan achter af bij binnen buiten deel door in los mee na neer om onder op over rond samen tegen terug
thuis toe uit vast voor vooruit weg
"""
# What may follow a first part at the end of its clause: "in de tuin" and "op woensdag" are no
# verbs.
_BEGINNINGS = """
als bij dat en in maar met na naar of om omdat op tijdens tot van vanaf via voor wanneer want zodat
zonder
"""
_PARTS = frozenset(_FIRST_PARTS.split())
_NEXT_CLAUSE = frozenset(_BEGINNINGS.split())
_ROOM = 9
_SHORTEST_VERB = 3
_MARKS = ".,;:!?"


class WholeVerb(NamedTuple):
    """A verb in one word ("inschrijf"), and the place of its first part."""

    written: str
    first_part: int


def whole_verbs(words: Sequence[Word], place: int, text: str) -> tuple[WholeVerb, ...]:
    """Gives the verb of which a word is the second part and a later one the first, without the t of
    the third person too; whether it exists is for the caller.
    """
    verb = words[place].folded
    if len(verb) < _SHORTEST_VERB:
        return ()
    for after in range(place + 1, min(place + _ROOM, len(words))):
        part = words[after].folded
        if part in _PARTS and _ends_clause(words, after, text):
            wholes = (part + verb, part + verb[:-1]) if verb.endswith("t") else (part + verb,)
            return tuple(WholeVerb(whole, after) for whole in wholes)
        if _has_mark(text, words[after].end):
            return ()
    return ()


def _ends_clause(words: Sequence[Word], place: int, text: str) -> bool:
    if place + 1 == len(words) or _has_mark(text, words[place].end):
        return True
    return words[place + 1].folded in _NEXT_CLAUSE


def _has_mark(text: str, end: int) -> bool:
    return text[end : end + 1] in _MARKS and end < len(text)
