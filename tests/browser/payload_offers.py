"""An offer with a payload in every text, as it gets in past every form."""

from __future__ import annotations

from datetime import date, time, timedelta

from payloads import LINKS, texts_for

from app.db import utc_now
from app.directory.drafts import (
    CancellationDraft,
    ClosureDraft,
    ContactDraft,
    ImageDraft,
    LocationDraft,
    OfferDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.offers import OfferKind
from app.publishing.facts import ProposedOffer
from tests.data.directory_examples import LOKEREN

TURNS = 14
"""How many offers it takes to put every payload in every field of 150 characters."""
WORDS = {
    "title": 150,
    "summary": 300,
    "description": 5_000,
    "price_note": 1_000,
    "reductions": 1_000,
    "join": 1_000,
    "conditions": 1_000,
    "not_for": 1_000,
    "bring": 1_000,
    "waiting": 300,
}
START = time(14)


def harmful_offer(first_day: date, turn: int) -> ProposedOffer:
    """An offer with payloads in every fact that is a text."""
    place = LocationDraft(
        f"partner:kwaad-{turn}",
        texts_for(150, turn + 1),
        texts_for(150, turn + 2),
        "9160",
        texts_for(80, turn + 3),
        LOKEREN,
        51.104,
        3.989,
    )
    words = {
        language: WordsDraft(
            **{
                name: texts_for(longest, turn + number)
                for number, (name, longest) in enumerate(WORDS.items())
            }
        )
        for language in ("nl", "fr")
    }
    weekly = ScheduleDraft(
        starts_on=first_day,
        start_time=START,
        end_time=time(16),
        rrule="FREQ=WEEKLY",
        location_key=place.key,
    )
    link = LINKS[turn % len(LINKS)]
    offer = OfferDraft(
        "partner",
        "",
        OfferKind.ACTIVITY,
        "bib-de-pagina",
        words,
        term_ids=("playing-together",),
        location_keys=(place.key,),
        min_age_months=36,
        max_age_months=72,
        booking_url=link,
        intake=texts_for(1_000, turn),
        referrer_contact=texts_for(1_000, turn + 1),
        waiting_reported_on=utc_now().date(),
        schedules=(weekly,),
        closures=(
            ClosureDraft(
                first_day + timedelta(days=14),
                first_day + timedelta(days=14),
                reason=texts_for(200, turn + 4),
            ),
        ),
        cancellations=(
            CancellationDraft(first_day + timedelta(days=7), START, texts_for(200, turn + 5)),
        ),
        contacts=(
            ContactDraft("website", link, texts_for(100, turn)),
            ContactDraft("phone", texts_for(60, turn), texts_for(100, turn + TURNS)),
            ContactDraft("email", texts_for(60, turn + TURNS), texts_for(100, turn)),
            ContactDraft("email", texts_for(60, turn + 28), texts_for(100, turn), is_public=False),
        ),
        images=(
            ImageDraft(
                "voorlezen.svg", "", {"nl": texts_for(250, turn), "fr": texts_for(250, turn + 5)}
            ),
        ),
    )
    return ProposedOffer(offer, (place,))
