"""One date of a published offer that changes: into the open version, or sent in by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.directory.drafts import LocationDraft, OfferDraft, ScheduleDraft
from app.publishing.differences import list_differences
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.operations.own_offers import get_own_offer
from app.publishing.operations.revising import Author, begin_change, save_draft, submit_revision
from app.publishing.series import rule_days
from app.publishing.series_changes import (
    MomentChange,
    NoSuchMomentError,
    change_all,
    change_from,
    change_one,
    takes_place,
)


class Scope(StrEnum):
    """For which dates a change holds."""

    ONE = "one"
    FROM = "from"
    ALL = "all"


class RuleInOtherVersionError(Exception):
    """The open version of the offer has another rule for this date already."""

    def __init__(self, revision_id: int) -> None:
        """Keep which version."""
        super().__init__(str(revision_id))
        self.revision_id = revision_id


@dataclass(frozen=True, slots=True)
class DateChange:
    """A date of a rule, what it becomes, and for which dates that holds."""

    index: int
    day: date
    scope: Scope
    change: MomentChange
    place: LocationDraft | None
    """The place of the change, when it has one."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change."""

    revision_id: int
    is_published: bool
    is_put_in_draft: bool
    """Whether it waits in a version with other changes, which the partner still sends in."""


def find_schedule(offer: OfferDraft, index: int, day: date) -> ScheduleDraft:
    """The rule with a moment on a day; raises NoSuchMomentError."""
    if not 0 <= index < len(offer.schedules):
        raise NoSuchMomentError
    schedule = offer.schedules[index]
    if schedule.starts_on is None or not takes_place(schedule, day):
        raise NoSuchMomentError
    return schedule


def change_date(
    session: Session, author: Author, offer_id: int, wanted: DateChange, *, now: datetime
) -> Changed:
    """Change a date of an own offer, or more of its rule, and send it in.

    A version with other changes that is open gets it and is not sent in. What is over stays.
    Raises RevisionNotFoundError, NoSuchMomentError, SeriesCannotChangeError,
    RuleInOtherVersionError and RevisionNotWholeError.
    """
    _owner, current = get_own_offer(session, author, offer_id)
    schedule = find_schedule(current.offer, wanted.index, wanted.day)
    revision = begin_change(session, author, offer_id)
    proposed = read_facts(revision.facts)
    base = read_facts(revision.base_facts) if revision.base_facts else None
    has_other_changes = bool(list_differences(base, proposed))
    if schedule not in proposed.offer.schedules:
        raise RuleInOtherVersionError(revision.id)
    number = proposed.offer.schedules.index(schedule)
    offer = _change(proposed.offer, number, wanted, as_local(now).date())
    known = {item.key: item for item in proposed.places}
    if wanted.place is not None:
        known.setdefault(wanted.place.key, wanted.place)
    changed = ProposedOffer(offer, tuple(known.values()))
    save_draft(session, author, revision, changed, now=now)
    if has_other_changes:
        return Changed(revision.id, is_published=False, is_put_in_draft=True)
    is_published = submit_revision(session, author, revision, now=now)
    return Changed(revision.id, is_published, is_put_in_draft=False)


def _change(offer: OfferDraft, index: int, wanted: DateChange, today: date) -> OfferDraft:
    day, change = wanted.day, wanted.change
    match wanted.scope:
        case Scope.ONE:
            return change_one(offer, index, day, change)
        case Scope.FROM:
            return change_from(offer, index, day, change)
        case Scope.ALL:
            schedule = offer.schedules[index]
            coming = [item for item in rule_days(schedule, today) if takes_place(schedule, item)]
            if schedule.starts_on is None or schedule.starts_on >= today or not coming:
                return change_all(offer, index, day, change)
            moved = coming[0] + (change.day - day)
            return change_from(offer, index, coming[0], replace(change, day=moved))


def read_clock(text: str) -> time | None:
    """A time such as 14:00, or None."""
    try:
        return time.fromisoformat(text) if len(text) == 5 else None
    except ValueError:
        return None
