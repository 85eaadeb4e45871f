"""The gazetteer is the table of all Belgian places, read once and asked without any network."""

import csv
from collections.abc import Collection
from pathlib import Path
from typing import Self

from app.geo.lookups import look_up
from app.geo.mentions import find_mentions
from app.geo.name_index import NameIndex, importance
from app.geo.names import MAXIMUM_TEXT_LENGTH, fold
from app.geo.places import (
    Lookup,
    LookupStatus,
    Mention,
    Place,
    PlaceKind,
    Region,
    UnknownPlaceError,
)
from app.geo.points import Point, distance_km, quick_distance_km
from app.geo.suggestions import suggest_places


class Gazetteer:
    """All places, by id, by code, by name, and by nearness; it never changes once loaded."""

    def __init__(self, places: Collection[Place]) -> None:
        """Builds the tables from places that are complete and whose ids are unique."""
        self._places = tuple(sorted(places, key=lambda place: place.id))
        self._by_id = {place.id: place for place in self._places}
        if len(self._by_id) != len(self._places):
            raise ValueError("two places of the gazetteer have the same id")
        self._municipality_by_nis: dict[str, Place] = {}
        self._parts: dict[str, list[Place]] = {}
        for place in self._places:
            if place.is_municipality and place.nis:
                for nis in (place.nis, *place.former_nis):
                    self._municipality_by_nis[nis] = place
            else:
                self._parts.setdefault(place.municipality_nis, []).append(place)
        self._index = NameIndex(self._places)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads the table from a CSV file in UTF-8; a missing column or bad value raises."""
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(line for line in file if not line.startswith("#"))
            header = next(rows)
            rows_by_name = [dict(zip(header, row, strict=True)) for row in rows]
        names = {
            row["nis"]: row["name_nl"] for row in rows_by_name if row["kind"] == "municipality"
        }
        return cls([_place_of(row, names[row["municipality_nis"]]) for row in rows_by_name])

    def list_places(self) -> tuple[Place, ...]:
        """All places, ordered by id."""
        return self._places

    def find_place(self, place_id: str) -> Place | None:
        """The place with this id, or None."""
        return self._by_id.get(place_id)

    def get_place(self, place_id: str) -> Place:
        """The place with this id; raises UnknownPlaceError."""
        place = self._by_id.get(place_id)
        if place is None:
            raise UnknownPlaceError(place_id)
        return place

    def find_by_slug(self, slug: str) -> Place | None:
        """The place with this slug in any case and with or without accents, or None."""
        return self._by_id.get(fold(slug[:MAXIMUM_TEXT_LENGTH]).replace(" ", "-"))

    def find_municipality(self, nis: str) -> Place | None:
        """The municipality of today for a NIS code of today or from before a merger, or None."""
        return self._municipality_by_nis.get(nis)

    def get_municipality(self, nis: str) -> Place:
        """The municipality of today for a NIS code, old ones too; raises UnknownPlaceError."""
        municipality = self._municipality_by_nis.get(nis)
        if municipality is None:
            raise UnknownPlaceError(nis)
        return municipality

    def list_municipalities(self) -> tuple[Place, ...]:
        """The municipalities of today, ordered by Dutch name, then by id."""
        found = (place for place in self._places if place.is_municipality)
        return tuple(sorted(found, key=lambda place: (fold(place.name_nl), place.id)))

    def list_parts(self, nis: str) -> tuple[Place, ...]:
        """The former municipalities and parts of a municipality, most important first."""
        parts = self._parts.get(self.get_municipality(nis).municipality_nis, [])
        return tuple(sorted(parts, key=importance))

    def list_by_postcode(self, postcode: str) -> tuple[Place, ...]:
        """The places in which a postcode is used, most important first; unknown gives none."""
        return self._index.by_postcode(postcode)

    def lookup(self, text: str, *, near: Point | None = None) -> Lookup:
        """What a typed place means: none, one, or several with the best first (see `look_up`).

        A sentence around a name is read as `mentions` does, when nothing else was found.
        """
        found = look_up(self._index, text, near)
        if found.status is not LookupStatus.NONE:
            return found
        mentions = self.mentions(text)
        return look_up(self._index, _words_of(text, mentions[0]), near) if mentions else found

    def suggest(
        self, prefix: str, *, near: Point | None = None, limit: int = 8
    ) -> tuple[Place, ...]:
        """The places of which a name, a part of a name or a postcode begins as typed.

        Whole names come before inner words, then the nearest to `near`, or else the most
        important. `limit` is held between 0 and 50.
        """
        return suggest_places(self._index, prefix, near, limit)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The places named inside a text of at most 200 characters, in order, not overlapping."""
        return find_mentions(self._index, text)

    def nearest(
        self, point: Point, limit: int = 10, *, kinds: Collection[PlaceKind] = tuple(PlaceKind)
    ) -> tuple[tuple[Place, float], ...]:
        """The `limit` places (at most 500) nearest to a point with geodesic km, nearest first."""
        amount = max(0, min(limit, 500))
        found = [place for place in self._places if place.kind in kinds]
        found.sort(key=lambda place: quick_distance_km(point, place.point))
        # Some more than asked, since the true order can differ a little from the quick one.
        pairs = [(place, distance_km(point, place.point)) for place in found[: amount + 5]]
        return _nearest_first(pairs)[:amount]

    def within(
        self, point: Point, radius_km: float, *, kinds: Collection[PlaceKind] = tuple(PlaceKind)
    ) -> tuple[tuple[Place, float], ...]:
        """The places at most `radius_km` from a point with km, nearest first.

        For hundreds of places at once the kilometres are quick ones, within 0.1 % of the geodesic.
        """
        pairs = [
            (place, quick_distance_km(point, place.point))
            for place in self._places
            if place.kind in kinds
        ]
        return _nearest_first([pair for pair in pairs if pair[1] <= radius_km])


def _nearest_first(pairs: list[tuple[Place, float]]) -> tuple[tuple[Place, float], ...]:
    """The places with their kilometres, nearest first, the id last."""
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0].id)))


def _words_of(text: str, mention: Mention) -> str:
    """The characters of a text that a mention covers."""
    return text[mention.start : mention.end]


def _place_of(row: dict[str, str], municipality_name: str) -> Place:
    """The place of one row of the table; lists in a cell are parted by bars."""
    return Place(
        id=row["id"],
        kind=PlaceKind(row["kind"]),
        name_nl=row["name_nl"],
        name_fr=row["name_fr"],
        other_names=_listed(row["other_names"]),
        main_postcodes=_listed(row["main_postcodes"]),
        postcodes=_listed(row["postcodes"]),
        nis=row["nis"] or None,
        former_nis=_listed(row["former_nis"]),
        municipality_nis=row["municipality_nis"],
        municipality_name=municipality_name,
        part_of=row["part_of"] or None,
        region=Region(row["region"]),
        population=int(row["population"]),
        point=Point(float(row["latitude"]), float(row["longitude"])),
    )


def _listed(cell: str) -> tuple[str, ...]:
    """The values of a cell, parted by bars."""
    return tuple(cell.split("|")) if cell else ()
