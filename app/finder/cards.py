"""What templates are given to show an offer, a desk, a filter or a map: words only, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a label feels; the stylesheet gives each tone one colour and one weight."""

    GOOD = "good"
    SOON = "soon"
    CALM = "calm"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Label:
    """A short text with a pictogram, such as "zonder afspraak"."""

    text: str
    icon: str
    tone: Tone = Tone.CALM
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the words people press on."""

    text: str
    url: str
    icon: str | None = None
    is_current: bool = False
    count: int | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of an offer with the text that stands for it."""

    url: str
    """Of its small version, which is enough for a card."""
    alternative: str
    width: int = 640
    height: int = 400
    """Of the small version, in pixels."""
    sources: str = ""
    """Its versions with their width, as `srcset` has them; empty when there is only one."""
    large: str = ""
    """The address of a photo at its largest; empty for drawings."""


@dataclass(frozen=True, slots=True)
class Points:
    """One part of why an offer stands where it stands, for colleagues."""

    text: str
    amount: str
    """With its sign, as the page's language writes numbers."""


@dataclass(frozen=True, slots=True)
class Card:
    """One offer in a list: enough to decide whether to open it."""

    offer_id: int
    url: str
    title: str
    language: str
    """Language of title and summary; differs from the page's when a translation is missing."""
    summary: str
    pictogram: str
    theme: str
    kind: str
    kind_label: str
    organization: str
    when: str | None
    """Next moment or opening hours in words, "woensdag 25 november, 14.00-16.00 uur"."""
    state: Label | None
    """"nu open", "straks open", "vandaag", "geannuleerd" or nothing."""
    where: str | None
    distance: str | None
    ages: str | None
    suits: tuple[str, ...]
    """Which of the asked children it suits, "voor je kind van 9 maanden"."""
    price: str | None
    facts: tuple[Label, ...]
    notices: tuple[Label, ...]
    """What to know first: temporarily closed, not checked for long, cancelled."""
    image: Picture | None
    point: tuple[float, float] | None
    keep_url: str
    """Without JavaScript: the list page with this offer added."""
    dates: tuple[str, ...] = ()
    """Next dates in words, for the printed list."""
    number: int | None = None
    """Number of its pin on the map view; None when it has no place."""
    marks: tuple[Label, ...] = ()
    """Why it stands here though nothing asked for just this: what it misses, or who chose it."""
    points: tuple[Points, ...] = ()
    """Only for a colleague who asks why: what gave it its place, and their sum."""


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One line of opening hours: a day and its hours in words."""

    day: str
    hours: str
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """The person to talk to: the House's desk, on each page and as the last card of each search."""

    house: str
    house_url: str
    welcome: str
    language: str
    phone: str | None
    phone_href: str | None
    phone_hours: str | None
    email: str | None
    name: str | None
    address: str | None
    hours: tuple[HoursRow, ...]
    state: Label | None
    note: str | None = None
    ask_url: str | None = None
    """Where to write a question, with the search of this page; empty where that is the page."""


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A number that answers when it cannot wait."""

    number: str
    href: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Chip:
    """Something the search understood or was told, with the way to take it away."""

    text: str
    icon: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter with the number of results it leaves."""

    value: str
    text: str
    count: int | None
    is_chosen: bool
    icon: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A group of choices under one parameter; radio means or, checkbox means and."""

    name: str
    legend: str
    kind: str
    """"radio" or "checkbox"."""
    choices: tuple[Choice, ...]
    is_open: bool
    """Whether the group is unfolded: it has a chosen value or is one of the first."""


@dataclass(frozen=True, slots=True)
class MapTown:
    """A place name on the drawn map; x and y in map units."""

    x: float
    y: float
    name: str
    is_large: bool
    is_central: bool
    """Whether its name fits in the middle square, which is what a phone shows."""
    label_y: float
    """Baseline of the name: below the dot, or where no pin hides it."""


@dataclass(frozen=True, slots=True)
class MapRing:
    """A circle of equal distance around the asked place; radius in map units."""

    radius: float
    text: str


@dataclass(frozen=True, slots=True)
class MapPin:
    """One numbered pin; several offers at one point share a pin."""

    x: float
    y: float
    number: int
    title: str
    url: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Map:
    """A map drawn from the gazetteer: works without JavaScript and without any request."""

    width: int
    height: int
    centre_x: float
    centre_y: float
    towns: tuple[MapTown, ...]
    rings: tuple[MapRing, ...]
    pins: tuple[MapPin, ...]
    data: str
    """JSON for the moving map: "centre" [latitude, longitude], "rings" [[metres, text]], "towns"
    [[latitude, longitude, name]], "pins" [[latitude, longitude, number, title, address]], "tiles"
    (address of tiles or nothing) and "attribution"."""
    has_tiles: bool
