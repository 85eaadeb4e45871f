"""Putting back what a change changed: the row as it was before it, which is a change of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.words.errors import NothingToRestoreError
from app.words.models import OwnWord, PinnedAnswer, SpellingRule, WordSubject
from app.words.operations.changes import (
    Columns,
    Editor,
    Row,
    begin_change,
    columns_of,
    get_change,
    note_change,
    read_columns,
)
from app.words.operations.pinning import settle_place

_ABOUT: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    WordSubject.WORD.value: (OwnWord, ("variant_key", "language", "meaning_key")),
    WordSubject.SPELLING.value: (SpellingRule, ("typed",)),
    WordSubject.PIN.value: (PinnedAnswer, ("house_id", "words", "offer_id", "card_id")),
}
"""What a row is about: numbers of rows that are gone may be given out again."""


def restore_before(session: Session, change_id: int, *, today: date, by: Editor) -> None:
    """Make the row what it was before a change, whatever became of it since.

    Raises NothingToRestoreError when it is so already, or when its offer, card or term is gone, and
    TooManyPinsError when other pinned answers took its room.
    """
    begin_change(session)
    change = get_change(session, by.house_id, change_id)
    wanted, left = read_columns(change.before), read_columns(change.after)
    changed = _find(session, change.subject, left)
    there = _find(session, change.subject, wanted)
    if wanted is None:
        if changed is None:
            raise NothingToRestoreError
        session.delete(changed)
        note_change(session, changed, before=columns_of(changed), after=None, by=by)
        return
    row = there or changed
    before = None if row is None else columns_of(row)
    if before == wanted:
        raise NothingToRestoreError
    row = _ABOUT[change.subject][0]() if row is None else row
    _write(session, row, wanted)
    if isinstance(row, PinnedAnswer):
        settle_place(session, row, today)
    note_change(session, row, before=before, after=wanted, by=by)
    if changed is not None and changed is not row:
        # The change had made it another word; that one goes, or both would count.
        session.delete(changed)
        note_change(session, changed, before=columns_of(changed), after=None, by=by)


def _find(session: Session, subject: str, columns: Columns | None) -> Row | None:
    if columns is None:
        return None
    table, about = _ABOUT[subject]
    wanted = {name: columns[name] for name in about}
    row: Row | None = session.scalar(select(table).filter_by(**wanted))
    return row


def _write(session: Session, row: Row, columns: Columns) -> None:
    for name, value in columns.items():
        setattr(row, name, _read_day(name, value))
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise NothingToRestoreError from error


def _read_day(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "until_on" and value is not None else value
