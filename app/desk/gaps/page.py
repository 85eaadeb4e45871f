"""The page "Wat gezinnen zoeken": searches and wishes in words, never who."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.desk.houses import get_own_house
from app.finder.cards import Link
from app.finder.site import get_catalogue
from app.finder.wording import language_name, month_text
from app.i18n import LANGUAGES, ngettext
from app.i18n import gettext as _
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language
from app.words.operations.counting import months_before
from app.words.operations.gaps import (
    Ranked,
    SearchRow,
    WishRow,
    list_searches,
    list_wish_texts,
    list_wishes,
)

PERIOD = "maanden"
"""The parameter of the address."""
PERIODS = (1, 3, 6, 13)
USUAL_PERIOD = 3


@dataclass(frozen=True, slots=True)
class SearchLine:
    """A search that families make, with what a coordinator can do about it."""

    text: str
    language: str
    language_name: str
    counts: str
    """How often, and how it went, in one sentence."""
    search_url: str
    word_url: str


@dataclass(frozen=True, slots=True)
class SearchTable:
    """One list of searches."""

    id: str
    title: str
    hint: str
    lines: tuple[SearchLine, ...]


@dataclass(frozen=True, slots=True)
class GapLine:
    """What families miss: a theme and where, or what they wrote."""

    theme: str
    about: str
    count: int


@dataclass(frozen=True, slots=True)
class GapsPage:
    """Searches and wishes of some months."""

    months: str
    periods: tuple[Link, ...]
    tables: tuple[SearchTable, ...]
    wishes: tuple[GapLine, ...]
    texts: tuple[GapLine, ...]
    few_wishes: int
    """Wishes of themes and places that have too few to be shown."""


def read_period(text: str) -> int:
    """How many months are asked for; three when that is none of the choices."""
    chosen = {str(count): count for count in PERIODS}
    return chosen.get(text, USUAL_PERIOD)


def make_gaps_page(this_month: date, count: int) -> GapsPage:
    """The page over the last so many months, the current one too."""
    session, house = reading_session(), get_own_house()
    first = months_before(this_month, count - 1)
    places = house.municipalities if house is not None else ()
    wishes, few = list_wishes(session, places, since=first)
    return GapsPage(
        months=month_text(this_month)
        if count == 1
        else _(
            "%(first)s tot en met %(last)s", first=month_text(first), last=month_text(this_month)
        ),
        periods=tuple(
            Link(
                ngettext("%(num)s maand", "%(num)s maanden", number),
                url_for("desk_gaps.show", maanden=number),
                is_current=number == count,
            )
            for number in PERIODS
        ),
        tables=tuple(
            SearchTable(
                ranked.value, title, hint, _lines(list_searches(session, ranked, since=first))
            )
            for ranked, title, hint in _headings()
        ),
        wishes=tuple(_wish_line(row) for row in wishes),
        texts=tuple(
            GapLine(_theme_text(row.theme_id), row.text, row.count)
            for row in list_wish_texts(session, places, since=first)
        ),
        few_wishes=few,
    )


def _headings() -> tuple[tuple[Ranked, str, str], ...]:
    return (
        (
            Ranked.EMPTY,
            _("Zonder resultaat"),
            _("Hier vond een gezin niets. Vaak helpt een zoekwoord."),
        ),
        (
            Ranked.POOR,
            _("Slecht resultaat"),
            _("Er was weinig dat past, of een gezin zei: dit zocht ik niet."),
        ),
        (Ranked.MOST, _("Meest gezocht"), _("Kijk of het beste antwoord bovenaan staat.")),
    )


def _lines(rows: Iterable[SearchRow]) -> tuple[SearchLine, ...]:
    return tuple(
        SearchLine(
            row.text,
            row.language,
            language_name(row.language),
            counts_text(row),
            search_url=url_for(
                "finder.search",
                language=row.language if row.language in LANGUAGES else page_language(),
                q=row.text,
            ),
            word_url=url_for("desk_words.new", woord=row.text, taal=row.language),
        )
        for row in rows
    )


def counts_text(row: SearchRow) -> str:
    """How often something was searched for and how it went; what never happened is left out."""
    parts = [ngettext("%(num)s keer gezocht", "%(num)s keer gezocht", row.searches)]
    if row.without_result:
        parts.append(ngettext("%(num)s keer niets", "%(num)s keer niets", row.without_result))
    if row.weak:
        parts.append(ngettext("%(num)s keer weinig", "%(num)s keer weinig", row.weak))
    if row.missed:
        parts.append(
            ngettext(
                "%(num)s keer zei iemand: dit zocht ik niet",
                "%(num)s keer zei iemand: dit zocht ik niet",
                row.missed,
            )
        )
    return " · ".join(parts)


def _wish_line(row: WishRow) -> GapLine:
    place = get_installation().gazetteer.find_municipality(row.municipality_nis)
    where = place.name(page_language()) if place else _("Gemeente niet geweten")
    return GapLine(_theme_text(row.theme_id), where, row.count)


def _theme_text(theme_id: str) -> str:
    term = get_catalogue().taxonomy.find(theme_id)
    return term.label(page_language()) if term else _("Zonder thema")
