"""What visitors say is wrong with the offers of a House's partners."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.accounts.guards import current_member, needs
from app.accounts.permissions import Permission
from app.finder.report_closing import close_and_return
from app.finder.report_rows import report_rows
from app.finder.site import local_now
from app.publishing.operations.reports import open_reports
from app.web.installation import get_installation

blueprint = Blueprint("desk_reports", __name__, url_prefix="/<language:language>/onthaal/meldingen")
NUMBER = "int(max=2147483647)"


@blueprint.get("")
@needs(Permission.REVIEW_OFFERS)
def index() -> ResponseReturnValue:
    """Show the reports, and apart what looks sent by a machine; the trail holds who read them."""
    member = current_member()
    house_id = member.get_house_id()
    with get_installation().database.transaction() as session:
        found = open_reports(session, house_id=house_id, by=member.actor)
    rows = report_rows(found, local_now().date())
    return render_template(
        "desk/review/reports.html",
        rows=[row for row in rows if not row.is_suspect],
        suspects=[row for row in rows if row.is_suspect],
    )


@blueprint.post(f"/<{NUMBER}:report_id>/aangepast")
@needs(Permission.REVIEW_OFFERS)
def mended(report_id: int) -> ResponseReturnValue:
    """Say that the offer was mended."""
    return _close(report_id, is_right=False)


@blueprint.post(f"/<{NUMBER}:report_id>/klopt-wel")
@needs(Permission.REVIEW_OFFERS)
def right(report_id: int) -> ResponseReturnValue:
    """Say that the page was right; that fact counts as checked today."""
    return _close(report_id, is_right=True)


def _close(report_id: int, *, is_right: bool) -> ResponseReturnValue:
    house_id = current_member().get_house_id()
    return close_and_return(report_id, "desk_reports.index", is_right=is_right, house_id=house_id)
