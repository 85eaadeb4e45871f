"""What a family does not want: "sport, maar geen voetbal", "activiteiten behalve voetbal"."""

from collections.abc import Sequence
from dataclasses import replace

from app.search.reading.groups import Group
from app.search.reading.notions import Notion
from app.search.table.synonyms import TERM_MARK
from app.search.text.folding import Word

# "Geen opvang gevonden" wants childcare: a bare "geen" says nothing. These say that it is left out.
_LEAVING_OUT = frozenset({"behalve", "uitgezonderd", "sauf", "except"})
_NONE = frozenset({"geen", "niet", "zonder", "pas", "no", "not"})
_BUT = frozenset({"maar", "liever", "liefst", "echt", "zeker", "mais", "but"})
_SMALL = frozenset({"de", "het", "een", "naar", "met", "voor", "van", "le", "la", "les", "the"})


def split_unwanted(
    notions: Sequence[Notion], words: Sequence[Word], text: str
) -> tuple[list[Notion], list[Notion]]:
    """Gives what is wanted and what is not; something must be wanted before it."""
    wanted: list[Notion] = []
    unwanted: list[Notion] = []
    for notion in notions:
        is_second = any(min(one.places) < min(notion.places) for one in wanted)
        if is_second and not notion.is_manner and _is_left_out(min(notion.places), words, text):
            unwanted.append(notion)
        else:
            wanted.append(notion)
    return wanted, unwanted


def just_itself(group: Group, notion: Notion) -> Group:
    """Gives the group of what is unwanted, not of what is near: no football is still sport."""
    wide = {
        TERM_MARK + meaning.term_id
        for meaning in notion.meanings
        if meaning.is_narrower and meaning.term_id
    }
    alternatives = tuple(one for one in group.alternatives if not wide & set(one.features))
    return replace(group, alternatives=alternatives, related=())


def _is_left_out(first: int, words: Sequence[Word], text: str) -> bool:
    place = first - 1
    while place > 0 and words[place].folded in _SMALL:
        place -= 1
    if place < 1:
        return False
    if words[place].folded in _LEAVING_OUT:
        return True
    if words[place].folded not in _NONE:
        return False
    between = text[words[place - 1].end : words[place].start]
    return "," in between or words[place - 1].folded in _BUT
