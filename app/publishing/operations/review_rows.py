"""The rows of the review list: short facts of revisions, never the long ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.publishing.models.revisions import Revision

VISITORS = 0
"""Stands for the suggestions of visitors where an organization has its id."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A revision in the list: what it is about, never its facts."""

    id: int
    version: int
    organization_id: int
    """`VISITORS` for a suggestion."""
    title: str
    kind: str
    changed: tuple[str, ...]
    is_new: bool
    is_protected: bool
    author: str
    submitted_at: datetime | None
    promised_on: date | None
    published_at: datetime | None


def list_rows(session: Session, ids: Select[int]) -> list[QueueRow]:
    """The revisions of a selection of ids, in its order."""
    found = list(session.scalars(ids))
    rows = session.execute(
        select(
            Revision.id,
            Revision.version,
            Revision.organization_id,
            Revision.title,
            Revision.kind,
            Revision.changed,
            Revision.offer_id,
            Revision.is_protected,
            Person.name,
            Revision.submitted_at,
            Revision.promised_on,
            Revision.published_at,
        )
        .outerjoin(Person, Person.id == Revision.author_id)
        .where(Revision.id.in_(found))
    )
    by_id = {
        row.id: QueueRow(
            id=row.id,
            version=row.version,
            organization_id=row.organization_id or VISITORS,
            title=row.title,
            kind=row.kind,
            changed=tuple(name for name in row.changed.split(",") if name),
            is_new=row.offer_id is None,
            is_protected=row.is_protected,
            author=row.name or "",
            submitted_at=row.submitted_at,
            promised_on=row.promised_on,
            published_at=row.published_at,
        )
        for row in rows
    }
    return [by_id[number] for number in found if number in by_id]
