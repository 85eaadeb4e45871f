"""Which typed text looks personal and is dropped before anything of it is written.

Searches and wishes are counted without person; that only holds when no text names one. Rules decide
here, not people, and rather drop ten harmless searches than keep one name:

- long texts: more than six words of topic or 60 characters of it, or 120 characters as typed;
- ways to reach somebody: an @, a web address, a phone number, four digits in a row, a date with its
  year, a street with a house number;
- "ik heet", "mijn zoon heet", "je m'appelle", "my name is" and the like, in twelve languages;
- frequent first and last names, a word with a capital inside a line that we do not know ("kinesist
  Vandenbroeck"), and an unknown word behind "el", "ben" or "van den".

A word that the synonym table knows as a topic is no name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from app.search.text.folding import fold, split_words
from app.words.people_names import PEOPLE_NAMES

LONGEST_TEXT = 60
LONGEST_TYPED = 120
MOST_WORDS = 6

_REACHED = re.compile(
    r"@|\[at\]|\(at\)|https?:|www\.|\w\.(?:be|com|nl|fr|org|net|eu|info|gent|vlaanderen)\b"
    # A phone number, an account or a national number: eight digits with little between them.
    r"|(?:\d[ ./()+-]{0,3}){8}"
    r"|\d{1,2}[ ./-]\d{1,2}[ ./-](?:19|20)?\d\d(?!\d)",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?:straat|laan|steenweg|weg|plein|lei|dreef|kaai|baan|markt|pad|hof|wijk|vest|dijk|singel"
    r"|kouter|ring|rue|avenue|chaussee|boulevard|square|street|road) (?:n|nr|nummer)? ?\d"
)
_FOUR_DIGITS = re.compile(r"\d{4}")
_FAMILY = """
    hij zij ze die zoon zoontje dochter dochtertje kind kindje baby man vrouw vriend vriendin
    partner moeder mama vader papa broer zus zusje oma opa
"""
_NAMING = (
    "ik heet", "mijn naam", "onze naam", "genaamd", "de naam is", "je m appelle", "s appelle",
    "mon nom", "je me nomme", "my name", "i am called", "is called", "ich heisse", "mein name",
    "benim adim", "adim", "me llamo", "se llama", "mi nombre", "nazywam sie", "mam na imie",
    "ma numesc", "ma cheama", "numele meu", "мене звати", "меня зовут", "اسمي", "اسمه", "اسمها",
    *(f"{word} heet" for word in _FAMILY.split()),
)  # fmt: skip
_BEFORE_NAMES = (("el",), ("al",), ("ben",), ("bint",), ("abu",), ("van", "den"), ("van", "der"))


@dataclass(frozen=True, slots=True)
class TypedText:
    """What somebody typed, as far as the rules need it."""

    typed: str
    """The whole line."""
    left: str
    """The line without what was understood as a fact: a place, an age, a day."""
    topic: str
    """The folded words of the topic: what would be kept."""
    known: frozenset[str] = field(default_factory=frozenset)
    """Folded words that the synonym table knows as a topic."""


def looks_personal(text: TypedText) -> bool:
    """Whether a text may say who somebody is; never raises."""
    return (
        _is_long(text)
        # Signs that do not stay what they are: nobody types them to find something.
        or fold(text.topic) != text.topic
        or _REACHED.search(unicodedata.normalize("NFKC", text.typed)) is not None
        or _FOUR_DIGITS.search(text.left) is not None
        or _STREET.search(fold(text.left)) is not None
        or _names_somebody(text)
    )


def _is_long(text: TypedText) -> bool:
    is_long_topic = len(text.topic) > LONGEST_TEXT or len(text.topic.split()) > MOST_WORDS
    return is_long_topic or len(text.typed) > LONGEST_TYPED


def _names_somebody(text: TypedText) -> bool:
    line = f" {fold(text.typed)} "
    if any(f" {words} " in line for words in _NAMING):
        return True
    strange = set(text.topic.split()) - text.known
    return (
        bool(strange & PEOPLE_NAMES)
        or _has_strange_capital(text.typed, strange)
        or _follows_a_particle(line.split(), strange)
    )


def _has_strange_capital(typed: str, strange: set[str]) -> bool:
    """Whether a word that we do not know has a capital where no line begins."""
    for word in split_words(typed)[1:]:
        written = typed[word.start : word.end]
        if written[0].isupper() and not written.isupper() and word.folded in strange:
            return True
    return False


def _follows_a_particle(words: list[str], strange: set[str]) -> bool:
    for particle in _BEFORE_NAMES:
        size = len(particle)
        for place in range(len(words) - size):
            if tuple(words[place : place + size]) == particle and words[place + size] in strange:
                return True
    return False
