"""Who wrote in a revision; none of them may judge it, whoever sent it in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.publishing.models.revisions import Revision, RevisionWriter


def note_writer(session: Session, revision: Revision, person_id: int) -> None:
    """Note that somebody writes in a stored revision, and is its author from now on."""
    revision.author_id = person_id
    session.merge(RevisionWriter(revision_id=revision.id, person_id=person_id))


def find_writers(session: Session, revision: Revision) -> frozenset[int]:
    """Everybody who wrote in a revision."""
    rows = session.scalars(
        select(RevisionWriter.person_id).where(RevisionWriter.revision_id == revision.id)
    )
    return frozenset({*rows, *([revision.author_id] if revision.author_id else [])})
