"""What a family means by a typed line: the topic, and the facts beside it, each where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.geo.places import Mention, Place
from app.geo.points import Point, quick_distance_km
from app.search.documents import HOUSE_LANGUAGE
from app.search.facts import Fact, FactKind, Line
from app.search.index.analysis import is_stop_word
from app.search.queries import MAX_QUERY_CHARACTERS
from app.search.reading.ages import read_ages
from app.search.reading.dates import read_dates
from app.search.reading.languages import guess_language, languages_to_read
from app.search.reading.separable import whole_verbs
from app.search.reading.times import read_times
from app.search.reading.typed import typed_words
from app.search.table.phrases import Phrase
from app.search.table.synonyms import Synonyms
from app.search.term_ids import CIRCUMSTANCES
from app.search.text.folding import Word, split_words
from app.search.text.numbers import COUNTED_WORD, number_of

_FACT_OF_TERM = {
    "acc-free": FactKind.FREE,
    "acc-no-appointment": FactKind.WALK_IN,
    "acc-online": FactKind.ONLINE,
    "acc-at-home": FactKind.AT_HOME,
}
_CARD_PREFIX = "pass-"
# Phrases of these kinds of terms are no topic that must be kept together.
_STATED = {
    FactKind.WALK_IN: (
        r"zonder\s+(?:een\s+|op\s+|te\s+)?(?:afspraak|inschrijving|inschrijven|reservatie|reserveren)"
        r"|zonder\s+in\s+te\s+schrijven|vrije\s+inloop|sans\s+(?:rendez-vous|inscription)"
        r"|(?:no|without(?:\s+an)?)\s+(?:appointment|registration|booking)|walk-?in"
    ),
    FactKind.PASS: (
        r"(?:met\s+(?:de\s+|een\s+|mijn\s+)?)?(?:kansenpas|uitpas|uit-pas|kansentarief)"
        r"|avec\s+(?:le\s+)?pass"
    ),
    FactKind.FREE: r"gratis|kosteloos|gratuite?s?|free\s+of\s+charge|for\s+free|voor\s+niks",
    FactKind.ONLINE: r"online|en\s+ligne|videobellen|via\s+(?:zoom|teams)",
    FactKind.AT_HOME: (
        r"(?:bij\s+(?:mij|ons)\s+)?aan\s+huis|bij\s+(?:mij|ons)\s+thuis|à\s+domicile"
        r"|at\s+(?:my\s+)?home"
    ),
}
_PATTERNS = tuple(
    (kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE))
    for kind, words in _STATED.items()
)
# Below this a phrase only leans to a topic: its words may be a day or a place as well.
_SURE_TOPIC = 0.5
# So many letters and more are no chance likeness of a word and a place.
_LONG_NAME = 8
_RADIUS = re.compile(
    r"(?<![\w.,])(?:binnen|straal\s+van|op|max(?:imum)?)?\s*"
    r"(?P<km>\d{1,3}|NUMBER)\s*(?:km|kilometer)(?!\w)".replace("NUMBER", COUNTED_WORD),
    re.IGNORECASE,
)
_NEARBY = re.compile(
    r"(?<!\w)(?:dicht\s*bij(?:\s+(?:huis|mij))?|(?:hier\s+)?in\s+(?:de|mijn|onze)\s+"
    r"(?:buurt|omgeving)|near\s+me|près\s+de\s+chez\s+moi)(?!\w)",
    re.IGNORECASE,
)
_BEFORE_PLACE = frozenset(
    {"regio", "omgeving", "buurt", "gemeente", "stad", "rond", "rondom", "nabij", "centrum"}
)


class PlaceFinder(Protocol):
    """What knows the places that a text names."""

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Gives the places named in a text."""
        ...


@dataclass(frozen=True, slots=True)
class Understanding:
    """The words left for the topic, and the facts in order of the line."""

    text: str
    words: str
    facts: tuple[Fact, ...]
    claimed: tuple[tuple[int, int], ...] = ()
    """Where the facts and their small words stand."""

    def find_all(self, kind: FactKind) -> tuple[Fact, ...]:
        """The facts of one kind."""
        return tuple(fact for fact in self.facts if fact.kind is kind)

    def without(self, fact: Fact) -> str:
        """The line as it reads when a fact is taken away."""
        return " ".join((self.text[: fact.start] + " " + self.text[fact.end :]).split())


def understand(
    text: str,
    language: str,
    *,
    gazetteer: PlaceFinder | None,
    synonyms: Synonyms,
    today: date,
    near: Point | None = None,
) -> Understanding:
    """Reads a typed line of which the first MAX_QUERY_CHARACTERS count.

    Known topics are kept whole before conditions and places are read (`hulp aan huis`, `gratis
    pampers`). Question words fall
    away (`waar kan ik terecht met`) unless nothing else is left. An ambiguous place is the one
    nearest to `near`.
    Nothing understood gives the words as they were. Never raises.
    """
    text = text[:MAX_QUERY_CHARACTERS]
    words = split_words(text)
    line = Line(text)
    languages = languages_to_read(guess_language(words), language)
    phrases = synonyms.find_phrases(words, languages=languages)
    mentions = gazetteer.mentions(text) if gazetteer is not None else ()
    _read_nearby(line)
    read_dates(line, today)
    read_times(line, today)
    _read_distance(line)
    read_ages(line)
    for phrase in phrases:
        start, end = words[phrase.first].start, words[phrase.end - 1].end
        is_name = any(_is_name(mention, start, end) for mention in mentions)
        if _is_topic(phrase) and not is_name and not _is_condition(text[start:end]):
            line.protect(start, end)
    _read_terms(line, words, phrases)
    _read_places(line, mentions, near)
    if languages is None:
        synonyms.fact_words.read(line, words, today)
    line.facts.sort(key=lambda fact: (fact.start, fact.end))
    together = _places_together(line, words, phrases, synonyms)
    topic = _topic(line, words, together, language)
    return Understanding(text, topic, tuple(line.facts), line.claimed)


def _is_topic(phrase: Phrase) -> bool:
    return any(
        (meaning.term_id is None or not meaning.term_id.startswith(CIRCUMSTANCES))
        and meaning.weight >= _SURE_TOPIC
        for meaning in phrase.meanings
    )


def _is_condition(phrase: str) -> bool:
    """Whether a phrase is a condition and nothing else (`zonder afspraak`)."""
    return any(pattern.fullmatch(phrase) for _kind, pattern in _PATTERNS)


def _is_name(mention: Mention, start: int, end: int) -> bool:
    """Whether a phrase is a piece of the name of a place: `Sint` of Sint-Niklaas."""
    if not mention.start <= start < end <= mention.end:
        return False
    return (mention.start, mention.end) != (start, end) or mention.end - mention.start > _LONG_NAME


def _read_distance(line: Line) -> None:
    for match in _RADIUS.finditer(line.text):
        kilometres = number_of(match["km"])
        if kilometres and line.is_free(*match.span()):
            line.add(FactKind.RADIUS, float(kilometres), *match.span())


def _read_nearby(line: Line) -> None:
    for match in _NEARBY.finditer(line.text):
        line.claim(*match.span())


def _read_terms(line: Line, words: Sequence[Word], phrases: Sequence[Phrase]) -> None:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(line.text):
            if line.is_free(*match.span()):
                line.add(kind, True, *match.span())
    _read_nearby(line)
    for phrase in phrases:
        start, end = words[phrase.first].start, words[phrase.end - 1].end
        stated = _fact_of(phrase)
        if stated is not None and line.is_free(start, end):
            line.add(stated, True, start, end)


def _fact_of(phrase: Phrase) -> FactKind | None:
    for meaning in phrase.meanings:
        if meaning.term_id is not None:
            if meaning.term_id.startswith(_CARD_PREFIX):
                return FactKind.PASS
            if meaning.term_id in _FACT_OF_TERM:
                return _FACT_OF_TERM[meaning.term_id]
    return None


def _read_places(line: Line, mentions: Sequence[Mention], near: Point | None) -> None:
    for mention in mentions:
        if mention.places and line.is_free(mention.start, mention.end):
            places = _nearest_first(mention.places, near)
            line.add(FactKind.PLACE, places, mention.start, mention.end)


def _nearest_first(places: tuple[Place, ...], near: Point | None) -> tuple[Place, ...]:
    if near is None:
        return places
    return tuple(sorted(places, key=lambda place: quick_distance_km(near, place.point)))


def _places_together(
    line: Line, words: Sequence[Word], phrases: Sequence[Phrase], synonyms: Synonyms
) -> set[int]:
    """Gives the places of words that say something together, small ones too: "valt … af"."""
    together = {
        place
        for phrase in phrases
        for place in range(phrase.first, phrase.end)
        if phrase.end - phrase.first > 1
    }
    for place in range(len(words)):
        for verb in whole_verbs(words, place, line.text):
            if synonyms.knows_word(verb.written, (HOUSE_LANGUAGE,)):
                together |= {place, verb.first_part}
    return together


def _topic(line: Line, words: Sequence[Word], together: set[int], language: str) -> str:
    left = [
        (position, word)
        for position, word in enumerate(words)
        if not line.is_claimed(word.start, word.end)
    ]
    kept = [
        word
        for position, word in left
        if position in together
        or not (is_stop_word(word.folded, HOUSE_LANGUAGE) or is_stop_word(word.folded, language))
    ]
    if any(fact.kind is FactKind.PLACE for fact in line.facts):
        kept = [word for word in kept if word.folded not in _BEFORE_PLACE]
    if not kept and not line.facts:
        return line.text.strip()
    if len(kept) == len(words):
        return line.text.strip()
    return typed_words(kept, line.text)
