"""Notes what was searched for and how it went, so that the search can become better.

Who searched is never kept: no address, no sign-in, no place, no age, no moment. What looks personal
is dropped before it is written, and a note that cannot be written is dropped too.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.directory.models.terms import Facet
from app.finder.noting import is_read_by_a_family, write_or_drop
from app.finder.searching import Search
from app.finder.site import get_catalogue
from app.search.queries import Hits
from app.search.table.synonym_table import Meaning
from app.search.text.folding import fold, split_words
from app.web.installation import get_installation
from app.words.personal import TypedText, looks_personal
from app.words.search_files import Outcome, write_search

FEW = 3
HALF = 0.5


def outcome_of(hits: Hits) -> Outcome:
    """How a search went: weak when the best offer meets no more than half of the words, when little
    fits and more nearly does, or when only another word does.
    """
    if not hits.total and not hits.near:
        return Outcome.NONE
    is_corrected = hits.correction is not None and hits.correction.is_applied
    is_little = hits.total < FEW and (hits.near or is_corrected)
    return Outcome.WEAK if is_little or hits.coverage <= HALF else Outcome.FINE


def note_search(search: Search, outcome: Outcome | None) -> None:
    """Note a search of words when it is asked first: no other page, view, filter or reading of it.

    Filters tell how many offers there are, not how well the words are understood.
    """
    asked = search.request
    is_again = asked.page > 1 or bool(asked.view) or bool(asked.filter_count) or asked.is_exact
    if outcome is None or is_again or not is_read_by_a_family():
        return
    text = countable_text(search)
    if not text:
        return
    folder, language = get_installation().settings.searches_folder, search.query.language
    write_or_drop(
        "searches_not_written",
        lambda seconds: write_search(folder, text, language, outcome, seconds),
    )


def countable_text(search: Search) -> str:
    """The folded words of a search's topic; empty when there are none, or they look personal."""
    understood = search.understood
    topic = fold(understood.words)
    left = understood.text
    for fact in reversed(understood.facts):
        left = f"{left[: fact.start]} {left[fact.end :]}"
    words = split_words(understood.words)
    known = frozenset(
        word.folded
        for phrase in get_installation().vocabulary.current().find_phrases(words)
        for word in words[phrase.first : phrase.end]
    )
    if looks_personal(TypedText(understood.text, left, topic, known)):
        return ""
    return topic


def theme_of(search: Search) -> str:
    """The theme or form that the words of a search mean; empty for none."""
    taxonomy = get_catalogue().taxonomy
    for meaning in _meanings(search):
        term = taxonomy.find(meaning.term_id) if meaning.term_id else None
        if term is not None and term.facet in {Facet.DOMAIN.value, Facet.FORM.value}:
            return term.id
    return ""


def _meanings(search: Search) -> Iterator[Meaning]:
    """What the words can mean: phrases first, from the left, then worries."""
    synonyms = get_installation().vocabulary.current()
    words = split_words(search.understood.words)
    for phrase in synonyms.find_phrases(words):
        yield from phrase.meanings
    for worry in synonyms.find_worries(words):
        yield from worry.meanings
