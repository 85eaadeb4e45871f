"""The partner's own aanbod: what needs attention first, then everything that is online."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from flask import url_for

from app.directory.models.offers import Offer, OfferState
from app.directory.operations.stored import read_stored_offer
from app.finder.cards import Label, Tone
from app.finder.notices import verified_label
from app.finder.presentation import make_card
from app.finder.site import get_catalogue, local_now
from app.finder.wording import near_day_text
from app.i18n import gettext as _
from app.portal.submitting.wording import Standing, standing_of, title_of
from app.publishing.completeness import completeness
from app.publishing.facts import ProposedOffer
from app.publishing.operations.own_offers import (
    OFFERS_A_PAGE,
    list_open_revisions,
    list_own_offers,
    list_own_organizations,
)
from app.web.installation import reading_session

SEARCH_FROM = 15
"""With more offers than this there is a field to look for one."""


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A version that still becomes something."""

    id: int
    title: str
    organization: str
    standing: Standing
    reason: str
    saved: str


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An own offer that families can find."""

    id: int
    title: str
    language: str
    url: str
    when: str
    labels: tuple[Label, ...]
    score: int
    open_id: int | None
    """The version of it that still becomes something."""


@dataclass(frozen=True, slots=True)
class OfferGroup:
    """The offers of one organization."""

    name: str
    rows: tuple[OfferRow, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """The page; `query` is what was searched."""

    names: str
    open_rows: tuple[OpenRow, ...]
    groups: tuple[OfferGroup, ...]
    has_search: bool
    query: str
    count: int
    page: int
    pages: int


def make_home_page(organization_ids: Collection[int], *, query: str, page: int) -> HomePage:
    """The page of somebody who acts for these organizations."""
    session, now = reading_session(), local_now()
    names = dict(list_own_organizations(session, organization_ids))
    revisions = list_open_revisions(session, organization_ids)
    own = list_own_offers(session, organization_ids, words=query, page=page)
    open_ids = {row.offer_id: row.id for row in reversed(revisions) if row.offer_id}
    return HomePage(
        names=", ".join(names.values()),
        open_rows=tuple(
            OpenRow(
                id=row.id,
                title=title_of(row.title, row.kind),
                organization=names.get(row.organization_id or 0, "") if len(names) > 1 else "",
                standing=standing_of(row),
                reason=row.reason,
                saved=near_day_text(row.saved_at.astimezone(now.tzinfo).date(), now.date()),
            )
            for row in revisions
        ),
        groups=tuple(
            OfferGroup(name, tuple(_offer_row(offer, open_ids.get(offer.id)) for offer in offers))
            for name, offers in groupby(own.offers, key=lambda offer: offer.organization.name)
        ),
        has_search=own.total > SEARCH_FROM,
        query=query,
        count=own.count,
        page=page,
        pages=max(1, -(-own.count // OFFERS_A_PAGE)),
    )


def _offer_row(offer: Offer, open_id: int | None) -> OfferRow:
    now = local_now()
    card = make_card(offer, get_catalogue().taxonomy, now)
    stored = read_stored_offer(offer)
    labels = [verified_label(offer, now.date())]
    if offer.hidden_on is not None:
        labels.append(Label(_("Niet meer te vinden in zoeken"), "ui-warning", Tone.WARN))
    if offer.state != OfferState.PUBLISHED.value:
        is_closed = offer.state == OfferState.TEMPORARILY_CLOSED.value
        text = _("Tijdelijk gesloten") if is_closed else _("Gaat niet door")
        labels.append(Label(text, "ui-warning", Tone.WARN))
    return OfferRow(
        id=offer.id,
        title=card.title,
        language=card.language,
        url=url_for("finder.offer", offer_id=offer.id, slug=offer.slug),
        when=card.when or "",
        labels=tuple(labels),
        score=completeness(ProposedOffer(stored.draft, stored.places)).score,
        open_id=open_id,
    )
