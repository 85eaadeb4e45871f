"""Several revisions judged at once: what needs a look of its own is left out and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from app.publishing.operations.publishing import put_on_current
from app.publishing.operations.reviewing import (
    Reviewer,
    approve_revision,
    get_revision,
    send_back_revision,
)
from app.publishing.operations.writers import find_writers
from app.publishing.rules import list_missing


class LeftOut(StrEnum):
    """Why a revision was left out when several were judged together."""

    OWN = "own"
    CHANGED = "changed"
    PROTECTED = "protected"
    CONFLICT = "conflict"
    NOT_WHOLE = "not-whole"
    NO_PARTNER = "no-partner"


@dataclass(frozen=True, slots=True)
class Together:
    """What became of several revisions at once."""

    done: int
    left: tuple[tuple[str, LeftOut], ...]
    """(title, why) of those that need a look of their own."""


def judge_together(
    session: Session,
    reviewer: Reviewer,
    marks: Sequence[tuple[int, int]],
    *,
    reason: str | None,
    site_url: str,
    now: datetime,
) -> Together:
    """Publish several revisions (id, version), or send them back when a reason is given.

    What is protected, changed by others too, the own work or no longer as it was read is left out
    and named. Raises RevisionNotFoundError when one is not of this House.
    """
    done, left = 0, []
    for revision_id, version in dict(marks).items():
        revision = get_revision(session, reviewer.house_id, revision_id, is_locked=True)
        why = _why_left_out(session, reviewer, revision, version, is_back=reason is not None)
        if why is not None:
            left.append((revision.title, why))
            continue
        if reason is not None:
            send_back_revision(
                session,
                reviewer,
                revision_id,
                reason=reason,
                version=version,
                site_url=site_url,
                now=now,
            )
        else:
            approve_revision(
                session, reviewer, revision_id, version=version, site_url=site_url, now=now
            )
        done += 1
    return Together(done, tuple(left))


def _why_left_out(
    session: Session, reviewer: Reviewer, revision: Revision, version: int, *, is_back: bool
) -> LeftOut | None:
    """The first reason to look at a revision by itself, before anything is written."""
    if reviewer.person_id in find_writers(session, revision):
        return LeftOut.OWN
    if revision.version != version or revision.state != RevisionState.SUBMITTED.value:
        return LeftOut.CHANGED
    if revision.is_protected:
        return LeftOut.PROTECTED
    _current, merged = put_on_current(session, revision)
    if merged.conflicts:
        return LeftOut.CONFLICT
    if is_back:
        return None
    if revision.organization_id is None or revision.author_kind == AuthorKind.VISITOR.value:
        return LeftOut.NO_PARTNER
    return LeftOut.NOT_WHOLE if list_missing(merged.proposed) else None
