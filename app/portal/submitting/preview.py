"""The card of a version as families will see it, made without touching the database."""

from __future__ import annotations

from datetime import datetime

from app.directory.catalogue import Taxonomy
from app.directory.drafts import PLAIN_FACTS, LocationDraft
from app.directory.models.offers import (
    Offer,
    OfferLanguage,
    OfferLocation,
    OfferState,
    OfferTerm,
    OfferText,
    ServiceArea,
)
from app.directory.models.organizations import Location, Organization
from app.directory.rows import (
    make_cancellations,
    make_closures,
    make_images,
    make_place_closures,
    make_schedule,
)
from app.finder.cards import Card
from app.finder.presentation import make_card
from app.publishing.facts import ProposedOffer

UNSAVED_ID = 0


def preview_card(
    proposed: ProposedOffer, organization: str, taxonomy: Taxonomy, now: datetime
) -> Card | None:
    """The card of a proposed offer, or None as long as it has no title in any language."""
    if not any(words.title for words in proposed.offer.words.values()):
        return None
    return make_card(_unsaved_offer(proposed, organization, now), taxonomy, now)


def _unsaved_offer(proposed: ProposedOffer, organization: str, now: datetime) -> Offer:
    # Its rows belong to no session, so nothing of them can reach the database.
    draft = proposed.offer
    by_key = {place.key: place for place in proposed.places}
    places = [by_key[key] for key in draft.location_keys if key in by_key]
    numbers = {place.key: number for number, place in enumerate(places, start=1)}
    is_closed = draft.state is OfferState.TEMPORARILY_CLOSED
    return Offer(
        id=UNSAVED_ID,
        slug="-",
        kind=draft.kind.value,
        state=(OfferState.TEMPORARILY_CLOSED if is_closed else OfferState.PUBLISHED).value,
        organization=Organization(name=organization),
        verified_on=now.date(),
        verified_by="partner",
        check_every_months=12,
        **{name: getattr(draft, name) for name in PLAIN_FACTS},
        texts=[
            OfferText(language=code, title=words.title, summary=words.summary)
            for code, words in draft.words.items()
            if words.title
        ],
        terms=[OfferTerm(term_id=key) for key in draft.term_ids],
        languages=[OfferLanguage(language=code) for code in draft.languages],
        areas=[ServiceArea(nis=nis) for nis in draft.area_nis],
        locations=[
            OfferLocation(location_id=numbers[place.key], location=_location(place, number))
            for number, place in enumerate(places, start=1)
        ],
        schedules=[
            make_schedule(item, numbers.get(item.location_key or "")) for item in draft.schedules
        ],
        closures=make_closures(draft.closures),
        cancellations=make_cancellations(draft.cancellations),
        images=make_images(draft.images),
    )


def _location(place: LocationDraft, number: int) -> Location:
    return Location(
        id=number,
        key=place.key,
        name=place.name,
        street=place.street,
        postcode=place.postcode,
        place=place.place,
        municipality_nis=place.municipality_nis,
        latitude=place.latitude,
        longitude=place.longitude,
        closures=make_place_closures(place.closures),
    )
