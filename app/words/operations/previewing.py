"""What a change would do: searches that are made often, answered with the words of now and then."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.search.engine import SearchEngine
from app.search.queries import Query
from app.search.table.synonym_table import SynonymRow
from app.search.text.folding import fold
from app.words.operations.counting import months_before
from app.words.operations.gaps import Ranked, list_searches

MONTHS = 6
MOST_SEARCHES = 200
LEAST_SEARCHES = 20
"""With fewer searches than this, words of the table about the same thing are tried too."""
LEAST_SECONDS = 0.5
FIRST = 5
_ALIKE = 4


@dataclass(frozen=True, slots=True)
class MadeSearch:
    """The words of a search, its language, and how often it was made; 0 for one of the table."""

    text: str
    language: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class ChangedSearch:
    """A search of which the first answers change: what comes in and what goes out."""

    search: MadeSearch
    incoming: tuple[int, ...]
    outgoing: tuple[int, ...]
    """Both empty when only their order changes."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The searches that change, of the ones for which there was time."""

    changed: tuple[ChangedSearch, ...]
    tried: int
    total: int


def list_made_searches(session: Session, today: date) -> list[MadeSearch]:
    """The searches that were made most in the last six months, each often enough to be shown."""
    since = months_before(today, MONTHS)
    rows = list_searches(session, Ranked.MOST, since=since, limit=MOST_SEARCHES)
    return [MadeSearch(row.text, row.language, row.searches) for row in rows if row.text]


def choose_searches(
    made: Sequence[MadeSearch],
    rows: Iterable[SynonymRow],
    *,
    typed: Sequence[MadeSearch],
    term_id: str | None,
    canonical: str,
) -> list[MadeSearch]:
    """The searches to try, those that look like the typed words first.

    When few searches are known, words of the table with the same meaning stand in for them.
    """
    found = list(made)
    if len(found) < LEAST_SEARCHES:
        meant = fold(canonical)
        found += [
            MadeSearch(fold(row.variant), row.language)
            for row in rows
            if (row.term_id == term_id if term_id else fold(row.canonical) == meant)
        ]
    begins = {word[:_ALIKE] for search in typed for word in fold(search.text).split()}
    found.sort(key=lambda search: not _is_alike(search.text, begins))
    counts = {(item.text, item.language): item for item in made}
    chosen: dict[tuple[str, str], MadeSearch] = {}
    for search in (*typed, *found):
        key = (search.text, search.language)
        chosen.setdefault(key, counts.get(key, search))
    return list(chosen.values())[:MOST_SEARCHES]


def compare_searches(
    now: SearchEngine,
    then: SearchEngine,
    searches: Sequence[MadeSearch],
    *,
    moment: datetime,
    until: float,
) -> Comparison:
    """Answer each search twice, as long as `time.monotonic()` is before `until`.

    There is always some time after the first search, in which both engines get ready. Raises
    IndexUnavailableError without a sound index.
    """
    changed, tried = [], 0
    for search in searches:
        if tried == 1:
            until = max(until, time.monotonic() + LEAST_SECONDS)
        if tried and time.monotonic() >= until:
            break
        query = Query(words=search.text, language=search.language, limit=FIRST, facets=False)
        before, after = (
            tuple(hit.offer_id for hit in engine.search(query, moment).hits)
            for engine in (now, then)
        )
        tried += 1
        if before != after:
            incoming = tuple(item for item in after if item not in before)
            outgoing = tuple(item for item in before if item not in after)
            changed.append(ChangedSearch(search, incoming, outgoing))
    return Comparison(tuple(changed), tried, len(searches))


def _is_alike(text: str, begins: set[str]) -> bool:
    return any(word[:_ALIKE] in begins for word in text.split())
