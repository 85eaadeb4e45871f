"""What the words of the search cost: to load in a fresh process, and until a changed one counts."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.config import Settings
from app.db import Database, utc_now
from app.directory.connecting import Parts, connect
from app.directory.documents import WORD_FACETS
from app.directory.models.organizations import House
from app.directory.taxonomy_file import read_taxonomy_file
from app.geo.gazetteer import Gazetteer
from app.sealing import Keyring
from app.search.engine import SearchEngine
from app.search.keeping import Keeper
from app.search.queries import Query
from app.search.text.dutch_words import read_dutch_words
from app.search.text.folding import split_words
from app.words.operations.changes import Editor
from app.words.operations.keeping import WordDraft, save_word
from app.words.vocabulary import Vocabulary
from benchmarks.search import NOW
from benchmarks.stages import milliseconds, percentiles

LOAD_GOAL_MS, LOAD_GOAL_MB, CHANGE_GOAL_MS = 1_000, 100, 1_000
FRESH_PROCESSES = 3
CHANGES = 6
CHANGE_FIGURES = (
    "until it counts",
    "  of which one request waits for the table",
    "the first search after it",
    "the first suggestions after it",
)
PLACES = "(beside it: the places of the gazetteer)"
Step = tuple[str, float, float]
"""What is loaded, milliseconds, megabytes."""


def print_loading(settings: Settings) -> None:
    """A line a step, each the median of some fresh processes."""
    # The first process after a change makes the files that every later one reads.
    first = sum(took for name, took, _size in _load_in_fresh_process(settings) if name != PLACES)
    runs = [_load_in_fresh_process(settings) for _ in range(FRESH_PROCESSES)]
    print(f"\n{'loaded by a fresh process':44}{'ms':>8}{'slowest':>9}{'MB':>8}")
    for steps in zip(*runs, strict=True):
        p50, _p95, slowest = percentiles([took for _name, took, _size in steps])
        size = percentiles([size for _name, _took, size in steps])[0]
        print(f"{steps[0][0]:44}{p50:8.0f}{slowest:9.0f}{size:8.1f}")
    print(f"{'(all but the places, in the first process)':44}{first:8.0f}")
    took = max(sum(step[1] for step in run if step[0] != PLACES) for run in runs)
    size = max(sum(step[2] for step in run if step[0] != PLACES) for run in runs)
    print(f"{'together, the slowest and the largest':44}{took:17.0f}{size:8.1f}")
    print(f"of the goal: time {took / LOAD_GOAL_MS:.2f}, memory {size / LOAD_GOAL_MB:.2f}")


def _load_in_fresh_process(settings: Settings) -> list[Step]:
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_load, args=(settings, there))
    process.start()
    steps: list[Step] = here.recv()
    process.join()
    return steps


def _load(settings: Settings, connection: Connection) -> None:
    """Load what a worker needs for its first search, step by step."""
    steps: list[Step] = []

    def take(name: str, action: Callable[[], object]) -> None:
        before = _megabytes()
        took = milliseconds(action)
        steps.append((name, took, _megabytes() - before))

    folder = settings.seed_folder
    labels = [
        (term.id, language, label)
        for term in read_taxonomy_file(folder / "taxonomy.csv")
        if term.facet in WORD_FACETS
        for language, (label, _description) in term.texts.items()
    ]
    database = Database(settings.database_url, Keyring.load(settings))
    made: dict[str, Any] = {}

    def make(name: str, kind: Callable[..., object], *given: object) -> None:
        made[name] = kind(*given)

    keeper = Keeper(settings.index_folder)
    take("word table", lambda: make("words", Vocabulary, database, folder, labels, keeper))
    take("what staff changed", made["words"].current)
    engine = SearchEngine(settings.index_folder, made["words"])
    take("index with its lexicon", engine.count)
    take("good Dutch words", lambda: read_dutch_words(keeper))
    take("first search: words for the correction", lambda: _search(engine, "opvang"))
    take("first misspelt word", lambda: _search(engine, "opvng"))
    take("first suggestions: names of the terms", lambda: engine.suggest("lui", "nl"))
    take("first misspelt suggestions", lambda: engine.suggest("spellot", "nl"))
    take(PLACES, lambda: make("places", Gazetteer.load, folder / "gazetteer.csv"))
    connection.send(steps)


def _search(engine: SearchEngine, words: str) -> None:
    engine.search(Query(words=words, said=words), NOW)


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1_048_576


def print_changing(settings: Settings) -> None:
    """Until another vocabulary answers with a changed word, asked all the time."""
    here, there = connect(settings), connect(settings)
    editor = _make_editor(here)
    # As a worker does before its first request.
    there.engine.warm()
    took: dict[str, list[float]] = {}
    for number in range(CHANGES):
        word = f"veranderwoord{'abcdefghij'[number]}"
        draft = WordDraft(word, "nl", "synonym", "kinderopvang", None, 1.0)
        # Not always at the same moment after the last look.
        time.sleep(0.07 * number)
        with here.database.transaction() as session:
            save_word(session, None, draft, by=editor)
        start = time.perf_counter()
        looks = _slowest_look_until(there.vocabulary, word)
        noticed = (time.perf_counter() - start) * 1000
        search = milliseconds(partial(_search, there.engine, word))
        suggest = milliseconds(partial(there.engine.suggest, "verander", "nl"))
        for name, figure in zip(CHANGE_FIGURES, (noticed, looks, search, suggest), strict=True):
            took.setdefault(name, []).append(figure)
    for parts in (here, there):
        parts.database.dispose()
    print(f"\n{'a changed word, in another process, ms':44}{'p50':>8}{'p95':>8}{'slowest':>9}")
    for name, figures in took.items():
        p50, p95, slowest = percentiles(figures)
        print(f"{name:44}{p50:8.0f}{p95:8.0f}{slowest:9.0f}")
    print(f"of the goal: {max(took[CHANGE_FIGURES[0]]) / CHANGE_GOAL_MS:.2f}")


def _slowest_look_until(vocabulary: Vocabulary, word: str) -> float:
    words, slowest = split_words(word), 0.0
    while True:
        start = time.perf_counter()
        known = vocabulary.current()
        slowest = max(slowest, (time.perf_counter() - start) * 1000)
        if known.find_phrases(words):
            return slowest
        time.sleep(0.005)


def _make_editor(parts: Parts) -> Editor:
    with parts.database.transaction() as session:
        person = Person(email="eva@huis.example", name="Eva", created_at=utc_now())
        session.add(person)
        session.flush()
        house_id = session.scalars(select(House.id).where(House.is_default)).one()
        return Editor(person.id, house_id)
