"""The coordinator's side of a revision: publish, send back with a reason, look at a sample."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit.trail import Actor, record
from app.directory.models.offers import Offer
from app.mail.outbox import queue_letter
from app.publishing.errors import (
    OwnRevisionError,
    RevisionChangedError,
    RevisionNotFoundError,
    RevisionNotWholeError,
    RevisionStateError,
)
from app.publishing.models.revisions import Revision, RevisionState
from app.publishing.models.visitors import Suggestion
from app.publishing.operations.looking_after import looks_after
from app.publishing.operations.publishing import publish_revision, put_on_current
from app.publishing.operations.writers import find_writers
from app.publishing.review_letters import Addressee, draft_published, draft_returned
from app.publishing.rules import list_missing
from app.publishing.states import Hand, check_change
from app.publishing.suggestion_letters import tell_suggester

SHOWN_STATES = (
    RevisionState.SUBMITTED.value,
    RevisionState.PUBLISHED.value,
    RevisionState.RETURNED.value,
    RevisionState.REPLACED.value,
)
"""What a House reads; drafts and what was withdrawn stay with their author."""


class PartnerNotFoundError(LookupError):
    """There is no such partner in this House."""


class SuggestionWithoutPartnerError(Exception):
    """A suggestion is published under somebody's name: choose whose first."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A coordinator, for the House that the person works in now."""

    person_id: int
    house_id: int

    @property
    def actor(self) -> Actor:
        """The coordinator as the trail names who did something."""
        return Actor.person(self.person_id)


def get_revision(
    session: Session, house_id: int, revision_id: int, *, is_locked: bool = False
) -> Revision:
    """A revision that this House may read; raises RevisionNotFoundError for any other."""
    revision = session.get(Revision, revision_id, with_for_update=True if is_locked else None)
    if revision is None or revision.state not in SHOWN_STATES:
        raise RevisionNotFoundError
    if revision.organization_id is not None:
        if not looks_after(session, house_id, revision.organization_id):
            raise RevisionNotFoundError
    elif revision.house_id != house_id or not _is_confirmed(session, revision):
        raise RevisionNotFoundError
    return revision


def find_suggestion(session: Session, revision: Revision) -> Suggestion | None:
    """Who suggested a revision without account, or None."""
    return session.scalar(select(Suggestion).where(Suggestion.revision_id == revision.id))


def _is_confirmed(session: Session, revision: Revision) -> bool:
    suggestion = find_suggestion(session, revision)
    return suggestion is not None and suggestion.confirmed_at is not None


def approve_revision(
    session: Session,
    reviewer: Reviewer,
    revision_id: int,
    *,
    version: int,
    site_url: str,
    now: datetime,
) -> Offer:
    """Publish what somebody else sent in, and tell the author; gives the offer.

    A suggestion has its partner by then (`give_partner`). Raises RevisionNotFoundError,
    OwnRevisionError, RevisionChangedError, RevisionStateError, RevisionNotWholeError and
    SuggestionWithoutPartnerError.
    """
    revision = get_to_judge(session, reviewer, revision_id, version=version)
    check_change(revision.state, RevisionState.PUBLISHED, Hand.REVIEWER)
    if revision.organization_id is None:
        raise SuggestionWithoutPartnerError
    _current, merged = put_on_current(session, revision)
    missing = list_missing(merged.proposed)
    if missing:
        raise RevisionNotWholeError(missing)
    offer = publish_revision(session, revision, hand=Hand.REVIEWER, actor=reviewer.actor, now=now)
    _note_judge(revision, reviewer, now)
    to = find_addressee(session, reviewer, revision, site_url=site_url)
    if to is not None:
        queue_letter(session, draft_published(revision, offer, to=to))
    tell_suggester(session, revision, site_url=site_url)
    return offer


def send_back_revision(
    session: Session,
    reviewer: Reviewer,
    revision_id: int,
    *,
    reason: str,
    version: int,
    site_url: str,
    now: datetime,
) -> Revision:
    """Give a revision back to its author with a reason; what was written stays as it is.

    Raises as `approve_revision` does, and ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("what comes back has a reason")
    revision = get_to_judge(session, reviewer, revision_id, version=version)
    check_change(revision.state, RevisionState.RETURNED, Hand.REVIEWER)
    revision.state = RevisionState.RETURNED.value
    revision.reason = reason.strip()
    revision.version += 1
    _note_judge(revision, reviewer, now)
    record(
        session,
        "returned_revision",
        actor=reviewer.actor,
        subject=("revision", revision.id),
        house_id=reviewer.house_id,
    )
    to = find_addressee(session, reviewer, revision, site_url=site_url)
    if to is not None:
        queue_letter(session, draft_returned(revision, to=to))
    tell_suggester(session, revision, site_url=site_url)
    return revision


def mark_sample_seen(
    session: Session, reviewer: Reviewer, revision_id: int, *, now: datetime
) -> None:
    """Note that somebody looked at what was published at once.

    Raises RevisionNotFoundError, OwnRevisionError, and RevisionStateError for what is no sample.
    """
    revision = get_revision(session, reviewer.house_id, revision_id, is_locked=True)
    _refuse_own(session, revision, reviewer)
    if not revision.is_sample or revision.state != RevisionState.PUBLISHED.value:
        raise RevisionStateError("only a sample is looked at afterwards")
    if revision.reviewed_at is not None:
        return
    _note_judge(revision, reviewer, now)
    revision.version += 1
    record(
        session,
        "saw_revision",
        actor=reviewer.actor,
        subject=("revision", revision.id),
        house_id=reviewer.house_id,
    )


def get_to_judge(
    session: Session, reviewer: Reviewer, revision_id: int, *, version: int
) -> Revision:
    """A revision as the reviewer read it, locked; never the own work."""
    revision = get_revision(session, reviewer.house_id, revision_id, is_locked=True)
    _refuse_own(session, revision, reviewer)
    if revision.version != version:
        raise RevisionChangedError
    return revision


def _refuse_own(session: Session, revision: Revision, reviewer: Reviewer) -> None:
    if reviewer.person_id in find_writers(session, revision):
        raise OwnRevisionError


def _note_judge(revision: Revision, reviewer: Reviewer, now: datetime) -> None:
    revision.reviewed_at, revision.reviewed_by = now, reviewer.person_id


def find_addressee(
    session: Session, reviewer: Reviewer, revision: Revision, *, site_url: str
) -> Addressee | None:
    """The author, as the House writes to one; None for who left, and for a visitor."""
    person = session.get(Person, revision.author_id) if revision.author_id is not None else None
    if person is None or not person.is_active:
        return None
    return Addressee(person.email, person.language, reviewer.house_id, site_url)
