"""The rota: who is at the desk, who is its back-up, and who is there now."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.rota_form import ShiftForm, make_rota_page, read_week, shift_view, week_code
from app.finder.site import local_now
from app.i18n import gettext as _
from app.i18n import ngettext
from app.questions.errors import HouseRowNotFoundError, NotAColleagueError
from app.questions.operations.rota import (
    add_shift,
    copy_previous_week,
    list_colleagues,
    list_on_duty,
    list_shifts,
    name_of,
    remove_shift,
    week_of,
)
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk_rota", __name__, url_prefix="/<language:language>")


def _get_monday() -> date:
    return read_week(request.args.get("week", "")[:10], local_now().date())


def _make_form(monday: date) -> ShiftForm:
    form = ShiftForm()
    form.offer(monday, list_colleagues(reading_session(), current_member().get_house_id()))
    return form


def _show(form: ShiftForm, monday: date) -> ResponseReturnValue:
    session, member = reading_session(), current_member()
    first, last = week_of(monday)
    now = [
        shift_view(shift, name_of(session, shift))
        for shift in list_on_duty(session, member.get_house_id(), utc_now())
    ]
    page = make_rota_page(
        monday,
        list_shifts(session, member.get_house_id(), first=first, last=last),
        now,
        today=local_now().date(),
        may_change=member.may(Permission.ANSWER),
    )
    status = UNPROCESSABLE if form.is_submitted() else 200
    return render_template("desk/rota.html", page=page, form=form), status


def _back(monday: date, message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("desk_rota.show", week=week_code(monday)), SEE_OTHER)


@blueprint.get("/onthaal/rooster")
@needs(Permission.USE_ROTA)
def show() -> ResponseReturnValue:
    """Show a week of the rota."""
    monday = _get_monday()
    form = _make_form(monday)
    form.refill(unsaved_fields(url_for("desk_rota.add")))
    return _show(form, monday)


@blueprint.post("/onthaal/rooster")
@needs(Permission.ANSWER)
def add() -> ResponseReturnValue:
    """Put somebody in the rota."""
    monday, member = _get_monday(), current_member()
    form = _make_form(monday)
    if not form.is_sent() or not form.is_whole():
        return _show(form, monday)
    try:
        with get_installation().database.transaction() as session:
            add_shift(session, member.get_house_id(), form.to_draft(), by=member.actor)
    except NotAColleagueError:
        form.refuse("person", _("Deze persoon werkt niet meer in dit Huis."))
        return _show(form, monday)
    return _back(monday, _("Het staat in het rooster."))


@blueprint.post("/onthaal/rooster/<int(max=2147483647):shift_id>/weg")
@needs(Permission.ANSWER)
def remove(shift_id: int) -> ResponseReturnValue:
    """Take a shift out of the rota."""
    member = current_member()
    try:
        with get_installation().database.transaction() as session:
            day = remove_shift(session, member.get_house_id(), shift_id, by=member.actor)
    except HouseRowNotFoundError:
        abort(404)
    return _back(week_of(day)[0], _("Het is uit het rooster."))


@blueprint.post("/onthaal/rooster/kopieer")
@needs(Permission.ANSWER)
def copy() -> ResponseReturnValue:
    """Repeat last week in this one."""
    monday, member = _get_monday(), current_member()
    with get_installation().database.transaction() as session:
        count = copy_previous_week(session, member.get_house_id(), monday, by=member.actor)
    if not count:
        return _back(monday, _("Er was niets nieuws om over te nemen."))
    text = ngettext("%(num)s beurt overgenomen.", "%(num)s beurten overgenomen.", count)
    return _back(monday, text)
