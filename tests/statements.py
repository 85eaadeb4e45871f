"""Counts what a piece of work asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from app.db import Database


@contextmanager
def count_statements(database: Database) -> Iterator[list[str]]:
    """The statements that the database is given while the block runs, in order."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def changes_of(statements: list[str]) -> list[str]:
    """Those statements that change rows."""
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [item for item in statements if item.lstrip().upper().startswith(verbs)]
