"""The whole table as staff see it: our rows and theirs side by side, found by what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.search.table.synonym_table import SynonymRow
from app.search.text.folding import fold
from app.words.models import OwnWord
from app.words.vocabulary import Key, key_of


@dataclass(frozen=True, slots=True)
class WordLine:
    """One word with one meaning, as it counts now."""

    row: SynonymRow
    own_id: int | None
    """The row of staff that decides; None when it is only of the site."""
    is_off: bool
    is_shipped: bool
    """Whether the site itself says something of it too."""


@dataclass(frozen=True, slots=True)
class FoundLines:
    """One page of lines, and how many there are."""

    lines: tuple[WordLine, ...]
    total: int


def list_lines(shipped: Mapping[Key, SynonymRow], own: Iterable[OwnWord]) -> list[WordLine]:
    """The lines of the rows of staff, in their order."""
    return [WordLine(_row_of(word), word.id, word.is_off, _key_of(word) in shipped) for word in own]


def find_lines(
    shipped: Mapping[Key, SynonymRow], own: Iterable[OwnWord], text: str, *, start: int, size: int
) -> FoundLines:
    """The lines with a text in the word or in what it means; the same word first, then beginnings.

    Without words in the text these are the rows of staff.
    """
    wanted, of_staff = fold(text), list(own)
    if not wanted:
        lines = list_lines(shipped, of_staff)
        return FoundLines(tuple(lines[start : start + size]), len(lines))
    mine = {_key_of(word): word for word in of_staff}
    rows = {**shipped, **{key: _row_of(word) for key, word in mine.items()}}
    meanings = {row.canonical for row in rows.values()}
    meant = {meaning for meaning in meanings if wanted in fold(meaning)}
    keys = [key for key, row in rows.items() if wanted in key[0] or row.canonical in meant]
    keys.sort(key=lambda key: (_place(key[0], wanted), key))
    lines = [
        WordLine(
            rows[key],
            mine[key].id if key in mine else None,
            key in mine and mine[key].is_off,
            key in shipped,
        )
        for key in keys[start : start + size]
    ]
    return FoundLines(tuple(lines), len(keys))


def find_line(
    shipped: Mapping[Key, SynonymRow], own: Iterable[OwnWord], key: Key
) -> WordLine | None:
    """The line of one word and meaning, or None."""
    word = next((item for item in own if _key_of(item) == key), None)
    if word is not None:
        return WordLine(_row_of(word), word.id, word.is_off, key in shipped)
    row = shipped.get(key)
    return WordLine(row, None, is_off=False, is_shipped=True) if row is not None else None


def _row_of(word: OwnWord) -> SynonymRow:
    return SynonymRow(
        word.canonical, word.variant, word.language, word.kind, word.term_id, word.weight
    )


def _key_of(word: OwnWord) -> Key:
    return key_of(word.variant, word.language, word.term_id or word.canonical)


def _place(variant: str, wanted: str) -> int:
    if variant == wanted:
        return 0
    if variant.startswith(wanted):
        return 1
    return 2 if wanted in variant else 3
