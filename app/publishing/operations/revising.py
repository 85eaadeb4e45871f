"""The partner's side of a revision: begin, keep, send in, take back; only for the own offers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.audit.trail import Actor, record
from app.directory.drafts import OfferDraft
from app.directory.models.offers import Offer, OfferKind
from app.directory.models.organizations import Contact, Organization
from app.directory.operations.offers import WHOLE_OFFER
from app.directory.operations.stored import read_stored_offer
from app.i18n import DEFAULT_LANGUAGE
from app.publishing.differences import list_differences
from app.publishing.errors import (
    RevisionChangedError,
    RevisionNotFoundError,
    RevisionNotWholeError,
)
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from app.publishing.models.revisions import (
    AuthorKind,
    PartnerStanding,
    Revision,
    RevisionState,
)
from app.publishing.operations.publishing import publish_revision
from app.publishing.operations.writers import note_writer
from app.publishing.protected import brings_new_reaches
from app.publishing.rules import list_missing, review_promise
from app.publishing.states import OPEN_STATES, Hand, check_change

LONGEST_TITLE = 150
LONGEST_CHANGED = 400


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes: a person with an account, for the organizations the person acts for."""

    person_id: int
    organization_ids: frozenset[int]

    @property
    def actor(self) -> Actor:
        """The author as the trail names who did something."""
        return Actor.person(self.person_id)


def find_proposed(session: Session, offer_id: int) -> ProposedOffer | None:
    """A stored offer as a proposal that changes nothing, or None."""
    offer = session.scalar(select(Offer).where(Offer.id == offer_id).options(*WHOLE_OFFER))
    if offer is None:
        return None
    stored = read_stored_offer(offer)
    return ProposedOffer(stored.draft, stored.places)


def get_own_revision(
    session: Session,
    revision_id: int,
    organization_ids: Collection[int],
    *,
    is_locked: bool = False,
) -> Revision:
    """A revision of the own organizations; raises RevisionNotFoundError for any other."""
    revision = session.get(Revision, revision_id, with_for_update=True if is_locked else None)
    if revision is None or revision.organization_id not in organization_ids:
        raise RevisionNotFoundError
    return revision


def begin_new(
    session: Session,
    author: Author,
    organization_id: int,
    *,
    kind: OfferKind,
    like: Revision | ProposedOffer | None = None,
) -> Revision:
    """Begin something new for an own organization, empty or with the facts of an earlier version.

    A copy keeps everything but its moments that are over by then: dates are asked anew, so
    schedules, closings and cancellations stay behind. Raises RevisionNotFoundError.
    """
    if organization_id not in author.organization_ids:
        raise RevisionNotFoundError
    organization = session.get_one(Organization, organization_id)
    empty = OfferDraft("partner", "", kind, organization.slug, {})
    proposed = ProposedOffer(empty)
    if like is not None:
        earlier = read_facts(like.facts) if isinstance(like, Revision) else like
        offer = replace(
            earlier.offer,
            source="partner",
            source_id="",
            organization_slug=organization.slug,
            schedules=(),
            closures=(),
            cancellations=(),
            verified_on=None,
            verified_by="",
        )
        proposed = replace(earlier, offer=offer)
    return _add(session, author, organization_id, proposed, offer_id=None, base=None)


def begin_change(session: Session, author: Author, offer_id: int) -> Revision:
    """The open revision of an own offer, or a new one with the offer as it is now.

    One that waits for its review is given as it is: take it back to change it. Raises
    RevisionNotFoundError for an offer of somebody else.
    """
    owner = session.scalar(select(Offer.organization_id).where(Offer.id == offer_id))
    if owner is None or owner not in author.organization_ids:
        raise RevisionNotFoundError
    open_one = session.scalars(
        select(Revision)
        .where(
            Revision.offer_id == offer_id,
            Revision.state.in_([state.value for state in OPEN_STATES]),
        )
        .order_by(Revision.id.desc())
        .limit(1)
    ).first()
    if open_one is not None:
        return open_one
    current = find_proposed(session, offer_id)
    if current is None:
        raise RevisionNotFoundError
    return _add(session, author, owner, current, offer_id=offer_id, base=current)


def _add(
    session: Session,
    author: Author,
    organization_id: int,
    proposed: ProposedOffer,
    *,
    offer_id: int | None,
    base: ProposedOffer | None,
) -> Revision:
    revision = Revision(
        offer_id=offer_id,
        organization_id=organization_id,
        kind=proposed.offer.kind.value,
        title=_title_of(proposed),
        state=RevisionState.DRAFT.value,
        facts=write_facts(proposed),
        base_facts=write_facts(base) if base else "",
        author_kind=AuthorKind.PARTNER.value,
        author_id=author.person_id,
    )
    session.add(revision)
    session.flush()
    note_writer(session, revision, author.person_id)
    record(session, "began_revision", actor=author.actor, subject=("revision", revision.id))
    return revision


def _title_of(proposed: ProposedOffer) -> str:
    words = proposed.offer.words.get(DEFAULT_LANGUAGE)
    return words.title[:LONGEST_TITLE] if words else ""


def save_draft(
    session: Session,
    author: Author,
    revision: Revision,
    proposed: ProposedOffer,
    *,
    version: int | None = None,
    now: datetime,
) -> None:
    """Keep what somebody typed; a revision that waits for its review is taken back first.

    Raises RevisionChangedError when `version` is given and no longer the newest, and
    RevisionStateError for one that has ended.
    """
    if version is not None and version != revision.version:
        raise RevisionChangedError
    if revision.state == RevisionState.SUBMITTED.value:
        take_back(session, author, revision, now=now)
    elif revision.state not in {RevisionState.DRAFT.value, RevisionState.RETURNED.value}:
        check_change(revision.state, RevisionState.SUBMITTED, Hand.AUTHOR)
    revision.facts = write_facts(proposed)
    revision.title, revision.kind = _title_of(proposed), proposed.offer.kind.value
    note_writer(session, revision, author.person_id)
    revision.saved_at = now
    revision.version += 1


def take_back(session: Session, author: Author, revision: Revision, *, now: datetime) -> None:
    """Make a revision that waits for its review a draft again."""
    check_change(revision.state, RevisionState.DRAFT, Hand.AUTHOR)
    revision.state = RevisionState.DRAFT.value
    revision.saved_at = now
    revision.version += 1
    record(session, "took_back_revision", actor=author.actor, subject=("revision", revision.id))


def withdraw_revision(
    session: Session, author: Author, revision: Revision, *, now: datetime
) -> None:
    """Drop a revision; what is published stays as it is."""
    check_change(revision.state, RevisionState.WITHDRAWN, Hand.AUTHOR)
    revision.state = RevisionState.WITHDRAWN.value
    revision.saved_at = now
    revision.version += 1
    record(session, "withdrew_revision", actor=author.actor, subject=("revision", revision.id))


def submit_revision(session: Session, author: Author, revision: Revision, *, now: datetime) -> bool:
    """Send a revision in; True when it was published at once, because the partner is trusted.

    Why it came back before stays with it, for who looks at it again. Raises RevisionNotWholeError
    and RevisionStateError.
    """
    proposed = read_facts(revision.facts)
    missing = list_missing(proposed)
    if missing:
        raise RevisionNotWholeError(missing)
    check_change(revision.state, RevisionState.SUBMITTED, Hand.AUTHOR)
    base = read_facts(revision.base_facts) if revision.base_facts else None
    names = [item.name for item in list_differences(base, proposed)] if base else []
    known = list_known_reaches(session, revision.organization_id)
    revision.changed = ",".join(names)[:LONGEST_CHANGED]
    revision.is_protected = brings_new_reaches(base, proposed, known=known)
    revision.state = RevisionState.SUBMITTED.value
    revision.is_whole = True
    note_writer(session, revision, author.person_id)
    revision.submitted_at = now
    revision.promised_on = review_promise(as_local(now).date())
    revision.version += 1
    record(session, "submitted_revision", actor=author.actor, subject=("revision", revision.id))
    standing = session.get(PartnerStanding, revision.organization_id)
    if standing is None or not standing.is_trusted or revision.is_protected:
        return False
    publish_revision(session, revision, hand=Hand.SITE, actor=author.actor, now=now)
    return True


def list_known_reaches(session: Session, organization_id: int | None) -> list[str]:
    """The ways to reach the partner that a coordinator saw before: its own, and its website."""
    contacts = session.scalars(
        select(Contact.value).where(Contact.organization_id == organization_id)
    ).all()
    website = session.scalar(select(Organization.website).where(Organization.id == organization_id))
    return [*contacts, *([website] if website else [])]
