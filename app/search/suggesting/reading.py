"""How a half typed line can be read: whole, by its topic, or by its end behind what is known."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from app.search.documents import HOUSE_LANGUAGE
from app.search.index.analysis import is_stop_word
from app.search.index.snapshot import Snapshot
from app.search.suggesting.together import is_topic
from app.search.table.synonyms import Synonyms
from app.search.text.folding import Word

_MOST_WORDS = 8
SHORTEST = 2
"""So many letters are needed before anything is proposed."""


class Reading(NamedTuple):
    """What stays of a line as it was typed, and the folded words of which the last is begun."""

    head: str
    words: tuple[str, ...]
    before: tuple[Word, ...] = ()
    """The words of the head."""

    @property
    def beginning(self) -> str:
        """The word that is being typed."""
        return self.words[-1]

    def complete(self, text: str) -> str:
        """Gives the whole line with a text in place of the begun words."""
        return f"{self.head} {text}" if self.head else text


def list_readings(
    text: str, words: Sequence[Word], language: str, snapshot: Snapshot, synonyms: Synonyms
) -> list[Reading]:
    """Gives the ways to read a line of at least one word, the nearest to what was typed first."""
    folded = tuple(word.folded for word in words)
    found = [Reading("", folded[-_MOST_WORDS:])]
    if len(words) > 1:
        found.append(Reading("", (*topics_of(folded[:-1], language), folded[-1])))
        if len(words) == 2:
            found.append(Reading("", ("".join(folded),)))
        found.extend(_ends(text, words, language, snapshot, synonyms))
    return [reading for reading in dict.fromkeys(found) if sum(map(len, reading.words)) >= SHORTEST]


def topics_of(words: Sequence[str], language: str) -> tuple[str, ...]:
    """Gives the words that are no words of a question."""
    return tuple(word for word in words if not _is_stopped(word, language))[-_MOST_WORDS:]


def end_of(
    text: str, words: Sequence[Word], language: str, snapshot: Snapshot, synonyms: Synonyms
) -> Reading | None:
    """Gives the last word alone behind what is known; None when something before it is not."""
    if _count_understood(words[:-1], language, snapshot, synonyms) < len(words) - 1:
        return None
    return Reading(text[: words[-1].start].strip(), (words[-1].folded,), tuple(words[:-1]))


def _ends(
    text: str, words: Sequence[Word], language: str, snapshot: Snapshot, synonyms: Synonyms
) -> Iterator[Reading]:
    understood = _count_understood(words[:-1], language, snapshot, synonyms)
    for place in range(max(1, len(words) - _MOST_WORDS), understood + 1):
        is_last = place + 1 == len(words)
        if is_last or not _is_stopped(words[place].folded, language):
            head, end = words[:place], words[place:]
            before = text[: end[0].start].strip()
            yield Reading(before, tuple(word.folded for word in end), tuple(head))


def _count_understood(
    words: Sequence[Word], language: str, snapshot: Snapshot, synonyms: Synonyms
) -> int:
    """Counts the words from the first on that the table, the offers or every question know."""
    known = {
        place
        for phrase in synonyms.find_phrases(words)
        for place in range(phrase.first, phrase.end)
    }
    stem = synonyms.stems.stem
    for place, word in enumerate(words):
        is_known = (
            place in known
            or not is_topic(word.folded, language)
            or snapshot.has_feature(stem(word.folded, language))
            or snapshot.has_feature(stem(word.folded, HOUSE_LANGUAGE))
        )
        if not is_known:
            return place
    return len(words)


def _is_stopped(word: str, language: str) -> bool:
    return is_stop_word(word, HOUSE_LANGUAGE) or is_stop_word(word, language)
