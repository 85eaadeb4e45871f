"""What staff took out of the table that ships with the site, or say otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from app.search.table.synonym_table import Key, Meaning
from app.search.text.folding import fold


class Mask:
    """Hides meanings of words, each in one language; false when it hides nothing."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        """Takes what the hidden rows are about."""
        self.keys = frozenset(keys)
        self.said = frozenset(said for said, _language, _meaning in self.keys)
        """The folded words of which something is hidden."""

    def __bool__(self) -> bool:
        """Says whether anything is hidden."""
        return bool(self.keys)

    def hides(self, said: str, language: str, meaning: Meaning) -> bool:
        """Says whether folded words no longer have a meaning in a language."""
        if said not in self.said:
            return False
        return (said, language, fold(meaning.term_id or meaning.canonical)) in self.keys
