"""The letter about a report: which offer, never what the visitor wrote."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.i18n import gettext as _
from app.i18n import speaking
from app.mail.models import Letter
from app.mail.outbox import LetterDraft, queue_letter
from app.publishing.operations.report_readers import ReportReader

KIND = "offer-report"
ONE_A = timedelta(days=1)


def partner_reports_path(language: str) -> str:
    """The reports about the offers of a partner."""
    return f"/{language}/partners/meldingen"


def house_reports_path(language: str) -> str:
    """The reports about the offers of a House's partners."""
    return f"/{language}/onthaal/meldingen"


def was_told_today(session: Session, reader: ReportReader, *, now: datetime) -> bool:
    """Whether somebody had a letter about a report less than a day ago."""
    last = select(Letter.id).where(
        Letter.about_kind == "person",
        Letter.about_id == reader.person_id,
        Letter.kind == KIND,
        Letter.queued_at > now - ONE_A,
    )
    return session.scalar(last.limit(1)) is not None


def write_report_letter(
    session: Session, reader: ReportReader, title: str, *, site_url: str
) -> None:
    """Tell somebody that a visitor thinks something about an offer is not right."""
    with speaking(reader.language):
        path = partner_reports_path if reader.house_id is None else house_reports_path
        lines = (
            _("Iemand meldt dat iets niet klopt bij %(title)s.", title=title),
            _("Lees hier wat er volgens die persoon anders is:"),
            site_url.rstrip("/") + path(reader.language),
            _("Pas het aan, of zeg dat het wel klopt. Beide kosten je een minuut."),
            _("Komen er vandaag nog meldingen? Dan mailen we je niet opnieuw."),
        )
        draft = LetterDraft(
            kind=KIND,
            recipient=reader.email,
            subject=_("Klopt dit nog? %(title)s", title=title),
            body="\n\n".join(lines) + "\n",
            language=reader.language,
            house_id=reader.house_id,
            about=("person", reader.person_id),
        )
    queue_letter(session, draft)
