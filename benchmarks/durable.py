"""Durable questions per second: four askers at once, beside what plain SQLite commits just then.

A question counts when it, its words, its history, its trail and its letter are on the disk. The
plain figure is one row of the same words a commit, with the same journal and the same fsync.
"""

from __future__ import annotations

import multiprocessing
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from app.config import Settings
from app.db import Database, utc_now
from app.questions.operations.asking import QuestionDraft, keep_question, plan_question
from app.questions.operations.quarantine import Signals
from app.sealing import Keyring
from tools.form_client import Visitor, read_hidden
from tools.site_process import SiteProcess, make_site, settings_for

ASKERS = 4
SECONDS = 5.0
WORDS = "Waar vind ik luiers die ik kan betalen? " * 5
ASK = "/nl/stel-je-vraag"
PROMISED = 200

Asker = Callable[[Settings, int, float], int]


def commit_plainly(settings: Settings, number: int, until: float) -> int:
    """Insert a row a commit until a moment; gives how many."""
    file = settings.database_url.removeprefix("sqlite:///") + "-plain"
    with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, words TEXT)")
        count = 0
        while time.time() < until:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO note (words) VALUES (?)", (_words(number),))
            connection.execute("COMMIT")
            count += 1
    return count


def ask_directly(settings: Settings, number: int, until: float) -> int:
    """Ask through the operation until a moment; gives how many questions were kept."""
    database = Database(settings.database_url, Keyring.load(settings))
    count = 0
    while time.time() < until:
        now, signals = utc_now(), Signals(seconds=60.0)
        with database.reading() as session:
            planned = plan_question(session, QuestionDraft(_words(number), "nl"), now=now)
        with database.transaction() as session:
            keep_question(session, planned, now=now, site_url=settings.site_url, signals=signals)
        count += 1
    database.dispose()
    return count


def ask_by_form(settings: Settings, number: int, until: float) -> int:
    """Send the form of the site until a moment; gives how many questions were confirmed."""
    visitor = Visitor(settings.site_url)
    hidden = read_hidden(visitor.get(ASK)[1])
    count = 0
    while time.time() < until:
        words = _words(number)
        fields = hidden | {"text": words, "reach": "page", "on_behalf": "own"}
        status, _where = visitor.send(ASK, fields)
        if status != 303:
            raise RuntimeError(f"the form was answered with {status}")
        count += 1
    return count


def _words(number: int) -> str:
    """Never the same twice, or the site would take it for a machine."""
    return f"{WORDS} {number} {time.time_ns()}"


def measure(asker: Asker, settings: Settings) -> float:
    """How many a second four processes do together."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(ASKERS) as pool:
        # Everybody is awake before the clock starts.
        pool.starmap(asker, [(settings, number, time.time() + 1) for number in range(ASKERS)])
        begin = time.time()
        until = begin + SECONDS
        counts = pool.starmap(asker, [(settings, number, until) for number in range(ASKERS)])
        return sum(counts) / (time.time() - begin)


def main() -> None:
    """Print the three figures."""
    with tempfile.TemporaryDirectory(prefix="dichtbij-durable-") as name:
        folder = Path(name)
        settings = settings_for(folder)
        make_site(settings)
        print(f"\nDurable questions, {ASKERS} askers at once, each second")
        print(f"{'plain SQLite, a row a commit':40}{measure(commit_plainly, settings):8.0f}")
        print(f"{'questions through the operation':40}{measure(ask_directly, settings):8.0f}")
        site = SiteProcess(settings, folder / "site.log")
        site.start()
        try:
            by_form = measure(ask_by_form, settings)
        finally:
            site.stop()
        print(f"{'questions through the form':40}{by_form:8.0f}   (promised: {PROMISED})")


if __name__ == "__main__":
    main()
