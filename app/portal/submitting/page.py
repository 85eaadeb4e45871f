"""One version of an offer: where it stands, how families will see it, and what it still misses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from app.directory.models.offers import Offer, OfferKind
from app.directory.models.organizations import Organization
from app.finder.cards import Card, Link
from app.finder.fact_words import DifferenceView, difference_view
from app.finder.site import get_catalogue
from app.portal.submitting.advice import Remark, list_remarks
from app.portal.submitting.preview import preview_card
from app.portal.submitting.wording import (
    MISSING_FIELDS,
    Standing,
    missing_words,
    section_words,
    standing_of,
    title_of,
)
from app.publishing.completeness import completeness
from app.publishing.differences import list_differences
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import PartnerStanding, Revision, RevisionState
from app.publishing.rules import list_missing
from app.publishing.states import OPEN_STATES


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """What the page shows."""

    id: int
    title: str
    organization: str
    kind: str
    state: str
    standing: Standing
    reason: str
    card: Card | None
    missing: tuple[Link, ...]
    remarks: tuple[Remark, ...]
    score: int
    changes: tuple[DifferenceView, ...]
    is_change: bool
    """Whether it changes something that is online already."""
    is_open: bool
    is_sent: bool
    is_trusted: bool
    sections: tuple[Link, ...]
    offer_url: str
    has_dates: bool


def make_revision_page(session: Session, revision: Revision, now: datetime) -> RevisionPage:
    """The page of one version for its partner."""
    proposed = read_facts(revision.facts)
    organization = session.get_one(Organization, revision.organization_id)
    standing = session.get(PartnerStanding, organization.id)
    offer = session.get(Offer, revision.offer_id) if revision.offer_id else None
    is_open = revision.state in {state.value for state in OPEN_STATES}
    return RevisionPage(
        id=revision.id,
        title=title_of(revision.title, revision.kind),
        organization=organization.name,
        kind=revision.kind,
        state=revision.state,
        standing=standing_of(revision),
        reason=revision.reason,
        card=preview_card(proposed, organization.name, get_catalogue().taxonomy, now),
        missing=_missing(revision.id, proposed) if is_open else (),
        remarks=tuple(list_remarks(session, revision, proposed, now.date())) if is_open else (),
        score=completeness(proposed).score,
        changes=_changes(revision, proposed) if is_open else (),
        is_change=offer is not None,
        is_open=is_open,
        is_sent=revision.state == RevisionState.SUBMITTED.value,
        is_trusted=standing is not None and standing.is_trusted,
        sections=_sections(revision) if is_open else (),
        offer_url=url_for("finder.offer", offer_id=offer.id, slug=offer.slug) if offer else "",
        has_dates=revision.kind == OfferKind.ACTIVITY.value,
    )


def _missing(revision_id: int, proposed: ProposedOffer) -> tuple[Link, ...]:
    words, form = missing_words(), url_for("portal_offers.edit", revision_id=revision_id)
    return tuple(
        Link(words[name], f"{form}#{MISSING_FIELDS[name]}") for name in list_missing(proposed)
    )


def _changes(revision: Revision, proposed: ProposedOffer) -> tuple[DifferenceView, ...]:
    if not revision.base_facts:
        return ()
    base = read_facts(revision.base_facts)
    places = (*proposed.places, *base.places)
    return tuple(difference_view(item, places=places) for item in list_differences(base, proposed))


def _sections(revision: Revision) -> tuple[Link, ...]:
    return tuple(
        Link(
            name,
            url_for("portal_fiche.section", revision_id=revision.id, section=section),
            hint=hint,
        )
        for section, name, hint in section_words(revision.kind)
    )
