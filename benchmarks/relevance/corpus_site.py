"""The corpus as an installation of its own: the same tables, index and pages as any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.cli.databases import migrate
from app.config import Settings
from app.directory.connecting import Parts, connect
from app.directory.documents import read_documents
from app.directory.drafts import (
    LocationDraft,
    OfferDraft,
    OrganizationDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.offers import Offer, OfferKind
from app.directory.operations.partners import save_location, save_organization, save_terms
from app.directory.operations.saving import make_slug, save_offers
from app.directory.taxonomy_file import read_taxonomy_file
from app.factory import create_app
from app.finder.answering import find_hits, understand
from app.finder.parameters import read_request
from app.finder.site import get_catalogue
from app.search.documents import OfferDocument
from app.search.engine import SearchEngine
from app.search.queries import Hits, ReadGroup
from app.search.table.synonyms import Synonyms
from app.web.installation import Installation
from benchmarks.relevance.judged import JudgedOffer, Places

MONDAY = date(2026, 1, 5)
WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
HOLIDAYS = {"not-in-holidays": "not", "only-in-holidays": "only"}
VERIFIED_ON = date(2026, 10, 1)
SOURCE = "judged"
MOST_TERMS = 4


def make_parts(folder: Path, offers: list[JudgedOffer], places: Places) -> Parts:
    """Save the corpus and write its index."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'site.sqlite'}",
        index_folder=folder / "index",
        sealing_key_file=folder / "sealing_keys",
        sight_folder=folder / "sights",
        searches_folder=folder / "searches",
        secret_key="only-for-measuring",
        log_level="error",
    )
    migrate(settings.database_url)
    parts = connect(settings)
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        save_terms(session, read_taxonomy_file(settings.seed_folder / "taxonomy.csv"))
        for name in dict.fromkeys(offer.org for offer in offers):
            save_organization(session, OrganizationDraft(make_slug(name), name))
        for location in _locations(offers, places):
            save_location(session, location)
        save_offers(session, [_draft(offer, places) for offer in offers])
    parts.engine.rebuild(list_documents(parts))
    return parts


def list_documents(parts: Parts) -> list[OfferDocument]:
    """What every engine is told of the offers."""
    with parts.database.reading() as session:
        return list(read_documents(session, parts.catalogue.taxonomy))


def list_ids(parts: Parts) -> dict[int, str]:
    """The id in the corpus by the id in the tables."""
    with parts.database.reading() as session:
        rows = session.execute(select(Offer.id, Offer.source_id)).all()
    return {row.id: row.source_id for row in rows}


class OurSearch:
    """The search as families use it: the words through understanding, facts taken out, ranked."""

    name = "Dichtbij"

    def __init__(self, parts: Parts) -> None:
        """Open the site on the corpus."""
        self._app: Flask = create_app(parts.settings)

    def search(self, text: str) -> list[int]:
        """The ids of the first ten results."""
        found = self._find(text)
        return [hit.offer_id for hit in (*found.hits, *found.near)[:10]]

    def explain(self, text: str) -> str:
        """How the words were read: each group with its terms, the surest first."""
        return "; ".join(
            f"{group.typed} = {_terms_of(group)}" for group in self._find(text).reading
        )

    def _find(self, text: str) -> Hits:
        with self._app.test_request_context("/nl/zoek"):
            self._app.preprocess_request()
            request = read_request(MultiDict({"q": text}), get_catalogue().taxonomy)
            return find_hits(understand(request).query)

    def answer_with(self, words: Synonyms, engine: SearchEngine) -> None:
        """Answer from another synonym table and another index from here on."""
        installation: Installation = self._app.extensions["dichtbij"]
        self._app.extensions["dichtbij"] = replace(installation, vocabulary=words, engine=engine)


def _terms_of(group: ReadGroup) -> str:
    terms = sorted(group.terms, key=lambda term: -term[1])[:MOST_TERMS]
    return ", ".join(f"{term} {sureness:.1f}" for term, sureness in terms) or "the word itself"


def _locations(offers: list[JudgedOffer], places: Places) -> list[LocationDraft]:
    found = {}
    for offer in offers:
        for name, place in zip(offer.places, places.own[offer.id], strict=True):
            postcode, _space, town = name.partition(" ")
            found[name] = LocationDraft(
                name,
                town,
                postcode=postcode,
                place=town,
                municipality_nis=place.municipality_nis,
                latitude=place.point.latitude,
                longitude=place.point.longitude,
            )
    return list(found.values())


def _draft(offer: JudgedOffer, places: Places) -> OfferDraft:
    words = {"nl": WordsDraft(offer.title, offer.summary, offer.text)}
    words |= {
        code: WordsDraft(text["title"], text.get("summary", ""), text.get("text", ""))
        for code, text in offer.translations.items()
    }
    return OfferDraft(
        source=SOURCE,
        source_id=offer.id,
        kind=OfferKind(offer.kind),
        organization_slug=make_slug(offer.org),
        words=words,
        term_ids=offer.themes,
        min_age_months=offer.ages[0] if offer.ages else None,
        max_age_months=offer.ages[1] if offer.ages else None,
        audience=offer.audience or None,
        location_keys=offer.places,
        area_nis=tuple(sorted(places.serves[offer.id])),
        online="yes" if offer.at == "online" else "no",
        is_at_home=offer.at == "home",
        price_cents=round(offer.price * 100) if offer.price >= 0 else None,
        appointment="walk-in" if offer.walk_in else None,
        verified_on=VERIFIED_ON,
        schedules=_schedules(offer.when),
    )


def _schedules(when: tuple[str, ...]) -> tuple[ScheduleDraft, ...]:
    holidays = next((HOLIDAYS[item] for item in when if item in HOLIDAYS), "also")
    found = []
    for item in when:
        day, _space, hours = item.partition(" ")
        if day not in WEEKDAYS or not hours:
            continue
        start, end = (time.fromisoformat(part.strip()) for part in hours.split("-"))
        first = MONDAY.replace(day=MONDAY.day + WEEKDAYS.index(day))
        rule = f"FREQ=WEEKLY;BYDAY={day.upper()}"
        found.append(
            ScheduleDraft(
                starts_on=first, start_time=start, end_time=end, rrule=rule, holidays=holidays
            )
        )
    return tuple(found)
