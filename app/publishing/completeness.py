"""How much of what families filter and read on an offer tells, and what is worth telling first."""

from __future__ import annotations

from dataclasses import dataclass

from app.directory.drafts import OfferDraft, WordsDraft
from app.directory.models.offers import Audience, Online
from app.i18n import DEFAULT_LANGUAGE
from app.publishing.facts import ProposedOffer

ACCESS_TERMS = "acc-"
"""How the terms begin that say how a place or an offer can be used."""
WEIGHTS = {
    "age": 15,
    "place": 15,
    "when": 15,
    "price": 12,
    "entry": 8,
    "summary": 8,
    "description": 6,
    "contact": 6,
    "accessibility": 5,
    "languages": 4,
    "photo": 3,
    "check": 3,
}
"""What a fact is worth, 100 together: first what searches filter on, then what families read."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A fact that is not told yet, with what it is worth in hundredths."""

    fact: str
    weight: int


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete an offer is, 0 to 100, with what is missing, the heaviest first."""

    score: int
    advice: tuple[Advice, ...]


def completeness(proposed: ProposedOffer) -> Completeness:
    """Weigh what an offer tells; what is for professionals needs no age."""
    told = _told(proposed)
    missing = [Advice(fact, weight) for fact, weight in WEIGHTS.items() if not told[fact]]
    score = 100 - sum(item.weight for item in missing)
    return Completeness(score, tuple(sorted(missing, key=lambda item: -item.weight)))


def _told(proposed: ProposedOffer) -> dict[str, bool]:
    offer = proposed.offer
    words = offer.words.get(DEFAULT_LANGUAGE, WordsDraft(""))
    has_age = offer.min_age_months is not None or offer.max_age_months is not None
    return {
        "age": has_age or offer.audience == Audience.PROFESSIONAL.value,
        "place": bool(
            offer.location_keys
            or offer.area_nis
            or offer.is_at_home
            or offer.online != Online.NO.value
        ),
        "when": bool(offer.schedules),
        "price": offer.price_cents is not None or bool(words.price_note.strip()),
        "entry": bool(offer.appointment or offer.registration),
        "summary": bool(words.summary.strip()),
        "description": bool(words.description.strip()),
        "contact": bool(offer.booking_url) or any(item.is_public for item in offer.contacts),
        "accessibility": _tells_access(proposed),
        "languages": bool(offer.languages),
        "photo": _has_picture_with_words(offer),
        "check": offer.verified_on is not None,
    }


def _tells_access(proposed: ProposedOffer) -> bool:
    used = set(proposed.offer.location_keys)
    terms = [
        *proposed.offer.term_ids,
        *(term for place in proposed.places if place.key in used for term in place.term_ids),
    ]
    return any(term.startswith(ACCESS_TERMS) for term in terms)


def _has_picture_with_words(offer: OfferDraft) -> bool:
    return any(
        (image.photo_name or image.file_name)
        and image.alternatives.get(DEFAULT_LANGUAGE, "").strip()
        for image in offer.images
    )
