"""What visitors say is wrong with own offers, and how often these are seen."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.accounts.guards import current_member, needs
from app.accounts.permissions import Permission
from app.finder.report_closing import close_and_return
from app.finder.report_rows import report_rows
from app.finder.site import local_now
from app.portal.reporting.figures_page import figures_csv, make_figures_page
from app.publishing.operations.reports import open_reports
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("portal_reports", __name__, url_prefix="/<language:language>/partners")
NUMBER = "int(max=2147483647)"
LONGEST_NUMBER = 9


@blueprint.get("/meldingen")
@needs(Permission.ACT_AS_PARTNER)
def index() -> ResponseReturnValue:
    """Show what visitors say is not right; the trail holds that it was read."""
    member = current_member()
    with get_installation().database.transaction() as session:
        found = open_reports(session, organization_ids=member.organization_ids, by=member.actor)
    rows = report_rows(found, local_now().date())
    return render_template("portal/reports/index.html", rows=rows)


@blueprint.post(f"/meldingen/<{NUMBER}:report_id>/aangepast")
@needs(Permission.ACT_AS_PARTNER)
def mended(report_id: int) -> ResponseReturnValue:
    """Say that the offer was mended."""
    return _close(report_id, is_right=False)


@blueprint.post(f"/meldingen/<{NUMBER}:report_id>/klopt-wel")
@needs(Permission.ACT_AS_PARTNER)
def right(report_id: int) -> ResponseReturnValue:
    """Say that the page was right; that fact counts as checked today."""
    return _close(report_id, is_right=True)


def _close(report_id: int, *, is_right: bool) -> ResponseReturnValue:
    own = current_member().organization_ids
    return close_and_return(
        report_id, "portal_reports.index", is_right=is_right, organization_ids=own
    )


@blueprint.get("/cijfers")
@needs(Permission.ACT_AS_PARTNER)
def figures() -> ResponseReturnValue:
    """Show how often families met the own offers."""
    number = request.args.get("aanbod", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER
    page = make_figures_page(
        reading_session(),
        current_member().organization_ids,
        local_now().date(),
        offer_id=int(number) if is_number else None,
    )
    return render_template("portal/figures/index.html", page=page)


@blueprint.get("/cijfers.csv")
@needs(Permission.ACT_AS_PARTNER)
def figures_file() -> ResponseReturnValue:
    """Give the same figures as a file for a spreadsheet."""
    own, today = current_member().organization_ids, local_now().date()
    answer = Response(figures_csv(reading_session(), own, today), content_type="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=cijfers-{today:%Y-%m}.csv"
    return answer
