"""The history of what staff own of the search: each change with what was before and after it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from app.audit.trail import Actor, record
from app.db import utc_now
from app.words.errors import WordRowNotFoundError
from app.words.models import OwnWord, PinnedAnswer, SpellingRule, WordChange, WordSubject

PAGE_SIZE = 40
# Any number that no other lock of the site has.
POSTGRES_LOCK = 7_301_002
Row = OwnWord | SpellingRule | PinnedAnswer
Columns = Mapping[str, Any]
_SUBJECTS = {
    OwnWord: WordSubject.WORD,
    SpellingRule: WordSubject.SPELLING,
    PinnedAnswer: WordSubject.PIN,
}


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changes words, and the House that this person works in now."""

    person_id: int
    house_id: int

    @property
    def actor(self) -> Actor:
        """The person as the audit trail names who did something."""
        return Actor.person(self.person_id)


def begin_change(session: Session) -> None:
    """Wait for the turn to change words: changes become visible in the order of their numbers.

    Otherwise a worker could see the later of two changes first, and would never look for the other.
    """
    if session.get_bind().dialect.name == "postgresql":
        # SQLite writes one transaction at a time already.
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRES_LOCK})


def columns_of(row: Row) -> dict[str, Any]:
    """Everything in a row but its number; days as text."""
    names = (column.key for column in row.__table__.columns)
    values = {name: getattr(row, name) for name in names if name != "id"}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def note_change(
    session: Session, row: Row, *, before: Columns | None, after: Columns | None, by: Editor
) -> None:
    """Keep what changed, for the history and for every process that reads the words."""
    if before == after:
        return
    subject = _SUBJECTS[type(row)]
    session.add(
        WordChange(
            house_id=by.house_id,
            subject=subject.value,
            subject_id=row.id,
            before=_to_text(before),
            after=_to_text(after),
            changed_by=by.person_id,
            changed_at=utc_now(),
        )
    )
    what = "added" if before is None else "removed" if after is None else "changed"
    record(
        session,
        f"search-{subject.value}-{what}",
        actor=by.actor,
        subject=(row.__tablename__, row.id),
        house_id=by.house_id,
    )


def list_changes(
    session: Session, house_id: int, *, before_id: int | None = None, limit: int = PAGE_SIZE
) -> list[WordChange]:
    """The changes that a House sees, the newest first: words of all, pinned answers of its own."""
    statement = (
        select(WordChange).where(_seen_by(house_id)).order_by(WordChange.id.desc()).limit(limit)
    )
    if before_id is not None:
        statement = statement.where(WordChange.id < before_id)
    return list(session.scalars(statement))


def get_change(session: Session, house_id: int, change_id: int) -> WordChange:
    """One change that the House sees; raises WordRowNotFoundError without."""
    change = session.scalar(
        select(WordChange).where(WordChange.id == change_id, _seen_by(house_id))
    )
    if change is None:
        raise WordRowNotFoundError
    return change


def read_columns(kept: str) -> dict[str, Any] | None:
    """What a change kept of a row; None when there was none."""
    if not kept:
        return None
    columns: dict[str, Any] = json.loads(kept)
    return columns


def _to_text(columns: Columns | None) -> str:
    if columns is None:
        return ""
    return json.dumps(columns, ensure_ascii=False, sort_keys=True)


def _seen_by(house_id: int) -> Any:
    return or_(WordChange.subject != WordSubject.PIN.value, WordChange.house_id == house_id)
