"""The taxonomy and the houses as values: small, read often, kept for a minute by each process."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.db import Database
from app.directory.models.organizations import House
from app.directory.models.terms import Facet, Term
from app.i18n import choose_text

KEEP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class TermValue:
    """A term with its labels; ages in months, minimum inclusive, maximum exclusive."""

    id: str
    parent_id: str | None
    facet: str
    icon: str
    age_min_months: int | None
    age_max_months: int | None
    labels: Mapping[str, str]
    descriptions: Mapping[str, str]
    children: tuple[str, ...]

    def label(self, language: str) -> str:
        """The label by the fallback rule."""
        chosen = choose_text(self.labels, language)
        return chosen[1] if chosen else self.id

    def description(self, language: str) -> tuple[str, str]:
        """(language, explanation) by the fallback rule; ("nl", "") without any."""
        filled = {code: text for code, text in self.descriptions.items() if text}
        return choose_text(filled, language) or ("nl", "")


class Taxonomy:
    """All terms by id, in the order of the table."""

    def __init__(self, terms: Mapping[str, TermValue]) -> None:
        """Keep the given terms."""
        self.terms = MappingProxyType(dict(terms))

    def find(self, term_id: str) -> TermValue | None:
        """A term, or None."""
        return self.terms.get(term_id)

    def list_facet(self, facet: Facet, parent_id: str | None = None) -> tuple[TermValue, ...]:
        """The terms of a facet under one parent (top terms by default), in order."""
        return tuple(
            term
            for term in self.terms.values()
            if term.facet == facet.value and term.parent_id == parent_id
        )

    def ancestors(self, term_id: str) -> tuple[str, ...]:
        """Ids of the parents of a term, nearest first."""
        found: list[str] = []
        term = self.terms.get(term_id)
        while term is not None and term.parent_id is not None and term.parent_id not in found:
            found.append(term.parent_id)
            term = self.terms.get(term.parent_id)
        return tuple(found)

    def with_ancestors(self, term_ids: tuple[str, ...]) -> tuple[str, ...]:
        """The given terms and all above them, once each, given ones first."""
        everything = list(term_ids)
        for term_id in term_ids:
            everything.extend(self.ancestors(term_id))
        return tuple(dict.fromkeys(everything))

    def find_main_theme(self, term_ids: tuple[str, ...]) -> TermValue | None:
        """The first domain term of an offer, or None."""
        for term_id in term_ids:
            term = self.terms.get(term_id)
            if term is not None and term.facet == Facet.DOMAIN.value:
                return term
        return None


@dataclass(frozen=True, slots=True)
class HouseContact:
    """A way to reach the desk of a House; hours in OpenStreetMap notation."""

    kind: str
    value: str
    label: str
    hours: str


@dataclass(frozen=True, slots=True)
class HouseValue:
    """A House with its desk."""

    id: int
    slug: str
    name: str
    is_default: bool
    municipalities: tuple[str, ...]
    desk_name: str
    desk_street: str
    desk_postcode: str
    desk_place: str
    desk_hours: str
    website: str
    contacts: tuple[HouseContact, ...]
    welcomes: Mapping[str, str]
    notes: Mapping[str, str]

    def find_contact(self, kind: str) -> HouseContact | None:
        """The first contact of a kind, or None."""
        return next((contact for contact in self.contacts if contact.kind == kind), None)


def read_taxonomy(session: Session) -> Taxonomy:
    """The taxonomy as it stands in the database."""
    rows = session.scalars(
        select(Term).options(selectinload(Term.texts)).order_by(Term.position, Term.id)
    ).all()
    children: dict[str, list[str]] = {}
    for row in rows:
        if row.parent_id is not None:
            children.setdefault(row.parent_id, []).append(row.id)
    return Taxonomy(
        {
            row.id: TermValue(
                id=row.id,
                parent_id=row.parent_id,
                facet=row.facet,
                icon=row.icon,
                age_min_months=row.age_min_months,
                age_max_months=row.age_max_months,
                labels={text.language: text.label for text in row.texts},
                descriptions={text.language: text.description for text in row.texts},
                children=tuple(children.get(row.id, ())),
            )
            for row in rows
        }
    )


def read_houses(session: Session) -> tuple[HouseValue, ...]:
    """All houses, the default one first, then by name."""
    rows = session.scalars(
        select(House)
        .options(
            selectinload(House.municipalities),
            selectinload(House.texts),
            selectinload(House.contacts),
        )
        .order_by(House.is_default.desc(), House.name, House.id)
    )
    return tuple(
        HouseValue(
            id=row.id,
            slug=row.slug,
            name=row.name,
            is_default=row.is_default,
            municipalities=tuple(item.nis for item in row.municipalities),
            desk_name=row.desk_name,
            desk_street=row.desk_street,
            desk_postcode=row.desk_postcode,
            desk_place=row.desk_place,
            desk_hours=row.desk_hours,
            website=row.website,
            contacts=tuple(
                HouseContact(item.kind, item.value, item.label, item.hours)
                for item in row.contacts
                if item.is_public
            ),
            welcomes={text.language: text.welcome for text in row.texts},
            notes={text.language: text.desk_note for text in row.texts if text.desk_note},
        )
        for row in rows
    )


class Catalogue:
    """The taxonomy and houses of one process, read again when older than a minute."""

    def __init__(self, database: Database) -> None:
        """Read nothing yet."""
        self._database = database
        self._read_at = float("-inf")
        self._taxonomy = Taxonomy({})
        self._houses: tuple[HouseValue, ...] = ()

    def _refresh(self) -> None:
        now = time.monotonic()
        if now - self._read_at < KEEP_SECONDS and self._taxonomy.terms:
            return
        with self._database.reading() as session:
            self._taxonomy, self._houses = read_taxonomy(session), read_houses(session)
        self._read_at = now

    @property
    def taxonomy(self) -> Taxonomy:
        """The taxonomy, at most a minute old."""
        self._refresh()
        return self._taxonomy

    @property
    def houses(self) -> tuple[HouseValue, ...]:
        """The houses, the default one first, at most a minute old."""
        self._refresh()
        return self._houses

    def find_house(self, municipality_nis: str | None) -> HouseValue | None:
        """The House of a municipality, else the default one; None in an empty installation."""
        for house in self.houses:
            if municipality_nis is not None and municipality_nis in house.municipalities:
                return house
        return self.houses[0] if self.houses else None
