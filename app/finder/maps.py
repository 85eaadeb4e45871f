"""The map of results: drawn by ourselves from the gazetteer, so that it needs no request at all.

Projection: equirectangular around the centre (kilometres east and north of it), which is true to a
few metres within the sizes shown here.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace

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
LABEL_HEIGHT = 30.0
LETTER_WIDTH, LARGE_LETTER_WIDTH = 9.5, 12.5
"""About the width of one letter of a place name, in map units."""
LABEL_SHIFTS = (15.0, -9.0, 36.0, -28.0, 52.0, -44.0)
"""Baselines of a name seen from its dot, the nicest first."""
PIN_RADIUS, PIN_STEP = 20.0, 40.0
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
MAX_SHIFTS = 300


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
    spread = _spread(pins)
    towns = _towns(centre, scale, spread)
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
        pins=spread,
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


def _towns(centre: Point, scale: float, pins: Sequence[MapPin]) -> list[tuple[MapTown, Point, str]]:
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
        name = place.name(language)
        is_large = place.population >= LARGE_TOWN
        half = _half_width(name, is_large=is_large)
        if not (half < x < WIDTH - half and LABEL_HEIGHT < y < HEIGHT - LABEL_HEIGHT):
            continue
        if any(
            abs(x - town.x) < half + _half_width(town.name, is_large=town.is_large)
            and abs(y - town.y) < LABEL_HEIGHT
            for town, _point, _name in found
        ):
            continue
        label_y = _label_y(x, y, half, pins, [town for town, _point, _name in found])
        is_central = abs(x - WIDTH / 2) + half <= HEIGHT / 2
        town = MapTown(x, y, name, is_large, is_central, label_y)
        found.append((town, place.point, name))
        if len(found) == MAX_TOWNS:
            break
    return found


def _half_width(name: str, *, is_large: bool) -> float:
    return len(name) * (LARGE_LETTER_WIDTH if is_large else LETTER_WIDTH) / 2


def _label_y(
    x: float, y: float, half: float, pins: Sequence[MapPin], towns: Sequence[MapTown]
) -> float:
    """The baseline for the name of a town that no pin and no other name hides, if there is one."""
    for shift in LABEL_SHIFTS:
        middle = y + shift - 6
        is_hidden = any(
            abs(pin.x - x) < half + PIN_RADIUS and abs(pin.y - middle) < PIN_RADIUS + 8
            for pin in pins
        ) or any(
            abs(town.x - x) < half + _half_width(town.name, is_large=town.is_large)
            and abs(town.label_y - 6 - middle) < LABEL_HEIGHT - 8
            for town in towns
        )
        if not is_hidden:
            return round(y + shift, 1)
    return round(y + LABEL_SHIFTS[0], 1)


def _spread(pins: Sequence[MapPin]) -> tuple[MapPin, ...]:
    """Pins that would cover each other move to the nearest free spot, so each can be pressed.

    They stay in the middle square of the map: a phone shows no more of it.
    """
    placed: list[MapPin] = []
    for pin in pins:
        spots = (_spot(pin, number) for number in range(MAX_SHIFTS))
        x, y = next((spot for spot in spots if _is_free(*spot, placed)), (pin.x, pin.y))
        placed.append(replace(pin, x=round(x, 1), y=round(y, 1)))
    return tuple(placed)


def _spot(pin: MapPin, number: int) -> tuple[float, float]:
    """The numbered spot on a spiral of even density around a pin (Vogel's model of a sunflower)."""
    distance, angle = PIN_STEP / 2 * math.sqrt(number), GOLDEN_ANGLE * number
    return pin.x + distance * math.cos(angle), pin.y + distance * math.sin(angle)


def _is_free(x: float, y: float, placed: Sequence[MapPin]) -> bool:
    side = HEIGHT / 2 - PIN_RADIUS - 4
    is_inside = abs(x - WIDTH / 2) <= side and abs(y - HEIGHT / 2) <= side
    return is_inside and all(math.hypot(x - pin.x, y - pin.y) >= PIN_STEP for pin in placed)
