"""The map of results: drawn by ourselves from the gazetteer, so that it needs no request at all.

Projection: equirectangular around the centre (kilometres east and north of it), which is true to a
few metres within the sizes shown here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence

from app.finder.cards import Card, Map, MapPin, MapRing, MapTown
from app.geo.places import PlaceKind
from app.geo.points import METRES_PER_DEGREE, Point
from app.i18n import gettext as _
from app.web.installation import get_installation
from app.web.languages import page_language

WIDTH, HEIGHT = 800, 560
MARGIN = 50
RING_STEPS_KM = (1, 2, 5, 10, 20, 50, 100)
MIN_REACH_KM = 2.0
MAX_TOWNS = 26
LARGE_TOWN = 20_000
LABEL_WIDTH, LABEL_HEIGHT = 130.0, 30.0


def make_map(cards: Sequence[Card], centre: Point | None, radius_km: float | None) -> Map | None:
    """A map with a numbered pin for each card that has a place; None when none has."""
    placed = [(number, card) for number, card in enumerate(cards, 1) if card.point is not None]
    points = [Point(*card.point) for _number, card in placed if card.point is not None]
    if centre is None:
        if not points:
            return None
        centre = _middle(points)
    reach = max([MIN_REACH_KM, *(_offset(centre, point)[2] for point in points)])
    if radius_km is not None and not points:
        reach = max(reach, radius_km)
    scale = (min(WIDTH, HEIGHT) / 2 - MARGIN) / reach
    pins = []
    for number, card in placed:
        point = Point(*card.point) if card.point is not None else centre
        x, y = _project(centre, point, scale)
        pins.append(MapPin(x, y, number, card.title, card.url, point.latitude, point.longitude))
    rings = tuple(
        MapRing(round(step * scale, 1), _("%(km)s km", km=step))
        for step in RING_STEPS_KM
        if reach / 6 <= step <= reach * 1.15
    )
    towns = _towns(centre, scale)
    settings = get_installation().settings
    data = {
        "centre": [centre.latitude, centre.longitude],
        "rings": [
            [step * 1000, _("%(km)s km", km=step)]
            for step in RING_STEPS_KM
            if reach / 6 <= step <= reach * 1.15
        ],
        "towns": [[point.latitude, point.longitude, name] for _town, point, name in towns],
        "pins": [[pin.latitude, pin.longitude, pin.number, pin.title, pin.url] for pin in pins],
        "tiles": settings.tile_url,
        "attribution": settings.tile_attribution,
    }
    return Map(
        width=WIDTH,
        height=HEIGHT,
        centre_x=WIDTH / 2,
        centre_y=HEIGHT / 2,
        towns=tuple(town for town, _point, _name in towns),
        rings=rings,
        pins=_spread(pins),
        data=json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        has_tiles=bool(settings.tile_url),
    )


def _middle(points: Sequence[Point]) -> Point:
    latitudes = [point.latitude for point in points]
    longitudes = [point.longitude for point in points]
    return Point((min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2)


def _offset(centre: Point, point: Point) -> tuple[float, float, float]:
    """Kilometres east and north of the centre, and the distance."""
    per_degree = METRES_PER_DEGREE / 1000
    north = (point.latitude - centre.latitude) * per_degree
    east = (point.longitude - centre.longitude) * per_degree
    east *= math.cos(math.radians(centre.latitude))
    return east, north, math.hypot(east, north)


def _project(centre: Point, point: Point, scale: float) -> tuple[float, float]:
    east, north, _distance = _offset(centre, point)
    return round(WIDTH / 2 + east * scale, 1), round(HEIGHT / 2 - north * scale, 1)


def _towns(centre: Point, scale: float) -> list[tuple[MapTown, Point, str]]:
    """Names that fit on the map without touching each other, large towns first."""
    radius = math.hypot(WIDTH, HEIGHT) / 2 / scale
    language = page_language()
    near = get_installation().gazetteer.within(centre, min(radius, 120.0))
    near = tuple(
        sorted(near, key=lambda pair: (-pair[0].population, pair[0].kind != PlaceKind.MUNICIPALITY))
    )
    found: list[tuple[MapTown, Point, str]] = []
    for place, _distance in near:
        x, y = _project(centre, place.point, scale)
        if not (LABEL_WIDTH / 2 < x < WIDTH - LABEL_WIDTH / 2 and 20 < y < HEIGHT - 20):
            continue
        if any(
            abs(x - town.x) < LABEL_WIDTH and abs(y - town.y) < LABEL_HEIGHT
            for town, _point, _name in found
        ):
            continue
        name = place.name(language)
        found.append((MapTown(x, y, name, place.population >= LARGE_TOWN), place.point, name))
        if len(found) == MAX_TOWNS:
            break
    return found


def _spread(pins: list[MapPin]) -> tuple[MapPin, ...]:
    """Pins at one address stand side by side, so that each number can be read and pressed."""
    taken: dict[tuple[int, int], int] = {}
    spread = []
    for pin in pins:
        cell = (round(pin.x / 20), round(pin.y / 20))
        count = taken.get(cell, 0)
        taken[cell] = count + 1
        angle = count * 2.4
        shift = 0 if count == 0 else 18 + 3 * count
        spread.append(
            MapPin(
                round(pin.x + shift * math.cos(angle), 1),
                round(pin.y + shift * math.sin(angle), 1),
                pin.number,
                pin.title,
                pin.url,
                pin.latitude,
                pin.longitude,
            )
        )
    return tuple(spread)
