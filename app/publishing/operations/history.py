"""Every version of an offer: who wrote and judged it, what it changed; and bringing one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.agenda.clock import as_local
from app.audit.trail import record
from app.directory.drafts import LocationDraft
from app.directory.models.offers import Offer, OfferText
from app.i18n import choose_text
from app.mail.outbox import queue_letter
from app.publishing.differences import Difference, list_differences
from app.publishing.errors import OwnRevisionError, RevisionNotFoundError, RevisionStateError
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from app.publishing.operations.looking_after import looks_after
from app.publishing.operations.publishing import publish_revision
from app.publishing.operations.reviewing import SHOWN_STATES, Reviewer, find_addressee
from app.publishing.operations.revising import LONGEST_CHANGED, find_proposed
from app.publishing.operations.writers import find_writers
from app.publishing.review_letters import draft_restored
from app.publishing.rules import review_promise
from app.publishing.states import Hand, check_change

VERSIONS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One version with what it changed."""

    revision: Revision
    author: str
    reviewer: str
    differences: tuple[Difference, ...]
    places: tuple[LocationDraft, ...]
    is_current: bool
    """Whether it is the newest one that went online."""


@dataclass(frozen=True, slots=True)
class History:
    """A page of the versions of an offer, the newest first."""

    offer: Offer
    title: str
    versions: tuple[Version, ...]
    count: int
    page: int
    pages: int


def read_history(session: Session, house_id: int, offer_id: int, *, page: int = 1) -> History:
    """The versions of an offer of a partner of this House; raises RevisionNotFoundError."""
    offer = _get_offer(session, house_id, offer_id)
    shown = (Revision.offer_id == offer_id, Revision.state.in_(SHOWN_STATES))
    count = session.scalar(select(func.count()).select_from(Revision).where(*shown)) or 0
    pages = max(1, -(-count // VERSIONS_A_PAGE))
    page = min(max(page, 1), pages)
    # One more: the last version of a page is compared with the one before it.
    found = list(
        session.scalars(
            select(Revision)
            .where(*shown)
            .order_by(
                func.coalesce(Revision.published_at, Revision.submitted_at).desc(),
                Revision.id.desc(),
            )
            .offset((page - 1) * VERSIONS_A_PAGE)
            .limit(VERSIONS_A_PAGE + 1)
        )
    )
    people = _names(session, found)
    newest = session.scalar(
        select(Revision.id)
        .where(Revision.offer_id == offer_id, Revision.state == RevisionState.PUBLISHED.value)
        .order_by(Revision.published_at.desc(), Revision.id.desc())
        .limit(1)
    )
    texts = session.execute(
        select(OfferText.language, OfferText.title).where(OfferText.offer_id == offer_id)
    )
    chosen = choose_text({row.language: row.title for row in texts}, "nl")
    versions = tuple(
        _make_version(revision, found[place + 1 :], people, newest)
        for place, revision in enumerate(found[:VERSIONS_A_PAGE])
    )
    return History(offer, chosen[1] if chosen else "", versions, count, page, pages)


def _get_offer(session: Session, house_id: int, offer_id: int) -> Offer:
    offer = session.get(Offer, offer_id)
    if offer is None or not looks_after(session, house_id, offer.organization_id):
        raise RevisionNotFoundError
    return offer


def _make_version(
    revision: Revision,
    older: list[Revision],
    people: dict[int | None, str],
    newest: int | None,
) -> Version:
    after = read_facts(revision.facts)
    before = _before(revision, older)
    return Version(
        revision=revision,
        author=people.get(revision.author_id, ""),
        reviewer=people.get(revision.reviewed_by, ""),
        differences=tuple(list_differences(before, after)),
        places=(*(before.places if before else ()), *after.places),
        is_current=revision.id == newest,
    )


def _before(revision: Revision, older: list[Revision]) -> ProposedOffer | None:
    """What a version is compared with: for one that went online, the one online before it."""
    if revision.state == RevisionState.PUBLISHED.value:
        online = next((row for row in older if row.state == RevisionState.PUBLISHED.value), None)
        if online is not None:
            return read_facts(online.facts)
    return read_facts(revision.base_facts) if revision.base_facts else None


def _names(session: Session, revisions: list[Revision]) -> dict[int | None, str]:
    ids = {number for row in revisions for number in (row.author_id, row.reviewed_by) if number}
    if not ids:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {row.id: row.name for row in rows}


def restore_version(
    session: Session,
    reviewer: Reviewer,
    offer_id: int,
    revision_id: int,
    *,
    site_url: str,
    now: datetime,
) -> Offer:
    """Put a version that was online before online again, as a version of the House.

    Raises RevisionNotFoundError, RevisionStateError for what never was online or still is, and
    OwnRevisionError for what the coordinator wrote for a partner.
    """
    offer = _get_offer(session, reviewer.house_id, offer_id)
    old = session.get(Revision, revision_id)
    if old is None or old.offer_id != offer_id:
        raise RevisionNotFoundError
    if old.state != RevisionState.PUBLISHED.value:
        raise RevisionStateError("only what was online comes back")
    is_partners = old.author_kind == AuthorKind.PARTNER.value
    if is_partners and reviewer.person_id in find_writers(session, old):
        raise OwnRevisionError
    current = find_proposed(session, offer_id)
    if current is None:
        raise RevisionNotFoundError
    proposed = read_facts(old.facts)
    names = [item.name for item in list_differences(current, proposed)]
    if not names:
        raise RevisionStateError("nothing differs from what is online")
    replaced = _newest_of_partner(session, offer_id)
    check_change(RevisionState.DRAFT, RevisionState.SUBMITTED, Hand.AUTHOR)
    revision = Revision(
        offer_id=offer_id,
        organization_id=offer.organization_id,
        kind=proposed.offer.kind.value,
        title=old.title,
        state=RevisionState.SUBMITTED.value,
        facts=write_facts(proposed),
        base_facts=write_facts(current),
        changed=",".join(names)[:LONGEST_CHANGED],
        is_whole=False,
        author_kind=AuthorKind.HOUSE.value,
        author_id=reviewer.person_id,
        begun_at=now,
        saved_at=now,
        submitted_at=now,
        promised_on=review_promise(as_local(now).date()),
        reviewed_at=now,
        reviewed_by=reviewer.person_id,
    )
    session.add(revision)
    session.flush()
    record(
        session,
        "restored_revision",
        actor=reviewer.actor,
        subject=("revision", revision.id),
        house_id=reviewer.house_id,
        details={"offer": offer_id, "restored": old.id},
    )
    # Bringing back is no check of the facts, and what the partner sent in goes on waiting.
    published = publish_revision(
        session,
        revision,
        hand=Hand.REVIEWER,
        actor=reviewer.actor,
        now=now,
    )
    if replaced is not None:
        to = find_addressee(session, reviewer, replaced, site_url=site_url)
        if to is not None:
            queue_letter(session, draft_restored(revision, published, to=to))
    return published


def _newest_of_partner(session: Session, offer_id: int) -> Revision | None:
    return session.scalar(
        select(Revision)
        .where(
            Revision.offer_id == offer_id,
            Revision.state == RevisionState.PUBLISHED.value,
            Revision.author_kind == AuthorKind.PARTNER.value,
        )
        .order_by(Revision.published_at.desc(), Revision.id.desc())
        .limit(1)
    )
