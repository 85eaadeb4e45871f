"""Pure rules of publishing: what an offer cannot do without, and when a review is promised."""

from __future__ import annotations

from datetime import date, timedelta

from app.agenda.calendar_days import is_public_holiday
from app.directory.models.offers import OfferKind, Online
from app.i18n import DEFAULT_LANGUAGE
from app.publishing.facts import ProposedOffer

REVIEW_WORKING_DAYS = 5
"""A coordinator often works half a day a week."""


def list_missing(proposed: ProposedOffer) -> tuple[str, ...]:
    """Names of the facts without which nobody can come: title, summary, theme, place, moment."""
    offer = proposed.offer
    words = offer.words.get(DEFAULT_LANGUAGE)
    is_somewhere = bool(
        offer.location_keys or offer.area_nis or offer.is_at_home or offer.online != Online.NO.value
    )
    rules = (
        ("title", bool(words and words.title.strip())),
        ("summary", bool(words and (words.summary.strip() or words.description.strip()))),
        ("term_ids", bool(offer.term_ids)),
        ("schedules", offer.kind is not OfferKind.ACTIVITY or bool(offer.schedules)),
        ("location_keys", is_somewhere),
    )
    return tuple(name for name, is_told in rules if not is_told)


def review_promise(submitted_on: date) -> date:
    """The day of the answer at the latest: five working days on, no weekend and no holiday."""
    day, left = submitted_on, REVIEW_WORKING_DAYS
    while left:
        day += timedelta(days=1)
        if day.weekday() < 5 and not is_public_holiday(day):
            left -= 1
    return day
