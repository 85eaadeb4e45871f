"""The public pages: an address for every kind and state, found in the seed on any day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.config import Settings
from app.directory.connecting import connect
from app.directory.models.offers import (
    Offer,
    OfferImage,
    OfferKind,
    OfferLocation,
    OfferState,
    OfferText,
)
from app.directory.models.organizations import Organization
from app.directory.models.schedules import Cancellation, Schedule
from tests.sites import TODAY

OFFERS = (
    "offer: service",
    "offer: series with a cancelled date",
    "offer: several places",
    "offer: temporarily closed",
    "offer: childcare",
    "offer: no price",
    "offer: asked day",
    "offer: picture",
    "offer: Arabic text",
    "offer: called off",
)
RESULTS = {
    "results": "zoek?q=speelgroep&plaats=Temse",
    "results: everything": "zoek",
    "results: none": "zoek?q=xylofoonbouw&plaats=Temse",
    "results: corrected": "zoek?q=spelgroeep",
    "results: ambiguous place": "zoek?plaats=Beveren",
    "results: odd input": "zoek?q=%3Cb%3E&plaats=Qwertystad&kind=blauw&straal=9&soort=x&pagina=-1",
    "results: map": "zoek?q=speelgroep&plaats=Temse&weergave=kaart",
    "results: agenda": "zoek?q=speelgroep&plaats=Temse&weergave=agenda",
    "results: filters": "zoek?thema=leisure&dag=wo&prijs=gratis&prijs=pas&taal=fr&inloop=1",
    "results: several children": "zoek?plaats=Lokeren&kind=9+maanden&kind=4+jaar",
    "results: understood": "zoek?q=zwemmen+woensdagnamiddag+6+jaar+Lokeren",
    "results: second page": "zoek?plaats=Sint-Niklaas&pagina=2&sorteer=afstand",
    "results: urgent": "zoek?q=hij+slaat+mij",
}
OTHERS = {
    "home": "",
    "themes": "thema",
    "theme": "thema/leisure",
    "narrow theme": "thema/toys-games",
    "age": "leeftijd/age-toddler",
    "municipalities": "gemeente",
    "municipality": "gemeente/temse",
    "municipality without a house": "gemeente/gent",
    "partners": "partner",
    "calendar": "kalender",
    "calendar: next week": "kalender?plaats=Temse&week={week}",
    "list: empty": "mijn-lijst",
    "about": "over",
    "help": "hulp",
    "privacy": "privacy",
    "accessibility": "toegankelijkheid",
    "missing page": "bestaat-niet",
}
NAMES = (*OTHERS, *RESULTS, *OFFERS, "partner", "list")
DARK = ("home", "results", "results: map", "offer: series with a cancelled date", "list")
FIRST_VIEWS = ("home", "results", "results: everything", "results: several children")


def list_addresses(settings: Settings) -> Mapping[str, str]:
    """The path of each named page, without its language."""
    following = (TODAY + timedelta(days=7)).isocalendar()
    week = f"{following.year}-W{following.week:02d}"
    paths = {name: path.format(week=week) for name, path in {**OTHERS, **RESULTS}.items()}
    with connect(settings).database.reading() as session:
        offers = {name: _offer(session, _chosen(name)) for name in OFFERS}
        partner = session.scalars(
            select(Organization.slug)
            .join(Offer)
            .group_by(Organization.id)
            .order_by(func.count().desc(), Organization.id)
        ).first()
    for name, offer in offers.items():
        paths[name] = f"aanbod/{offer.id}-{offer.slug}"
    paths["offer: asked day"] += f"?dag={TODAY + timedelta(days=8)}"
    kept = [offer.id for name, offer in offers.items() if name != "offer: called off"]
    paths["partner"] = f"partner/{partner}"
    paths["list"] = f"mijn-lijst?o={','.join(str(number) for number in dict.fromkeys(kept))}"
    assert set(paths) == set(NAMES)
    return paths


def _offer(session: Session, question: Select[tuple[Offer]]) -> Offer:
    found = session.scalars(question.order_by(Offer.id)).first()
    assert found is not None, f"the seed has no offer for {question}"
    return found


def _chosen(name: str) -> Select[tuple[Offer]]:
    published = select(Offer).where(Offer.state == OfferState.PUBLISHED.value)
    match name.removeprefix("offer: "):
        case "service":
            hours = select(Schedule.offer_id).where(Schedule.opening_hours != "")
            return published.where(
                Offer.kind == OfferKind.SERVICE.value, Offer.price_cents > 0, Offer.id.in_(hours)
            )
        case "series with a cancelled date":
            coming = select(Cancellation.offer_id).where(
                Cancellation.day >= TODAY,
            )
            return published.where(Offer.id.in_(coming))
        case "several places":
            many = select(OfferLocation.offer_id).group_by(OfferLocation.offer_id)
            return published.where(Offer.id.in_(many.having(func.count() > 3)))
        case "temporarily closed":
            return select(Offer).where(Offer.state == OfferState.TEMPORARILY_CLOSED.value)
        case "childcare":
            return published.where(Offer.kind == OfferKind.CHILDCARE.value)
        case "no price":
            return published.where(Offer.price_cents.is_(None))
        case "picture":
            return published.where(Offer.id.in_(select(OfferImage.offer_id)))
        case "Arabic text":
            arabic = select(OfferText.offer_id).where(OfferText.language == "ar")
            return published.where(Offer.id.in_(arabic))
        case "called off":
            rules = select(Schedule.offer_id)
            return select(Offer).where(
                Offer.state == OfferState.CANCELLED.value, Offer.id.in_(rules)
            )
        case _:
            rules = select(Schedule.offer_id).where(Schedule.rrule != "")
            return published.where(Offer.kind == OfferKind.ACTIVITY.value, Offer.id.in_(rules))
