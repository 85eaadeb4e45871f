"""The context of each page of the finder: one dataclass a template, passed as `page`."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from app.finder.answers import AnswerView
from app.finder.cards import Card, Chip, Desk, Filter, HelpLine, HoursRow, Label, Link, Map, Picture
from app.finder.explaining import Reading
from app.finder.wish_view import WishBox
from app.words.search_files import Outcome


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The form on top of home and results, with what was typed kept in it."""

    action: str
    words: str
    place: str
    radius: str
    ages: tuple[str, ...]
    """One text per child as typed, "9 maanden", "4 jaar"; always ends with an empty one."""
    radii: tuple[Link, ...]
    """Choices of the distance select: `url` holds the value, `is_current` the chosen one."""
    near: str
    """Rounded coordinates of "near me" ("51.153,4.211") or empty."""
    suggest_url: str
    hidden: tuple[tuple[str, str], ...] = ()
    """Other parameters to carry along (view, kept list)."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page: one box, the themes, ages, what is on soon near here, the desk."""

    box: SearchBox
    themes: tuple[Link, ...]
    ages: tuple[Link, ...]
    moments: tuple[Link, ...]
    soon: tuple[Card, ...]
    soon_title: str
    quick: tuple[Link, ...]
    """Ready searches: today, this weekend, free, without appointment."""
    municipalities: tuple[Link, ...]
    desk: Desk
    offer_count: int
    organization_count: int


@dataclass(frozen=True, slots=True)
class DayOfCards:
    """One day of the agenda with what takes place."""

    title: str
    date: str
    cards: tuple[Card, ...]
    note: str | None = None
    """"herfstvakantie" or the name of a public holiday."""


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A search answered: what was understood, the cards, and what to try next."""

    box: SearchBox
    title: str
    summary: str
    """One sentence: how many, of what, where."""
    total: int
    chips: tuple[Chip, ...]
    clear_url: str
    messages: tuple[Label, ...]
    """What the page did with odd input, and that it answers without the index when it is gone."""
    urgent: tuple[HelpLine, ...]
    """Numbers that come first when the words say that it cannot wait."""
    corrections: tuple[Link, ...]
    """"Bedoelde je …?" and "zoek letterlijk naar …"."""
    place_choices: tuple[Link, ...]
    """Other places of the same name; empty when the place is clear."""
    filters: tuple[Filter, ...]
    first_day: str
    last_day: str
    sorts: tuple[Link, ...]
    views: tuple[Link, ...]
    view: str
    """"lijst", "kaart" or "agenda"."""
    cards: tuple[Card, ...]
    days: tuple[DayOfCards, ...]
    map: Map | None
    desk: Desk
    tries: tuple[Link, ...]
    """What to try when there is nothing or little: wider, without the age, another word."""
    previous: Link | None
    next: Link | None
    paging: str
    calendar_url: str
    feed_url: str
    filter_count: int
    answers: tuple[AnswerView, ...] = ()
    """Short answers that the House pinned to these words."""
    near: tuple[Card, ...] = ()
    """What nearly is what was asked; it is not counted in `total`."""
    near_title: str = ""
    reading: Reading | None = None
    """How the words were understood, for a colleague who asks."""
    outcome: Outcome | None = None
    """How the search went; None when that says nothing about its words."""
    wish: WishBox | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing that was asked is on any page of it, pinned things included."""
        return not (self.total or self.cards or self.answers)


@dataclass(frozen=True, slots=True)
class Moment:
    """One dated moment of an offer in words."""

    text: str
    text_on_paper: str
    """The same with its date, where "morgen" would say nothing."""
    time: str
    datetime: str
    """Machine-readable start for <time>."""
    is_cancelled: bool
    reason: str | None
    place: str | None
    calendar_url: str | None
    url: str
    """The page of its day."""


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """The answer to "is it on that day?"."""

    question: str
    answer: str
    tone: str
    next: str | None


@dataclass(frozen=True, slots=True)
class Venue:
    """One place of an offer with how to get in."""

    name: str
    address: str
    municipality: Link | None
    distance: str | None
    facts: tuple[Label, ...]
    hours: tuple[HoursRow, ...]
    hours_notes: tuple[str, ...]
    route_url: str | None
    """A geo: address that opens the device's own map."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach somebody about the offer."""

    label: str
    text: str
    href: str
    icon: str
    hours: str | None
    state: Label | None


@dataclass(frozen=True, slots=True)
class OfferPage:
    """Everything about one offer."""

    card: Card
    when_on_paper: str | None
    """The card's `when` with a date instead of "morgen"."""
    description: Markup
    when: tuple[str, ...]
    """Rules in words: "Elke woensdag van 14 tot 16 uur, niet in de schoolvakanties"."""
    moments: tuple[Moment, ...]
    more_moments: tuple[Moment, ...]
    state: Label | None
    day: str
    day_answer: DayAnswer | None
    next_weekdays: tuple[Link, ...]
    """Links "volgende woensdag?" that ask the day question."""
    venues: tuple[Venue, ...]
    area: str | None
    """For whom it comes: "voor gezinnen in Temse en Kruibeke", "bij je thuis", "online"."""
    price_lines: tuple[str, ...]
    passes: tuple[Label, ...]
    join: Markup | None
    registration: Label | None
    appointment: Label | None
    conditions: Markup | None
    not_for: str | None
    """Whom it does not suit, so that nobody comes in vain."""
    bring: str | None
    waiting: str | None
    languages: tuple[str, ...]
    accessibility: tuple[Label, ...]
    audience: tuple[Label, ...]
    contacts: tuple[Contact, ...]
    booking_url: str | None
    organization: Link
    organization_text: tuple[str, str] | None
    """Language and words of what the partner says of itself."""
    themes: tuple[Link, ...]
    verified: Label
    related: tuple[Card, ...]
    calendar_url: str | None
    share_url: str
    share_text: str
    qr_url: str
    report_href: str
    report_phone: str | None
    structured: Markup
    """The schema.org script element."""
    desk: Desk
    pictures: tuple[Picture, ...]
    back_url: str | None
    texts_language: str


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A page of offers that belong together: a theme, an age, a municipality, a partner."""

    title: str
    introduction: str
    introduction_language: str
    pictogram: str
    breadcrumbs: tuple[Link, ...]
    links: tuple[Link, ...]
    """Narrower themes, neighbouring ages, sub-municipalities."""
    links_title: str
    cards: tuple[Card, ...]
    total: int
    search_url: str
    desk: Desk
    box: SearchBox
    facts: tuple[Label, ...] = ()
    contacts: tuple[Contact, ...] = ()
    sections: tuple[DayOfCards, ...] = ()
    """Titled groups of cards, such as "nieuw hier: dit is er deze week"."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A list of links in groups: all themes, all municipalities, all partners."""

    title: str
    introduction: str
    groups: tuple[tuple[str, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """One week day by day, around one place."""

    title: str
    days: tuple[DayOfCards, ...]
    previous: Link
    next: Link
    box: SearchBox
    desk: Desk
    calendar_url: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The kept offers, to print as one sheet or to share."""

    cards: tuple[Card, ...]
    missing: int
    """How many of the asked offers are gone or not published."""
    share_url: str
    qr: Markup | None
    clear_url: str
    remove_urls: tuple[str, ...]
    printed_on: str
    desk: Desk
    calendar_url: str


@dataclass(frozen=True, slots=True)
class TextPage:
    """A page of plain text: help numbers, privacy, accessibility, about."""

    title: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    help_lines: tuple[HelpLine, ...] = ()
    desk: Desk | None = None
    links: tuple[Link, ...] = field(default=())
