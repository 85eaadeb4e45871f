"""The words of a query as groups of alternatives, each group one thing asked for."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rapidfuzz.distance import OSA

from app.search.documents import HOUSE_LANGUAGE
from app.search.index.analysis import is_stop_word, title_key
from app.search.index.moments import asks_for_moments
from app.search.index.snapshot import Snapshot
from app.search.queries import (
    MAX_QUERY_CHARACTERS,
    MAX_QUERY_TOKENS,
    Correction,
    Expansion,
    Query,
)
from app.search.ranking import (
    BESIDE_NOTION_MASS,
    JOINED_FACTOR,
    NEXT_NOTION,
    ONLY_TOLD,
    OTHER_LANGUAGE_FACTOR,
    PARTS_FACTOR,
)
from app.search.reading.correction import Corrector
from app.search.reading.exact import word_exactly
from app.search.reading.groups import (
    Alternative,
    Group,
    Wording,
    distinct,
    make_alternatives,
    weight_of,
)
from app.search.reading.languages import guess_language, is_mostly_dutch, languages_to_read, plainly
from app.search.reading.negation import just_itself, split_unwanted
from app.search.reading.notions import (
    Notion,
    expansions_of,
    find_intent,
    find_notions,
    notion_group,
)
from app.search.reading.pieces import Pieces, unstretch
from app.search.reading.sentences import places_asking
from app.search.reading.separable import WholeVerb, whole_verbs
from app.search.reading.typed import typed_at
from app.search.table.synonym_table import Meaning
from app.search.table.synonyms import Synonyms
from app.search.text.dutch_words import is_dutch
from app.search.text.folding import Word, split_words
from app.search.text.numbers import NUMBER_OF_WORD
from app.search.text.stopwords import STOP_WORDS, STOP_WORDS_BY_LANGUAGE, WEAK_WORDS

_OTHER_LANGUAGES = ("fr", "en")


def word_the_query(
    query: Query, snapshot: Snapshot, synonyms: Synonyms, corrector: Corrector
) -> Wording:
    """Reads the words of a query against the words of the index."""
    text = query.said or query.words
    words = split_words(text[:MAX_QUERY_CHARACTERS])[:MAX_QUERY_TOKENS]
    if query.is_exact:
        return word_exactly(query, words, synonyms)
    language = guess_language(words)
    if language == HOUSE_LANGUAGE or (language is None and is_mostly_dutch(words)):
        words = plainly(words)
    claimed = {
        place
        for place, word in enumerate(words)
        for start, end in (query.claimed if query.said else ())
        if start <= word.start and word.end <= end
    }
    reader = _Reader(
        (query.language, language), text, words, claimed, snapshot, synonyms, corrector
    )
    reader.read()
    return Wording(
        distinct(reader.groups),
        title_key(words),
        reader.correction,
        tuple(reader.expansions),
        language,
        find_intent(reader.notions, asks_for_days=asks_for_moments(query)),
        reader.is_vague(),
        tuple(reader.unwanted),
    )


class _Reader:
    """Reads the words of one query."""

    def __init__(
        self,
        languages: tuple[str, str | None],
        text: str,
        words: Sequence[Word],
        claimed: set[int],
        snapshot: Snapshot,
        synonyms: Synonyms,
        corrector: Corrector,
    ) -> None:
        self._language, guess = languages
        self._text = text
        is_foreign = guess not in (None, HOUSE_LANGUAGE)
        self._small_words = STOP_WORDS_BY_LANGUAGE.get(guess or "", ()) if is_foreign else ()
        self._languages = languages_to_read(guess, self._language)
        self._is_dutch = not is_foreign
        self._stopped = {HOUSE_LANGUAGE, self._language, guess or HOUSE_LANGUAGE}
        self._words, self._claimed = words, claimed
        self._snapshot, self._synonyms, self._corrector = snapshot, synonyms, corrector
        self.notions: list[Notion] = []
        self.groups: list[Group] = []
        self.unwanted: list[Group] = []
        self.expansions: list[Expansion] = []
        self.correction: Correction | None = None

    def read(self) -> None:
        """Fills the groups: what is known, then every other word."""
        notions = find_notions(
            self._words, self._synonyms, self._languages, self._small_words, self._text
        )
        notions = [
            self._of_whole_verb(notion) for notion in notions if not notion.places <= self._claimed
        ]
        self.notions, unwanted = split_unwanted(notions, self._words, self._text)
        taken, asking = set(self._claimed), self._asking()
        for notion in unwanted:
            typed = self._typed(notion.places)
            group = notion_group(typed, notion, self._words, self._synonyms)
            self.unwanted.append(just_itself(group, notion))
            taken |= notion.places
        for number, notion in enumerate(self.notions):
            typed = self._typed(notion.places)
            notion.narrow(self._part_meanings(notion.places))
            notion.widen(self._snapshot.has_feature)
            group = notion_group(typed, notion, self._words, self._synonyms)
            told = 1.0 if not asking or notion.places & asking else ONLY_TOLD
            self.groups.append(replace(group, mass=group.mass * told * NEXT_NOTION**number))
            self.expansions.extend(expansions_of(typed, notion))
            taken |= notion.places
        has_notion = any(group.is_notion for group in self.groups)
        for place, word in enumerate(self._words):
            if place in taken or self._is_stopped(word.folded):
                continue
            if has_notion and (word.folded.isdigit() or word.folded in NUMBER_OF_WORD):
                continue
            for group in self._word_groups(place, word):
                is_lighter = has_notion and not group.is_notion
                mass = group.mass * (BESIDE_NOTION_MASS if is_lighter else 1.0)
                self.groups.append(replace(group, mass=mass))

    def _asking(self) -> frozenset[int]:
        """Gives what is asked among what is told, unless "wie kan mij helpen?" is all of it."""
        places = places_asking(self._words, self._text)
        has_topic = any(notion.places & places and notion.is_topic for notion in self.notions)
        return places if has_topic else frozenset()

    def is_vague(self) -> bool:
        """Whether no word that says something by itself is read as anything."""
        small = STOP_WORDS | WEAK_WORDS
        return all(
            self._words[place].folded in small for notion in self.notions for place in notion.places
        )

    def _typed(self, places: set[int]) -> str:
        return typed_at(places, self._words, self._text)

    def _word_groups(self, place: int, word: Word) -> list[Group]:
        for verb in self._whole_verbs(place):
            if self._is_known(verb.written):
                typed = self._typed({place, verb.first_part})
                return [replace(group, typed=typed) for group in self._groups_of(verb.written)]
        group = self._word_group(place)
        if any(_is_met(alternative, self._snapshot) for alternative in group.alternatives):
            if self.correction is None:
                better = self._corrector.offer(word.folded)
                if better is not None:
                    self._note(word, better, is_applied=False)
            return [group]
        for shorter in unstretch(word.folded):
            if len(shorter) > 1 and self._is_stopped(shorter):
                return []
            if self._is_known(shorter):
                return self._groups_of(shorter)
        better = self._better(word.folded)
        if better is None:
            return self._part_groups(word, self._corrector.correct) or [group]
        if OSA.distance(word.folded, better) > 1:
            # Two words typed together are likelier than two slips in one.
            parts = self._part_groups(word, _as_it_is)
            if parts:
                return parts
        if self.correction is None:
            self._note(word, better, is_applied=True)
        return [replace(found, typed=group.typed) for found in self._groups_of(better)]

    def _better(self, word: str) -> str | None:
        """Gives the word that a misspelt one stands for; words of other languages, and good Dutch
        that no offer has, stay as they are.
        """
        if word in self._synonyms.spelling:
            return self._synonyms.spelling[word] or None
        if not self._is_dutch or is_dutch(word):
            return None
        stem = self._synonyms.stems.stem(word, HOUSE_LANGUAGE)
        return self._corrector.correct(word) or self._corrector.correct(stem)

    def _note(self, word: Word, better: str, *, is_applied: bool) -> None:
        self.correction = Correction(self._text[word.start : word.end], better, is_applied)

    def _groups_of(self, text: str) -> list[Group]:
        """Gives the groups of other words than were typed."""
        words = split_words(text)
        notions = find_notions(words, self._synonyms)
        if notions:
            self.notions.extend(notions)
            return [notion_group(text, notion, words, self._synonyms) for notion in notions]
        factors = self._word_factors(text)
        return [Group(text, make_alternatives(factors), mass=weight_of(text))]

    def _is_stopped(self, word: str) -> bool:
        return any(is_stop_word(word, language) for language in self._stopped)

    def _is_known(self, word: str) -> bool:
        stem = self._synonyms.stems.stem(word, HOUSE_LANGUAGE)
        return self._snapshot.has_feature(stem) or self._synonyms.knows_word(word)

    def _part_groups(self, word: Word, correct: Callable[[str], str | None]) -> list[Group]:
        """Gives the groups of the parts of a word that no offer writes."""
        parts = Pieces(self._snapshot.lexicon, self._is_known, correct).split(word.folded)
        return [
            replace(group, mass=group.mass / len(parts))
            for part in parts
            if not is_stop_word(part, HOUSE_LANGUAGE)
            for group in self._groups_of(part)
        ]

    def _whole_verbs(self, place: int) -> tuple[WholeVerb, ...]:
        return whole_verbs(self._words, place, self._text) if self._is_dutch else ()

    def _of_whole_verb(self, notion: Notion) -> Notion:
        """Gives what "valt af" means instead of what "valt" does."""
        place, *others = notion.places
        for verb in () if others else self._whole_verbs(place):
            found = find_notions(split_words(verb.written), self._synonyms)
            if found:
                return replace(found[0], places={place, verb.first_part}, literal=[])
        return notion

    def _part_meanings(self, places: set[int]) -> list[Meaning]:
        """Gives what the parts of a known compound mean: the swimming in a lesson for babies."""
        if len(places) > 1:
            return []
        parts = self._snapshot.lexicon.split(self._words[min(places)].folded)
        return [
            meaning
            for part in parts
            for phrase in self._synonyms.find_phrases(
                split_words(part), languages=(HOUSE_LANGUAGE,)
            )
            for meaning in phrase.meanings
        ]

    def _word_group(self, place: int) -> Group:
        word = self._words[place]
        factors = self._word_factors(word.folded)
        for first, second in ((place - 1, place), (place, place + 1)):
            if first >= 0 and second < len(self._words):
                joined = self._words[first].folded + self._words[second].folded
                stem = self._synonyms.stems.stem(joined, HOUSE_LANGUAGE)
                if len(joined) > 5 and self._snapshot.has_feature(stem):
                    factors.setdefault((stem,), JOINED_FACTOR)
        return Group(word.folded, make_alternatives(factors), mass=weight_of(word.folded))

    def _word_factors(self, word: str) -> dict[tuple[str, ...], float]:
        stem = self._synonyms.stems.stem
        factors: dict[tuple[str, ...], float] = {(stem(word, self._language),): 1.0}
        factors.setdefault((stem(word, HOUSE_LANGUAGE),), 1.0)
        for other in _OTHER_LANGUAGES:
            factors.setdefault((stem(word, other),), OTHER_LANGUAGE_FACTOR)
        parts = tuple(stem(part, HOUSE_LANGUAGE) for part in self._snapshot.lexicon.split(word))
        if parts:
            factors.setdefault(parts, PARTS_FACTOR)
        return factors


def _as_it_is(_word: str) -> str | None:
    return None


def _is_met(alternative: Alternative, snapshot: Snapshot) -> bool:
    # Parts that each stand somewhere need not stand together anywhere.
    first, *others = alternative.features
    return not others and snapshot.has_feature(first)
