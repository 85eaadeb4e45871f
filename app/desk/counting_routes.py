"""Counting contacts in a few presses, and the figures that follow from them."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask import session as browser_session
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.counting_form import LAST, CountForm, tiles
from app.desk.figures_view import figures_csv, make_figures_page
from app.desk.houses import get_own_house
from app.i18n import gettext as _
from app.questions.errors import HouseRowNotFoundError
from app.questions.operations.counting import UNDO, count_contact, undo_contact
from app.questions.operations.figures import list_years, year_figures
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk_counting", __name__, url_prefix="/<language:language>")


def make_count_form() -> CountForm:
    """The form with its tiles; a new one begins with what was chosen last."""
    form, house = CountForm(), get_own_house()
    form.offer(house)
    if not form.is_submitted():
        form.start(house)
        form.mark.data = uuid4().hex
    return form


def _can_undo(now: datetime) -> bool:
    last = browser_session.get(LAST) or {}
    return bool(last.get("id")) and now.timestamp() - last.get("at", 0) < UNDO.total_seconds()


def _show(form: CountForm) -> ResponseReturnValue:
    page = render_template("desk/count.html", form=form, tiles=tiles, can_undo=_can_undo(utc_now()))
    return page, UNPROCESSABLE if form.is_submitted() else 200


@blueprint.get("/onthaal/tel")
@needs(Permission.COUNT_CONTACTS)
def count() -> ResponseReturnValue:
    """Show the tiles to count a contact."""
    return _show(make_count_form())


@blueprint.post("/onthaal/tel")
@needs(Permission.COUNT_CONTACTS)
def save() -> ResponseReturnValue:
    """Count a contact; the same page sent twice counts once."""
    form = make_count_form()
    if not form.is_sent():
        return _show(form)
    last, now = browser_session.get(LAST) or {}, utc_now()
    if not form.mark.data or form.mark.data != last.get("mark"):
        with get_installation().database.transaction() as session:
            moment = count_contact(
                session, current_member().get_house_id(), form.to_draft(), now=now
            )
        browser_session[LAST] = {
            "id": moment.id,
            "at": now.timestamp(),
            "mark": form.mark.data,
            "channel": form.channel.data,
            "municipality": form.municipality.data,
        }
    flash(_("Geteld. Nog een?"))
    return redirect(url_for("desk_counting.count"), SEE_OTHER)


@blueprint.post("/onthaal/tel/neem-terug")
@needs(Permission.COUNT_CONTACTS)
def undo() -> ResponseReturnValue:
    """Take back the last contact that this session counted."""
    last = browser_session.get(LAST) or {}
    try:
        with get_installation().database.transaction() as session:
            undo_contact(session, current_member().get_house_id(), last.get("id", 0), now=utc_now())
    except HouseRowNotFoundError:
        flash(_("Dit contact kan je niet meer terugnemen."))
    else:
        browser_session[LAST] = {**last, "id": 0}
        flash(_("Het laatste contact telt niet meer mee."))
    return redirect(url_for("desk_counting.count"), SEE_OTHER)


def _read_year(years: list[int]) -> int:
    text = request.args.get("jaar", "")
    is_number = text.isascii() and text.isdigit() and len(text) == 4
    return int(text) if is_number and int(text) in years else years[0]


@blueprint.get("/onthaal/cijfers")
@needs(Permission.MANAGE_HOUSE)
def figures() -> ResponseReturnValue:
    """Show the figures of a year."""
    session, house_id = reading_session(), current_member().get_house_id()
    years = list_years(session, house_id, now=utc_now())
    found = year_figures(session, house_id, _read_year(years))
    return render_template("desk/figures.html", page=make_figures_page(found, years))


@blueprint.get("/onthaal/cijfers.csv")
@needs(Permission.MANAGE_HOUSE, confirmed=True)
def figures_file() -> Response:
    """Give the figures of a year as a file for a spreadsheet."""
    session, house_id = reading_session(), current_member().get_house_id()
    years = list_years(session, house_id, now=utc_now())
    found = year_figures(session, house_id, _read_year(years))
    answer = Response(figures_csv(make_figures_page(found, years)), content_type="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=cijfers-{found.year}.csv"
    return answer
