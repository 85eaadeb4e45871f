"""Where an offer happens and whom it serves: addresses and areas, by the gazetteer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.directory.drafts import LocationDraft
from app.exchange.offers_csv_cells import CellReader
from app.exchange.offers_csv_values import ValueRefused, read_degrees
from app.exchange.reporting import Sentence
from app.geo.gazetteer import Gazetteer
from app.geo.places import LookupStatus, Place
from app.geo.points import Point, distance_km, quick_distance_km

FARTHEST_KM = 25.0
"""Coordinates further than this from the centre of their municipality are a mistake."""
_SOUTH, _NORTH, _WEST, _EAST = 49.49, 51.51, 2.54, 6.41
"""The box around Belgium, WGS84 degrees."""
_POSTCODE = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """The address of a row; coordinates are WGS84 degrees or unknown."""

    name: str
    street: str
    postcode: str
    place: str
    municipality_nis: str | None
    latitude: float | None
    longitude: float | None
    is_exact: bool
    """Whether the coordinates were in the file, and not the centre of the town."""


def read_place(cells: CellReader, gazetteer: Gazetteer) -> PlaceFacts | None:
    """The place of a row; None when all of its cells are empty."""
    name = cells.read_text("location", 150)
    street = cells.read_text("street", 150)
    postcode = cells.read_text("postcode", 10)
    place = cells.read_text("municipality", 80)
    point = _read_point(cells)
    if not (name or street or postcode or place or point):
        return None
    try:
        town = find_town(postcode, place, point, gazetteer)
    except ValueRefused as error:
        cells.refuse("municipality" if place else "postcode", error.advice)
        town = None
    if town is not None and point is not None:
        try:
            check_distance(point, town)
        except ValueRefused as error:
            cells.refuse("latitude", error.advice)
    shown = point or (town.point if town else None)
    return PlaceFacts(
        name=name or street or place or (town.name_nl if town else _organization(cells)),
        street=street,
        postcode=postcode,
        place=place or (town.name_nl if town else ""),
        municipality_nis=town.municipality_nis if town else None,
        latitude=shown.latitude if shown else None,
        longitude=shown.longitude if shown else None,
        is_exact=point is not None and (town is None or point != town.point),
    )


def _organization(cells: CellReader) -> str:
    return " ".join(cells.cell("organization").split())[:150]


def _read_point(cells: CellReader) -> Point | None:
    latitude = cells.read("latitude", lambda text: read_degrees(text, 90.0), None)
    longitude = cells.read("longitude", lambda text: read_degrees(text, 180.0), None)
    is_empty = [cells.is_empty(name) for name in ("latitude", "longitude")]
    if any(is_empty) and not all(is_empty):
        advice = Sentence(
            "Vul breedtegraad en lengtegraad allebei in, of geen van beide.",
            "Fill in both latitude and longitude, or neither.",
        )
        cells.refuse("latitude" if is_empty[0] else "longitude", advice)
    if latitude is None or longitude is None:
        return None
    return Point(latitude, longitude)


def find_town(
    postcode: str, municipality: str, point: Point | None, gazetteer: Gazetteer
) -> Place | None:
    """The place that postcode and municipality mean; None abroad, where nothing is looked up.

    Raises ValueRefused for a name or postcode that Belgium does not have, and for a pair that does
    not belong together.
    """
    if postcode and not _POSTCODE.fullmatch(postcode):
        return None
    if point is not None and not _is_in_belgium(point):
        # A town that Belgium has too is looked up all the same: then the point is the mistake.
        found = gazetteer.lookup(municipality)
        return found.places[0] if found.places and not found.is_corrected else None
    if not municipality:
        return _find_by_postcode(postcode, gazetteer) if postcode else None
    found = gazetteer.lookup(f"{postcode} {municipality}".strip())
    if found.status is LookupStatus.NONE:
        found = gazetteer.lookup(municipality)
    if found.status is LookupStatus.NONE:
        raise ValueRefused(
            "Deze gemeente kennen we niet. Kijk de spelling na.",
            "This municipality is unknown. Check the spelling.",
        )
    town = found.places[0]
    if found.is_corrected:
        raise ValueRefused(
            f"Deze gemeente kennen we niet. Bedoel je {town.name_nl}?",
            f"This municipality is unknown. Do you mean {town.name_nl}?",
        )
    if postcode and gazetteer.list_by_postcode(postcode) and postcode not in town.postcodes:
        raise ValueRefused(
            f"Postcode {postcode} hoort niet bij {municipality}. Kijk ze allebei na.",
            f"Postcode {postcode} does not belong to {municipality}. Check both.",
        )
    return town


def _find_by_postcode(postcode: str, gazetteer: Gazetteer) -> Place:
    found = gazetteer.lookup(postcode)
    if found.status is LookupStatus.NONE:
        raise ValueRefused(
            "Deze postcode bestaat niet in België.", "This postcode is not one of Belgium."
        )
    return found.places[0]


def _is_in_belgium(point: Point) -> bool:
    return _SOUTH <= point.latitude <= _NORTH and _WEST <= point.longitude <= _EAST


def check_distance(point: Point, town: Place) -> None:
    """Raises ValueRefused when coordinates lie more than 25 km from their town."""
    if quick_distance_km(point, town.point) > FARTHEST_KM:
        distance = distance_km(point, town.point)
        raise ValueRefused(
            f"Dit punt ligt {distance:.0f} km van {town.name_nl}. Kijk breedte- en lengtegraad na.",
            f"This point lies {distance:.0f} km from {town.name_nl}. Check latitude and longitude.",
        )


def location_key(source: str, facts: PlaceFacts) -> str:
    """The key of a place: its source, then a digest of its name, address and given coordinates."""
    parts = [facts.name, facts.street, facts.postcode, facts.place]
    if facts.is_exact:
        parts.extend((repr(facts.latitude), repr(facts.longitude)))
    digest = hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]
    return f"{source}:{digest}"


def make_location(source: str, facts: PlaceFacts) -> LocationDraft:
    """The place of a row as a draft."""
    return LocationDraft(
        key=location_key(source, facts),
        name=facts.name,
        street=facts.street,
        postcode=facts.postcode,
        place=facts.place,
        municipality_nis=facts.municipality_nis,
        latitude=facts.latitude,
        longitude=facts.longitude,
    )


def read_area(names: Iterable[str], gazetteer: Gazetteer) -> tuple[str, ...]:
    """Sorted NIS codes of municipalities or postcodes; raises ValueRefused with the wrong one."""
    codes = set()
    for name in names:
        try:
            town = find_town("", name, None, gazetteer)
        except ValueRefused as error:
            advice = error.advice
            raise ValueRefused(
                f"{advice.nl} Fout bij: {name}.", f"{advice.en} Wrong at: {name}."
            ) from error
        if town is not None:
            codes.add(town.municipality_nis)
    return tuple(sorted(codes))


def write_area(codes: Iterable[str], gazetteer: Gazetteer) -> str:
    """Names of municipalities parted by bars; a postcode where the name means another place."""
    return "|".join(_area_name(nis, gazetteer) for nis in codes)


def _area_name(nis: str, gazetteer: Gazetteer) -> str:
    municipality = gazetteer.find_municipality(nis)
    if municipality is None:
        return nis
    for name in (municipality.name_nl, *municipality.main_postcodes):
        found = gazetteer.lookup(name)
        if found.places and found.places[0].municipality_nis == nis and not found.is_corrected:
            return name
    return municipality.name_nl
