"""The card of a version as families will see it, made without touching the database."""

from __future__ import annotations

from datetime import datetime

from app.directory.catalogue import Taxonomy
from app.directory.drafts import LocationDraft, OfferDraft, ScheduleDraft
from app.directory.models.offers import (
    ImageText,
    Offer,
    OfferImage,
    OfferLanguage,
    OfferLocation,
    OfferState,
    OfferTerm,
    OfferText,
    ServiceArea,
)
from app.directory.models.organizations import Location, LocationClosure, Organization
from app.directory.models.schedules import Cancellation, Closure, Schedule, ScheduleDate
from app.finder.cards import Card
from app.finder.presentation import make_card
from app.publishing.facts import ProposedOffer

UNSAVED_ID = 0
_FACTS = (
    "min_age_months",
    "max_age_months",
    "audience",
    "online",
    "is_at_home",
    "price_cents",
    "pass_price_cents",
    "registration",
    "appointment",
    "booking_url",
)


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
        **{name: getattr(draft, name) for name in _FACTS},
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
        schedules=[_schedule(item, numbers) for item in draft.schedules],
        images=_images(draft),
        **_closed(draft),
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
        closures=[
            LocationClosure(
                first_day=item.first_day,
                last_day=item.last_day,
                is_yearly=item.is_yearly,
                reason=item.reason,
            )
            for item in place.closures
        ],
    )


def _schedule(item: ScheduleDraft, numbers: dict[str, int]) -> Schedule:
    return Schedule(
        location_id=numbers.get(item.location_key or ""),
        opening_hours=item.opening_hours,
        starts_on=item.starts_on,
        start_time=item.start_time,
        end_time=item.end_time,
        days=item.days,
        rrule=item.rrule,
        holidays=item.holidays,
        is_off_on_public_holidays=item.is_off_on_public_holidays,
        dates=[
            *(ScheduleDate(day=day, is_extra=False) for day in item.except_days),
            *(ScheduleDate(day=day, is_extra=True) for day in item.extra_days),
        ],
    )


def _images(draft: OfferDraft) -> list[OfferImage]:
    return [
        OfferImage(
            file_name=item.file_name,
            source_url=item.source_url,
            photo_name=item.photo_name,
            texts=[
                ImageText(language=code, alternative=text)
                for code, text in item.alternatives.items()
            ],
        )
        for item in draft.images
    ]


def _closed(draft: OfferDraft) -> dict[str, list[Closure] | list[Cancellation]]:
    return {
        "closures": [
            Closure(
                first_day=item.first_day,
                last_day=item.last_day,
                is_yearly=item.is_yearly,
                reason=item.reason,
            )
            for item in draft.closures
        ],
        "cancellations": [
            Cancellation(day=item.day, start_time=item.start_time, reason=item.reason)
            for item in draft.cancellations
        ],
    }
