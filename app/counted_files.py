"""Files in which pages note what happened, and the worker that counts each file exactly once.

A process appends lines to a file of its own for this hour. A file is finished some minutes after
its hour; no page writes in it any more, so it can be counted as it stands. Its name is kept in the
transaction that counts it: a worker that dies before the file is deleted finds the name there next
time. Nothing is lost, and nothing counts twice.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from sqlalchemy import String, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.agenda.clock import as_local
from app.db import Database, UtcDateTime

HOUR_S = 3600
FINISHED_AFTER = timedelta(minutes=5)
NAMES_KEPT = timedelta(days=30)
_MODE = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
_NAME = re.compile(r"(2\d{9})-\d{1,10}")

Counts = TypeVar("Counts")


class CountedFile:
    """The columns of a table of files that are counted already."""

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class Notebook:
    """One kind of such files: in a folder, with a suffix of their own (".sights")."""

    folder: Path
    suffix: str


def append_line(notebook: Notebook, line: str, seconds: float) -> None:
    """Append one line at a moment (seconds since 1970); raises OSError when it cannot be kept."""
    folder = notebook.folder
    path = f"{folder}/{_hour_of(int(seconds) // HOUR_S)[0]}-{os.getpid()}{notebook.suffix}"
    try:
        file = os.open(path, _MODE, 0o600)
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
        file = os.open(path, _MODE, 0o600)
    try:
        os.write(file, f"{line}\n".encode())
    finally:
        os.close(file)


def month_at(seconds: float) -> str:
    """The month in Brussels of the hour of a moment, as "2026-05"."""
    return _hour_of(int(seconds) // HOUR_S)[1]


def list_finished(notebook: Notebook, now: datetime) -> list[Path]:
    """The files whose hour is over, the oldest first; other files are left alone."""
    if not notebook.folder.is_dir():
        return []
    found = []
    for path in sorted(notebook.folder.iterdir()):
        name = _NAME.fullmatch(path.stem)
        if path.suffix == notebook.suffix and name is not None:
            end = _end_of(name[1])
            if end is not None and end + FINISHED_AFTER <= now:
                found.append(path)
    return found


def count_finished(
    database: Database,
    notebook: Notebook,
    table: type[CountedFile],
    now: datetime,
    *,
    read: Callable[[Path], Counts],
    add: Callable[[Session, Counts], None],
) -> int:
    """Add up each finished file and delete it; gives how many were counted.

    `read` makes counts of a file, `add` puts them in the database in the transaction that also
    keeps the name of the file in `table`.
    """
    counted = 0
    for path in list_finished(notebook, now):
        try:
            counts = read(path)
        except FileNotFoundError:
            # Another worker was first.
            continue
        with database.transaction() as session:
            if _take_name(session, table, path.name, now):
                add(session, counts)
                counted += 1
        with suppress(FileNotFoundError):
            path.unlink()
    present = {path.name for path in notebook.folder.glob(f"*{notebook.suffix}")}
    _forget_names(database, table, present, now)
    return counted


def insert_of(session: Session) -> type[sqlite.Insert | postgresql.Insert]:
    """The INSERT of the session's database that knows what to do with a row that is there."""
    is_postgres = session.get_bind().dialect.name == "postgresql"
    return postgresql.Insert if is_postgres else sqlite.Insert


def _take_name(session: Session, table: type[CountedFile], name: str, now: datetime) -> bool:
    # One statement, so that of two workers with the same file only one counts it.
    taken = insert_of(session)(table).values(name=name, counted_at=now).on_conflict_do_nothing()
    return session.execute(taken.returning(table.name)).first() is not None


def _forget_names(
    database: Database, table: type[CountedFile], present: Collection[str], now: datetime
) -> None:
    """Forget the names of files that are long gone; a name with an hour never comes back."""
    with database.transaction() as session:
        session.execute(
            delete(table).where(
                table.counted_at < now - NAMES_KEPT, table.name.not_in(sorted(present))
            )
        )


@lru_cache(maxsize=4)
def _hour_of(hour: int) -> tuple[str, str]:
    """The beginning of the names of an hour's files, and its month in Brussels."""
    moment = datetime.fromtimestamp(hour * HOUR_S, UTC)
    return moment.strftime("%Y%m%d%H"), as_local(moment).strftime("%Y-%m")


def _end_of(hour: str) -> datetime | None:
    try:
        start = datetime.strptime(hour, "%Y%m%d%H").replace(tzinfo=UTC)
    except ValueError:
        return None
    return start + timedelta(seconds=HOUR_S)
