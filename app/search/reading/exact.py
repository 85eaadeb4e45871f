"""A query taken exactly as it was typed: no corrections, no synonyms, no parts."""

from collections.abc import Sequence

from app.search.documents import HOUSE_LANGUAGE
from app.search.index.analysis import is_stop_word, title_key
from app.search.queries import Query
from app.search.reading.groups import Alternative, Group, Wording, weight_of
from app.search.table.synonyms import Synonyms
from app.search.text.folding import Word


def word_exactly(query: Query, words: Sequence[Word], synonyms: Synonyms) -> Wording:
    """Gives each word but the small ones as a group of itself."""
    groups = [
        _itself(word.folded, query.language, synonyms)
        for word in words
        if not (
            is_stop_word(word.folded, HOUSE_LANGUAGE) or is_stop_word(word.folded, query.language)
        )
    ]
    return Wording(tuple(groups), title_key(words))


def _itself(word: str, language: str, synonyms: Synonyms) -> Group:
    stem = synonyms.stems.stem(word, language)
    return Group(word, (Alternative((stem,)),), mass=weight_of(word))
