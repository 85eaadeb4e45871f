"""The page of results: what was understood, the cards, and what to try next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import url_for

from app.finder.agenda_view import Agenda, make_agenda
from app.finder.answering import Answer, answer_query, cards_for, make_cards
from app.finder.boxes import make_box
from app.finder.cards import Card, Label, Link, Tone
from app.finder.chips import chip_words, make_chips
from app.finder.explaining import explain_cards, make_reading
from app.finder.filters import make_filters
from app.finder.maps import make_map
from app.finder.nearly import make_near_cards, near_title
from app.finder.pages import ResultsPage
from app.finder.parameters import VIEWS, SearchRequest
from app.finder.pinned import Pins, find_pins
from app.finder.read_words import corrections, list_also_searched, urgent_lines
from app.finder.searches_noted import HALF, outcome_of
from app.finder.searching import PAGE_SIZE, Search, door_url, search_url
from app.finder.site import get_catalogue, get_desk
from app.finder.tries import list_tries
from app.finder.wish_view import make_wish_box
from app.i18n import gettext as _
from app.i18n import ngettext
from app.search.queries import Sort
from app.web.languages import page_language

FEW = 3
SEPARATOR = " · "


def make_results_page(search: Search, now: datetime, *, is_explained: bool = False) -> ResultsPage:
    """Answer a search as a page; a colleague may have it explained."""
    request, query = search.request, search.query
    view = request.view or VIEWS[0]
    pins = find_pins(search) if view != "agenda" else Pins()
    answer = answer_query(query, pins.offer_ids)
    hits, total = answer.hits, answer.hits.total
    outcome = None if answer.is_plain else outcome_of(hits)
    taxonomy, language = get_catalogue().taxonomy, page_language()
    is_first = view != "agenda" and (request.page == 1 or view == "kaart")
    cards = list_cards_of_page(answer, search, is_first=is_first)
    near = make_near_cards(answer, search, now.date()) if is_first else ()
    if is_explained:
        cards, near = explain_cards(cards, hits.hits), explain_cards(near, hits.near)
    has_pinned = bool(answer.pinned or pins.answers)
    chips = make_chips(search, taxonomy)
    pages = (total + PAGE_SIZE - 1) // PAGE_SIZE
    desk = get_desk(search.where.place.municipality_nis if search.where.place else None)
    place_name = search.where.place.label(language) if search.where.place else ""
    agenda = make_agenda(search, now) if view == "agenda" else None
    feed_query = request.changed(view="").query_string(without=frozenset({"lijst"}))
    return ResultsPage(
        box=make_box(request, has_panel=True, distance_counts=hits.facets.get("distance")),
        title=results_title(search, place_name),
        summary=summary_text(total, chip_words(chips), has_pinned=has_pinned),
        total=total,
        chips=chips,
        clear_url=door_url(),
        messages=make_messages(search, answer) + agenda_messages(agenda),
        urgent=urgent_lines(answer),
        corrections=corrections(search, answer),
        place_choices=tuple(
            Link(place.label(language), search_url(request, place=place.label(language)))
            for place in search.where.choices[:6]
        ),
        filters=make_filters(search, hits.facets, taxonomy),
        first_day=request.first_day.isoformat() if request.first_day else "",
        last_day=request.last_day.isoformat() if request.last_day else "",
        sorts=sort_links(search),
        views=view_links(request),
        view=view,
        cards=cards if agenda is None else (),
        days=agenda.days if agenda else (),
        map=make_map(cards, search.where.point, query.radius_km) if view == "kaart" else None,
        desk=desk,
        tries=list_tries(search, total) if total <= FEW else (),
        previous=agenda.previous if agenda else page_link(request, -1, pages),
        next=agenda.next if agenda else page_link(request, 1, pages),
        paging=agenda.title if agenda else paging_text(request, pages),
        calendar_url=url_for("finder.search_calendar") + f"?{feed_query}",
        feed_url=url_for("finder.search_feed") + f"?{feed_query}",
        filter_count=request.filter_count,
        answers=pins.answers if is_first else (),
        near=near,
        near_title=near_title(total),
        reading=make_reading(search, answer) if is_explained else None,
        outcome=outcome,
        wish=make_wish_box(search, outcome) if outcome else None,
    )


def list_cards_of_page(answer: Answer, search: Search, *, is_first: bool) -> tuple[Card, ...]:
    """The cards of one page: on the first what the House pinned, and never anything twice."""
    pinned = {offer.id for offer in answer.pinned}
    found = [card for card in make_cards(answer, search.query) if card.offer_id not in pinned]
    if is_first:
        mark = Label(_("Gekozen door het Huis van het Kind"), "house-heart", Tone.GOOD)
        first = cards_for(answer.pinned, answer.hits.hits, search.query)
        found[:0] = [replace(card, marks=(mark,)) for card in first]
    if search.request.view == "kaart":
        found = [replace(card, number=number) for number, card in enumerate(found, 1)]
    return tuple(found)


def page_link(request: SearchRequest, step: int, pages: int) -> Link | None:
    """The page of the list before (-1) or after (1) this one, if there is one."""
    number = request.page + step
    if request.view == "kaart" or not 1 <= number <= pages:
        return None
    url = search_url(replace(request, page=number))
    if step < 0:
        return Link(_("Vorige"), url, "ui-arrow-left")
    return Link(_("Volgende"), url, "ui-arrow-right")


def paging_text(request: SearchRequest, pages: int) -> str:
    """Where in the list this page is; nothing when it is the only one."""
    if pages < 2 or request.view == "kaart":
        return ""
    return _("Pagina %(page)s van %(pages)s", page=request.page, pages=pages)


def results_title(search: Search, place_name: str) -> str:
    """The heading: what was typed and where, or simply the whole aanbod."""
    words = search.request.words
    if words and place_name and search.request.place:
        return _("%(words)s bij %(place)s", words=words, place=place_name)
    if words:
        return words
    if place_name:
        return _("Aanbod bij %(place)s", place=place_name)
    if search.where.point is not None:
        return _("Aanbod bij jou in de buurt")
    return _("Alle aanbod")


def summary_text(total: int, words: list[str], *, has_pinned: bool = False) -> str:
    """One sentence: how many results, of what."""
    if total == 0 and has_pinned:
        return _("Verder vonden we niets: %(words)s.", words=SEPARATOR.join(words))
    if total == 0:
        return (
            _("Niets gevonden: %(words)s.", words=SEPARATOR.join(words))
            if words
            else _("Niets gevonden.")
        )
    if not words:
        return ngettext("%(num)s resultaat.", "%(num)s resultaten.", total)
    return ngettext(
        "%(num)s resultaat: %(words)s.",
        "%(num)s resultaten: %(words)s.",
        total,
        words=SEPARATOR.join(words),
    )


def make_messages(search: Search, answer: Answer) -> tuple[Label, ...]:
    """What the page did with odd input, so that nothing is dropped in silence."""
    found: list[Label] = []
    if answer.is_plain:
        text = _("De zoekmachine is even weg. We zoeken nu eenvoudiger, zonder filters.")
        found.append(Label(text, "ui-info", Tone.WARN))
    where = search.where
    if where.unknown:
        text = _(
            "We kennen '%(place)s' niet als plaats. Probeer een gemeente of een postcode.",
            place=where.unknown,
        )
        found.append(Label(text, "ui-place", Tone.WARN))
    if where.corrected_from and where.place is not None:
        text = _(
            "Je typte '%(typed)s'. We zoeken bij %(place)s.",
            typed=where.corrected_from,
            place=where.place.label(page_language()),
        )
        found.append(Label(text, "ui-place"))
    for odd in search.odd_ages:
        text = _(
            "We begrijpen de leeftijd '%(age)s' niet. Schrijf bijvoorbeeld: 9 maanden, of 4 jaar.",
            age=odd,
        )
        found.append(Label(text, "ui-child", Tone.WARN))
    if search.request.ignored:
        found.append(
            Label(_("Een deel van het adres begrepen we niet. Dat lieten we weg."), "ui-info")
        )
    # In a story many words are met by nothing, and nobody asked for each of them.
    is_short = len(answer.hits.reading) <= FEW
    if answer.hits.unmet and (is_short or answer.hits.coverage <= HALF):
        text = _(
            "We vonden niets voor: %(words)s. Dit past bij de rest van je woorden.",
            words=_(", ").join(answer.hits.unmet),
        )
        found.append(Label(text, "ui-search", Tone.WARN))
    if answer.hits.unwanted:
        text = _("Zonder: %(words)s.", words=_(", ").join(answer.hits.unwanted))
        found.append(Label(text, "ui-info"))
    also = list_also_searched(search, answer, get_catalogue().taxonomy)
    if also:
        text = _("We zochten ook naar: %(word)s.", word=_(", ").join(also))
        found.append(Label(text, "ui-search"))
    return tuple(found)


def agenda_messages(agenda: Agenda | None) -> tuple[Label, ...]:
    """What the agenda leaves to the list."""
    if agenda is None or not agenda.is_dated_only:
        return ()
    text = _("Hier staan activiteiten. Plekken met vaste uren vind je in de lijst.")
    return (Label(text, "ui-info"),)


def sort_links(search: Search) -> tuple[Link, ...]:
    """The orders that make sense for this search."""
    request = search.request
    choices = [
        ("", Sort.RELEVANCE, _("Best passend")),
        ("eerst", Sort.SOONEST, _("Eerst aan de beurt")),
    ]
    if search.where.point is not None:
        choices.insert(1, ("afstand", Sort.DISTANCE, _("Dichtst bij")))
    return tuple(
        Link(text, search_url(request, sort=value), is_current=search.query.sort is sort)
        for value, sort, text in choices
    )


def view_links(request: SearchRequest) -> tuple[Link, ...]:
    """The same results as a list, on a map, or day by day."""
    current = request.view or VIEWS[0]
    return tuple(
        Link(
            text, search_url(request, view="" if name == VIEWS[0] else name), icon, current == name
        )
        for name, text, icon in (
            ("lijst", _("Lijst"), "ui-list"),
            ("kaart", _("Kaart"), "ui-map"),
            ("agenda", _("Agenda"), "ui-agenda"),
        )
    )
