"""A place that a partner types: its municipality by the gazetteer, its point by the geocoder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.directory.drafts import LocationDraft
from app.directory.operations.saving import make_slug
from app.geo.addresses import AddressStatus
from app.geo.gazetteer import Gazetteer
from app.geo.geocoders import AddressFinder
from app.geo.places import LookupStatus, Place
from app.geo.points import Point
from app.i18n import gettext as _
from app.portal.submitting.quick_values import Mistake, split_town
from app.publishing.facts import NEW_PLACE
from app.web.languages import page_language

LONGEST_KEY = 200


def has_new_place(values: Mapping[str, Any]) -> bool:
    """Whether somebody typed a place that is not in the list."""
    return any(values[name] for name in ("place_name", "place_street", "place_town"))


def find_new_place(
    values: Mapping[str, Any],
    organization_id: int,
    gazetteer: Gazetteer,
    addresses: AddressFinder,
    *,
    near: Point | None,
) -> LocationDraft | Mistake:
    """The typed place, or what is wrong with it; a town that can be several asks which one."""
    town = str(values["place_town"] or "")
    if not town:
        return Mistake("place_town", _("Vul ook de postcode of de gemeente in."))
    found = gazetteer.lookup(town, near=near)
    chosen = gazetteer.find_place(str(values.get("place_choice") or ""))
    if chosen is not None and chosen in found.places:
        place = chosen
    elif found.status is LookupStatus.ONE and not found.is_corrected:
        place = found.places[0]
    elif found.status is LookupStatus.NONE:
        return Mistake("place_town", _("We vinden deze gemeente niet. Kijk de naam na."))
    else:
        towns = tuple((item.id, item.label(page_language())) for item in found.places)
        return Mistake("place_choice", _("Kies hieronder welke gemeente je bedoelt."), towns)
    return _make_place(values, organization_id, place, addresses)


def _make_place(
    values: Mapping[str, Any], organization_id: int, place: Place, addresses: AddressFinder
) -> LocationDraft:
    street = str(values["place_street"] or "")
    typed_postcode, _town = split_town(str(values["place_town"]))
    postcode = typed_postcode or next(iter(place.main_postcodes or place.postcodes), "")
    name = str(values["place_name"] or "") or street or place.name_nl
    address = addresses.find_address(f"{street}, {postcode} {place.name_nl}") if street else None
    is_found = address is not None and address.status is AddressStatus.FOUND
    point = address.point if address is not None and is_found and address.point else place.point
    # The same words give the same place, so that sending twice does not make it twice.
    own = make_slug(f"{name} {street} {postcode} {place.id}")
    return LocationDraft(
        key=f"{NEW_PLACE}{organization_id}:{own}"[:LONGEST_KEY],
        name=name,
        street=street,
        postcode=postcode,
        place=place.name_nl,
        municipality_nis=place.municipality_nis,
        latitude=point.latitude,
        longitude=point.longitude,
    )
