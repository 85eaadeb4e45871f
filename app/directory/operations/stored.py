"""Offers that are in the database already, as whole drafts with the names around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.directory.drafts import (
    CancellationDraft,
    ClosureDraft,
    ContactDraft,
    LocationDraft,
    OfferDraft,
    WordsDraft,
)
from app.directory.models.offers import Offer, OfferKind, OfferState
from app.directory.models.organizations import Location
from app.directory.operations.offers import WHOLE_OFFER
from app.directory.operations.saving import read_images, read_schedules

BATCH = 500


@dataclass(frozen=True, slots=True)
class StoredOffer:
    """An offer as it stands: everything of it, the name of its organization and its places."""

    draft: OfferDraft
    organization_name: str
    places: tuple[LocationDraft, ...]
    is_partner_kept: bool = False
    """Whether its partner keeps it on this site, so that no import changes it."""


def each_stored_offer(session: Session, source: str | None) -> Iterator[StoredOffer]:
    """The offers of a source (of all sources when None) by id, in batches that keep memory low."""
    last = 0
    while True:
        statement = select(Offer).where(Offer.id > last).order_by(Offer.id).limit(BATCH)
        if source is not None:
            statement = statement.where(Offer.source == source)
        offers = list(session.scalars(statement.options(*WHOLE_OFFER)))
        if not offers:
            return
        for offer in offers:
            yield read_stored_offer(offer)
        last = offers[-1].id
        session.expunge_all()


def find_stored_offers(
    session: Session, source: str, source_ids: Sequence[str]
) -> dict[str, StoredOffer]:
    """The offers of a source with these ids, by id."""
    rows = session.scalars(
        select(Offer)
        .where(Offer.source == source, Offer.source_id.in_(source_ids))
        .options(*WHOLE_OFFER)
    )
    return {row.source_id: read_stored_offer(row) for row in rows}


def read_stored_offer(offer: Offer) -> StoredOffer:
    """A stored offer, loaded with everything, as facts."""
    places = tuple(read_place(link.location) for link in offer.locations)
    keys = {link.location_id: link.location.key for link in offer.locations}
    return StoredOffer(
        _read_draft(offer, keys, places),
        offer.organization.name,
        places,
        offer.is_partner_kept,
    )


def read_place(location: Location) -> LocationDraft:
    """A stored place, loaded with its terms and closings, as facts."""
    return LocationDraft(
        key=location.key,
        name=location.name,
        street=location.street,
        postcode=location.postcode,
        place=location.place,
        municipality_nis=location.municipality_nis,
        latitude=location.latitude,
        longitude=location.longitude,
        term_ids=tuple(row.term_id for row in location.terms),
        closures=tuple(
            ClosureDraft(row.first_day, row.last_day, row.is_yearly, row.reason)
            for row in location.closures
        ),
    )


def _read_draft(
    offer: Offer, keys: dict[int, str], places: tuple[LocationDraft, ...]
) -> OfferDraft:
    return OfferDraft(
        source=offer.source,
        source_id=offer.source_id,
        kind=OfferKind(offer.kind),
        organization_slug=offer.organization.slug,
        words={
            row.language: WordsDraft(**{name: getattr(row, name) for name in WordsDraft.__slots__})
            for row in offer.texts
        },
        state=OfferState(offer.state),
        term_ids=tuple(row.term_id for row in offer.terms),
        min_age_months=offer.min_age_months,
        max_age_months=offer.max_age_months,
        audience=offer.audience,
        location_keys=tuple(place.key for place in places),
        area_nis=tuple(row.nis for row in offer.areas),
        online=offer.online,
        is_at_home=offer.is_at_home,
        price_cents=offer.price_cents,
        pass_price_cents=offer.pass_price_cents,
        registration=offer.registration,
        appointment=offer.appointment,
        booking_url=offer.booking_url,
        languages=tuple(row.language for row in offer.languages),
        waiting_reported_on=offer.waiting_reported_on,
        intake=offer.intake,
        referrer_contact=offer.referrer_contact,
        verified_on=offer.verified_on,
        verified_by=offer.verified_by,
        schedules=read_schedules(offer, keys),
        closures=tuple(
            ClosureDraft(row.first_day, row.last_day, row.is_yearly, row.reason)
            for row in offer.closures
        ),
        cancellations=tuple(
            CancellationDraft(row.day, row.start_time, row.reason) for row in offer.cancellations
        ),
        contacts=tuple(
            ContactDraft(row.kind, row.value, row.label, row.hours, row.is_public)
            for row in offer.contacts
        ),
        images=read_images(offer),
    )
