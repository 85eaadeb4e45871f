"""Publishing a revision: the one place where a proposal becomes what families read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import sealing
from app.agenda.clock import as_local
from app.audit.trail import Actor, record
from app.directory.models.checks import CheckedFact, Checker, FactCheck
from app.directory.models.offers import Offer, OfferState
from app.directory.models.organizations import Location, Organization
from app.directory.operations.offers import WHOLE_OFFER
from app.directory.operations.partners import save_location
from app.directory.operations.saving import save_offers
from app.directory.operations.stored import read_stored_offer
from app.publishing.differences import Merged, merge
from app.publishing.facts import ProposedOffer, read_facts, write_facts
from app.publishing.models.revisions import AuthorKind, Revision, RevisionState
from app.publishing.states import Hand, check_change

SAMPLE_ONE_IN = 5
"""So many of the revisions that are published at once are looked at afterwards."""
SAMPLING = "revision-sample"
CHECKED_WITH = (
    CheckedFact.WHEN,
    CheckedFact.WHERE,
    CheckedFact.PRICE,
    CheckedFact.AGES,
    CheckedFact.CONTACT,
)
"""Who sends in a whole page has looked at these facts."""
CHECKED_BY = {
    "schedules": CheckedFact.WHEN,
    "location_keys": CheckedFact.WHERE,
    "price_cents": CheckedFact.PRICE,
    "min_age_months": CheckedFact.AGES,
    "max_age_months": CheckedFact.AGES,
    "contacts": CheckedFact.CONTACT,
}
"""Which of them somebody has looked at who changed this."""


def publish_revision(
    session: Session,
    revision: Revision,
    *,
    hand: Hand,
    actor: Actor,
    now: datetime,
) -> Offer:
    """Make a submitted revision what families read; gives the offer.

    What others changed since the revision was begun stays, where the revision did not change it.
    Raises RevisionStateError.
    """
    check_change(revision.state, RevisionState.PUBLISHED, hand)
    today = as_local(now).date()
    proposed = put_on_current(session, revision)[1].proposed
    _save_missing_places(session, proposed)
    organization = session.get_one(Organization, revision.organization_id)
    source_id = proposed.offer.source_id or f"revision-{revision.id}"
    is_new_state = proposed.offer.state is OfferState.DRAFT or not revision.offer_id
    draft = replace(
        proposed.offer,
        source_id=source_id,
        organization_slug=organization.slug,
        state=OfferState.PUBLISHED if is_new_state else proposed.offer.state,
    )
    is_partner = revision.author_kind == AuthorKind.PARTNER.value
    if revision.is_whole:
        checker = Checker.PARTNER if is_partner else Checker.HOUSE
        draft = replace(draft, verified_on=today, verified_by=checker.value)
    save_offers(session, [draft], is_by_partner=True)
    offer = session.scalars(
        select(Offer)
        .where(Offer.source == draft.source, Offer.source_id == source_id)
        .options(*WHOLE_OFFER)
        .execution_options(populate_existing=True)
    ).one()
    if revision.is_whole:
        offer.hidden_on = None
        _end_others(session, revision, offer.id)
    if revision.is_whole or is_partner:
        facts = CHECKED_WITH if revision.is_whole else _checked_by_changing(revision)
        confirm_facts(session, offer.id, facts, on=today, person_id=revision.author_id)
    revision.offer_id = offer.id
    # The whole version as it went online, so that it can come back as it was.
    revision.facts = write_facts(replace(proposed, offer=draft))
    revision.state = RevisionState.PUBLISHED.value
    revision.published_at = now
    revision.is_sample = hand is Hand.SITE and _is_sampled(session, revision)
    revision.version += 1
    record(
        session,
        "published_revision",
        actor=actor,
        subject=("revision", revision.id),
        details={"offer": offer.id, "hand": hand.value},
    )
    return offer


def _checked_by_changing(revision: Revision) -> tuple[CheckedFact, ...]:
    """The facts that a partner looked at because it changed them."""
    names = revision.changed.split(",")
    return tuple(dict.fromkeys(CHECKED_BY[name] for name in names if name in CHECKED_BY))


def _save_missing_places(session: Session, proposed: ProposedOffer) -> None:
    """Make the places that a partner brought, or that an import dropped since; others stay."""
    keys = [place.key for place in proposed.places]
    known = set(session.scalars(select(Location.key).where(Location.key.in_(keys))))
    for place in proposed.places:
        if place.key not in known:
            save_location(session, place)


def put_on_current(session: Session, revision: Revision) -> tuple[ProposedOffer | None, Merged]:
    """The offer as it is now (None for something new), and as the revision would make it."""
    proposed = read_facts(revision.facts)
    if revision.offer_id is None:
        return None, Merged(proposed, ())
    offer = session.scalars(
        select(Offer).where(Offer.id == revision.offer_id).options(*WHOLE_OFFER)
    ).one()
    stored = read_stored_offer(offer)
    current = ProposedOffer(stored.draft, stored.places)
    base = read_facts(revision.base_facts) if revision.base_facts else current
    return current, merge(base, current, proposed)


def _is_sampled(session: Session, revision: Revision) -> bool:
    # By a keyed digest: nobody can tell beforehand which one is looked at.
    digest = sealing.digest(session, SAMPLING, str(revision.id))
    return int(digest[:8], 16) % SAMPLE_ONE_IN == 0


def _end_others(session: Session, revision: Revision, offer_id: int) -> None:
    waiting = session.scalars(
        select(Revision).where(
            Revision.offer_id == offer_id,
            Revision.id != revision.id,
            Revision.state == RevisionState.SUBMITTED.value,
            Revision.id < revision.id,
        )
    )
    for other in waiting:
        check_change(other.state, RevisionState.REPLACED, Hand.SITE)
        other.state = RevisionState.REPLACED.value
        other.version += 1


def confirm_facts(
    session: Session,
    offer_id: int,
    facts: tuple[CheckedFact, ...],
    *,
    on: date,
    person_id: int | None,
    is_right: bool = True,
) -> None:
    """Note that somebody looked at facts of an offer, and whether they are right."""
    for fact in facts:
        session.merge(
            FactCheck(
                offer_id=offer_id,
                fact=fact.value,
                checked_on=on,
                is_right=is_right,
                checked_by=person_id,
            )
        )
    session.flush()
