"""What a family does not want: "sport, maar geen voetbal", "activiteiten behalve voetbal"."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from app.search.reading.groups import Group
from app.search.reading.notions import Notion
from app.search.table.synonyms import TERM_MARK
from app.search.text.folding import Word

_LEAVING_OUT = frozenset({"behalve", "uitgezonderd", "sauf", "except"})
_NONE = frozenset({"geen", "niet", "zonder", "pas", "no", "not"})
_RATHER = frozenset({"liever", "liefst", "zeker"})
_BUT = frozenset({"maar", "mais", "but"})
_SMALL = frozenset({"de", "het", "een", "naar", "met", "voor", "van", "le", "la", "les", "the"})


def split_unwanted(
    notions: Sequence[Notion], words: Sequence[Word], text: str
) -> tuple[list[Notion], list[Notion]]:
    """Gives what is wanted and what is not; something must be wanted before it.

    "Werk, maar geen opvang" tells what is missing, so a bare "geen" says nothing. Behind "maar" or
    a comma only a part of what is asked is left out: "sport, maar geen voetbal".
    """
    wanted: list[Notion] = []
    unwanted: list[Notion] = []
    for notion in notions:
        before = [one for one in wanted if min(one.places) < min(notion.places)]
        asked = frozenset[str | None]().union(*(one.list_terms() for one in before))
        if before and not notion.is_manner and _is_left_out(notion, words, text, asked):
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


def _is_left_out(
    notion: Notion, words: Sequence[Word], text: str, asked: Collection[str | None]
) -> bool:
    place = min(notion.places) - 1
    while place > 0 and words[place].folded in _SMALL:
        place -= 1
    if place < 1:
        return False
    if words[place].folded in _LEAVING_OUT:
        return True
    if words[place].folded not in _NONE:
        return False
    before = words[place - 1]
    if before.folded in _RATHER:
        return True
    is_apart = before.folded in _BUT or "," in text[before.end : words[place].start]
    return is_apart and any(
        meaning.is_narrower and meaning.term_id in asked for meaning in notion.meanings
    )
