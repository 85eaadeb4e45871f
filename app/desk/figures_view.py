"""The figures of a year in words: tables for the page and rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app.desk.counting_form import channel_text
from app.exchange.offers_csv_columns import guard_cell
from app.finder.cards import Link
from app.finder.site import get_catalogue
from app.finder.wording import weekday_name
from app.i18n import format_day
from app.i18n import gettext as _
from app.questions.operations.figures import FIRST_HOUR, LAST_HOUR, Outcome, YearFigures
from app.questions.small_numbers import Masked
from app.search.queries import AGE_GROUPS
from app.web.installation import get_installation
from app.web.languages import page_language


@dataclass(frozen=True, slots=True)
class FigureTable:
    """One breakdown: a title and its rows of (name, count as it may be told)."""

    title: str
    rows: tuple[tuple[str, str], ...]
    is_merged: bool


@dataclass(frozen=True, slots=True)
class HourRow:
    """One hour of the day with a count for each weekday, Monday first."""

    hour: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The figures of one year."""

    year: int
    years: tuple[Link, ...]
    total: str
    contacts: str
    questions: str
    tables: tuple[FigureTable, ...]
    weekdays: tuple[str, ...]
    hours: tuple[HourRow, ...]
    csv_url: str


def make_figures_page(figures: YearFigures, years: list[int]) -> FiguresPage:
    """The figures of a year as a page shows them."""
    return FiguresPage(
        year=figures.year,
        years=tuple(
            Link(
                str(year),
                url_for("desk_counting.figures", jaar=year),
                is_current=year == figures.year,
            )
            for year in years
        ),
        total=figures.total,
        contacts=figures.contacts,
        questions=figures.questions,
        tables=(
            _table(_("Thema"), figures.themes, _term_text),
            _table(_("Leeftijd"), figures.ages, _term_text, [item.id for item in AGE_GROUPS]),
            _table(_("Hoe het gezin kwam"), figures.channels, channel_text),
            _table(_("Gemeente"), figures.municipalities, _municipality_text),
            _table(_("Wat ervan kwam"), figures.outcomes, outcome_text, list(Outcome)),
            _table(_("Maand"), figures.months, _month_text, list(range(1, 13))),
        ),
        weekdays=tuple(weekday_name(number) for number in range(7)),
        hours=_hours(figures.hours.cells),
        csv_url=url_for("desk_counting.figures_file", jaar=figures.year),
    )


def figures_csv(page: FiguresPage) -> str:
    """The same figures as CSV, with a byte order mark for spreadsheets and no formulas."""
    rows: list[tuple[str, ...]] = [
        (_("Cijfers van %(year)s", year=page.year), ""),
        (_("Alles samen"), page.total),
        (_("Contacten"), page.contacts),
        (_("Vragen"), page.questions),
    ]
    for table in page.tables:
        rows += [(), (table.title, _("Aantal"))]
        rows += [(_("Te weinig om te tonen"), "")] if table.is_merged else list(table.rows)
    rows += [(), (_("Uur"), *page.weekdays)]
    rows += [(row.hour, *row.counts) for row in page.hours]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([guard_cell("", cell) for cell in row] for row in rows)
    return "\ufeff" + text.getvalue()


def outcome_text(outcome: str) -> str:
    """What came of it, in words."""
    return {
        Outcome.INFORMED: _("Info gegeven"),
        Outcome.REFERRED: _("Doorverwezen"),
        Outcome.NOTHING_FOUND: _("Niets gevonden"),
        Outcome.ESCALATED: _("Aan een collega gegeven"),
        Outcome.STOPPED: _("Gestopt of geen contact"),
        Outcome.OPEN: _("Nog bezig"),
    }[Outcome(outcome)]


def _table(
    title: str,
    masked: Masked[Any],
    name: Callable[[Any], str],
    order: Iterable[object] = (),
) -> FigureTable:
    """A breakdown in a fixed order, or by name with what is not known last."""
    cells = masked.cells
    keys = [key for key in order if key in cells]
    rest = sorted((key for key in cells if key not in keys), key=lambda key: (not key, name(key)))
    rows = tuple((name(key), cells[key]) for key in [*keys, *rest])
    return FigureTable(title, rows, masked.is_merged)


def _term_text(term_id: str) -> str:
    term = get_catalogue().taxonomy.find(term_id)
    return term.label(page_language()) if term else _("Niet geweten")


def _municipality_text(nis: str) -> str:
    place = get_installation().gazetteer.find_municipality(nis)
    return place.name(page_language()) if place else _("Elders of niet geweten")


def _month_text(month: int) -> str:
    return format_day(date(2024, month, 1), "LLLL")


def _hours(cells: Mapping[tuple[int, int], str]) -> tuple[HourRow, ...]:
    """The hours in which there was anything, with those in between."""
    used = [hour for hour, _weekday in cells]
    if not used:
        return ()
    first, last = max(min(used), FIRST_HOUR), min(max(used), LAST_HOUR)
    return tuple(
        HourRow(
            _("%(first)s–%(last)s uur", first=hour, last=hour + 1),
            tuple(cells.get((hour, weekday), "0") for weekday in range(7)),
        )
        for hour in range(first, last + 1)
    )
