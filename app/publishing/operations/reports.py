"""What visitors say is wrong with an offer: kept sealed, told to who can mend it, then erased."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local
from app.audit.trail import Actor, record
from app.directory.models.checks import CheckedFact
from app.directory.models.offers import Offer, OfferText
from app.directory.models.organizations import House, HousePartner, Organization
from app.i18n import DEFAULT_LANGUAGE, choose_text
from app.publishing.errors import ReportClosedError, ReportNotFoundError
from app.publishing.models.visitors import OfferReport, ReportAbout, ReportState
from app.publishing.operations.publishing import confirm_facts
from app.publishing.operations.report_readers import list_report_readers
from app.publishing.report_letters import was_told_today, write_report_letter
from app.sealing import seal, unseal

OPEN_KEPT = timedelta(days=90)
CLOSED_KEPT = timedelta(days=30)
MOST_REPORTS = 100
WAITING = (ReportState.OPEN.value, ReportState.SUSPECT.value)
FACTS = {
    ReportAbout.WHEN: CheckedFact.WHEN,
    ReportAbout.WHERE: CheckedFact.WHERE,
    ReportAbout.PRICE: CheckedFact.PRICE,
    ReportAbout.CONTACT: CheckedFact.CONTACT,
}
"""What is confirmed when somebody looks and the page was right."""


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A report with its words, for whoever can mend the offer."""

    id: int
    offer_id: int
    slug: str
    title: str
    organization: str
    about: ReportAbout
    is_suspect: bool
    reported_at: datetime
    text: str
    """Empty when nothing was written, or when it is erased."""


def report_offer(
    session: Session,
    offer_id: int,
    *,
    about: ReportAbout,
    text: str,
    is_suspect: bool,
    now: datetime,
    site_url: str,
) -> OfferReport:
    """Keep a report, and tell who can mend the offer; what looks sent by a machine waits apart."""
    state = ReportState.SUSPECT if is_suspect else ReportState.OPEN
    report = OfferReport(
        offer_id=offer_id,
        about=about.value,
        text_sealed=seal(session, text) if text else None,
        state=state.value,
        reported_at=now,
    )
    session.add(report)
    session.flush()
    # A flood of reports must not become a flood of letters.
    if not is_suspect:
        title = _title_of(session, offer_id)
        for reader in list_report_readers(session, offer_id):
            if not was_told_today(session, reader, now=now):
                write_report_letter(session, reader, title, site_url=site_url)
    return report


def open_reports(
    session: Session,
    *,
    organization_ids: Collection[int] | None = None,
    house_id: int | None = None,
    by: Actor,
) -> list[OpenedReport]:
    """The waiting reports of own organizations, or of a House's partners, the oldest first.

    Reading them is noted in the trail, so it needs a writing session.
    """
    mine = _of_house(house_id) if house_id is not None else _of_partner(organization_ids or ())
    rows = session.execute(
        select(OfferReport, Offer.slug, OfferText.title, Organization.name)
        .join(Offer, Offer.id == OfferReport.offer_id)
        .join(Organization, Organization.id == Offer.organization_id)
        .outerjoin(
            OfferText,
            and_(OfferText.offer_id == Offer.id, OfferText.language == DEFAULT_LANGUAGE),
        )
        .where(mine, OfferReport.state.in_(WAITING))
        .order_by(OfferReport.reported_at, OfferReport.id)
        .limit(MOST_REPORTS)
    ).all()
    read = [row[0].id for row in rows if row[0].text_sealed is not None]
    if read:
        record(session, "read_reports", actor=by, house_id=house_id, details={"reports": read})
    return [
        OpenedReport(
            report.id,
            report.offer_id,
            slug,
            title or "",
            organization,
            ReportAbout(report.about),
            report.state == ReportState.SUSPECT.value,
            report.reported_at,
            unseal(session, report.text_sealed) if report.text_sealed else "",
        )
        for report, slug, title, organization in rows
    ]


def close_report(
    session: Session,
    report_id: int,
    *,
    is_right: bool,
    person_id: int,
    organization_ids: Collection[int] | None = None,
    house_id: int | None = None,
    now: datetime,
) -> OfferReport:
    """Close a report: the offer was mended, or it was right and that fact is confirmed.

    Raises ReportNotFoundError for one of somebody else, and ReportClosedError.
    """
    mine = _of_house(house_id) if house_id is not None else _of_partner(organization_ids or ())
    report = session.scalar(
        select(OfferReport)
        .join(Offer, Offer.id == OfferReport.offer_id)
        .where(OfferReport.id == report_id, mine)
        .with_for_update(of=OfferReport)
    )
    if report is None:
        raise ReportNotFoundError
    if report.state not in WAITING:
        raise ReportClosedError
    report.state = (ReportState.RIGHT if is_right else ReportState.MENDED).value
    report.closed_at, report.closed_by = now, person_id
    fact = FACTS.get(ReportAbout(report.about))
    if is_right and fact is not None:
        on = as_local(now).date()
        confirm_facts(session, report.offer_id, (fact,), on=on, person_id=person_id)
    record(
        session,
        "closed_report",
        actor=Actor.person(person_id),
        subject=("offer_report", report.id),
        house_id=house_id,
        details={"offer": report.offer_id, "state": report.state},
    )
    return report


def count_forgettable_reports(session: Session, now: datetime) -> int:
    """How many reports have words whose time is over."""
    return session.scalar(select(func.count(OfferReport.id)).where(_is_over(now))) or 0


def forget_reports(session: Session, now: datetime) -> int:
    """Erase the words of reports: 30 days after they are closed, 90 days after they came in."""
    over = session.scalars(select(OfferReport).where(_is_over(now))).all()
    for report in over:
        report.text_sealed = None
    return len(over)


def _is_over(now: datetime) -> ColumnElement[bool]:
    return and_(
        OfferReport.text_sealed.is_not(None),
        or_(OfferReport.closed_at < now - CLOSED_KEPT, OfferReport.reported_at < now - OPEN_KEPT),
    )


def _of_partner(organization_ids: Collection[int]) -> ColumnElement[bool]:
    return Offer.organization_id.in_(organization_ids)


def _of_house(house_id: int) -> ColumnElement[bool]:
    """Offers of a House's partners; the default one also has those of partners without House."""
    partners = select(HousePartner.organization_id)
    is_default = select(House.id).where(House.id == house_id, House.is_default).exists()
    return or_(
        Offer.organization_id.in_(partners.where(HousePartner.house_id == house_id)),
        and_(is_default, Offer.organization_id.not_in(partners)),
    )


def _title_of(session: Session, offer_id: int) -> str:
    texts = session.scalars(select(OfferText).where(OfferText.offer_id == offer_id))
    chosen = choose_text({row.language: row.title for row in texts}, DEFAULT_LANGUAGE)
    return chosen[1] if chosen else ""
