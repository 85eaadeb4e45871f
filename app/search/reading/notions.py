"""What the synonym table knows in the words of a search: phrases and worries, as groups."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from app.search.documents import HOUSE_LANGUAGE
from app.search.queries import Expansion
from app.search.ranking import (
    CONCEPT_FACTOR,
    FINE_FACTOR,
    LITERAL_FACTOR,
    MANNER_MASS,
    MORE_WORDS,
    NARROWER_FACTOR,
    NOTION_MASS,
    OF_PARTS,
    PART_OF_NOTION,
    RELATED_FACTOR,
    SHARPNESS,
    SURE_PART,
    TERM_FACTOR,
    UNSURE_MASS,
    WEAK_WORD_MASS,
    WORRY_FACTOR,
)
from app.search.reading.groups import Alternative, Group, Intent, make_alternatives
from app.search.reading.sentences import split_sentences
from app.search.table.synonym_table import Meaning
from app.search.table.synonyms import CONCEPT_MARK, TERM_MARK, Synonyms
from app.search.term_ids import NO_THEMES
from app.search.text.folding import Word
from app.search.text.stopwords import STOP_WORDS, WEAK_WORDS

_SHORTEST_LITERAL = 4
_SURE = 0.6
_TO_DO = frozenset(
    {"leisure", "playing-together", "neighbourhood-life", "form-event", "form-outing", "meeting"}
)
# How it is given or by whom says less than what it is about.
_MANNERS = ("reception-information", *NO_THEMES)


@dataclass(slots=True)
class Notion:
    """Something known: the places of its words, and all that it can mean."""

    places: set[int]
    meanings: list[Meaning] = field(default_factory=list)
    literal: list[tuple[tuple[int, ...], float]] = field(default_factory=list)
    """Places of words that stand for it themselves, each with how much they count."""
    is_worry: bool = False

    @property
    def is_manner(self) -> bool:
        """Whether it only says how something is given or by whom."""
        return all(is_manner(meaning) for meaning in self.meanings)

    @property
    def is_sure(self) -> bool:
        """Whether its words mean just that, so that texts with other words for it are as good."""
        return any(
            meaning.weight >= 1 and not meaning.is_narrower and not is_manner(meaning)
            for meaning in self.meanings
        )

    @property
    def is_topic(self) -> bool:
        """Whether it likely says what somebody asks about."""
        return not self.is_manner and self.sureness() >= _SURE

    def sureness(self) -> float:
        """The weight of its surest meaning (0..1)."""
        return max((meaning.weight for meaning in self.meanings), default=0.0)

    def list_terms(self) -> frozenset[str | None]:
        """The terms that it can mean."""
        return frozenset(meaning.term_id for meaning in self.meanings)

    def weaken(self, factor: float, agreed: Collection[str | None]) -> None:
        """Becomes less sure of what it means, but for the agreed terms."""
        self.meanings = [
            meaning
            if meaning.term_id in agreed
            else meaning._replace(weight=meaning.weight * factor)
            for meaning in self.meanings
        ]

    def narrow(self, parts: Iterable[Meaning]) -> None:
        """Means also what its parts are of a term that it means."""
        terms = self.list_terms()
        known = {meaning.canonical for meaning in self.meanings}
        self.meanings.extend(
            part._replace(weight=part.weight * OF_PARTS)
            for part in dict.fromkeys(parts)
            if part.is_narrower and part.term_id in terms and part.canonical not in known
        )

    def widen(self, is_met: Callable[[str], bool]) -> None:
        """Becomes the whole term where no offer says that it is just this part of it."""
        self.meanings = [
            meaning._replace(is_narrower=False)
            if meaning.is_narrower and not is_met(CONCEPT_MARK + meaning.canonical)
            else meaning
            for meaning in self.meanings
        ]

    def take(self, other: "Notion") -> None:
        """Becomes one with another that shares words with it; what both mean is surer."""
        self.places |= other.places
        self.is_worry |= other.is_worry
        self.meanings = _joined(self.meanings, other.meanings)
        self.literal.extend(other.literal)


def find_notions(
    words: Sequence[Word],
    synonyms: Synonyms,
    languages: Collection[str] | None = None,
    small_words: Collection[str] = (),
    text: str = "",
) -> list[Notion]:
    """Gives what is known in the words, from left to right; no word belongs to two of them.

    A small word of the language that is spoken says nothing by itself, whatever it means elsewhere.
    The words of a worry stand in one sentence of the text.
    """
    found: list[Notion] = []
    for sentence in split_sentences(words, text):
        for worry in synonyms.find_worries(words[sentence.start : sentence.stop], languages):
            places = tuple(sentence[place] for place in worry.places)
            found.append(
                Notion(set(places), list(worry.meanings), [(places, WORRY_FACTOR)], is_worry=True)
            )
    for phrase in synonyms.find_phrases(words, languages=languages):
        places = tuple(range(phrase.first, phrase.end))
        if all(words[place].folded in small_words for place in places):
            continue
        if len(places) > 1 and all(is_manner(meaning) for meaning in phrase.meanings):
            # A KOPP-groep is a group, and one for KOPP.
            found.extend(
                Notion({place}, list(inner.meanings))
                for place in places
                for inner in synonyms.find_phrases(words[place : place + 1], languages=languages)
            )
        found.append(Notion(set(places), list(phrase.meanings), [(places, LITERAL_FACTOR)]))
    found.sort(key=lambda notion: -len(notion.places))
    merged: list[Notion] = []
    for notion in found:
        for known in [other for other in merged if other.places & notion.places]:
            # "Lachen hem uit" says more than "uit"; but "had een miskraam" no more than "miskraam",
            # and "chatten zelfmoord" says how, and what about.
            if notion.places < known.places and not (known.is_manner and not notion.is_manner):
                is_surer = notion.sureness() > known.sureness()
                notion.weaken(SURE_PART if is_surer else PART_OF_NOTION, known.list_terms())
            notion.take(known)
            merged.remove(known)
        merged.append(notion)
    return sorted(merged, key=lambda notion: min(notion.places))


def notion_group(typed: str, notion: Notion, words: Sequence[Word], synonyms: Synonyms) -> Group:
    """Gives the group of a notion: its concepts, its terms, its own words, and what also helps."""
    factors: dict[tuple[str, ...], float] = {}
    related: dict[tuple[str, ...], float] = {}
    surest = notion.sureness()
    terms: dict[str, float] = {}
    for meaning in notion.meanings:
        sure = meaning.weight * (meaning.weight / surest) ** SHARPNESS
        if meaning.term_id is not None:
            terms[meaning.term_id] = max(terms.get(meaning.term_id, 0.0), sure)
            # Who asks for judo wants judo; other sports help less.
            part = NARROWER_FACTOR if meaning.is_narrower else TERM_FACTOR
            _raise(factors, TERM_MARK + meaning.term_id, part * sure)
            for other_id, weight in synonyms.list_related(meaning.term_id):
                _raise(related, TERM_MARK + other_id, RELATED_FACTOR * sure * weight)
        if synonyms.is_fine(meaning):
            _raise(factors, CONCEPT_MARK + meaning.canonical, FINE_FACTOR * sure)
        elif not meaning.is_narrower:
            _raise(factors, CONCEPT_MARK + meaning.canonical, CONCEPT_FACTOR * sure)
    for places, factor in notion.literal:
        if len(places) == 1 and len(words[places[0]].folded) < _SHORTEST_LITERAL:
            # So short a word stands in texts for other things: `so` is seldom the SO.
            continue
        if len(places) == 1 and notion.is_sure:
            # Crèche, kribbe and kinderopvang are one thing: whoever writes one finds the same.
            continue
        stems = tuple(
            sorted({synonyms.stems.stem(words[place].folded, HOUSE_LANGUAGE) for place in places})
        )
        factors[stems] = max(factors.get(stems, 0.0), factor)
    is_weak = all(words[place].folded in WEAK_WORDS for place in notion.places)
    mass = MANNER_MASS if notion.is_manner else NOTION_MASS
    said = sum(words[place].folded not in STOP_WORDS for place in notion.places)
    mass *= max(said, 1) ** MORE_WORDS
    return Group(
        typed,
        make_alternatives(factors),
        tuple(Alternative(features, factor) for features, factor in related.items()),
        WEAK_WORD_MASS if is_weak else mass * (UNSURE_MASS + (1 - UNSURE_MASS) * surest),
        is_notion=not is_weak,
        terms=tuple(terms.items()),
    )


def find_intent(notions: Sequence[Notion], *, asks_for_days: bool) -> Intent | None:
    """Gives what is wanted: an activity when a day or leisure is named, a person for a worry."""
    terms = {
        meaning.term_id
        for notion in notions
        for meaning in notion.meanings
        if meaning.weight >= _SURE and meaning.term_id is not None
    }
    if terms & _TO_DO:
        return Intent.DO
    if any(notion.is_worry and not notion.is_manner for notion in notions):
        return Intent.TALK
    return Intent.DO if asks_for_days and not terms else None


def is_manner(meaning: Meaning) -> bool:
    """Whether a meaning is how something is given or by whom, not what it is about."""
    return meaning.term_id is not None and meaning.term_id.startswith(_MANNERS)


def expansions_of(typed: str, notion: Notion) -> list[Expansion]:
    """Gives what the words were read as, the surest first."""
    meanings = sorted(notion.meanings, key=lambda meaning: -meaning.weight)
    return [
        Expansion(typed, meaning.canonical, meaning.term_id)
        for meaning in meanings
        if meaning.canonical != typed.casefold()
    ]


def _joined(first: Iterable[Meaning], second: Iterable[Meaning]) -> list[Meaning]:
    """Signs of one meaning add up as independent ones do."""
    found: dict[tuple[str, str | None, bool], Meaning] = {}
    for meaning in (*first, *second):
        key = meaning.canonical, meaning.term_id, meaning.is_narrower
        known = found.get(key)
        weight = meaning.weight if known is None else 1 - (1 - known.weight) * (1 - meaning.weight)
        found[key] = meaning._replace(weight=weight)
    return list(found.values())


def _raise(factors: dict[tuple[str, ...], float], feature: str, factor: float) -> None:
    factors[feature,] = max(factors.get((feature,), 0.0), factor)
