"""Suggesting without account: kept as a draft, confirmed by a letter, erased when its time is over.

A suggestion is a revision without organization. Nobody reviews it before its letter is answered.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.audit.trail import Actor, record
from app.i18n import DEFAULT_LANGUAGE
from app.mail.outbox import drop_letters, queue_letter
from app.publishing.errors import SuggestionNotFoundError
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from app.publishing.models.visitors import Suggestion
from app.publishing.protected import brings_new_reaches
from app.publishing.rules import review_promise
from app.publishing.states import Hand, check_change
from app.publishing.suggestion_letters import ABOUT, draft_confirm_letter
from app.sealing import digest, seal

CONFIRM_WITHIN = timedelta(days=7)
UNDECIDED_KEPT = timedelta(days=365)
PURPOSE = "suggestion"
TOKEN_BYTES = 32
LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True)
class SuggestionDraft:
    """A suggestion as it was filled in."""

    proposed: ProposedOffer
    house_id: int
    group_name: str
    name: str
    email: str
    language: str


def suggest_offer(
    session: Session,
    draft: SuggestionDraft,
    *,
    is_suspect: bool,
    wait: timedelta,
    now: datetime,
    site_url: str,
) -> Suggestion:
    """Keep a suggestion with its letter; in a flood the letters `wait`, and none is lost."""
    words = draft.proposed.offer.words.get(DEFAULT_LANGUAGE)
    revision = Revision(
        house_id=draft.house_id,
        kind=draft.proposed.offer.kind.value,
        title=words.title[:LONGEST_TITLE] if words else "",
        state=RevisionState.DRAFT.value,
        facts=write_facts(draft.proposed),
        author_kind=AuthorKind.VISITOR.value,
        begun_at=now,
        saved_at=now,
    )
    session.add(revision)
    session.flush()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    suggestion = Suggestion(
        revision_id=revision.id,
        group_name=draft.group_name,
        name_sealed=seal(session, draft.name),
        email_sealed=seal(session, draft.email),
        language=draft.language,
        token_digest=digest(session, PURPOSE, token),
        is_suspect=is_suspect,
        sent_at=now,
        erase_on=as_local(now + CONFIRM_WITHIN).date(),
    )
    session.add(suggestion)
    session.flush()
    letter = queue_letter(
        session, draft_confirm_letter(suggestion, draft.email, token, site_url=site_url)
    )
    letter.next_try_at += wait
    letter.give_up_at += wait
    return suggestion


def find_suggestion(session: Session, token: str, *, now: datetime) -> Suggestion | None:
    """The suggestion of a letter, also when it was confirmed before; None when it is too old."""
    found = session.scalar(
        select(Suggestion).where(Suggestion.token_digest == digest(session, PURPOSE, token))
    )
    is_old = found is not None and not found.confirmed_at and found.sent_at < now - CONFIRM_WITHIN
    return None if is_old else found


def confirm_suggestion(session: Session, token: str, *, now: datetime) -> Revision:
    """Send a suggestion in, because somebody pressed the button; a second press changes nothing.

    Raises SuggestionNotFoundError.
    """
    found = find_suggestion(session, token, now=now)
    if found is None:
        raise SuggestionNotFoundError
    revision = session.get_one(Revision, found.revision_id, with_for_update=True)
    session.refresh(found)
    if found.confirmed_at is not None:
        return revision
    check_change(revision.state, RevisionState.SUBMITTED, Hand.AUTHOR)
    today = as_local(now).date()
    revision.state = RevisionState.SUBMITTED.value
    revision.is_protected = brings_new_reaches(None, read_facts(revision.facts))
    revision.submitted_at = now
    revision.promised_on = review_promise(today)
    revision.version += 1
    found.confirmed_at, found.erase_on = now, today + UNDECIDED_KEPT
    record(
        session,
        "confirmed_suggestion",
        actor=Actor.family(),
        subject=("revision", revision.id),
        house_id=revision.house_id,
    )
    return revision


def count_forgettable_suggestions(session: Session, now: datetime) -> int:
    """How many suggestions were never confirmed, or name somebody for longer than is needed."""
    due = or_(_is_unconfirmed(now), _is_over(now))
    return session.scalar(select(func.count(Suggestion.id)).where(due)) or 0


def forget_suggestions(session: Session, now: datetime) -> int:
    """Erase what was not confirmed in a week, and who made a suggestion that is long decided."""
    unconfirmed = session.scalars(select(Suggestion).where(_is_unconfirmed(now))).all()
    for suggestion in unconfirmed:
        drop_letters(session, (ABOUT, suggestion.id))
        revision = session.get_one(Revision, suggestion.revision_id)
        session.delete(suggestion)
        session.flush()
        session.delete(revision)
    over = session.scalars(select(Suggestion).where(_is_over(now))).all()
    for suggestion in over:
        drop_letters(session, (ABOUT, suggestion.id))
        suggestion.name_sealed = suggestion.email_sealed = None
    return len(unconfirmed) + len(over)


def _is_unconfirmed(now: datetime) -> ColumnElement[bool]:
    return and_(Suggestion.confirmed_at.is_(None), Suggestion.sent_at < now - CONFIRM_WITHIN)


def _is_over(now: datetime) -> ColumnElement[bool]:
    return and_(
        Suggestion.confirmed_at.is_not(None),
        Suggestion.erase_on <= as_local(now).date(),
        or_(Suggestion.name_sealed.is_not(None), Suggestion.email_sealed.is_not(None)),
    )
