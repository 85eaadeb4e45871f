"""How often families met the own offers, in words: by offer, and by month of one offer."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from app.exchange.offers_csv_columns import guard_cell
from app.finder.wording import month_text
from app.i18n import gettext as _
from app.publishing.models.visitors import SightKind
from app.publishing.operations.figures import OfferName, list_offer_names
from app.publishing.operations.sights import list_sights
from app.questions.operations.asked_offers import count_asked_offers, count_referred_offers
from app.questions.small_numbers import mask_count, mask_counts

MONTHS = 12
UNTOLD = "–"
"""Stands where even "<5" would let somebody work out the number."""


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of figures: found, opened, kept, asked about, referred."""

    name: str
    cells: tuple[str, ...]
    url: str = ""
    month: str = ""
    """As "2026-11", for files."""


@dataclass(frozen=True, slots=True)
class OfferFigures:
    """One offer month by month, the newest first."""

    title: str
    sentence: str
    rows: tuple[FigureRow, ...]
    total: FigureRow


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """All own offers over a year, and one of them by month when it is chosen."""

    heads: tuple[str, ...]
    offers: tuple[FigureRow, ...]
    chosen: OfferFigures | None
    csv_url: str


@dataclass(frozen=True, slots=True)
class _Counts:
    """What was counted of every own offer."""

    offers: Sequence[OfferName]
    months: Sequence[date]
    sights: Mapping[tuple[int, date, SightKind], int]
    asked: Mapping[tuple[int, date], int]
    referred: Mapping[tuple[int, date], int]


def make_figures_page(
    session: Session, organization_ids: Collection[int], today: date, *, offer_id: int | None
) -> FiguresPage:
    """The figures of the own offers; `offer_id` of somebody else chooses nothing."""
    counts = _count(session, organization_ids, today)
    tables = {offer.id: _table_of(counts, offer) for offer in counts.offers}
    chosen = tables.get(offer_id) if offer_id is not None else None
    if chosen is None and len(tables) == 1:
        chosen = next(iter(tables.values()))
    return FiguresPage(
        heads=heads(),
        offers=tuple(
            FigureRow(
                offer.title,
                tables[offer.id].total.cells,
                url_for("portal_reports.figures", aanbod=offer.id),
            )
            for offer in counts.offers
        ),
        chosen=chosen,
        csv_url=url_for("portal_reports.figures_file"),
    )


def figures_csv(session: Session, organization_ids: Collection[int], today: date) -> str:
    """Every own offer by month, for a spreadsheet; no cell in it can be run as a formula."""
    counts = _count(session, organization_ids, today)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_("Aanbod"), _("Maand"), *heads()])
    for offer in counts.offers:
        for row in _table_of(counts, offer).rows:
            writer.writerow(guard_cell("", cell) for cell in (offer.title, row.month, *row.cells))
    return file.getvalue()


def heads() -> tuple[str, ...]:
    """What the columns count."""
    return (_("Gevonden"), _("Geopend"), _("Bewaard"), _("Vragen"), _("Doorverwezen"))


def _count(session: Session, organization_ids: Collection[int], today: date) -> _Counts:
    months = list_months(today)
    offers = list_offer_names(session, organization_ids)
    ids, since = [offer.id for offer in offers], months[-1]
    return _Counts(
        offers,
        months,
        list_sights(session, ids, since=since),
        count_asked_offers(session, ids, since=since),
        count_referred_offers(session, ids, since=since),
    )


def list_months(today: date) -> list[date]:
    """The first days of this month and the eleven before it."""
    number = today.year * MONTHS + today.month - 1
    return [
        date((number - back) // MONTHS, (number - back) % MONTHS + 1, 1) for back in range(MONTHS)
    ]


def _table_of(counts: _Counts, offer: OfferName) -> OfferFigures:
    asked = _masked({month: counts.asked.get((offer.id, month), 0) for month in counts.months})
    referred = _masked(
        {month: counts.referred.get((offer.id, month), 0) for month in counts.months}
    )
    sights = {
        month: tuple(counts.sights.get((offer.id, month, kind), 0) for kind in SightKind)
        for month in counts.months
    }
    rows = tuple(
        FigureRow(
            month_text(month),
            (*map(str, sights[month]), asked[month], referred[month]),
            month=f"{month:%Y-%m}",
        )
        for month in counts.months
    )
    sums = (sum(column) for column in zip(*sights.values(), strict=True))
    cells = (*map(str, sums), asked[None], referred[None])
    total = FigureRow(_("Twaalf maanden samen"), cells)
    return OfferFigures(offer.title, _sentence(counts, sights), rows, total)


def _masked(months: Mapping[date, int]) -> Mapping[date | None, str]:
    """Each month as it may be told, with the total under None: no small number follows from it."""
    masked = mask_counts(months)
    cells: dict[date | None, str] = {None: mask_count(sum(months.values()))}
    for month, count in months.items():
        cells[month] = UNTOLD if masked.is_merged else masked.cells.get(month, str(count))
    return cells


def _sentence(counts: _Counts, sights: Mapping[date, tuple[int, ...]]) -> str:
    """The newest whole month in words; this month while there is none."""
    month = counts.months[1] if any(sights[counts.months[1]]) else counts.months[0]
    found, opened, _kept = sights[month]
    return _(
        "In %(month)s zagen gezinnen dit %(found)s keer. Ze openden het %(opened)s keer.",
        month=month_text(month),
        found=found,
        opened=opened,
    )
