"""A better price or age that somebody typed when a check said no: a small revision of its own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.audit.trail import record
from app.directory.drafts import OfferDraft
from app.directory.models.checks import CheckedFact
from app.directory.models.offers import Offer
from app.publishing.differences import list_differences
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from app.publishing.models.revisions import (
    AuthorKind,
    PartnerStanding,
    Revision,
    RevisionState,
)
from app.publishing.operations.checking import CheckNotFoundError, settle_check
from app.publishing.operations.publishing import confirm_facts, publish_revision
from app.publishing.operations.revising import (
    LONGEST_CHANGED,
    LONGEST_TITLE,
    Author,
    find_proposed,
)
from app.publishing.operations.writers import note_writer
from app.publishing.rules import review_promise
from app.publishing.states import Hand

Better = Callable[[OfferDraft], OfferDraft]


def correct_price(
    session: Session, author: Author, offer: Offer, cents: int, *, now: datetime
) -> bool:
    """Give an offer a better price in euro cents; True when families read it at once."""

    def better(draft: OfferDraft) -> OfferDraft:
        return replace(draft, price_cents=cents)

    return _correct(session, author, offer, CheckedFact.PRICE, better, now)


def correct_ages(
    session: Session,
    author: Author,
    offer: Offer,
    *,
    min_age_months: int | None,
    max_age_months: int | None,
    now: datetime,
) -> bool:
    """Give an offer better ages in months (maximum exclusive); True when published at once."""

    def better(draft: OfferDraft) -> OfferDraft:
        return replace(draft, min_age_months=min_age_months, max_age_months=max_age_months)

    return _correct(session, author, offer, CheckedFact.AGES, better, now)


def list_waiting_facts(
    session: Session, offer_ids: Collection[int]
) -> Mapping[int, frozenset[str]]:
    """For each of some offers, names of the facts for which a better value waits for a review."""
    rows = session.execute(
        select(Revision.offer_id, Revision.changed).where(
            Revision.offer_id.in_(offer_ids), Revision.state == RevisionState.SUBMITTED.value
        )
    )
    found: dict[int, frozenset[str]] = dict.fromkeys(offer_ids, frozenset())
    for row in rows:
        found[row.offer_id] |= frozenset(name for name in row.changed.split(",") if name)
    return found


def _correct(
    session: Session,
    author: Author,
    offer: Offer,
    fact: CheckedFact,
    better: Better,
    now: datetime,
) -> bool:
    current = find_proposed(session, offer.id)
    if current is None:
        raise CheckNotFoundError
    today = as_local(now).date()
    standing = session.get(PartnerStanding, offer.organization_id)
    is_trusted = standing is not None and standing.is_trusted
    waiting = None if is_trusted else _find_waiting(session, offer.id)
    if waiting is not None:
        # One revision a time waits for a review: the better value joins it.
        _join(session, waiting, author, better, now)
        revision = waiting
    else:
        revision = _add(session, author, offer, current, better(current.offer), now)
    record(
        session,
        "corrected_fact",
        actor=author.actor,
        subject=("revision", revision.id),
        details={"fact": fact.value, "offer": offer.id},
    )
    if not is_trusted:
        confirm_facts(
            session, offer.id, (fact,), on=today, person_id=author.person_id, is_right=False
        )
        return False
    published = publish_revision(session, revision, hand=Hand.SITE, actor=author.actor, now=now)
    confirm_facts(session, offer.id, (fact,), on=today, person_id=author.person_id)
    settle_check(session, published, today)
    return True


def _find_waiting(session: Session, offer_id: int) -> Revision | None:
    return session.scalars(
        select(Revision)
        .where(Revision.offer_id == offer_id, Revision.state == RevisionState.SUBMITTED.value)
        .order_by(Revision.id.desc())
        .limit(1)
    ).first()


def _join(
    session: Session, revision: Revision, author: Author, better: Better, now: datetime
) -> None:
    proposed = read_facts(revision.facts)
    changed = replace(proposed, offer=better(proposed.offer))
    revision.facts = write_facts(changed)
    revision.changed = _names(read_facts(revision.base_facts), changed)
    note_writer(session, revision, author.person_id)
    revision.saved_at = now
    revision.version += 1


def _add(
    session: Session,
    author: Author,
    offer: Offer,
    current: ProposedOffer,
    draft: OfferDraft,
    now: datetime,
) -> Revision:
    proposed = replace(current, offer=draft)
    words = draft.words.get("nl")
    revision = Revision(
        offer_id=offer.id,
        organization_id=offer.organization_id,
        kind=draft.kind.value,
        title=words.title[:LONGEST_TITLE] if words else "",
        state=RevisionState.SUBMITTED.value,
        facts=write_facts(proposed),
        base_facts=write_facts(current),
        changed=_names(current, proposed),
        is_whole=False,
        author_kind=AuthorKind.PARTNER.value,
        author_id=author.person_id,
        begun_at=now,
        saved_at=now,
        submitted_at=now,
        promised_on=review_promise(as_local(now).date()),
    )
    session.add(revision)
    session.flush()
    note_writer(session, revision, author.person_id)
    return revision


def _names(before: ProposedOffer, after: ProposedOffer) -> str:
    return ",".join(item.name for item in list_differences(before, after))[:LONGEST_CHANGED]
