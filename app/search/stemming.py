"""Stems of folded words: Kraaij-Pohlmann for Dutch, Snowball for other languages."""

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
}
_CACHE_WORDS = 60_000
_SHORTEST_STEMMED = 4


class Stems:
    """Stems words and remembers them; one object serves many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stemmers = {
            language: Stemmer.Stemmer(name, maxCacheSize=0)
            for language, name in _ALGORITHMS.items()
        }
        self._known: dict[tuple[str, str], str] = {}

    def stem(self, word: str, language: str) -> str:
        """Gives the stem of a folded word; words under four letters and unknown languages keep
        their form.
        """
        if len(word) < _SHORTEST_STEMMED or language not in self._stemmers:
            return word
        key = (language, word)
        known = self._known.get(key)
        if known is None:
            with self._lock:
                known = self._stemmers[language].stemWord(word) or word
                if len(self._known) >= _CACHE_WORDS:
                    self._known.clear()
                self._known[key] = known
        return known
