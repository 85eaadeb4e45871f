"""What nobody confirmed for too long: call the partner, and say that it is right."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.review.stale_page import make_stale_page
from app.finder.site import local_now
from app.i18n import gettext as _
from app.publishing.operations.checking import CheckNotFoundError
from app.publishing.operations.reviewing import Reviewer
from app.publishing.operations.stale_offers import (
    PERIODS,
    check_by_house,
    choose_period,
    list_stale,
)
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk_stale", __name__, url_prefix="/<language:language>/onthaal/verouderd")
NUMBER = "int(max=2147483647)"
MOST_PAGES = 500


def _reviewer() -> Reviewer:
    member = current_member()
    return Reviewer(member.person_id, member.get_house_id())


def _read_page(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= 3
    return min(int(text), MOST_PAGES) if is_number else 1


@blueprint.get("")
@needs(Permission.REVIEW_OFFERS)
def index() -> ResponseReturnValue:
    """Show what is overdue, hidden or was never checked, by partner."""
    today = local_now().date()
    page = _read_page(request.args.get("pagina", "1"))
    found = list_stale(reading_session(), _reviewer().house_id, today, page=page)
    return render_template("desk/review/stale.html", page=make_stale_page(found, today))


def _back() -> Response:
    page = _read_page(request.form.get("page", "1"))
    return redirect(url_for("desk_stale.index", pagina=page if page > 1 else None), SEE_OTHER)


@blueprint.post(f"/<{NUMBER}:offer_id>/klopt")
@needs(Permission.REVIEW_OFFERS)
def right(offer_id: int) -> ResponseReturnValue:
    """Note that the House asked around and that all of it is right."""
    try:
        with get_installation().database.transaction() as session:
            check_by_house(session, _reviewer(), offer_id, now=utc_now())
    except CheckNotFoundError:
        abort(404)
    flash(_("Nagekeken. Gezinnen lezen dat het Huis dit vandaag nakeek."))
    return _back()


@blueprint.post(f"/<{NUMBER}:offer_id>/hoe-vaak")
@needs(Permission.REVIEW_OFFERS)
def how_often(offer_id: int) -> ResponseReturnValue:
    """Choose how often an offer is checked."""
    typed = request.form.get("months", "")
    if typed not in {str(months) for months in PERIODS}:
        abort(404)
    try:
        with get_installation().database.transaction() as session:
            choose_period(session, _reviewer(), offer_id, months=int(typed))
    except CheckNotFoundError:
        abort(404)
    flash(_("Bewaard. We vragen het voortaan zo vaak."))
    return _back()
