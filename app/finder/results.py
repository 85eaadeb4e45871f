"""The page of results: what was understood, the cards, and what to try next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import url_for

from app.finder.agenda_view import Agenda, make_agenda
from app.finder.answering import Answer, answer_query, make_cards
from app.finder.boxes import make_box
from app.finder.cards import HelpLine, Label, Link, Tone
from app.finder.chips import chip_words, make_chips
from app.finder.filters import make_filters
from app.finder.maps import make_map
from app.finder.pages import ResultsPage
from app.finder.parameters import VIEWS, SearchRequest
from app.finder.searching import PAGE_SIZE, Search, door_url, search_url
from app.finder.site import get_catalogue, get_desk, help_lines
from app.finder.tries import list_tries
from app.i18n import gettext as _
from app.i18n import ngettext
from app.search.queries import Sort
from app.web.languages import page_language

FEW = 3
URGENT_NUMBERS = {"suicidal-thoughts": ("112", "1813"), "unsafe-at-home": ("112", "1712")}
SEPARATOR = " · "


def make_results_page(search: Search, now: datetime) -> ResultsPage:
    """Answer a search as a page."""
    answer = answer_query(search.query)
    request, query, hits = search.request, search.query, answer.hits
    taxonomy, language = get_catalogue().taxonomy, page_language()
    cards = make_cards(answer, query)
    if request.view == "kaart":
        cards = tuple(replace(card, number=number) for number, card in enumerate(cards, 1))
    total = hits.total
    chips = make_chips(search, taxonomy)
    view = request.view or VIEWS[0]
    pages = (total + PAGE_SIZE - 1) // PAGE_SIZE
    desk = get_desk(search.where.place.municipality_nis if search.where.place else None)
    place_name = search.where.place.label(language) if search.where.place else ""
    agenda = make_agenda(search, now) if view == "agenda" else None
    feed_query = request.changed(view="").query_string(without=frozenset({"lijst"}))
    return ResultsPage(
        box=make_box(request, has_panel=True, distance_counts=hits.facets.get("distance")),
        title=results_title(search, place_name),
        summary=summary_text(total, chip_words(chips)),
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
    )


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


def summary_text(total: int, words: list[str]) -> str:
    """One sentence: how many results, of what."""
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
    for expansion in answer.hits.expansions[:2]:
        if expansion.term_id in URGENT_NUMBERS:
            continue
        if expansion.canonical and expansion.canonical.lower() != expansion.typed.lower():
            text = _("We zochten ook naar: %(word)s.", word=expansion.canonical)
            found.append(Label(text, "ui-search"))
    return tuple(dict.fromkeys(found))


def agenda_messages(agenda: Agenda | None) -> tuple[Label, ...]:
    """What the agenda leaves to the list."""
    if agenda is None or not agenda.is_dated_only:
        return ()
    text = _("Hier staan activiteiten. Plekken met vaste uren vind je in de lijst.")
    return (Label(text, "ui-info"),)


def urgent_lines(answer: Answer) -> tuple[HelpLine, ...]:
    """The numbers for words of violence or of no longer wanting to live; none otherwise."""
    meant = {expansion.term_id for expansion in answer.hits.expansions}
    wanted = {number for term_id in meant for number in URGENT_NUMBERS.get(term_id or "", ())}
    return tuple(line for line in help_lines() if line.number in wanted)


def corrections(search: Search, answer: Answer) -> tuple[Link, ...]:
    """A corrected word, and the way back to exactly what was typed."""
    found: list[Link] = []
    correction = answer.hits.correction
    request = search.request
    if correction is not None:
        replaced = request.words.replace(correction.typed, correction.corrected)
        if correction.is_applied:
            text = _("We zochten naar '%(word)s'.", word=correction.corrected)
            found.append(Link(text, search_url(request, words=replaced), "ui-search"))
        else:
            text = _("Bedoelde je '%(word)s'?", word=correction.corrected)
            found.append(Link(text, search_url(request, words=replaced), "ui-search"))
    if request.is_exact:
        text = _("Zoek weer ruimer")
        found.append(Link(text, search_url(request, is_exact=False), "ui-search"))
    elif correction is not None or answer.hits.expansions:
        text = _("Zoek precies naar '%(words)s'", words=request.words)
        found.append(Link(text, search_url(request, is_exact=True), "ui-search"))
    return tuple(found)


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
