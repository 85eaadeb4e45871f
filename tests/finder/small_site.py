"""A site with a handful of offers of our own making, whole from its database to its pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from flask import Flask

from app.directory.connecting import connect
from app.directory.drafts import (
    CancellationDraft,
    ClosureDraft,
    ContactDraft,
    OfferDraft,
    OrganizationDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.offers import OfferKind, OfferState
from app.directory.operations.partners import (
    save_house,
    save_location,
    save_organization,
    save_terms,
)
from app.directory.operations.saving import save_offers
from app.directory.taxonomy_file import read_taxonomy_file
from tests.data.directory_examples import (
    HOUSE,
    OPENING,
    OTHER_PLACE,
    PARTNER,
    PLACE,
    STORY_HOUR,
)
from tests.sites import open_site, rebuild, settings_in

# A Monday morning in term time, and the Wednesday of that week.
NOW = "2026-05-04T10:00:00+02:00"
MONDAY, WEDNESDAY = date(2026, 5, 4), date(2026, 5, 6)
SCRIPT = "Spelen</script><script>alert(1)</script>"
STAFF_ONLY = "alleen-voor-medewerkers"
WEEKLY = ScheduleDraft(
    starts_on=date(2026, 1, 7),
    start_time=time(14),
    end_time=time(16),
    rrule="FREQ=WEEKLY;BYDAY=WE",
    holidays="not",
    location_key="bib-lokeren",
)


def offer(source_id: str, title: str, **facts: object) -> OfferDraft:
    """An activity every Wednesday afternoon in Lokeren, with whatever else is told."""
    draft = OfferDraft(
        "test",
        source_id,
        OfferKind.ACTIVITY,
        "bib-de-pagina",
        {"nl": WordsDraft(title, f"Samenvatting van {title}.", "Eerste alinea.\n\nTweede <b>.")},
        term_ids=("playing-together",),
        location_keys=("bib-lokeren",),
        price_cents=250,
        min_age_months=36,
        max_age_months=72,
        schedules=(WEEKLY,),
        verified_on=date(2026, 4, 1),
    )
    return replace(draft, **facts)  # type: ignore[arg-type]  # names of facts


OFFERS: tuple[OfferDraft, ...] = (
    offer("gewoon", "Knutselclub", words={
        "nl": WordsDraft("Knutselclub", "Samen knutselen.", "Alles ligt klaar."),
        "fr": WordsDraft("Club de bricolage", "Bricoler ensemble."),
    }),
    offer("script", SCRIPT, booking_url="https://inschrijven.example/?a=1&b=2"),
    offer("ontwerp", "Nog niet af", state=OfferState.DRAFT),
    offer("dicht", "Zomerzaal", state=OfferState.TEMPORARILY_CLOSED),
    offer("weg", "Afgelast feest", state=OfferState.CANCELLED),
    offer("ziek", "Voorleeskring", cancellations=(
        CancellationDraft(WEDNESDAY, time(14), "De juf is ziek."),
    )),
    offer("gesloten", "Speelzolder", closures=(
        ClosureDraft(date(2024, 5, 1), date(2024, 5, 10), True, "We verhuizen."),
    )),
    offer("stil", "Stille dienst", intake=STAFF_ONLY, referrer_contact=STAFF_ONLY, contacts=(
        ContactDraft("phone", "09 000 56 78", "An", "We 13:00-17:00"),
        ContactDraft("email", f"{STAFF_ONLY}@bib.example", is_public=False),
    )),
    offer("oud", "Oude gids", verified_on=date(2024, 1, 1), price_cents=None, pass_price_cents=100),
    offer("nooit", "Nooit nagekeken", verified_on=None, price_cents=0, kind=OfferKind.SERVICE,
          schedules=(OPENING,)),
    offer("thuis", "Oppas thuis", is_at_home=True, location_keys=(), area_nis=("46029",),
          schedules=(), kind=OfferKind.CHILDCARE, price_cents=1_000, pass_price_cents=200),
    offer("online", "Praten op het scherm", online="yes", location_keys=(),
          schedules=(replace(WEEKLY, location_key=None),), languages=("nl", "ar", "tr")),
    offer("kamp", "Paaskamp", schedules=(
        ScheduleDraft(starts_on=date(2026, 7, 6), start_time=time(9), end_time=time(16), days=5),
    )),
    replace(STORY_HOUR, term_ids=("playing-together",)),
)  # fmt: skip


def make_small_site(folder: Path, url: str, offers: Iterable[OfferDraft] = OFFERS) -> Flask:
    """The site on a migrated database, with the whole taxonomy and these offers."""
    settings = settings_in(folder, url)
    parts = connect(settings)
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        save_terms(session, read_taxonomy_file(settings.seed_folder / "taxonomy.csv"))
        save_house(session, HOUSE)
        save_organization(session, replace(PARTNER, contacts=()))
        save_organization(session, OrganizationDraft("speelclub", "Speelclub De Tol"))
        for place in (PLACE, OTHER_PLACE):
            save_location(session, place)
        save_offers(session, offers)
    rebuild(parts)
    parts.database.dispose()
    return open_site(settings)


def number_of(source_id: str) -> int:
    """The number of one of our offers in its address."""
    return [draft.source_id for draft in OFFERS].index(source_id) + 1
