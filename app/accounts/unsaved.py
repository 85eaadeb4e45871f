"""Text that was typed when a sign-in had ended: kept sealed for a day for the same person."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.members import Member
from app.accounts.models import UnsavedText
from app.db import utc_now
from app.i18n import LANGUAGES

KEEP = timedelta(hours=24)
LONGEST_PATH = 300
# What is secret or only for the machine is never kept.
_LEFT_OUT = ("csrf", "password", "wachtwoord", "code", "token")


def plain_path(path: str) -> str:
    """A path without its language, so that a form is the same one in every language."""
    first, _slash, rest = path.lstrip("/").partition("/")
    return (f"/{rest}" if first in LANGUAGES else path)[:LONGEST_PATH]


def keep_unsaved(
    session: Session, person_id: int, path: str, fields: Iterable[tuple[str, str]]
) -> None:
    """Keep the typed fields of a form, in place of what was kept for it before."""
    typed: dict[str, list[str]] = {}
    for name, value in fields:
        if value and not any(word in name.lower() for word in _LEFT_OUT):
            typed.setdefault(name, []).append(value)
    session.execute(delete(UnsavedText).where(UnsavedText.kept_at < utc_now() - KEEP))
    _delete(session, person_id, path)
    if not typed:
        return
    session.add(
        UnsavedText(
            person_id=person_id,
            path=plain_path(path),
            fields_sealed=sealing.seal(session, json.dumps(typed)),
            kept_at=utc_now(),
        )
    )


def find_unsaved(session: Session, member: Member, path: str) -> dict[str, list[str]] | None:
    """The fields that this person had typed for the form that is sent to a path, or None."""
    sealed = session.scalar(
        select(UnsavedText.fields_sealed).where(
            UnsavedText.person_id == member.person_id,
            UnsavedText.path == plain_path(path),
            UnsavedText.kept_at > utc_now() - KEEP,
        )
    )
    if sealed is None:
        return None
    fields: dict[str, list[str] | str] = json.loads(sealing.unseal(session, sealed))
    # The release before kept one value a field.
    return {name: [kept] if isinstance(kept, str) else kept for name, kept in fields.items()}


def has_unsaved(session: Session, member: Member, path: str) -> bool:
    """Whether anything is kept of this person for a path."""
    found = select(UnsavedText.id).where(
        UnsavedText.person_id == member.person_id, UnsavedText.path == plain_path(path)
    )
    return session.scalar(found) is not None


def forget_unsaved(session: Session, member: Member, path: str) -> None:
    """Delete what was kept, once it was saved for good."""
    _delete(session, member.person_id, path)


def _delete(session: Session, person_id: int, path: str) -> None:
    session.execute(
        delete(UnsavedText).where(
            UnsavedText.person_id == person_id, UnsavedText.path == plain_path(path)
        )
    )
