"""Writing houses, organizations, places and terms: made, or brought up to date by their key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.directory.drafts import (
    ClosureDraft,
    ContactDraft,
    HouseDraft,
    LocationDraft,
    OrganizationDraft,
)
from app.directory.models.organizations import (
    Contact,
    House,
    HouseMunicipality,
    HousePartner,
    HouseText,
    Location,
    LocationTerm,
    Organization,
    OrganizationTerm,
    OrganizationText,
)
from app.directory.models.terms import Term, TermText
from app.directory.rows import make_place_closures


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A term with its label and explanation per language."""

    id: str
    parent_id: str | None
    facet: str
    icon: str
    age_min_months: int | None
    age_max_months: int | None
    texts: Mapping[str, tuple[str, str]]


def save_terms(session: Session, drafts: Iterable[TermDraft]) -> int:
    """Bring the taxonomy up to date in the given order; ids stay, labels may change."""
    known = {
        term.id: term for term in session.scalars(select(Term).options(selectinload(Term.texts)))
    }
    count = 0
    for position, draft in enumerate(drafts):
        term = known.get(draft.id)
        if term is None:
            term = Term(id=draft.id, texts=[])
            session.add(term)
            known[draft.id] = term
        term.parent_id, term.facet, term.icon = draft.parent_id, draft.facet, draft.icon
        term.position = position
        term.age_min_months, term.age_max_months = draft.age_min_months, draft.age_max_months
        texts = {text.language: text for text in term.texts}
        for language, (label, description) in draft.texts.items():
            text = texts.pop(language, None)
            if text is None:
                text = TermText(language=language)
                term.texts.append(text)
            text.label, text.description = label, description
        for gone in texts.values():
            term.texts.remove(gone)
        count += 1
    session.flush()
    return count


def same_contacts(rows: list[Contact], drafts: tuple[ContactDraft, ...]) -> bool:
    """Whether the stored contacts already are the given ones, in order."""
    stored = [(row.kind, row.value, row.label, row.hours, row.is_public) for row in rows]
    return stored == [(d.kind, d.value, d.label, d.hours, d.is_public) for d in drafts]


def make_contacts(drafts: tuple[ContactDraft, ...]) -> list[Contact]:
    """Contact rows in the given order."""
    return [
        Contact(
            position=position,
            kind=draft.kind,
            value=draft.value,
            label=draft.label,
            hours=draft.hours,
            is_public=draft.is_public,
        )
        for position, draft in enumerate(drafts)
    ]


def save_house(session: Session, draft: HouseDraft) -> House:
    """Make a House or bring it up to date."""
    house = session.scalar(
        select(House)
        .where(House.slug == draft.slug)
        .options(
            selectinload(House.municipalities),
            selectinload(House.texts),
            selectinload(House.contacts),
        )
    )
    if house is None:
        house = House(slug=draft.slug, municipalities=[], texts=[], contacts=[])
        session.add(house)
    house.name, house.is_default, house.website = draft.name, draft.is_default, draft.website
    house.desk_name, house.desk_street = draft.desk_name, draft.desk_street
    house.desk_postcode, house.desk_place = draft.desk_postcode, draft.desk_place
    house.desk_hours = draft.desk_hours
    wanted = set(draft.municipalities)
    house.municipalities = [row for row in house.municipalities if row.nis in wanted] + [
        HouseMunicipality(nis=nis)
        for nis in sorted(wanted - {row.nis for row in house.municipalities})
    ]
    rows = {row.language: row for row in house.texts}
    house.texts = [rows.get(language) or HouseText(language=language) for language in draft.texts]
    for row in house.texts:
        row.welcome, row.desk_note = draft.texts[row.language]
    if not same_contacts(house.contacts, draft.contacts):
        house.contacts = make_contacts(draft.contacts)
    session.flush()
    return house


def save_organization(session: Session, draft: OrganizationDraft) -> Organization:
    """Make an organization or bring it up to date."""
    organization = session.scalar(
        select(Organization)
        .where(Organization.slug == draft.slug)
        .options(
            selectinload(Organization.texts),
            selectinload(Organization.terms),
            selectinload(Organization.houses),
            selectinload(Organization.contacts),
        )
    )
    if organization is None:
        organization = Organization(slug=draft.slug, texts=[], terms=[], houses=[], contacts=[])
        session.add(organization)
    organization.name, organization.website = draft.name, draft.website
    texts = {row.language: row for row in organization.texts}
    organization.texts = [
        texts.get(language) or OrganizationText(language=language)
        for language in draft.descriptions
    ]
    for row in organization.texts:
        row.description = draft.descriptions[row.language]
    terms = {row.term_id: row for row in organization.terms}
    organization.terms = [
        terms.get(term_id) or OrganizationTerm(term_id=term_id) for term_id in draft.term_ids
    ]
    house_ids = session.scalars(select(House.id).where(House.slug.in_(draft.house_slugs)))
    partners = {row.house_id: row for row in organization.houses}
    organization.houses = [
        partners.get(house_id) or HousePartner(house_id=house_id) for house_id in house_ids
    ]
    if not same_contacts(organization.contacts, draft.contacts):
        organization.contacts = make_contacts(draft.contacts)
    session.flush()
    return organization


def save_location(session: Session, draft: LocationDraft) -> Location:
    """Make a place or bring it up to date."""
    location = session.scalar(
        select(Location)
        .where(Location.key == draft.key)
        .options(selectinload(Location.terms), selectinload(Location.closures))
    )
    if location is None:
        location = Location(key=draft.key, terms=[], closures=[])
        session.add(location)
    location.name, location.street = draft.name, draft.street
    location.postcode, location.place = draft.postcode, draft.place
    location.municipality_nis = draft.municipality_nis
    location.latitude, location.longitude = draft.latitude, draft.longitude
    terms = {row.term_id: row for row in location.terms}
    location.terms = [
        terms.get(term_id) or LocationTerm(term_id=term_id) for term_id in draft.term_ids
    ]
    stored = [
        ClosureDraft(row.first_day, row.last_day, row.is_yearly, row.reason)
        for row in location.closures
    ]
    if stored != list(draft.closures):
        location.closures = make_place_closures(draft.closures)
    session.flush()
    return location
