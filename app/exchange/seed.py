"""The seed: taxonomy, houses, answer cards and one TOML file a partner, read into drafts and saved.

Files that a person keeps by hand, so every mistake is told with its file and what to do. Nothing in
it names a year: moments follow from rules, checks are counted in months before the day of seeding.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.directory.drafts import ContactDraft, HouseDraft, OfferDraft, OrganizationDraft
from app.directory.models.terms import Facet
from app.directory.operations.answers import save_shared_answers
from app.directory.operations.partners import (
    save_house,
    save_location,
    save_organization,
    save_terms,
)
from app.directory.operations.saving import save_offers
from app.directory.taxonomy_file import read_taxonomy_file
from app.exchange.seed_answers import read_answers
from app.exchange.seed_offers import SeedError, read_location, read_offer
from app.geo.gazetteer import Gazetteer
from app.geo.places import LookupStatus
from app.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class SeedCount:
    """How much was seeded."""

    terms: int
    houses: int
    organizations: int
    locations: int
    offers: int
    answers: int


def seed(session: Session, folder: Path, gazetteer: Gazetteer, today: date) -> SeedCount:
    """Save everything in the seed folder; raises SeedError with the file that is wrong."""
    taxonomy = read_taxonomy_file(folder / "taxonomy.csv")
    terms = save_terms(session, taxonomy)
    houses = [read_house(item, gazetteer) for item in _load(folder / "houses.toml")["house"]]
    for house in houses:
        save_house(session, house)
    images: Mapping[str, Mapping[str, str]] = _load(folder / "images.toml")
    files = sorted((folder / "partners").glob("*.toml"))
    offers: list[OfferDraft] = []
    locations = 0
    for path in files:
        try:
            data = _load(path)
            save_organization(session, read_organization(data["organization"]))
            for item in data.get("location", []):
                save_location(session, read_location(item, gazetteer))
                locations += 1
            offers.extend(
                read_offer(item, data["organization"]["id"], gazetteer, images, today)
                for item in data.get("offer", [])
            )
        except (KeyError, ValueError) as error:
            raise SeedError(f"{path.name}: {error}") from error
    save_offers(session, offers)
    themes = {term.id for term in taxonomy if term.facet == Facet.DOMAIN.value}
    drafts = read_answers(_load(folder / "answers.toml"), themes, today)
    answers = save_shared_answers(session, drafts)
    return SeedCount(terms, len(houses), len(files), locations, len(offers), answers)


def _load(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def read_contacts(item: Mapping[str, Any]) -> tuple[ContactDraft, ...]:
    """Phone, mail and website of a house, an organization or an offer."""
    found = []
    if item.get("phone"):
        found.append(ContactDraft("phone", item["phone"], hours=item.get("phone_hours", "")))
    if item.get("email"):
        found.append(ContactDraft("email", item["email"]))
    if item.get("website"):
        found.append(ContactDraft("website", item["website"]))
    return tuple(found)


def read_house(item: Mapping[str, Any], gazetteer: Gazetteer) -> HouseDraft:
    """A House; its municipalities are looked up by name."""
    codes = []
    for name in item["municipalities"]:
        found = gazetteer.lookup(name)
        if found.status is LookupStatus.NONE:
            raise SeedError(f"houses.toml: municipality {name!r} is unknown.")
        codes.append(found.places[0].municipality_nis)
    return HouseDraft(
        slug=item["id"],
        name=item["name"],
        is_default=item.get("is_default", False),
        municipalities=tuple(dict.fromkeys(codes)),
        desk_name=item.get("desk_name", ""),
        desk_street=item.get("desk_street", ""),
        desk_postcode=str(item.get("desk_postcode", "")),
        desk_place=item.get("desk_place", ""),
        desk_hours=item.get("desk_hours", ""),
        website=item.get("website", ""),
        contacts=read_contacts(item),
        texts={
            code: (item[code]["welcome"], item[code].get("desk_note", ""))
            for code in LANGUAGES
            if code in item
        },
    )


def read_organization(item: Mapping[str, Any]) -> OrganizationDraft:
    """A partner with its description per language."""
    houses = item.get("house", [])
    return OrganizationDraft(
        slug=item["id"],
        name=item["name"],
        website=item.get("website", ""),
        descriptions={
            code: texts["description"]
            for code, texts in item.items()
            if isinstance(texts, dict) and "description" in texts
        },
        term_ids=tuple(item.get("types", [])),
        house_slugs=(houses,) if isinstance(houses, str) else tuple(houses),
        contacts=read_contacts(item),
    )
