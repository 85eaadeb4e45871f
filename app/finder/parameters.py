"""The address of a search: read without ever refusing, and written back with one thing changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from app.directory.catalogue import Taxonomy
from app.directory.models.offers import OfferKind
from app.directory.models.terms import Facet
from app.geo.points import Point
from app.search.queries import AGE_GROUPS, MAX_QUERY_CHARACTERS, PARTS, Part, Sort

WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
DAY_PARTS = {"ochtend": Part.MORNING, "namiddag": Part.AFTERNOON, "avond": Part.EVENING}
KINDS = {
    "dienst": OfferKind.SERVICE,
    "activiteit": OfferKind.ACTIVITY,
    "opvang": OfferKind.CHILDCARE,
}
SORTS = {"beste": Sort.RELEVANCE, "afstand": Sort.DISTANCE, "eerst": Sort.SOONEST}
VIEWS = ("lijst", "kaart", "agenda")
PRICES = ("gratis", "pas")
RADII = ("2", "5", "10", "25")
WHOLE_MUNICIPALITY = "gemeente"
WALK_IN = "1"
EXPLAIN = "uitleg"
"""Asks why the results stand in this order; it does something for colleagues only."""
POINT_DECIMALS = 3
"""Decimals of a degree that are kept: about 100 metres."""
MAX_CHILDREN = 6
MAX_VALUES = 12
MAX_PAGE = 500
_POINT = re.compile(r"^(-?\d{1,2}(?:\.\d{1,6})?),(-?\d{1,3}(?:\.\d{1,6})?)$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}$")
# Signs that no text has: controls, halves of pairs, and what Unicode keeps for itself.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]+")


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as the address tells it; everything in it is known to be sound."""

    words: str = ""
    place: str = ""
    near: Point | None = None
    radius: str = ""
    ages: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    age_groups: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    walk_in: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    sort: str = ""
    view: str = ""
    page: int = 1
    is_exact: bool = False
    kept: str = ""
    ignored: tuple[str, ...] = field(default=(), compare=False)
    """Names of parameters that held nonsense."""

    def arguments(self) -> list[tuple[str, str]]:
        """The parameters in one fixed order, so that equal searches have equal addresses."""
        near = f"{self.near.latitude:.3f},{self.near.longitude:.3f}" if self.near else ""
        single = [
            ("q", self.words),
            ("plaats", self.place),
            ("hier", near),
            ("straal", self.radius),
        ]
        many = [
            ("kind", self.ages),
            ("thema", self.themes),
            ("leeftijd", self.age_groups),
            ("soort", self.kinds),
            ("dag", self.weekdays),
            ("dagdeel", self.parts),
            ("prijs", self.prices),
            ("inloop", self.walk_in),
            ("taal", self.languages),
            ("toegang", self.accessibility),
        ]
        rest = [
            ("van", self.first_day.isoformat() if self.first_day else ""),
            ("tot", self.last_day.isoformat() if self.last_day else ""),
            ("letterlijk", "1" if self.is_exact else ""),
            ("sorteer", self.sort),
            ("weergave", self.view),
            ("pagina", str(self.page) if self.page > 1 else ""),
            ("lijst", self.kept),
        ]
        listed = [(name, value) for name, values in many for value in values]
        return [(name, value) for name, value in (*single, *listed, *rest) if value]

    def query_string(self, *, without: frozenset[str] = frozenset()) -> str:
        """The part of the address behind the question mark."""
        return urlencode([pair for pair in self.arguments() if pair[0] not in without])

    def changed(self, **changes: object) -> SearchRequest:
        """The same search with something else, from its first page."""
        return replace(self, **{"page": 1, **changes})  # type: ignore[arg-type]

    @property
    def filter_count(self) -> int:
        """How many filters are on."""
        groups = (
            self.themes,
            self.age_groups,
            self.kinds,
            self.weekdays,
            self.parts,
            self.prices,
            self.walk_in,
            self.languages,
            self.accessibility,
        )
        return sum(len(group) for group in groups) + bool(self.first_day or self.last_day)


def _clean(text: str, limit: int) -> str:
    return _CONTROL.sub(" ", text).strip()[:limit].strip()


class _Reader:
    """Takes values out of the address and remembers what it had to drop."""

    def __init__(self, arguments: MultiDict[str, str]) -> None:
        self._arguments = arguments
        self.ignored: list[str] = []

    def text(self, name: str, limit: int) -> str:
        return _clean(self._arguments.get(name, ""), limit)

    def texts(self, name: str, limit: int, most: int) -> tuple[str, ...]:
        values = [_clean(value, limit) for value in self._arguments.getlist(name)]
        return tuple(dict.fromkeys(value for value in values if value))[:most]

    def languages(self, name: str) -> tuple[str, ...]:
        given = self.texts(name, 8, MAX_VALUES)
        sound = tuple(code for code in given if _LANGUAGE.fullmatch(code))
        if len(sound) < len(given):
            self.ignored.append(name)
        return sound

    def page(self, name: str) -> int:
        text = self.text(name, 6)
        if text.isascii() and text.isdigit() and int(text):
            return min(int(text), MAX_PAGE)
        if text:
            self.ignored.append(name)
        return 1

    def choice(self, name: str, known: tuple[str, ...]) -> str:
        value = self.text(name, 40)
        if value and value not in known:
            self.ignored.append(name)
            return ""
        return value

    def many(self, name: str, known: frozenset[str]) -> tuple[str, ...]:
        given = [value.strip() for value in self._arguments.getlist(name) if value.strip()]
        sound = tuple(dict.fromkeys(value for value in given if value in known))[:MAX_VALUES]
        if len(sound) < len(set(given)):
            self.ignored.append(name)
        return sound

    def day(self, name: str) -> date | None:
        text = self.text(name, 20)
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.ignored.append(name)
            return None
        if not 2000 <= day.year <= 2100:
            self.ignored.append(name)
            return None
        return day


def read_request(arguments: MultiDict[str, str], taxonomy: Taxonomy) -> SearchRequest:
    """The search an address asks for; nonsense is left out and named in `ignored`."""
    reader = _Reader(arguments)
    first_day, last_day = reader.day("van"), reader.day("tot")
    if first_day and last_day and last_day < first_day:
        first_day, last_day = last_day, first_day
    return SearchRequest(
        words=reader.text("q", MAX_QUERY_CHARACTERS),
        place=reader.text("plaats", 80),
        near=_read_point(reader),
        radius=reader.choice("straal", (*RADII, WHOLE_MUNICIPALITY)),
        ages=reader.texts("kind", 30, MAX_CHILDREN),
        themes=reader.many("thema", _ids(taxonomy, Facet.DOMAIN) | _ids(taxonomy, Facet.FORM)),
        age_groups=reader.many("leeftijd", frozenset(group.id for group in AGE_GROUPS)),
        kinds=reader.many("soort", frozenset(KINDS)),
        weekdays=reader.many("dag", frozenset(WEEKDAYS)),
        parts=reader.many("dagdeel", frozenset(DAY_PARTS)),
        prices=reader.many("prijs", frozenset(PRICES)),
        walk_in=reader.many("inloop", frozenset({WALK_IN})),
        languages=reader.languages("taal"),
        accessibility=reader.many("toegang", _ids(taxonomy, Facet.ACCESSIBILITY)),
        first_day=first_day,
        last_day=last_day,
        sort=reader.choice("sorteer", tuple(SORTS)),
        view=reader.choice("weergave", VIEWS),
        page=reader.page("pagina"),
        is_exact=reader.text("letterlijk", 2) == "1",
        kept=read_kept(reader.text("lijst", 400)),
        ignored=tuple(dict.fromkeys(reader.ignored)),
    )


def read_kept(text: str) -> str:
    """A kept list in an address: numbers with commas, fifty at the most."""
    numbers = [
        part for part in text.split(",") if part.isascii() and part.isdigit() and len(part) < 10
    ]
    return ",".join(dict.fromkeys(str(int(number)) for number in numbers[:50]))


def part_names(values: tuple[str, ...]) -> tuple[Part, ...]:
    """Parts of the day of an address for the engine, in the order of the day."""
    chosen = {DAY_PARTS[value] for value in values}
    return tuple(part for part in PARTS if part in chosen)


def _read_point(reader: _Reader) -> Point | None:
    text = reader.text("hier", 40)
    if not text:
        return None
    found = _POINT.match(text)
    try:
        point = Point(float(found[1]), float(found[2])) if found else None
    except ValueError:
        point = None
    if point is None:
        reader.ignored.append("hier")
        return None
    # Rounded here too: an address that is shared must not name one house. By decimals, so that the
    # point stays where it is, however often the address is read and written again.
    return Point(round(point.latitude, POINT_DECIMALS), round(point.longitude, POINT_DECIMALS))


def _ids(taxonomy: Taxonomy, facet: Facet) -> frozenset[str]:
    return frozenset(term.id for term in taxonomy.terms.values() if term.facet == facet.value)
