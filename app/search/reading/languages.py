"""In which language a search is, as far as its small words and its letters tell."""

from collections.abc import Sequence

from app.search.documents import HOUSE_LANGUAGE
from app.search.text.dutch_words import is_dutch
from app.search.text.folding import Word
from app.search.text.stopwords import STOP_WORDS, STOP_WORDS_BY_LANGUAGE

_ARABIC, _CYRILLIC = ("\u0600", "\u06ff"), ("\u0400", "\u04ff")
# Flemish small words that a worry has in their usual form; chosen by hand.
_FLEMISH = {
    "nie": "niet",
    "ni": "niet",
    "gin": "geen",
    "geene": "geen",
    "nen": "een",
    "ne": "een",
    "den": "de",
    "mijne": "mijn",
    "mijnen": "mijn",
    "mn": "mijn",
    "zijne": "zijn",
    "zn": "zijn",
    "haren": "haar",
    "ons": "onze",
    "da": "dat",
    "wa": "wat",
    "goe": "goed",
    "oe": "hoe",
    "gij": "jij",
    "ge": "je",
    "uwe": "je",
    "ier": "hier",
    "is't": "is",
    "idd": "inderdaad",
    "ff": "even",
    "gwn": "gewoon",
    "mss": "misschien",
    "wrm": "waarom",
    "der": "er",
    "em": "hem",
    "tis": "is",
    "nix": "niks",
    "kwil": "wil",
    "kben": "ben",
    "kheb": "heb",
    "kzit": "zit",
    "kga": "ga",
    "kvoel": "voel",
    "kweet": "weet",
    "kmoet": "moet",
    "kkan": "kan",
    "kzie": "zie",
    "kzoek": "zoek",
    "kwou": "wou",
}


def guess_language(words: Sequence[Word]) -> str | None:
    """Gives the language of the words, or None when nothing tells.

    Another language than Dutch needs two small words more than Dutch has. Dutch needs more small
    words than the others (de, en, is and met are words elsewhere too), or good Dutch words beside
    them.
    """
    for word in words:
        first = word.folded[:1]
        if _ARABIC[0] <= first <= _ARABIC[1]:
            return "ar"
        if _CYRILLIC[0] <= first <= _CYRILLIC[1]:
            return "uk"
    counts = {
        language: sum(word.folded in stop_words for word in words)
        for language, stop_words in STOP_WORDS_BY_LANGUAGE.items()
    }
    home = counts.pop(HOUSE_LANGUAGE)
    best = max(counts, key=lambda language: counts[language])
    if counts[best] > home + 1:
        return best
    if home == 0:
        return None
    is_home = home > counts[best] or is_mostly_dutch(words)
    return HOUSE_LANGUAGE if is_home else None


def is_mostly_dutch(words: Sequence[Word]) -> bool:
    """Says whether at least half of the words that are not small are met in Dutch texts."""
    others = [word for word in words if word.folded not in STOP_WORDS]
    return sum(is_dutch(word.folded) for word in others) * 2 >= len(others)


def languages_to_read(guess: str | None, page_language: str) -> frozenset[str] | None:
    """Gives the languages in which phrases may be meant: with Dutch small words those of Dutch and
    of the page, else all (None), since few small words mix up other languages.
    """
    return frozenset({HOUSE_LANGUAGE, page_language}) if guess == HOUSE_LANGUAGE else None


def plainly(words: Sequence[Word]) -> list[Word]:
    """Gives Dutch words with the Flemish small ones in their usual form, each at its own place."""
    return [
        Word(_FLEMISH[word.folded], word.start, word.end) if word.folded in _FLEMISH else word
        for word in words
    ]
