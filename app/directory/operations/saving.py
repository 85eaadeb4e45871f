"""Writing offers: one draft in, one row with its children made or brought up to date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import utc_now
from app.directory.drafts import (
    CancellationDraft,
    ClosureDraft,
    ImageDraft,
    OfferDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.offers import (
    ImageText,
    Offer,
    OfferImage,
    OfferLanguage,
    OfferLocation,
    OfferTerm,
    OfferText,
    ServiceArea,
)
from app.directory.models.organizations import Location, Organization
from app.directory.models.schedules import Cancellation, Closure, Schedule, ScheduleDate
from app.directory.operations.offers import WHOLE_OFFER
from app.directory.operations.partners import make_contacts, same_contacts
from app.directory.timetables import schedule_facts

_WORDS = WordsDraft.__slots__
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
    "waiting_reported_on",
    "intake",
    "referrer_contact",
    "verified_on",
)


class UnknownReferenceError(LookupError):
    """An offer names an organization or a place that is not there."""


def make_slug(text: str) -> str:
    """A part of an address from a title: lower case letters, digits and hyphens, 80 at the most."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "aanbod"


def save_offers(session: Session, drafts: Iterable[OfferDraft]) -> int:
    """Save drafts in order; raises UnknownReferenceError on the first dangling name."""
    organizations = dict(session.execute(select(Organization.slug, Organization.id)).tuples().all())
    locations = dict(session.execute(select(Location.key, Location.id)).tuples().all())
    count = 0
    for draft in drafts:
        _save_offer(session, draft, organizations, locations)
        count += 1
    session.flush()
    return count


def _save_offer(
    session: Session,
    draft: OfferDraft,
    organizations: dict[str, int],
    locations: dict[str, int],
) -> None:
    offer = session.scalar(
        select(Offer)
        .where(Offer.source == draft.source, Offer.source_id == draft.source_id)
        .options(*WHOLE_OFFER)
    )
    if offer is None:
        offer = Offer(source=draft.source, source_id=draft.source_id)
        for children in ("texts", "terms", "locations", "areas", "languages"):
            setattr(offer, children, [])
        for children in ("schedules", "closures", "cancellations", "contacts", "images"):
            setattr(offer, children, [])
        session.add(offer)
    if draft.organization_slug not in organizations:
        raise UnknownReferenceError(draft.organization_slug)
    offer.organization_id = organizations[draft.organization_slug]
    offer.kind, offer.state = draft.kind.value, draft.state.value
    offer.slug = make_slug(draft.words.get("nl", next(iter(draft.words.values()))).title)
    for name in _FACTS:
        setattr(offer, name, getattr(draft, name))
    _save_words(offer, draft)
    _save_lists(offer, draft, locations)
    _save_times(offer, draft, locations)
    if not same_contacts(offer.contacts, draft.contacts):
        offer.contacts = make_contacts(draft.contacts)
    if read_images(offer) != draft.images:
        offer.images = _make_images(draft.images)
    if session.new or session.deleted or any(session.is_modified(row) for row in session.dirty):
        # A changed child row is a change of its offer.
        offer.updated_at = utc_now()
    session.flush()


def _save_words(offer: Offer, draft: OfferDraft) -> None:
    rows = {row.language: row for row in offer.texts}
    offer.texts = [rows.get(code) or OfferText(language=code) for code in draft.words]
    for row in offer.texts:
        words = draft.words[row.language]
        for name in _WORDS:
            setattr(row, name, getattr(words, name))


def _save_lists(offer: Offer, draft: OfferDraft, locations: dict[str, int]) -> None:
    for key in draft.location_keys:
        if key not in locations:
            raise UnknownReferenceError(key)
    terms = {row.term_id: row for row in offer.terms}
    offer.terms = [terms.get(key) or OfferTerm(term_id=key) for key in draft.term_ids]
    places = {row.location_id: row for row in offer.locations}
    ids = [locations[key] for key in draft.location_keys]
    offer.locations = [places.get(key) or OfferLocation(location_id=key) for key in ids]
    spoken = {row.language: row for row in offer.languages}
    offer.languages = [spoken.get(key) or OfferLanguage(language=key) for key in draft.languages]
    areas = {row.nis: row for row in offer.areas}
    offer.areas = [areas.get(nis) or ServiceArea(nis=nis) for nis in sorted(set(draft.area_nis))]
    for rows in (offer.terms, offer.locations, offer.languages):
        _number(rows)


def _number(rows: Sequence[OfferTerm] | Sequence[OfferLocation] | Sequence[OfferLanguage]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _save_times(offer: Offer, draft: OfferDraft, locations: dict[str, int]) -> None:
    keys = {number: key for key, number in locations.items()}
    if read_schedules(offer, keys) != draft.schedules:
        offer.schedules = [_make_schedule(item, locations) for item in draft.schedules]
    closures = tuple(
        ClosureDraft(row.first_day, row.last_day, row.is_yearly, row.reason)
        for row in offer.closures
    )
    if closures != draft.closures:
        offer.closures = [
            Closure(
                first_day=item.first_day,
                last_day=item.last_day,
                is_yearly=item.is_yearly,
                reason=item.reason,
            )
            for item in draft.closures
        ]
    cancelled = tuple(
        CancellationDraft(row.day, row.start_time, row.reason) for row in offer.cancellations
    )
    if cancelled != draft.cancellations:
        offer.cancellations = [
            Cancellation(day=item.day, start_time=item.start_time, reason=item.reason)
            for item in draft.cancellations
        ]


def _make_schedule(draft: ScheduleDraft, locations: dict[str, int]) -> Schedule:
    if draft.location_key is not None and draft.location_key not in locations:
        raise UnknownReferenceError(draft.location_key)
    return Schedule(
        location_id=locations[draft.location_key] if draft.location_key else None,
        opening_hours=draft.opening_hours,
        starts_on=draft.starts_on,
        start_time=draft.start_time,
        end_time=draft.end_time,
        days=draft.days,
        rrule=draft.rrule,
        holidays=draft.holidays,
        is_off_on_public_holidays=draft.is_off_on_public_holidays,
        dates=[
            *(ScheduleDate(day=day, is_extra=False) for day in draft.except_days),
            *(ScheduleDate(day=day, is_extra=True) for day in draft.extra_days),
        ],
    )


def read_schedules(offer: Offer, location_keys: dict[int, str]) -> tuple[ScheduleDraft, ...]:
    """The stored rules of an offer as drafts, in order."""
    return tuple(
        schedule_facts(row, location_keys[row.location_id] if row.location_id else None)
        for row in offer.schedules
    )


def read_images(offer: Offer) -> tuple[ImageDraft, ...]:
    """The stored pictures of an offer as drafts, in order."""
    return tuple(
        ImageDraft(
            row.file_name,
            row.source_url,
            {text.language: text.alternative for text in row.texts},
        )
        for row in offer.images
    )


def _make_images(drafts: tuple[ImageDraft, ...]) -> list[OfferImage]:
    return [
        OfferImage(
            position=position,
            file_name=draft.file_name,
            source_url=draft.source_url,
            texts=[
                ImageText(language=language, alternative=text)
                for language, text in draft.alternatives.items()
            ],
        )
        for position, draft in enumerate(drafts)
    ]
