"""The worker does what is due, goes on when a job fails, and lives as long as the server."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.cli import working
from app.cli.job_runs import take_job
from app.cli.working import JOBS, Job, run_due, run_work, work_until
from app.config import PROJECT_FOLDER
from app.db import Database
from app.directory.connecting import Parts, connect
from app.mail.outbox import LetterDraft, queue_letter
from app.web.logs import configure_logs
from tests.data.directory_examples import TEMSE
from tests.sites import settings_in

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECRET = "mijn kind slaapt niet"


@pytest.fixture(scope="module")
def empty_seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One town and a few lines of the taxonomy and the synonyms: read in no time."""
    folder = tmp_path_factory.mktemp("empty-seed")
    for name in ("gazetteer.csv", "taxonomy.csv", "synonyms.csv", "related.csv", "fact_words.csv"):
        lines = (PROJECT_FOLDER / "data" / "seed" / name).read_text("utf-8").splitlines()
        kept = [line for line in lines if "gazetteer" not in name or TEMSE in line]
        first = [line for line in lines[:2] if line not in kept]
        (folder / name).write_text("\n".join([*first, *kept[:40]]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def parts(migrated_file: Path, empty_seed: Path, tmp_path: Path) -> Iterator[Parts]:
    (tmp_path / "site.sqlite").write_bytes(migrated_file.read_bytes())
    parts = connect(replace(settings_in(tmp_path), seed_folder=empty_seed))
    yield parts
    parts.database.dispose()


def noting(done: list[datetime]) -> Callable[[Parts, datetime], None]:
    return lambda _parts, now: done.append(now)


def failing(_parts: Parts, _now: datetime) -> None:
    raise ValueError(SECRET)


def test_a_job_is_done_once_a_period(parts: Parts) -> None:
    done: list[datetime] = []
    jobs = [Job("reminders", HOUR, noting(done))]
    for minutes in (0, 1, 59, 60, 61, 119, 120):
        run_due(parts, jobs, NOW + timedelta(minutes=minutes))
    assert done == [NOW, NOW + HOUR, NOW + 2 * HOUR]


def test_a_job_that_can_wait_is_first_done_after_a_period_or_when_asked(parts: Parts) -> None:
    done: list[datetime] = []
    patient = [Job("index", HOUR, noting(done), is_first_at_start=False)]
    run_due(parts, patient, NOW)
    assert done == []
    run_due(parts, patient, NOW + HOUR)
    assert done == [NOW + HOUR]
    run_due(parts, [replace(patient[0], name="other")], NOW, is_once=True)
    assert done == [NOW + HOUR, NOW]


def test_a_job_that_fails_stops_no_other_and_tells_nothing_of_a_family(
    parts: Parts, capsys: pytest.CaptureFixture[str]
) -> None:
    # Another site may have bound the logs to the output of another test.
    configure_logs("error")
    done: list[datetime] = []
    jobs = [Job("retention", HOUR, failing), Job("reminders", HOUR, noting(done))]
    assert run_due(parts, jobs, NOW) == ["retention"]
    assert done == [NOW]
    # Sooner than a whole period later it is tried again.
    assert run_due(parts, jobs, NOW + timedelta(minutes=14)) == []
    assert run_due(parts, jobs, NOW + timedelta(minutes=15)) == ["retention"]
    logged = "".join(capsys.readouterr())
    assert "ValueError" in logged
    assert "test_working.py" in logged
    assert SECRET not in logged


def test_two_workers_never_take_the_same_job(database_url: str) -> None:
    databases = [Database(database_url) for _ in range(4)]
    gate, taken = threading.Barrier(4), []

    def take(database: Database) -> None:
        gate.wait()
        taken.append(take_job(database, "retention", NOW, every=HOUR, first_at=NOW))

    takers = [threading.Thread(target=take, args=(database,)) for database in databases]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    for database in databases:
        database.dispose()
    assert sorted(taken) == [False, False, False, True]


def test_once_sends_the_letters_and_does_every_job(
    parts: Parts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with parts.database.transaction() as session:
        queue_letter(session, LetterDraft("news", "amina@gezin.example", "Nieuws", "Dag", "nl"))
    once = argparse.Namespace(once=True, beside=None)
    assert run_work(parts.settings, once) == 0
    assert capsys.readouterr().out.startswith("Letters: 1 sent, 0 later, 0 parked.")
    assert len(list(parts.settings.letter_folder.glob("*.eml"))) == 1
    assert parts.engine.check(0).is_sound
    monkeypatch.setattr(working, "JOBS", (*JOBS, Job("broken", HOUR, failing)))
    assert run_work(parts.settings, once) == 1
    assert "Jobs that failed: broken." in capsys.readouterr().out


def test_letters_leave_while_a_job_takes_long(parts: Parts) -> None:
    with parts.database.transaction() as session:
        queue_letter(session, LetterDraft("news", "amina@gezin.example", "Nieuws", "Dag", "nl"))
    stop, seen = threading.Event(), []

    def wait_for_letter(_parts: Parts, _now: datetime) -> None:
        until = time.monotonic() + 60
        while not seen and time.monotonic() < until:
            seen.extend(parts.settings.letter_folder.glob("*.eml"))
            time.sleep(0.02)
        stop.set()

    work_until(stop, parts, [Job("long", HOUR, wait_for_letter)])
    assert len(seen) == 1


# A server that starts a keeper; the worker is a line in a file and a long sleep.
SERVER = """
    import subprocess, sys, time
    keeper = '''
    import os, sys
    from app.cli.keeping import keep
    worker = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()} ');time.sleep(60)"
    keep(os.getppid(), [sys.executable, "-c", worker, sys.argv[1]], first_pause_s=0.05)
    '''
    subprocess.Popen([sys.executable, "-c", keeper.replace("\\n    ", "\\n"), sys.argv[1]])
    time.sleep(60)
"""


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, "it does not happen"
        time.sleep(0.02)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_that_dies_is_started_again_and_ends_with_the_server(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    pids.touch()
    server = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SERVER), str(pids)], cwd=PROJECT_FOLDER
    )
    try:
        wait_until(lambda: len(pids.read_text().split()) == 1)
        os.kill(int(pids.read_text()), signal.SIGKILL)
        wait_until(lambda: len(pids.read_text().split()) == 2)
    finally:
        # Without a chance to say goodbye.
        server.kill()
        server.wait()
    second = int(pids.read_text().split()[1])
    wait_until(lambda: not is_running(second))
