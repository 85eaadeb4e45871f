"""The lasting address of one day of an offer, on the family's door."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from app.directory.models.offers import VISIBLE_STATES, OfferState
from app.directory.operations.offers import find_offer
from app.finder.moment_page import make_moment_page, read_moment_day
from app.finder.routes import blueprint
from app.finder.site import get_catalogue, local_now
from app.web.access import public
from app.web.installation import reading_session

__all__ = ["blueprint"]


@blueprint.get("/<language:language>/aanbod/<int(max=2147483647):offer_id>-<slug>/<day>")
@public
def moment(offer_id: int, slug: str, day: str) -> BaseResponse | tuple[str, int]:
    """Show one day of an offer: when and where, called off, or not on that day."""
    now = local_now()
    on, found = read_moment_day(day, now.date()), find_offer(reading_session(), offer_id)
    if on is None or found is None or found.state == OfferState.DRAFT.value:
        abort(404)
    if slug != found.slug:
        address = url_for("finder.moment", offer_id=offer_id, slug=found.slug, day=on.isoformat())
        return redirect(address, 301)
    page = make_moment_page(found, get_catalogue().taxonomy, on, now)
    status = 200 if found.state in VISIBLE_STATES else 410
    return render_template("finder/moment.html", page=page), status
