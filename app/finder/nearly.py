"""What nearly is what was asked, each with a plain word on what it misses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.directory.documents import NO_APPOINTMENT, REDUCTION_TERM
from app.directory.models.offers import Appointment, Offer
from app.finder.answering import Answer, cards_for
from app.finder.cards import Card, Label, Tone
from app.finder.chips import part_text
from app.finder.said_facts import AT_HOME, ONLINE
from app.finder.searching import Search
from app.finder.wording import day_text, distance_text, weekday_name
from app.i18n import gettext as _
from app.search.matching.near import Wish
from app.search.queries import Hit, Part, Query
from app.web.languages import page_language

_CARD_TERM = "pass-"
_ICONS = {Wish.PLACE: "ui-place", Wish.MOMENT: "ui-calendar", Wish.ENTRY: "ui-info"}


def make_near_cards(answer: Answer, search: Search, today: date) -> tuple[Card, ...]:
    """The cards of what nearly fits, marked with what each of them misses."""
    hits = {hit.offer_id: hit for hit in answer.hits.near}
    pinned = {offer.id for offer in answer.pinned}
    cards: list[Card] = []
    for offer in answer.near:
        if offer.id in pinned:
            continue
        hit = hits[offer.id]
        query = search.query
        if Wish.MOMENT.value in hit.missing:
            # The card tells when it is, as nothing of it is on the asked days.
            query = replace(query, weekdays=(), first_day=None, last_day=None)
        (card,) = cards_for((offer,), (hit,), query)
        cards.append(replace(card, marks=missing_labels(offer, hit, search, today)))
    return tuple(cards)


def near_title(total: int) -> str:
    """The heading above what nearly fits."""
    if total:
        return _("Bijna wat je zoekt")
    return _("Niets past helemaal. Dit komt in de buurt.")


def missing_labels(offer: Offer, hit: Hit, search: Search, today: date) -> tuple[Label, ...]:
    """What an offer misses of what was asked, the reason to look further first."""
    found: list[Label] = []
    for name in hit.missing:
        wish = Wish(name)
        match wish:
            case Wish.PLACE:
                texts = [_place_text(hit, search)]
            case Wish.MOMENT:
                texts = _moment_texts(search.query, today)
            case Wish.ENTRY:
                texts = _entry_texts(offer, search.query)
        found.extend(Label(text, _ICONS[wish], Tone.SOON) for text in texts)
    return tuple(found)


def _place_text(hit: Hit, search: Search) -> str:
    query, place = search.query, search.where.place
    if query.radius_km is not None and hit.distance_km is not None:
        further = hit.distance_km - query.radius_km
        if further > 0:
            return _("%(distance)s verder dan je vroeg", distance=distance_text(further))
    if place is None:
        return _("verder dan je vroeg")
    return _("niet in %(place)s", place=place.label(page_language()))


def _moment_texts(query: Query, today: date) -> list[str]:
    parts = [part_text(part) for part in query.parts]
    if query.first_day is not None and query.first_day == query.last_day:
        days = day_text(query.first_day, today)
    elif query.first_day is not None and query.last_day is not None:
        first, last = day_text(query.first_day, today), day_text(query.last_day, today)
        text = _("niet van %(first)s tot en met %(last)s", first=first, last=last)
        return [text]
    else:
        days = _or_words([weekday_name(day) for day in sorted(query.weekdays)])
    if days and parts:
        return [_("niet op %(day)s (%(part)s)", day=days, part=_or_words(parts))]
    if days:
        return [_("niet op %(day)s", day=days)]
    return [_part_text(part) for part in query.parts] or [_("op een ander moment")]


def _part_text(part: Part) -> str:
    match part:
        case Part.MORNING:
            return _("niet in de voormiddag")
        case Part.AFTERNOON:
            return _("niet in de namiddag")
        case Part.EVENING:
            return _("niet in de avond")


def _or_words(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(rest)s of %(last)s", rest=_(", ").join(words[:-1]), last=words[-1])


def _entry_texts(offer: Offer, query: Query) -> list[str]:
    """Which of price, pass, appointment, screen and house the offer does not have."""
    terms = {row.term_id for row in offer.terms}
    found: list[str] = []
    if query.is_free and offer.price_cents != 0:
        is_known = offer.price_cents is not None
        found.append(_("niet gratis") if is_known else _("de prijs kennen we niet"))
    if query.with_pass and not _has_reduction(offer, terms):
        found.append(_("zonder korting met een pas"))
    if query.walk_in and not _is_walk_in(offer, terms):
        is_known = offer.appointment == Appointment.BY_APPOINTMENT.value
        found.append(_("met afspraak") if is_known else _("bel of je zonder afspraak mag komen"))
    if ONLINE in query.accessibility and ONLINE not in terms:
        found.append(_("niet online"))
    if AT_HOME in query.accessibility and AT_HOME not in terms:
        found.append(_("niet bij je thuis"))
    return found or [_("past niet helemaal bij wat je vroeg")]


def _has_reduction(offer: Offer, terms: set[str]) -> bool:
    has_card = any(term_id.startswith(_CARD_TERM) for term_id in terms)
    return offer.pass_price_cents is not None or REDUCTION_TERM in terms or has_card


def _is_walk_in(offer: Offer, terms: set[str]) -> bool:
    kinds = {Appointment.WALK_IN.value, Appointment.BOTH.value}
    return offer.appointment in kinds or NO_APPOINTMENT in terms
