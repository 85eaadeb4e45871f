"""A row and what is stored become one draft: what the row changes is changed, the rest stays.

A row cannot tell everything of an offer (a second schedule, a translation, a note for staff). So a
fact of the row counts only when it differs from what an export of the stored offer would say, and
importing an export changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.directory.drafts import (
    ContactDraft,
    ImageDraft,
    LocationDraft,
    OfferDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.checks import Checker
from app.directory.operations.saving import make_slug
from app.directory.operations.stored import StoredOffer
from app.exchange.offers_csv_facts import FACT_NAMES, RowFacts
from app.exchange.offers_csv_places import make_location
from app.exchange.offers_csv_terms import Vocabulary
from app.exchange.offers_csv_writing import told_words
from app.geo.names import fold

SLUG_LENGTH = 80
_PLAIN = (
    "kind",
    "min_age_months",
    "max_age_months",
    "audience",
    "area_nis",
    "online",
    "price_cents",
    "registration",
    "appointment",
    "languages",
    "booking_url",
    "verified_on",
    "state",
)
_WORDS = ("title", "summary", "description", "price_note")
_CONTACTS = ("phone", "email", "website")


@dataclass(frozen=True, slots=True)
class Merged:
    """An offer as it is to be saved, with its place when that has to be saved first."""

    draft: OfferDraft
    place: LocationDraft | None = None


def organization_slug(name: str) -> str:
    """The slug of an organization by its name; a digest tells long and non-Latin names apart."""
    slug, folded = make_slug(name), fold(name)
    if folded and folded.isascii() and len(slug) < SLUG_LENGTH:
        return slug
    digest = hashlib.sha256(" ".join(name.casefold().split()).encode()).hexdigest()[:8]
    return f"{slug[: SLUG_LENGTH - 9]}-{digest}"


def make_offer(
    source: str, facts: RowFacts, organization: str, vocabulary: Vocabulary, language: str
) -> Merged:
    """A new offer with words in one language; `organization` is a slug."""
    blank = OfferDraft(
        source=source,
        source_id=facts.source_id,
        kind=facts.kind,
        organization_slug=organization,
        words={language: WordsDraft(facts.title)},
    )
    stored = StoredOffer(blank, facts.organization, ())
    return merge_offer(stored, None, facts, organization, vocabulary)


def merge_offer(
    stored: StoredOffer,
    told: RowFacts | None,
    facts: RowFacts,
    organization: str,
    vocabulary: Vocabulary,
) -> Merged:
    """What is stored with what the row changes; `told` is what an export says of it now."""
    changed = frozenset(
        name for name in FACT_NAMES if told is None or getattr(told, name) != getattr(facts, name)
    )
    draft = stored.draft
    values = {name: getattr(facts, name) for name in _PLAIN if name in changed}
    if "organization" in changed:
        values["organization_slug"] = organization
    if "verified_on" in changed:
        values["verified_by"] = Checker.SOURCE.value if facts.verified_on else ""
    draft = replace(draft, **values)
    draft = replace(
        draft,
        words=_merge_words(draft, facts, changed),
        term_ids=_merge_terms(draft, facts, changed, vocabulary),
        contacts=_merge_contacts(draft, facts, changed),
        images=_merge_images(draft, facts) if "image_url" in changed else draft.images,
        schedules=_merge_schedules(draft, facts, changed),
    )
    return _merge_place(stored, draft, facts) if "place" in changed else Merged(draft)


def _merge_words(
    draft: OfferDraft, facts: RowFacts, changed: frozenset[str]
) -> Mapping[str, WordsDraft]:
    language, words = told_words(draft)
    values = {name: getattr(facts, name) for name in _WORDS if name in changed}
    if "reductions_text" in changed:
        values["reductions"] = facts.reductions_text
    return {**draft.words, language: replace(words, **values)} if values else draft.words


def _merge_terms(
    draft: OfferDraft, facts: RowFacts, changed: frozenset[str], vocabulary: Vocabulary
) -> tuple[str, ...]:
    if not changed & {"themes", "accessibility", "reductions"}:
        return draft.term_ids
    groups = vocabulary.group(draft.term_ids)
    parts = (
        facts.themes if "themes" in changed else groups.themes,
        facts.accessibility if "accessibility" in changed else groups.accessibility,
        facts.reductions if "reductions" in changed else groups.reductions,
        groups.others,
    )
    return tuple(dict.fromkeys(term_id for part in parts for term_id in part))


def _merge_contacts(
    draft: OfferDraft, facts: RowFacts, changed: frozenset[str]
) -> tuple[ContactDraft, ...]:
    """The first public contact of a kind gets the value; an emptied cell takes the kind away."""
    contacts = list(draft.contacts)
    for kind in _CONTACTS:
        if kind not in changed:
            continue
        value: str = getattr(facts, kind)
        public = [item for item in contacts if item.kind == kind and item.is_public]
        if not value:
            contacts = [item for item in contacts if item not in public]
        elif public:
            contacts[contacts.index(public[0])] = replace(public[0], value=value)
        else:
            contacts.append(ContactDraft(kind, value))
    return tuple(contacts)


def _merge_images(draft: OfferDraft, facts: RowFacts) -> tuple[ImageDraft, ...]:
    """The address of a picture elsewhere; files of the site and photos stay."""
    own = (item for item in draft.images if item.file_name or item.photo_name)
    kept = tuple(replace(item, source_url="") for item in own)
    return (*kept, ImageDraft(source_url=facts.image_url)) if facts.image_url else kept


def _merge_schedules(
    draft: OfferDraft, facts: RowFacts, changed: frozenset[str]
) -> tuple[ScheduleDraft, ...]:
    """The first schedule of a sort gets what the row says; an emptied cell takes the sort away."""
    schedules = list(draft.schedules)
    if "recurrence" in changed:
        first = next((item for item in schedules if not item.opening_hours), None)
        found = facts.recurrence
        if found is None:
            schedules = [item for item in schedules if item.opening_hours]
        elif first is None:
            schedules.append(found)
        else:
            schedules[schedules.index(first)] = replace(
                found,
                is_off_on_public_holidays=first.is_off_on_public_holidays,
                extra_days=first.extra_days,
                location_key=first.location_key,
            )
    if "opening_hours" in changed:
        first = next((item for item in schedules if item.opening_hours), None)
        if not facts.opening_hours:
            schedules = [item for item in schedules if not item.opening_hours]
        elif first is None:
            schedules.append(ScheduleDraft(opening_hours=facts.opening_hours))
        else:
            schedules[schedules.index(first)] = replace(first, opening_hours=facts.opening_hours)
    return tuple(schedules)


def _merge_place(stored: StoredOffer, draft: OfferDraft, facts: RowFacts) -> Merged:
    """The first place becomes that of the row; one with the same name keeps its closings."""
    if facts.place is None:
        return Merged(
            replace(
                draft,
                location_keys=(),
                schedules=tuple(replace(item, location_key=None) for item in draft.schedules),
            )
        )
    place = make_location(draft.source, facts.place)
    former = stored.places[0] if stored.places else None
    if former is not None and fold(former.name) == fold(place.name):
        place = replace(place, term_ids=former.term_ids, closures=former.closures)
    others = tuple(key for key in draft.location_keys[1:] if key != place.key)
    schedules = tuple(
        replace(item, location_key=place.key)
        if former is not None and item.location_key == former.key
        else item
        for item in draft.schedules
    )
    return Merged(replace(draft, location_keys=(place.key, *others), schedules=schedules), place)
