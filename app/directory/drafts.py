"""Offers, places and partners as facts on their way into the database, from whatever file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time

from app.directory.models.offers import OfferKind, OfferState, Online


@dataclass(frozen=True, slots=True)
class ClosureDraft:
    """Days on which nothing happens, both included."""

    first_day: date
    last_day: date
    is_yearly: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LocationDraft:
    """A place; `key` is stable within its source, coordinates are WGS84 degrees or unknown."""

    key: str
    name: str
    street: str = ""
    postcode: str = ""
    place: str = ""
    municipality_nis: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    term_ids: tuple[str, ...] = ()
    closures: tuple[ClosureDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A phone number, mail address or website; `hours` in OpenStreetMap notation."""

    kind: str
    value: str
    label: str = ""
    hours: str = ""
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class OrganizationDraft:
    """A partner; an existing one with the same slug gets these facts."""

    slug: str
    name: str
    website: str = ""
    descriptions: Mapping[str, str] = field(default_factory=dict)
    term_ids: tuple[str, ...] = ()
    house_slugs: tuple[str, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseDraft:
    """A House with its desk; municipalities by NIS code."""

    slug: str
    name: str
    is_default: bool
    municipalities: tuple[str, ...]
    desk_name: str = ""
    desk_street: str = ""
    desk_postcode: str = ""
    desk_place: str = ""
    desk_hours: str = ""
    website: str = ""
    contacts: tuple[ContactDraft, ...] = ()
    texts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Per language: the welcome and the note of the desk."""


@dataclass(frozen=True, slots=True)
class WordsDraft:
    """The words of an offer in one language."""

    title: str
    summary: str = ""
    description: str = ""
    price_note: str = ""
    reductions: str = ""
    join: str = ""
    conditions: str = ""
    not_for: str = ""
    bring: str = ""
    waiting: str = ""


WORDS = tuple(item.name for item in fields(WordsDraft))
"""The texts of an offer, in the order of its page; each in every language."""


@dataclass(frozen=True, slots=True)
class ScheduleDraft:
    """A recurrence (starts_on and times) or opening hours; `location_key` None is every place.

    Days left out and added stand in order, each once; a day that is both is left out.
    """

    opening_hours: str = ""
    starts_on: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    days: int = 1
    rrule: str = ""
    holidays: str = "also"
    is_off_on_public_holidays: bool = False
    except_days: tuple[date, ...] = ()
    extra_days: tuple[date, ...] = ()
    location_key: str | None = None

    def __post_init__(self) -> None:
        """Put the days in order, so that equal rules are equal however they were told."""
        left_out = set(self.except_days)
        object.__setattr__(self, "except_days", tuple(sorted(left_out)))
        object.__setattr__(self, "extra_days", tuple(sorted(set(self.extra_days) - left_out)))


@dataclass(frozen=True, slots=True)
class CancellationDraft:
    """One moment that does not take place."""

    day: date
    start_time: time | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImageDraft:
    """A picture: a file of the site, a partner's photo, or an address elsewhere, never shown."""

    file_name: str = ""
    source_url: str = ""
    alternatives: Mapping[str, str] = field(default_factory=dict)
    photo_name: str = ""


@dataclass(frozen=True, slots=True)
class OfferDraft:
    """Every fact of one offer; ages in months (minimum inclusive, maximum exclusive)."""

    source: str
    source_id: str
    kind: OfferKind
    organization_slug: str
    words: Mapping[str, WordsDraft]
    state: OfferState = OfferState.PUBLISHED
    term_ids: tuple[str, ...] = ()
    min_age_months: int | None = None
    max_age_months: int | None = None
    audience: str | None = None
    location_keys: tuple[str, ...] = ()
    area_nis: tuple[str, ...] = ()
    online: str = Online.NO.value
    is_at_home: bool = False
    price_cents: int | None = None
    pass_price_cents: int | None = None
    registration: str | None = None
    appointment: str | None = None
    booking_url: str = ""
    languages: tuple[str, ...] = ()
    waiting_reported_on: date | None = None
    intake: str = ""
    referrer_contact: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    schedules: tuple[ScheduleDraft, ...] = ()
    closures: tuple[ClosureDraft, ...] = ()
    cancellations: tuple[CancellationDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
    images: tuple[ImageDraft, ...] = ()


WHO_FACTS = ("min_age_months", "max_age_months", "audience")
TAKING_PART_FACTS = (
    "online",
    "is_at_home",
    "price_cents",
    "pass_price_cents",
    "registration",
    "appointment",
    "booking_url",
    "waiting_reported_on",
)
COLLEAGUE_FACTS = ("intake", "referrer_contact")
PLAIN_FACTS = (*WHO_FACTS, *TAKING_PART_FACTS, *COLLEAGUE_FACTS)
"""The facts that an offer holds as its draft does, under the same name."""
