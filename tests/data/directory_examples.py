"""A small directory that the tests of tables and operations share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from app.directory.drafts import (
    CancellationDraft,
    ClosureDraft,
    ContactDraft,
    HouseDraft,
    ImageDraft,
    LocationDraft,
    OfferDraft,
    OrganizationDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.offers import Offer, OfferKind
from app.directory.operations.offers import find_offer
from app.directory.operations.partners import (
    TermDraft,
    save_house,
    save_location,
    save_organization,
    save_terms,
)
from app.directory.operations.saving import save_offers

LOKEREN, TEMSE = "46029", "46025"
TERMS = (
    TermDraft("meeting", None, "domain", "people", None, None, {"nl": ("Ontmoeten", "")}),
    TermDraft(
        "playing-together",
        "meeting",
        "domain",
        "ball",
        0,
        72,
        {"nl": ("Samen spelen", "Je speelt samen."), "fr": ("Jouer", "")},
    ),
    TermDraft("age-3-6", None, "age_group", "child", 36, 72, {"nl": ("3 tot 6 jaar", "")}),
    TermDraft("acc-buggy", None, "accessibility", "pram", None, None, {"nl": ("Met de buggy", "")}),
    TermDraft("org-library", None, "partner_type", "book", None, None, {"nl": ("Bib", "")}),
)
HOUSE = HouseDraft(
    "durme",
    "Huis van het Kind Durme",
    True,
    (LOKEREN,),
    desk_hours="Mo-Fr 09:00-12:00",
    contacts=(ContactDraft("phone", "09 000 12 34", hours="Mo-Fr 09:00-12:00"),),
    texts={"nl": ("Kom binnen.", "Bel gerust."), "fr": ("Entrez.", "")},
)
PARTNER = OrganizationDraft(
    "bib-de-pagina",
    "Bib De Pagina",
    "https://bibdepagina.example",
    {"nl": "Boeken voor iedereen."},
    ("org-library",),
    ("durme",),
    (ContactDraft("email", "hallo@bibdepagina.example"),),
)
OTHER_PARTNER = OrganizationDraft("speelclub", "Speelclub De Tol")
PLACE = LocationDraft(
    "bib-lokeren",
    "Bib De Pagina",
    "Markt 1",
    "9160",
    "Lokeren",
    LOKEREN,
    51.104,
    3.989,
    ("acc-buggy",),
    (ClosureDraft(date(2024, 7, 21), date(2024, 7, 31), True, "zomer"),),
)
OTHER_PLACE = LocationDraft("zaal-temse", "Zaal", "Kaai 2", "9140", "Temse", TEMSE, 51.12, 4.21)
WEEKLY = ScheduleDraft(
    starts_on=date(2024, 1, 3),
    start_time=time(14),
    end_time=time(16),
    rrule="FREQ=WEEKLY;BYDAY=WE",
    holidays="not",
    except_days=(date(2024, 1, 10),),
    extra_days=(date(2024, 1, 12),),
    location_key="bib-lokeren",
)
OPENING = ScheduleDraft(opening_hours="Mo-Fr 09:00-12:00", location_key="bib-lokeren")
STORY_HOUR = OfferDraft(
    source="test",
    source_id="voorleesuur",
    kind=OfferKind.ACTIVITY,
    organization_slug="bib-de-pagina",
    words={
        "nl": WordsDraft("Voorleesuur", "We lezen samen.", "Elke woensdag.", join="Kom maar."),
        "fr": WordsDraft("Heure du conte"),
    },
    term_ids=("playing-together",),
    min_age_months=36,
    max_age_months=72,
    audience="both",
    location_keys=("bib-lokeren", "zaal-temse"),
    area_nis=(LOKEREN,),
    price_cents=0,
    pass_price_cents=None,
    registration="none",
    appointment="walk-in",
    languages=("nl", "fr"),
    verified_on=date(2026, 1, 5),
    schedules=(WEEKLY, OPENING),
    closures=(ClosureDraft(date(2024, 12, 24), date(2025, 1, 2), True, "feest"),),
    cancellations=(CancellationDraft(date(2024, 1, 17), time(14), "ziek"),),
    contacts=(
        ContactDraft("phone", "09 000 56 78", "An", "We 13:00-17:00"),
        ContactDraft("email", "intern@bibdepagina.example", is_public=False),
    ),
    images=(ImageDraft("voorlezen.svg", "", {"nl": "Een kring", "fr": "Un cercle"}),),
)


def save_directory(session: Session, offers: Iterable[OfferDraft] = (STORY_HOUR,)) -> None:
    """Save the house, the partners, the places and some offers."""
    save_terms(session, TERMS)
    save_house(session, HOUSE)
    for partner in (PARTNER, OTHER_PARTNER):
        save_organization(session, partner)
    for place in (PLACE, OTHER_PLACE):
        save_location(session, place)
    save_offers(session, offers)


def simple_offer(source_id: str, title: str = "Speelclub", **facts: Any) -> OfferDraft:
    """An offer with a title and whatever else is told."""
    words = {"nl": WordsDraft(title, facts.pop("summary", ""), facts.pop("description", ""))}
    draft = OfferDraft("test", source_id, OfferKind.SERVICE, "speelclub", words)
    return replace(draft, **facts)


def numbered_offers(count: int) -> list[OfferDraft]:
    """Offers with everything an offer can have, that differ in their title only."""
    return [
        replace(
            STORY_HOUR,
            source_id=f"voorleesuur-{number}",
            words={"nl": replace(STORY_HOUR.words["nl"], title=f"Voorleesuur {number}")},
        )
        for number in range(count)
    ]


def get_saved(session: Session, offer_id: int = 1) -> Offer:
    """A saved offer with everything about it."""
    offer = find_offer(session, offer_id)
    assert offer is not None
    return offer
