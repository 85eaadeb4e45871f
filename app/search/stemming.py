"""Stems of folded words: Kraaij-Pohlmann for Dutch with Flemish endings taken off after it, Snowball
for other languages.
"""

import re
from threading import Lock

import Stemmer

_ALGORITHMS = {
    "nl": "dutch",
    "fr": "french",
    "en": "english",
    "de": "german",
    "es": "spanish",
    "ro": "romanian",
    "tr": "turkish",
    "ar": "arabic",
    "pl": "polish",
}
_HOUSE_LANGUAGE = "nl"
_CACHE_WORDS = 20_000
_SHORTEST_STEMMED = 4
# The stems of other languages take so much off a short word that different ones meet.
_SHORTEST_ELSEWHERE = 6
_SHORTEST_DUTCH = 5
_LONG = 7
# Kleerkes, boekskes, manneke: the Flemish diminutives, which the algorithm does not know.
_FLEMISH_SMALL = re.compile(r"(?<=[a-z]{3})(?:ske|eke)s?$|(?<=[a-z]{4}[lnr])kes?$")
# Zieke, sterke, grote: adjectives keep an ending that ziek, sterk and groot do not have.
_OPEN_ADJECTIVE = re.compile(r"(?<=[^aeiou])([aeou])([bdfgklmnprst])e$")
_ADJECTIVE = re.compile(r"(?<=[^aeiou])e$")
# Weent, krijst: a verb of the third person keeps its t there, while wenen gives ween.
_THIRD_PERSON = re.compile(r"(?<=[b-df-hj-np-rv-xz])t$|(?<=[aeiou]{2}[klmnprs])t$")
# The algorithm takes ge- off as if these were participles: gezond would be found by zon.
_NO_PARTICIPLE = re.compile(
    "ge(?:baar|bed|bied|bit|boor|bouw|bruik|dacht|dicht|dichtbij|drag|duld|heim|heug|hoor|huw|lijk|loof"
    "|luid|luk|mak|meen|niet|noeg|recht|schenk|schied|schil|slacht|sprek|tal|tuig|vaar|vecht|voel|voed"
    "|wapen|weld|wicht|woon|woont|zag|zang|zel|zicht|zin|zond|zwel)"
)
_SHIELD = "gq"
_DOUBLE_VOWEL = re.compile(r"(aa|ee|oo|uu)(?=[^aeiou]$)")


class Stems:
    """Stems words and remembers them; one object serves many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stemmers = {
            language: Stemmer.Stemmer(name, maxCacheSize=0)
            for language, name in _ALGORITHMS.items()
            if name in Stemmer.algorithms()
        }
        self._known: dict[str, dict[str, str]] = {language: {} for language in self._stemmers}

    def stem(self, word: str, language: str) -> str:
        """Gives the stem of a folded word; words under four letters (six in other languages than
        Dutch) and unknown languages keep their form.
        """
        known = self._known[language].get(word) if language in self._known else word
        if known is None:
            shortest = _SHORTEST_STEMMED if language == _HOUSE_LANGUAGE else _SHORTEST_ELSEWHERE
            if len(word) < shortest:
                return word
            with self._lock:
                stemmer = self._stemmers[language]
                if language == _HOUSE_LANGUAGE:
                    is_shielded = _NO_PARTICIPLE.match(word) is not None
                    known = stemmer.stemWord(_SHIELD + word[2:] if is_shielded else word)
                    known = "ge" + known.removeprefix(_SHIELD) if is_shielded else known
                    known = _without_flemish_ending(known) or word
                else:
                    known = stemmer.stemWord(word) or word
                kept = self._known[language]
                if len(kept) >= _CACHE_WORDS:
                    kept.clear()
                kept[word] = known
        return known


def _without_flemish_ending(stem: str) -> str:
    """Gives one form for what the algorithm leaves apart: kleerke and kleer, weent and ween,
    luisteer and luistert, babys and babyt (from babytje) and baby.
    """
    if len(stem) < _SHORTEST_DUTCH:
        return stem
    if stem.endswith(("ys", "yt")):
        return stem[:-1]
    stem = _FLEMISH_SMALL.sub("", stem)
    stem = _ADJECTIVE.sub("", _OPEN_ADJECTIVE.sub(r"\1\1\2", stem))
    if len(stem) >= _SHORTEST_DUTCH:
        stem = _THIRD_PERSON.sub("", stem)
    return _DOUBLE_VOWEL.sub(lambda match: match[0][0], stem) if len(stem) >= _LONG else stem


class WholeWords(Stems):
    """No stems at all: to measure what stems add."""

    def stem(self, word: str, language: str) -> str:  # noqa: ARG002 - the same question
        """Gives the word itself."""
        return word
