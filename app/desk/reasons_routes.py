"""Why partners cannot help: the reasons that they choose from."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.desk.settings_forms import ReasonForm
from app.i18n import gettext as _
from app.questions.errors import HouseRowNotFoundError
from app.questions.operations.house_texts import add_reason, change_reason, list_reasons
from app.questions.operations.reasons import reason_label
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint(
    "desk_reasons", __name__, url_prefix="/<language:language>/onthaal/beheer/redenen"
)


def _show(form: ReasonForm) -> ResponseReturnValue:
    reasons = list_reasons(reading_session(), current_member().get_house_id())
    status = UNPROCESSABLE if form.is_submitted() else 200
    page = render_template(
        "desk/reasons.html", form=form, reasons=reasons, reason_label=reason_label
    )
    return page, status


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("desk_reasons.show"), SEE_OTHER)


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show the reasons of the House and those of every House."""
    return _show(ReasonForm())


@blueprint.post("")
@needs(Permission.MANAGE_HOUSE)
def add() -> ResponseReturnValue:
    """Add a reason of the House itself."""
    form, member = ReasonForm(), current_member()
    if not form.is_sent():
        return _show(form)
    with get_installation().database.transaction() as session:
        add_reason(session, member.get_house_id(), form.label.data or "", by=member.actor)
    return _back(_("De reden staat op de lijst."))


@blueprint.post("/<int(max=2147483647):reason_id>")
@needs(Permission.MANAGE_HOUSE)
def change(reason_id: int) -> ResponseReturnValue:
    """Word a reason anew or stop offering it."""
    form, member = ReasonForm(), current_member()
    if not form.is_sent():
        return _back(_("Schrijf de reden in hoogstens 120 tekens."))
    try:
        with get_installation().database.transaction() as session:
            change_reason(
                session,
                member.get_house_id(),
                reason_id,
                label=form.label.data or "",
                is_active=form.is_active.data,
                by=member.actor,
            )
    except HouseRowNotFoundError:
        abort(404)
    return _back(_("De reden is bewaard."))
