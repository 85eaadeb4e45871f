"""What there is to choose from in the short form: themes, forms, own places, municipalities."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from app.directory.catalogue import Taxonomy
from app.directory.models.terms import Facet
from app.finder.site import get_catalogue
from app.portal.submitting.quick_facts import Known
from app.portal.submitting.quick_values import place_label
from app.publishing.facts import ProposedOffer
from app.publishing.operations.own_offers import (
    list_own_organizations,
    list_own_places,
    list_partner_municipalities,
)
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language

Pairs = list[tuple[str, str]]
Groups = dict[str, Pairs]


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of one form, and what they stand for."""

    organizations: Pairs
    themes: Groups
    shapes: Groups
    places: Pairs
    areas: Pairs
    known: Known


def grouped_terms(facet: Facet, taxonomy: Taxonomy, language: str) -> Groups:
    """The terms of a facet by their top term, which is itself the first of its group."""
    groups: Groups = {}
    for top in taxonomy.list_facet(facet):
        parts = [term for key in top.children if (term := taxonomy.find(key)) is not None]
        label = top.label(language)
        groups[label] = [(term.id, term.label(language)) for term in (top, *parts)]
    return groups


def find_choices(proposed: ProposedOffer, organization_ids: Collection[int]) -> Choices:
    """The choices for an offer of one of these organizations."""
    session, language = reading_session(), page_language()
    taxonomy = get_catalogue().taxonomy
    places = {place.key: place for place in proposed.places}
    for place in list_own_places(session, organization_ids):
        places.setdefault(place.key, place)
    home_area = tuple(list_partner_municipalities(session, organization_ids))
    return Choices(
        organizations=[
            (str(key), name) for key, name in list_own_organizations(session, organization_ids)
        ],
        themes=grouped_terms(Facet.DOMAIN, taxonomy, language),
        shapes=grouped_terms(Facet.FORM, taxonomy, language),
        places=[(key, place_label(place)) for key, place in places.items()],
        areas=_municipalities([*home_area, *proposed.offer.area_nis]),
        known=Known({key: term.facet for key, term in taxonomy.terms.items()}, places, home_area),
    )


def _municipalities(codes: Collection[str]) -> Pairs:
    gazetteer, language = get_installation().gazetteer, page_language()
    found = [
        (nis, place.name(language))
        for nis in dict.fromkeys(codes)
        if (place := gazetteer.find_municipality(nis)) is not None
    ]
    return sorted(found, key=lambda pair: pair[1])
