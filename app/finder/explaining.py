"""Why these results stand in this order: what a colleague may ask of a search with `uitleg=1`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from babel.numbers import format_decimal
from flask import g, request, url_for

from app.accounts.guards import COOKIE, find_member
from app.accounts.permissions import Permission
from app.finder.answering import Answer
from app.finder.cards import Card, Link, Points
from app.finder.chips import say_fact
from app.finder.parameters import EXPLAIN, SearchRequest
from app.finder.searching import Search, SearchDoor, get_door, search_through
from app.finder.site import get_catalogue
from app.finder.wording import language_name
from app.i18n import current_locale
from app.i18n import gettext as _
from app.search.queries import Correction, Hit, Sort
from app.web.languages import page_language

MOST_TERMS = 4


@dataclass(frozen=True, slots=True)
class ReadRow:
    """Words of the search and what they were read as."""

    typed: str
    read_as: str
    weight: str = ""
    """Their share beside the other words; empty where that means nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a whole search was understood."""

    words: tuple[ReadRow, ...]
    facts: tuple[ReadRow, ...]
    remarks: tuple[str, ...]
    close: Link


def explain_to_colleague() -> bool:
    """Whether this request to the public search comes from a colleague who asks why.

    The page is then for that person alone and kept nowhere, and its links keep asking. For
    everybody else the parameter does nothing.
    """
    if not is_asked() or COOKIE not in request.cookies:
        return False
    member = find_member()
    if member is None or not member.may(Permission.SEARCH_STAFF):
        # A public page does not know who is signed in.
        g.member = None
        return False
    g.is_private = True
    keep_asking(get_door())
    return True


def is_asked() -> bool:
    """Whether the address asks why."""
    return request.args.get(EXPLAIN) == "1"


def explain_link(asked: SearchRequest, *, is_explained: bool) -> Link:
    """The same page of the same search with the explanation, or without it again."""
    door = get_door()
    carried = [pair for pair in door.carried if pair[0] != EXPLAIN]
    if not is_explained:
        carried.append((EXPLAIN, "1"))
    query = urlencode([*asked.arguments(), *carried])
    text = _("Verberg de uitleg") if is_explained else _("Waarom deze volgorde?")
    return Link(text, url_for(door.endpoint) + (f"?{query}" if query else ""), "ui-info")


def keep_asking(door: SearchDoor) -> None:
    """Let the links of a colleague's search keep asking why."""
    search_through(replace(door, carried=(*door.carried, (EXPLAIN, "1"))))


def reason_words() -> dict[str, str]:
    """The parts of a score by their names in the engine, in plain words."""
    return {
        "words": _("Past bij de woorden"),
        "whole_title": _("De titel is precies wat er staat"),
        "age_fit": _("Past bij de leeftijd"),
        "nearness": _("Ligt dichtbij"),
        "serving": _("Is er voor deze gemeente"),
        "intent": _("Past bij wat je ermee wil"),
        "repeated": _("Zelfde titel als hierboven"),
        "soon": _("Is er binnenkort"),
        "quality": _("Is nagekeken en volledig"),
    }


def explain_cards(cards: Sequence[Card], hits: Sequence[Hit]) -> tuple[Card, ...]:
    """The cards with what gave each its place; what the engine did not find has nothing."""
    known = {hit.offer_id: hit for hit in hits}
    return tuple(
        replace(card, points=_points(known[card.offer_id])) if card.offer_id in known else card
        for card in cards
    )


def _points(hit: Hit) -> tuple[Points, ...]:
    words = reason_words()
    rows = [
        Points(words.get(reason.name, reason.name), number_text(reason.amount, is_signed=True))
        for reason in hit.explanation
    ]
    return (*rows, Points(_("Samen"), number_text(hit.score)))


def number_text(amount: float, *, is_signed: bool = False) -> str:
    """A number with two decimals as the page's language writes it."""
    pattern = "+0.00;-0.00" if is_signed else "0.00;-0.00"
    return str(format_decimal(amount, format=pattern, locale=current_locale()))


def make_reading(search: Search, answer: Answer) -> Reading:
    """How the words of a search were understood."""
    facts = []
    for fact in search.facts:
        said = say_fact(fact, search)
        text = said[0] if said else _("telt hier niet")
        if fact.is_soft and said:
            text = _("%(fact)s: ordent, maar verbergt niets", fact=text)
        facts.append(ReadRow(fact.text, text))
    return Reading(
        words=_read_words(answer),
        facts=tuple(facts),
        remarks=tuple(_remarks(search, answer)),
        close=explain_link(search.request, is_explained=True),
    )


def _read_words(answer: Answer) -> tuple[ReadRow, ...]:
    taxonomy, language = get_catalogue().taxonomy, page_language()
    rows: list[ReadRow] = []
    for group in answer.hits.reading:
        terms = sorted(group.terms, key=lambda term: -term[1])[:MOST_TERMS]
        labels = [
            f"{term.label(language)} ({number_text(factor)})"
            for term_id, factor in terms
            if (term := taxonomy.find(term_id)) is not None
        ]
        read = labels or [_("het woord zelf")]
        rows.append(ReadRow(group.typed, _(", ").join(read), number_text(group.share)))
    return tuple(rows)


def _remarks(search: Search, answer: Answer) -> list[str]:
    query = search.query
    found = [
        _("Gelezen als %(language)s.", language=language_name(answer.hits.language))
        if answer.hits.language
        else _("De taal is niet duidelijk: alle talen tellen."),
        _("Onderwerp: %(words)s.", words=query.words) if query.words else _("Geen onderwerp."),
    ]
    if query.is_exact:
        found.append(_("Precies gezocht: zonder synoniemen en zonder verbeteren."))
    if answer.hits.correction is not None:
        found.append(_correction_text(answer.hits.correction))
    if len(set(query.ages)) > 1:
        found.append(_("Wat bij alle kinderen past, staat eerst."))
    if query.sort is Sort.DISTANCE:
        found.append(_("De volgorde is nu die van de afstand. Punten tellen niet."))
    if query.sort is Sort.SOONEST:
        found.append(_("De volgorde is nu die van de dagen. Punten tellen niet."))
    if answer.is_plain:
        found.append(_("De zoekmachine is weg. Dit antwoord komt uit de tabellen."))
    return found


def _correction_text(correction: Correction) -> str:
    typed, read = correction.typed, correction.corrected
    if correction.is_applied:
        return _(
            "'%(typed)s' kent de zoekmachine niet. Gelezen: '%(read)s'.", typed=typed, read=read
        )
    return _("'%(typed)s' is zeldzaam. Voorgesteld: '%(read)s'.", typed=typed, read=read)
