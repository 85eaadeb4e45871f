"""The addresses where a visitor says that something about an offer is not right."""

from __future__ import annotations

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.db import utc_now
from app.directory.models.offers import Offer, OfferState
from app.directory.operations.offers import find_offer
from app.finder.report_form import ReportForm
from app.finder.site import get_desk
from app.finder.suspects import count_from_sender, looks_sent_by_machine
from app.i18n import choose_text
from app.publishing.models.visitors import ReportAbout
from app.publishing.operations.reports import report_offer
from app.questions.national_numbers import mask_numbers
from app.questions.operations.quarantine import Signals
from app.web.access import public
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language
from app.web.stamps import seconds_since
from app.web.visitors import visitor_address

PATH = "/<language:language>/aanbod/<int(max=2147483647):offer_id>-<slug>/klopt-niet"
blueprint = Blueprint("offer_report", __name__)
SEE_OTHER, MOVED = 303, 301
MOST_A_DAY = 20
"""A library or a school behind one address is no machine."""


@blueprint.before_request
def keep_private() -> None:
    """Keep these pages out of every cache."""
    g.is_private = True


def _get_offer(offer_id: int) -> Offer:
    found = find_offer(reading_session(), offer_id)
    if found is None or found.state == OfferState.DRAFT.value:
        abort(404)
    return found


def _page_of(offer: Offer) -> dict[str, object]:
    titles = {row.language: row.title for row in offer.texts}
    municipalities = [link.location.municipality_nis for link in offer.locations]
    return {
        "title": choose_text(titles, page_language()) or (page_language(), ""),
        "offer_url": url_for("finder.offer", offer_id=offer.id, slug=offer.slug),
        "desk": get_desk(municipalities[0] if municipalities else None),
    }


@blueprint.get(PATH)
@public
def ask(offer_id: int, slug: str) -> ResponseReturnValue:
    """Ask what is not right; no name, no address."""
    offer = _get_offer(offer_id)
    if slug != offer.slug:
        return redirect(url_for("offer_report.ask", offer_id=offer_id, slug=offer.slug), MOVED)
    form = ReportForm()
    form.prepare()
    return answer_form("finder/report.html", form, offer=offer, page=_page_of(offer))


@blueprint.post(PATH)
@public
def send(offer_id: int, slug: str) -> ResponseReturnValue:
    """Keep the report, whoever or whatever sent it."""
    offer, form = _get_offer(offer_id), ReportForm()
    form.prepare()
    if not form.is_sent():
        return answer_form("finder/report.html", form, offer=offer, page=_page_of(offer))
    hidden, stamp = form.website.data or "", form.stamp.data or ""
    signals = Signals(visitor_address(), hidden, seconds_since(stamp))
    installation, now = get_installation(), utc_now()
    with installation.database.transaction() as session:
        count = count_from_sender(session, "report", signals, now=now)
        report_offer(
            session,
            offer_id,
            about=ReportAbout(form.about.data),
            text=mask_numbers(form.text.data or ""),
            is_suspect=looks_sent_by_machine(signals) or count > MOST_A_DAY,
            now=now,
            site_url=installation.settings.site_url,
        )
    return redirect(url_for("offer_report.thanks", offer_id=offer_id, slug=slug), SEE_OTHER)


@blueprint.get(f"{PATH}/dank-je")
@public
def thanks(offer_id: int, slug: str) -> ResponseReturnValue:  # noqa: ARG001 - only for people
    """Say what happens now."""
    return render_template("finder/report_thanks.html", page=_page_of(_get_offer(offer_id)))
