"""Places that a typed line ends in, also when their beginning is mistyped."""

from __future__ import annotations

from app.geo.gazetteer import Gazetteer
from app.geo.names import fold
from app.geo.places import Place
from app.search.documents import HOUSE_LANGUAGE
from app.search.index.analysis import is_stop_word
from app.search.suggesting.typos import near_beginnings
from app.search.table.synonyms import Synonyms
from app.search.text.folding import split_words

_SHORTEST_END = 3
_MOST_WORDS = 3
_MOST_REPAIRS = 2


class PlaceNames:
    """The names of the places of a gazetteer in order, made once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Sorts the names of municipalities and of their parts."""
        self._gazetteer = gazetteer
        towns = gazetteer.list_municipalities()
        parts = [part for town in towns for part in gazetteer.list_parts(town.municipality_nis)]
        names = {
            fold(name) for place in (*towns, *parts) for name in (place.name_nl, place.name_fr)
        }
        self._names = sorted(names - {""})

    def find(self, text: str, limit: int) -> tuple[Place, ...]:
        """The places that begin so, or else those that nearly do."""
        found = self._gazetteer.suggest(text, limit=limit)
        if found:
            return found
        near = near_beginnings(self._names, fold(text))[:_MOST_REPAIRS]
        places = {
            place.id: place
            for one in near
            for place in self._gazetteer.suggest(one.text, limit=limit)
        }
        return tuple(places.values())[:limit]

    def find_at_end(
        self, text: str, limit: int, synonyms: Synonyms
    ) -> tuple[str, tuple[Place, ...]]:
        """The places that a line is the beginning of, or of which its end is: "opvang lok".

        Gives with them what stands before them; that must hold something known.
        """
        found = self._gazetteer.suggest(text, limit=limit)
        if found:
            return "", found
        words = split_words(text)
        for place in range(max(1, len(words) - _MOST_WORDS), len(words)):
            if is_stop_word(words[place].folded, HOUSE_LANGUAGE):
                continue
            end = text[words[place].start :]
            if len(end.strip()) < _SHORTEST_END or not synonyms.find_phrases(words[:place]):
                continue
            found = self._gazetteer.suggest(end, limit=limit)
            if found:
                return text[: words[place].start].strip(), found
        return "", ()
