"""A change of words reaches other processes in no time, and the index of the site after it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from app.cli.indexing import follow_words, rebuild_index
from app.cli.working import JOBS
from app.config import PROJECT_FOLDER
from app.db import Database, utc_now
from app.directory.connecting import Parts, connect
from app.directory.repairing import PAUSE_SECONDS
from app.search.table.synonym_table import WORRY
from app.search.text.folding import split_words
from app.words import vocabulary as vocabulary_module
from app.words.operations.changes import Editor
from app.words.operations.keeping import WordDraft, save_word, take_back_word
from app.words.operations.pinning import PinDraft, pin_answer
from app.words.vocabulary import LOOK_AGAIN_S
from tests.questions.desk_examples import Example
from tests.questions.desk_fixtures import desk_file
from tests.sites import settings_in

__all__ = ["desk_file"]

SEED = PROJECT_FOLDER / "data" / "seed"
NANNY = WordDraft("buurtnanny", "nl", "synonym", "kinderopvang", None, 1.0)


@pytest.fixture
def processes(desk_file: tuple[Path, Example], tmp_path: Path) -> Iterator[tuple[Parts, Parts]]:
    """Two processes of one site, with the whole table that ships."""
    shutil.copytree(desk_file[0], tmp_path, dirs_exist_ok=True)
    settings = replace(
        settings_in(tmp_path), database_url=f"sqlite:///{tmp_path / 'own.sqlite'}", seed_folder=SEED
    )
    found = connect(settings), connect(settings)
    yield found
    for parts in found:
        parts.database.dispose()


@pytest.fixture
def editor(desk_file: tuple[Path, Example]) -> Editor:
    return Editor(desk_file[1].coordinator_id, desk_file[1].house_id)


def save(database: Database, draft: WordDraft, by: Editor) -> int:
    with database.transaction() as session:
        return save_word(session, None, draft, by=by).id


def test_a_change_of_the_whole_table_counts_elsewhere_at_the_next_look(
    processes: tuple[Parts, Parts],
    desk_file: tuple[Path, Example],
    editor: Editor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr(vocabulary_module, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    here, there = processes
    offer_id = desk_file[1].offer_id
    before = there.vocabulary.current()
    assert len(before.rows) > 48_000
    row = next(
        row
        for row in before.rows
        if (row.term_id, row.language, row.kind) == ("playing-together", "nl", "synonym")
    )
    off = WordDraft(
        row.variant, row.language, row.kind, row.canonical, row.term_id, row.weight, is_off=True
    )
    save(here.database, NANNY, editor)
    number = save(here.database, off, editor)
    assert there.vocabulary.current() is before
    clock[0] += LOOK_AGAIN_S
    after = there.vocabulary.current()
    assert after.ground is before.ground, "the shipped table is not made again"
    assert after.find_phrases(split_words("een buurtnanny"))
    assert row.term_id in terms_of(before, row.variant)
    assert row.term_id not in terms_of(after, row.variant)
    with here.database.transaction() as session:
        take_back_word(session, number, by=editor)
    clock[0] += LOOK_AGAIN_S
    after = there.vocabulary.current()
    assert terms_of(after, row.variant) == terms_of(before, row.variant)
    with here.database.transaction() as session:
        pin_answer(
            session, PinDraft("spelen", offer_id=offer_id), today=utc_now().date(), by=editor
        )
    clock[0] += LOOK_AGAIN_S
    assert there.vocabulary.current() is after, "a pinned answer is no other word"


def terms_of(synonyms: object, word: str) -> set[str | None]:
    found = synonyms.find_phrases(split_words(word), languages=("nl",))  # type: ignore[attr-defined]
    return {meaning.term_id for phrase in found for meaning in phrase.meanings}


class CountedStarts:
    """Stands where a process is started: the repair itself is tested elsewhere."""

    def __init__(self) -> None:
        self.started = 0

    def __call__(self, *_command: object, **_given: object) -> SimpleNamespace:
        self.started += 1
        return SimpleNamespace(poll=lambda: 0)


def test_two_changes_within_the_pause_both_reach_the_index(
    processes: tuple[Parts, Parts], editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts, worker = processes
    clock, starts = [1_000.0], CountedStarts()
    for name in ("app.directory.repairing.time", "app.words.vocabulary.time"):
        monkeypatch.setattr(name, SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr("app.directory.repairing.subprocess.Popen", starts)
    follow_words(worker, utc_now())
    assert starts.started == 0, "a missing index is for the search to notice"
    rebuild_index(parts)
    follow_words(worker, utc_now())
    assert starts.started == 0
    save(parts.database, NANNY, editor)
    clock[0] += 1
    assert parts.repairer.repair_soon()
    rebuild_index(parts)
    save(parts.database, replace(NANNY, variant="straatnanny"), editor)
    assert not parts.repairer.repair_soon()
    clock[0] += 1
    # The process that was asked may be gone: the worker sees it all the same.
    follow_words(worker, utc_now())
    assert starts.started == 2
    rebuild_index(parts)
    clock[0] += PAUSE_SECONDS
    follow_words(worker, utc_now())
    assert starts.started == 2
    save(parts.database, replace(NANNY, variant="roept nanny", kind=WORRY), editor)
    clock[0] += PAUSE_SECONDS
    follow_words(worker, utc_now())
    assert starts.started == 2, "a worry is in no text"


class Waiting:
    """Stands where a timer waits; the test says when its time has come."""

    begun: ClassVar[list[Waiting]] = []

    def __init__(self, seconds: float, then: Callable[[], None]) -> None:
        self.seconds, self.then = seconds, then

    def start(self) -> None:
        self.begun.append(self)


def test_a_change_within_the_pause_needs_no_worker(
    processes: tuple[Parts, Parts], monkeypatch: pytest.MonkeyPatch
) -> None:
    repairer = processes[0].repairer
    clock, starts = [1_000.0], CountedStarts()
    monkeypatch.setattr(Waiting, "begun", [])
    monkeypatch.setattr("app.directory.repairing.time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr("app.directory.repairing.subprocess.Popen", starts)
    monkeypatch.setattr("app.directory.repairing.threading.Timer", Waiting)
    repairer.renew_soon()
    assert (starts.started, Waiting.begun) == (1, [])
    clock[0] += 10
    repairer.renew_soon()
    repairer.renew_soon()
    (waiting,) = Waiting.begun
    assert (starts.started, waiting.seconds) == (1, PAUSE_SECONDS - 10)
    clock[0] += waiting.seconds
    waiting.then()
    assert starts.started == 2
    clock[0] += 1
    repairer.renew_soon()
    assert len(Waiting.begun) == 2


def test_the_clock_looks_at_the_words_of_the_index_each_minute() -> None:
    job = next(job for job in JOBS if job.run is follow_words)
    assert (job.every.total_seconds(), job.is_first_at_start) == (60, True)
