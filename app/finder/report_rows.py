"""Reports in words, for the people who can mend what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.agenda.clock import as_local
from app.finder.report_form import about_text
from app.finder.wording import day_text
from app.publishing.operations.reports import OpenedReport


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of the list."""

    id: int
    title: str
    organization: str
    offer_url: str
    offer_id: int
    about: str
    text: str
    day: str
    is_suspect: bool


def report_rows(reports: Iterable[OpenedReport], today: date) -> list[ReportRow]:
    """The reports in their order."""
    return [
        ReportRow(
            id=report.id,
            title=report.title,
            organization=report.organization,
            offer_url=url_for("finder.offer", offer_id=report.offer_id, slug=report.slug),
            offer_id=report.offer_id,
            about=about_text(report.about),
            text=report.text,
            day=day_text(as_local(report.reported_at).date(), today),
            is_suspect=report.is_suspect,
        )
        for report in reports
    ]
