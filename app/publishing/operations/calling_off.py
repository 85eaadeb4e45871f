"""What cannot wait for a review: one date called off or back, and closing for some days.

Each is a small revision of its own, published at once for every partner and looked at afterwards,
because a family must not stand before a closed door. Other versions of the offer stay as they are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.agenda.moments import Moment
from app.audit.trail import record
from app.directory.drafts import ClosureDraft, OfferDraft
from app.directory.models.offers import Offer
from app.directory.timetables import timetable_of_draft
from app.publishing.facts import ProposedOffer, write_facts
from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from app.publishing.operations.own_offers import get_own_offer
from app.publishing.operations.publishing import publish_revision
from app.publishing.operations.revising import LONGEST_TITLE, Author
from app.publishing.protected import find_reaches
from app.publishing.series_changes import NoSuchMomentError, bring_back, call_off
from app.publishing.states import Hand

LONGEST_REASON = 200
LONGEST_CLOSING = 366
"""Days; what is closed for longer is no longer there."""


class ReasonWithReachError(ValueError):
    """The reason tells a number, address or account, which somebody must see first."""


class ClosingDaysError(ValueError):
    """The days of a closing are over, the wrong way around, or too many."""


def call_moment_off(
    session: Session,
    author: Author,
    offer_id: int,
    *,
    day: date,
    start_time: time,
    reason: str,
    now: datetime,
) -> Revision:
    """Tell families at once that one moment does not take place, and why.

    Raises RevisionNotFoundError, NoSuchMomentError for what is over or never was, and
    ReasonWithReachError.
    """
    reason = _read_reason(reason)
    current = _lock_own_offer(session, author, offer_id)
    _get_moment(current, day, start_time, now)
    changed = call_off(current.offer, day, start_time, reason)
    return _publish_small(session, author, offer_id, current, changed, "called_off_moment", now)


def bring_moment_back(
    session: Session,
    author: Author,
    offer_id: int,
    *,
    day: date,
    start_time: time,
    now: datetime,
) -> Revision:
    """Tell families at once that a moment takes place after all."""
    current = _lock_own_offer(session, author, offer_id)
    if not _get_moment(current, day, start_time, now).is_cancelled:
        raise NoSuchMomentError
    changed = bring_back(current.offer, day, start_time)
    return _publish_small(session, author, offer_id, current, changed, "brought_back_moment", now)


def close_for_now(
    session: Session,
    author: Author,
    offer_id: int,
    first_day: date,
    last_day: date,
    reason: str,
    *,
    now: datetime,
) -> Revision:
    """Close an own offer from a day to a day, both included; families see it at once.

    Raises RevisionNotFoundError, ClosingDaysError and ReasonWithReachError.
    """
    reason = _read_reason(reason)
    days = (last_day - first_day).days
    if last_day < as_local(now).date() or not 0 <= days < LONGEST_CLOSING:
        raise ClosingDaysError
    current = _lock_own_offer(session, author, offer_id)
    others = tuple(
        item
        for item in current.offer.closures
        if item.is_yearly or (item.first_day, item.last_day) != (first_day, last_day)
    )
    closures = (*others, ClosureDraft(first_day, last_day, reason=reason))
    changed = replace(current.offer, closures=closures)
    return _publish_small(session, author, offer_id, current, changed, "closed_for_now", now)


def reopen(
    session: Session, author: Author, offer_id: int, *, first_day: date, now: datetime
) -> Revision:
    """End the closing that begins on a day: it is open again from today, or never closes.

    Raises RevisionNotFoundError, and ClosingDaysError when no such closing runs or comes.
    """
    today = as_local(now).date()
    current = _lock_own_offer(session, author, offer_id)
    closures: list[ClosureDraft] = []
    is_found = False
    for item in current.offer.closures:
        if item.is_yearly or item.first_day != first_day or item.last_day < today:
            closures.append(item)
            continue
        is_found = True
        if item.first_day < today:
            closures.append(replace(item, last_day=today - timedelta(days=1)))
    if not is_found:
        raise ClosingDaysError
    changed = replace(current.offer, closures=tuple(closures))
    return _publish_small(session, author, offer_id, current, changed, "reopened", now)


def _read_reason(reason: str) -> str:
    text = " ".join(reason.split())[:LONGEST_REASON]
    if not text:
        raise ValueError("a reason is needed")
    if find_reaches(text):
        raise ReasonWithReachError
    return text


def _lock_own_offer(session: Session, author: Author, offer_id: int) -> ProposedOffer:
    # Two people who call off two dates at once wait for each other here.
    session.get(Offer, offer_id, with_for_update=True)
    return get_own_offer(session, author, offer_id)[1]


def _get_moment(current: ProposedOffer, day: date, start_time: time, now: datetime) -> Moment:
    timetable = timetable_of_draft(current.offer, current.places)
    for moment in timetable.moments(day, day):
        is_asked = (moment.start.date(), moment.start.time()) == (day, start_time)
        if is_asked and max(moment.end, moment.start) > now:
            return moment
    raise NoSuchMomentError


def _publish_small(
    session: Session,
    author: Author,
    offer_id: int,
    current: ProposedOffer,
    changed: OfferDraft,
    action: str,
    now: datetime,
) -> Revision:
    words = changed.words.get("nl")
    fact = "closures" if changed.closures != current.offer.closures else "cancellations"
    revision = Revision(
        offer_id=offer_id,
        organization_id=session.scalar(select(Offer.organization_id).where(Offer.id == offer_id)),
        kind=changed.kind.value,
        title=words.title[:LONGEST_TITLE] if words else "",
        state=RevisionState.SUBMITTED.value,
        facts=write_facts(replace(current, offer=changed)),
        base_facts=write_facts(current),
        changed=fact,
        is_whole=False,
        author_kind=AuthorKind.PARTNER.value,
        author_id=author.person_id,
        begun_at=now,
        saved_at=now,
        submitted_at=now,
    )
    session.add(revision)
    session.flush()
    record(session, action, actor=author.actor, subject=("revision", revision.id))
    publish_revision(session, revision, hand=Hand.SITE, actor=author.actor, now=now)
    # Always: nobody saw it before families did.
    revision.is_sample = True
    return revision
