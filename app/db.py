"""The database: base class, column types, engine and the one place that commits."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, MetaData, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_MILLISECONDS = 10_000
LOOK_AGAIN_S = 0.001


class Base(DeclarativeBase):
    """The base of every table; constraints get names so that migrations can change them."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite loses time zones, so it is checked going in and set coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Refuse naive moments and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def _prepare_sqlite(dbapi_connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver's own transactions start too late; SQLAlchemy emits BEGIN itself (below).
    dbapi_connection.isolation_level = None
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A read transaction that turns into a write fails at once with "locked": writes say so first.
    is_write = connection.get_execution_options().get("is_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


@contextmanager
def _turn_to_write(path: str | None) -> Iterator[None]:
    """Wait for the turn to write to a SQLite file, as long as SQLite itself would.

    SQLite sleeps longer and longer between its looks, up to a tenth of a second; writers that take
    milliseconds lose most of their time so. Whoever does not get a turn goes on: SQLite decides.
    """
    if path is None:
        yield
        return
    lock = os.open(f"{path}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        last = time.monotonic() + BUSY_MILLISECONDS / 1000
        while time.monotonic() < last:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(LOOK_AGAIN_S)
        yield
    finally:
        # Closing gives the turn to the next one, as the end of a process does.
        os.close(lock)


class Database:
    """One engine and its sessions: `reading()` for pages, `transaction()` for every write."""

    def __init__(self, url: str, keyring: object | None = None) -> None:
        """Connect lazily to SQLite or PostgreSQL; each session carries the keyring, when given."""
        if url.startswith("postgresql://"):
            url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        self.engine: Engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        is_sqlite = self.engine.dialect.name == "sqlite"
        name = self.engine.url.database
        self._file = name if is_sqlite and name not in {None, "", ":memory:"} else None
        self.sessions = sessionmaker(
            self.engine,
            expire_on_commit=False,
            info={} if keyring is None else {"keyring": keyring},
        )
        self.after_commit: Callable[[], None] | None = None
        """Called after a commit whose session says `info["touched"]`; it must not raise."""

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only reads; whatever it holds is rolled back at the end."""
        session = self.sessions(autoflush=False)
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that writes: commits at the end, or rolls everything back and raises."""
        session = self.sessions()
        with _turn_to_write(self._file):
            try:
                session.connection(execution_options={"is_write": True})
                yield session
                session.commit()
                is_touched = session.info.get("touched", False)
            except BaseException:
                session.rollback()
                raise
            finally:
                session.close()
        if is_touched and self.after_commit is not None:
            self.after_commit()

    def dispose(self) -> None:
        """Close every connection, as a forked worker must before its first query."""
        self.engine.dispose()
