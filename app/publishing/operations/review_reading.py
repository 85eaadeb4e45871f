"""One revision as a reviewer needs it: what differs from the offer as it is now, and the rest."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.directory.drafts import WORDS, LocationDraft, OfferDraft, WordsDraft
from app.directory.models.offers import OfferKind
from app.directory.models.organizations import Organization
from app.publishing.differences import Difference, list_differences
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import Revision, RevisionState
from app.publishing.models.visitors import Suggestion
from app.publishing.operations.publishing import put_on_current
from app.publishing.operations.reviewing import find_suggestion, get_revision
from app.publishing.operations.revising import list_known_reaches
from app.publishing.operations.writers import find_writers
from app.publishing.protected import brings_new_reaches, list_reaches
from app.publishing.rules import list_missing
from app.publishing.states import OPEN_STATES

MOST_EARLIER = 10
_CAN_REACH = {*WORDS, "booking_url", "contacts", "schedules", "closures", "cancellations"}
"""The facts in which `app.publishing.protected` looks."""


@dataclass(frozen=True, slots=True)
class Review:
    """A revision with everything its reviewer decides by."""

    revision: Revision
    organization: str
    """Empty for a suggestion of a visitor."""
    suggestion: Suggestion | None
    author: str
    writer_ids: frozenset[int]
    """Everybody who wrote in it: none of them judges it."""
    reviewer: str
    proposed: ProposedOffer
    differences: tuple[Difference, ...]
    places: tuple[LocationDraft, ...]
    conflicts: frozenset[str]
    """Names of facts that somebody else changed too since the revision was begun."""
    protected: frozenset[str]
    """Names of facts that bring a new way to reach or to pay."""
    missing: tuple[str, ...]
    earlier: tuple[Revision, ...]
    """Versions of the same offer that came back with a reason, the newest first."""


def read_review(session: Session, house_id: int, revision_id: int) -> Review:
    """One revision for its reviewer; raises RevisionNotFoundError for another House."""
    revision = get_revision(session, house_id, revision_id)
    if revision.state in {state.value for state in OPEN_STATES}:
        before, merged = put_on_current(session, revision)
        after, conflicts = merged.proposed, merged.conflicts
    else:
        # What was decided is compared with what it was begun with.
        before = read_facts(revision.base_facts) if revision.base_facts else None
        after, conflicts = read_facts(revision.facts), ()
    differences = tuple(list_differences(before, after))
    known = list_known_reaches(session, revision.organization_id)
    people = _names(session, {revision.author_id, revision.reviewed_by})
    organization = (
        session.get_one(Organization, revision.organization_id).name
        if revision.organization_id is not None
        else ""
    )
    return Review(
        revision=revision,
        organization=organization,
        suggestion=find_suggestion(session, revision),
        author=people.get(revision.author_id, ""),
        writer_ids=find_writers(session, revision),
        reviewer=people.get(revision.reviewed_by, ""),
        proposed=after,
        differences=differences,
        places=(*(before.places if before else ()), *after.places),
        conflicts=frozenset(conflicts),
        protected=list_protected(before, differences, known),
        missing=list_missing(after),
        earlier=_list_earlier(session, revision),
    )


def list_protected(
    before: ProposedOffer | None, differences: Iterable[Difference], known: Iterable[str]
) -> frozenset[str]:
    """Names of the differences that tell a way to reach or pay that was not told before."""
    told = [*known, *(list_reaches(before) if before else ())]
    return frozenset(
        item.name
        for item in differences
        if item.fact in _CAN_REACH
        and brings_new_reaches(_only(item, item.before), _only(item, item.after), known=told)
    )


def _only(item: Difference, value: object) -> ProposedOffer:
    """An offer of which nothing is told but one fact."""
    empty = OfferDraft("", "", OfferKind.SERVICE, "", {})
    if item.language:
        words = replace(WordsDraft(""), **{item.fact: str(value or "")})
        return ProposedOffer(replace(empty, words={item.language: words}))
    if value is None:
        return ProposedOffer(empty)
    return ProposedOffer(replace(empty, **{item.fact: value}))  # type: ignore[arg-type]  # its own fact


def _list_earlier(session: Session, revision: Revision) -> tuple[Revision, ...]:
    is_back_again = bool(revision.reason) and revision.state == RevisionState.SUBMITTED.value
    own = (revision,) if is_back_again else ()
    if revision.offer_id is None:
        return own
    rows = session.scalars(
        select(Revision)
        .where(
            Revision.offer_id == revision.offer_id,
            Revision.reason != "",
            Revision.id != revision.id,
        )
        .order_by(Revision.id.desc())
        .limit(MOST_EARLIER)
    )
    return (*own, *rows)


def _names(session: Session, ids: Collection[int | None]) -> dict[int | None, str]:
    wanted = [number for number in ids if number is not None]
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}
