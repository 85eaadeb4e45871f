"""The words of a query as groups of alternatives, each group one thing asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.search.analysis import is_stop_word, title_key
from app.search.correction import Corrector
from app.search.folding import Word, split_words
from app.search.queries import (
    MAX_QUERY_CHARACTERS,
    MAX_QUERY_TOKENS,
    Correction,
    Expansion,
    Query,
)
from app.search.ranking import (
    CONCEPT_FACTOR,
    CORRECTED_FACTOR,
    JOINED_FACTOR,
    OTHER_LANGUAGE_FACTOR,
    PARTS_FACTOR,
    TERM_FACTOR,
    WEAK_WORD_MASS,
)
from app.search.snapshot import Snapshot
from app.search.stopwords import WEAK_WORDS
from app.search.synonyms import CONCEPT_MARK, TERM_MARK, Phrase, Synonyms

_HOUSE_LANGUAGE = "nl"
_OTHER_LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to meet a group: a document must have all features; the weakest counts, times the
    factor.
    """

    features: tuple[str, ...]
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """What a word or phrase asks for: any alternative meets it. `mass` is its share beside the
    other groups.
    """

    typed: str
    alternatives: tuple[Alternative, ...]
    mass: float = 1.0


@dataclass(frozen=True, slots=True)
class Wording:
    """All that the words of a query ask for."""

    groups: tuple[Group, ...]
    title: str | None = None
    correction: Correction | None = None
    expansions: tuple[Expansion, ...] = ()


def word_the_query(
    query: Query, snapshot: Snapshot, synonyms: Synonyms, corrector: Corrector
) -> Wording:
    """Reads the words of a query against the words of the index; at most 24 words of 200 characters
    count.
    """
    words = split_words(query.words[:MAX_QUERY_CHARACTERS])[:MAX_QUERY_TOKENS]
    if query.is_exact:
        return Wording(
            tuple(_plain_group(word, query.language, synonyms) for word in _topics(words, query)),
            title_key(words),
        )
    groups: list[Group] = []
    expansions: list[Expansion] = []
    correction: Correction | None = None
    phrases = {phrase.first: phrase for phrase in synonyms.find_phrases(words)}
    position = 0
    while position < len(words):
        phrase = phrases.get(position)
        if phrase is not None:
            typed = _typed(query.words, words[phrase.first : phrase.end])
            groups.append(_phrase_group(typed, phrase, words[phrase.first : phrase.end]))
            expansions.extend(_expansions(typed, phrase))
            position = phrase.end
            continue
        word = words[position]
        position += 1
        if _is_stopped(word.folded, query.language):
            continue
        group = _word_group(word, words, position, query.language, snapshot, synonyms)
        if not any(_is_met(alternative, snapshot) for alternative in group.alternatives):
            better = corrector.correct(word.folded)
            if better is not None:
                group = replace(
                    _corrected_group(better, query.language, snapshot, synonyms), typed=group.typed
                )
                correction = correction or Correction(
                    query.words[word.start : word.end], better, is_applied=True
                )
        elif correction is None and (better := corrector.offer(word.folded)) is not None:
            correction = Correction(query.words[word.start : word.end], better, is_applied=False)
        groups.append(group)
    return Wording(_distinct(groups), title_key(words), correction, tuple(expansions))


def _topics(words: Sequence[Word], query: Query) -> list[Word]:
    return [word for word in words if not _is_stopped(word.folded, query.language)]


def _is_stopped(word: str, language: str) -> bool:
    return is_stop_word(word, _HOUSE_LANGUAGE) or is_stop_word(word, language)


def _typed(text: str, words: Sequence[Word]) -> str:
    return text[words[0].start : words[-1].end]


def _plain_group(word: Word, language: str, synonyms: Synonyms) -> Group:
    stem = synonyms.stems.stem(word.folded, language)
    return Group(word.folded, (Alternative((stem,)),), _mass(word.folded))


def _mass(word: str) -> float:
    return WEAK_WORD_MASS if word in WEAK_WORDS else 1.0


def _phrase_group(typed: str, phrase: Phrase, words: Sequence[Word]) -> Group:
    factors: dict[str, float] = {}
    for meaning in phrase.meanings:
        concept = CONCEPT_MARK + meaning.canonical
        factors[concept] = max(factors.get(concept, 0.0), CONCEPT_FACTOR * meaning.weight)
        if meaning.term_id is not None:
            term = TERM_MARK + meaning.term_id
            factors[term] = max(factors.get(term, 0.0), TERM_FACTOR * meaning.weight)
    is_weak = all(word.folded in WEAK_WORDS for word in words)
    return Group(
        typed,
        tuple(Alternative((feature,), factor) for feature, factor in factors.items()),
        WEAK_WORD_MASS if is_weak else 1.0,
    )


def _expansions(typed: str, phrase: Phrase) -> list[Expansion]:
    return [
        Expansion(typed, meaning.canonical, meaning.term_id)
        for meaning in phrase.meanings
        if meaning.canonical != typed.casefold()
    ]


def _word_group(
    word: Word,
    words: Sequence[Word],
    following: int,
    language: str,
    snapshot: Snapshot,
    synonyms: Synonyms,
) -> Group:
    alternatives = _word_alternatives(word.folded, language, snapshot, synonyms)
    for other in (following - 2, following):
        if 0 <= other < len(words):
            pair = sorted((words[following - 1], words[other]), key=lambda item: item.start)
            joined = pair[0].folded + pair[1].folded
            stem = synonyms.stems.stem(joined, _HOUSE_LANGUAGE)
            if len(joined) > 5 and snapshot.has_feature(stem):
                alternatives.setdefault((stem,), JOINED_FACTOR)
    return Group(
        word.folded,
        tuple(Alternative(features, factor) for features, factor in alternatives.items()),
        _mass(word.folded),
    )


def _word_alternatives(
    word: str, language: str, snapshot: Snapshot, synonyms: Synonyms
) -> dict[tuple[str, ...], float]:
    stems = synonyms.stems
    alternatives: dict[tuple[str, ...], float] = {(stems.stem(word, language),): 1.0}
    alternatives.setdefault((stems.stem(word, _HOUSE_LANGUAGE),), 1.0)
    for other in _OTHER_LANGUAGES:
        alternatives.setdefault((stems.stem(word, other),), OTHER_LANGUAGE_FACTOR)
    parts = tuple(stems.stem(part, _HOUSE_LANGUAGE) for part in snapshot.lexicon.split(word))
    if parts:
        alternatives.setdefault(parts, PARTS_FACTOR)
    return alternatives


def _corrected_group(word: str, language: str, snapshot: Snapshot, synonyms: Synonyms) -> Group:
    words = split_words(word)
    phrases = synonyms.find_phrases(words)
    if phrases:
        group = _phrase_group(word, phrases[0], words)
    else:
        alternatives = _word_alternatives(word, language, snapshot, synonyms)
        group = Group(
            word,
            tuple(Alternative(features, factor) for features, factor in alternatives.items()),
            _mass(word),
        )
    return replace(
        group,
        alternatives=tuple(
            replace(alternative, factor=alternative.factor * CORRECTED_FACTOR)
            for alternative in group.alternatives
        ),
    )


def _is_met(alternative: Alternative, snapshot: Snapshot) -> bool:
    return all(snapshot.has_feature(feature) for feature in alternative.features)


def _distinct(groups: Sequence[Group]) -> tuple[Group, ...]:
    seen: dict[tuple[Alternative, ...], Group] = {}
    for group in groups:
        seen.setdefault(group.alternatives, group)
    return tuple(seen.values())
