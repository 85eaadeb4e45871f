"""Writing offers: one draft in, one row with its children made or brought up to date."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import utc_now
from app.directory.drafts import (
    PLAIN_FACTS,
    WORDS,
    CancellationDraft,
    ClosureDraft,
    ImageDraft,
    OfferDraft,
    ScheduleDraft,
)
from app.directory.models.offers import (
    Offer,
    OfferLanguage,
    OfferLocation,
    OfferTerm,
    OfferText,
    ServiceArea,
)
from app.directory.models.organizations import Location, Organization
from app.directory.models.schedules import Schedule
from app.directory.operations.offers import BATCH, WHOLE_OFFER
from app.directory.operations.partners import make_contacts, same_contacts
from app.directory.rows import make_cancellations, make_closures, make_images, make_schedule
from app.directory.timetables import schedule_facts

K = TypeVar("K", str, int)
_CHILDREN = (
    "texts",
    "terms",
    "locations",
    "areas",
    "languages",
    "schedules",
    "closures",
    "cancellations",
    "contacts",
    "images",
)
"""The children that a draft brings; what was checked stands apart from them."""


class UnknownReferenceError(LookupError):
    """An offer names an organization or a place that is not there."""


def make_slug(text: str) -> str:
    """A part of an address from a title: lower case letters, digits and hyphens, 80 at the most."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80].strip("-") or "aanbod"


def save_offers(
    session: Session, drafts: Iterable[OfferDraft], *, is_by_partner: bool = False
) -> int:
    """Save drafts in order; raises UnknownReferenceError on the first dangling name.

    Stored offers are read, and changed ones written, a batch at a time. What a partner keeps on
    this site is left as it is by everybody else; what a partner saves, it keeps from then on.
    """
    # A list first: a result has `keys` of its own, which `dict` would take for a mapping's.
    organizations = dict(session.execute(select(Organization.slug, Organization.id)).all())
    locations = dict(session.execute(select(Location.key, Location.id)).all())
    location_keys = {number: key for key, number in locations.items()}
    count = 0
    remaining = iter(drafts)
    while batch := list(islice(remaining, BATCH)):
        stored = _find_stored(session, batch)
        with session.no_autoflush:
            for draft in batch:
                offer = stored.get((draft.source, draft.source_id))
                if offer is None:
                    offer = stored[draft.source, draft.source_id] = _new_offer(session, draft)
                elif offer.is_partner_kept and not is_by_partner:
                    continue
                offer.is_partner_kept = is_by_partner
                _save_offer(offer, draft, organizations, locations, location_keys)
                if offer.id is not None and _is_changed(session, offer):
                    offer.updated_at = utc_now()
        session.flush()
        count += len(batch)
    return count


def _find_stored(session: Session, drafts: list[OfferDraft]) -> dict[tuple[str, str], Offer]:
    found: dict[tuple[str, str], Offer] = {}
    for source in {draft.source for draft in drafts}:
        ids = [draft.source_id for draft in drafts if draft.source == source]
        rows = session.scalars(
            select(Offer)
            .where(Offer.source == source, Offer.source_id.in_(ids))
            .options(*WHOLE_OFFER)
        )
        found.update(((row.source, row.source_id), row) for row in rows)
    return found


def _new_offer(session: Session, draft: OfferDraft) -> Offer:
    offer = Offer(source=draft.source, source_id=draft.source_id)
    for children in _CHILDREN:
        setattr(offer, children, [])
    session.add(offer)
    return offer


def _is_changed(session: Session, offer: Offer) -> bool:
    """Whether an offer, or a row of it, is not as it was read: its children are part of it."""
    return session.is_modified(offer) or any(
        session.is_modified(row) for children in _CHILDREN for row in getattr(offer, children)
    )


def _save_offer(
    offer: Offer,
    draft: OfferDraft,
    organizations: dict[str, int],
    locations: dict[str, int],
    location_keys: dict[int, str],
) -> None:
    if draft.organization_slug not in organizations:
        raise UnknownReferenceError(draft.organization_slug)
    offer.organization_id = organizations[draft.organization_slug]
    offer.kind, offer.state = draft.kind.value, draft.state.value
    offer.slug = make_slug(draft.words.get("nl", next(iter(draft.words.values()))).title)
    for name in PLAIN_FACTS:
        setattr(offer, name, getattr(draft, name))
    # A file that does not know of a newer check here does not undo it.
    if draft.verified_on and draft.verified_on >= (offer.verified_on or draft.verified_on):
        offer.verified_on, offer.verified_by = draft.verified_on, draft.verified_by
    _save_words(offer, draft)
    _save_lists(offer, draft, locations)
    _save_times(offer, draft, locations, location_keys)
    if not same_contacts(offer.contacts, draft.contacts):
        offer.contacts = make_contacts(draft.contacts)
    if read_images(offer) != draft.images:
        offer.images = make_images(draft.images)


def _save_words(offer: Offer, draft: OfferDraft) -> None:
    rows = {row.language: row for row in offer.texts}
    offer.texts = [rows.get(code) or OfferText(language=code) for code in draft.words]
    for row in offer.texts:
        words = draft.words[row.language]
        for name in WORDS:
            setattr(row, name, getattr(words, name))


def _save_lists(offer: Offer, draft: OfferDraft, locations: dict[str, int]) -> None:
    for key in draft.location_keys:
        if key not in locations:
            raise UnknownReferenceError(key)
    terms = {row.term_id: row for row in offer.terms}
    offer.terms = [terms.get(key) or OfferTerm(term_id=key) for key in _once(draft.term_ids)]
    places = {row.location_id: row for row in offer.locations}
    ids = [locations[key] for key in draft.location_keys]
    offer.locations = [places.get(key) or OfferLocation(location_id=key) for key in _once(ids)]
    spoken = {row.language: row for row in offer.languages}
    offer.languages = [
        spoken.get(key) or OfferLanguage(language=key) for key in _once(draft.languages)
    ]
    areas = {row.nis: row for row in offer.areas}
    offer.areas = [areas.get(nis) or ServiceArea(nis=nis) for nis in sorted(set(draft.area_nis))]
    _number(offer.terms)
    _number(offer.locations)
    _number(offer.languages)


def _once(keys: Iterable[K]) -> list[K]:
    return list(dict.fromkeys(keys))


def _number(rows: Sequence[OfferTerm | OfferLocation | OfferLanguage]) -> None:
    for position, row in enumerate(rows):
        row.position = position


def _save_times(
    offer: Offer,
    draft: OfferDraft,
    locations: dict[str, int],
    location_keys: dict[int, str],
) -> None:
    if read_schedules(offer, location_keys) != draft.schedules:
        offer.schedules = [_place_schedule(item, locations) for item in draft.schedules]
    closures = tuple(
        ClosureDraft(row.first_day, row.last_day, row.is_yearly, row.reason)
        for row in offer.closures
    )
    if closures != draft.closures:
        offer.closures = make_closures(draft.closures)
    cancelled = tuple(
        CancellationDraft(row.day, row.start_time, row.reason) for row in offer.cancellations
    )
    if cancelled != draft.cancellations:
        offer.cancellations = make_cancellations(draft.cancellations)


def _place_schedule(draft: ScheduleDraft, locations: dict[str, int]) -> Schedule:
    if draft.location_key is not None and draft.location_key not in locations:
        raise UnknownReferenceError(draft.location_key)
    return make_schedule(draft, locations[draft.location_key] if draft.location_key else None)


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
            row.photo_name,
        )
        for row in offer.images
    )
