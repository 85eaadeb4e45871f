"""Stems of folded words: Kraaij-Pohlmann for Dutch with Flemish endings taken off after it and one
stem for all words for a member of the family, Snowball for other languages.
"""

import re
from collections.abc import Iterable
from threading import Lock

import Stemmer

from app.search.documents import HOUSE_LANGUAGE
from app.search.text.dutch_endings import regular_form, whole_noun
from app.search.text.dutch_forms import STEM_OF_FORM

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
        if language == HOUSE_LANGUAGE and word in STEM_OF_FORM:
            return STEM_OF_FORM[word]
        known = self._known[language].get(word) if language in self._known else word
        if known is None:
            if len(word) < _shortest_of(language):
                return word
            if language == HOUSE_LANGUAGE:
                known = self._stem_new([word], language)[0]
            else:
                with self._lock:
                    known = self._stemmers[language].stemWord(word) or word
            kept = self._known[language]
            if len(kept) >= _CACHE_WORDS:
                kept.clear()
            kept[word] = known
        return known

    def stem_all(self, words: Iterable[str], language: str) -> dict[str, str]:
        """Gives the stem of each of many words; equal stems are one text, and none is remembered
        here.
        """
        found = {word: word for word in words}
        if language not in self._stemmers:
            return found
        shortest = _shortest_of(language)
        long = [word for word in found if len(word) >= shortest]
        found.update(zip(long, self._stem_new(long, language), strict=True))
        if language == HOUSE_LANGUAGE:
            found.update((word, STEM_OF_FORM[word]) for word in found if word in STEM_OF_FORM)
        shared: dict[str, str] = {}
        return {word: shared.setdefault(stem, stem) for word, stem in found.items()}

    def _stem_new(self, words: list[str], language: str) -> list[str]:
        if language != HOUSE_LANGUAGE:
            with self._lock:
                stems = self._stemmers[language].stemWords(words)
            return [stem or word for word, stem in zip(words, stems, strict=True)]
        regular = [regular_form(word) for word in words]
        shielded = [
            _SHIELD + word[2:] if word.startswith("ge") and _NO_PARTICIPLE.match(word) else word
            for word in regular
        ]
        with self._lock:
            stems = self._stemmers[language].stemWords(shielded)
        whole = [
            stem if safe is word else "ge" + stem.removeprefix(_SHIELD)
            for word, safe, stem in zip(regular, shielded, stems, strict=True)
        ]
        return [
            whole_noun(word) or _without_flemish_ending(stem) or word
            for word, stem in zip(words, whole, strict=True)
        ]


def _shortest_of(language: str) -> int:
    return _SHORTEST_STEMMED if language == HOUSE_LANGUAGE else _SHORTEST_ELSEWHERE


def _without_flemish_ending(stem: str) -> str:
    """Gives one form for what the algorithm leaves apart: kleerke and kleer, weent and ween,
    luisteer and luistert, babys and babyt (from babytje) and baby.
    """
    if len(stem) < _SHORTEST_DUTCH:
        return stem
    if stem.endswith(("ys", "yt")):
        return stem[:-1]
    # Looking at the last letter first is far quicker than trying each expression.
    if stem.endswith(("ke", "kes")):
        stem = _FLEMISH_SMALL.sub("", stem)
    if stem.endswith("e"):
        stem = _ADJECTIVE.sub("", _OPEN_ADJECTIVE.sub(r"\1\1\2", stem))
    if len(stem) >= _SHORTEST_DUTCH and stem.endswith("t"):
        stem = _THIRD_PERSON.sub("", stem)
    return _DOUBLE_VOWEL.sub(lambda match: match[0][0], stem) if len(stem) >= _LONG else stem


class WholeWords(Stems):
    """No stems at all: to measure what stems add."""

    def stem(self, word: str, language: str) -> str:  # noqa: ARG002 - the same question
        """Gives the word itself."""
        return word

    def stem_all(self, words: Iterable[str], language: str) -> dict[str, str]:  # noqa: ARG002 - the same question
        """Gives each word itself."""
        return {word: word for word in words}
