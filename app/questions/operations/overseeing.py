"""The audit trail of one House with names in place of numbers, for its coordinators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import Person
from app.audit.models import ActorKind, AuditEntry
from app.audit.trail import list_entries
from app.directory.models.organizations import Organization
from app.questions.models.questions import Question

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class TrailLine:
    """One thing that was read or done, with who and about what."""

    id: int
    at: datetime
    actor_kind: ActorKind
    actor_name: str
    """Of a person or a partner; empty for a family and for the site itself."""
    action: str
    question_id: int | None
    reference: str
    subject_kind: str | None


@dataclass(frozen=True, slots=True)
class TrailPart:
    """A part of the trail, the newest first, and where the older part begins."""

    lines: tuple[TrailLine, ...]
    before_id: int | None


def read_trail(
    session: Session,
    house_id: int,
    *,
    question_id: int | None = None,
    before_id: int | None = None,
    size: int = PAGE_SIZE,
) -> TrailPart:
    """A part of the trail of a House, or of one of its questions."""
    entries = list_entries(
        session,
        subject=("question", question_id) if question_id is not None else None,
        house_id=house_id,
        limit=size + 1,
        before_id=before_id,
    )
    shown = entries[:size]
    people = _names(session, Person.id, Person.name, _actors(shown, ActorKind.PERSON))
    partners = _names(
        session, Organization.id, Organization.name, _actors(shown, ActorKind.PARTNER)
    )
    subjects = {
        item.subject_id
        for item in shown
        if item.subject_kind == "question" and item.subject_id is not None
    }
    references = _names(session, Question.id, Question.reference, subjects)
    lines = tuple(
        TrailLine(
            item.id,
            item.at,
            ActorKind(item.actor_kind),
            {ActorKind.PERSON: people, ActorKind.PARTNER: partners}.get(
                ActorKind(item.actor_kind), {}
            ).get(item.actor_id or 0, ""),
            item.action,
            item.subject_id if item.subject_kind == "question" else None,
            references.get(item.subject_id or 0, "") if item.subject_kind == "question" else "",
            item.subject_kind,
        )
        for item in shown
    )
    return TrailPart(lines, shown[-1].id if len(entries) > size else None)


def _actors(entries: list[AuditEntry], kind: ActorKind) -> set[int]:
    return {
        item.actor_id
        for item in entries
        if item.actor_kind == kind.value and item.actor_id is not None
    }


def _names(
    session: Session,
    key: InstrumentedAttribute[int],
    name: InstrumentedAttribute[str],
    ids: set[int],
) -> dict[int, str]:
    return {row[0]: row[1] for row in session.execute(select(key, name).where(key.in_(ids)))}
