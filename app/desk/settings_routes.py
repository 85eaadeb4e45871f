"""The settings of a House: its rules and the days on which its desk is closed."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.desk.houses import get_own_desk
from app.desk.settings_forms import ClosureForm, RulesForm
from app.desk.settings_view import closure_views, settings_links
from app.finder.site import local_now
from app.i18n import gettext as _
from app.questions.errors import HouseRowNotFoundError
from app.questions.operations.house_settings import (
    RULE_NAMES,
    add_closure,
    list_closures,
    remove_closure,
    save_rules,
)
from app.questions.operations.rules import get_rules
from app.web.forms import UNPROCESSABLE, answer_form
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk_settings", __name__, url_prefix="/<language:language>/onthaal/beheer")


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def overview() -> ResponseReturnValue:
    """Show what can be set."""
    return render_template("desk/settings.html", links=settings_links(), desk=get_own_desk())


@blueprint.get("/afspraken")
@needs(Permission.MANAGE_HOUSE)
def rules() -> ResponseReturnValue:
    """Show the rules of the House."""
    kept = get_rules(reading_session(), current_member().get_house_id())
    form = RulesForm(data={name: getattr(kept, name) for name in RULE_NAMES})
    form.refill(unsaved_fields(url_for("desk_settings.save")))
    return render_template("desk/rules.html", form=form)


@blueprint.post("/afspraken")
@needs(Permission.MANAGE_HOUSE)
def save() -> ResponseReturnValue:
    """Set the rules of the House."""
    form, member = RulesForm(), current_member()
    if not form.is_sent() or not form.is_whole():
        return answer_form("desk/rules.html", form)
    with get_installation().database.transaction() as session:
        save_rules(session, member.get_house_id(), form.numbers(), by=member.actor)
    flash(_("De afspraken zijn bewaard. Ze gelden voor nieuwe vragen."))
    return redirect(url_for("desk_settings.rules"), SEE_OTHER)


def _show_closures(form: ClosureForm) -> ResponseReturnValue:
    today = local_now().date()
    found = list_closures(reading_session(), current_member().get_house_id(), since=today)
    page = render_template("desk/closures.html", form=form, closures=closure_views(found, today))
    return page, UNPROCESSABLE if form.is_submitted() else 200


@blueprint.get("/sluiting")
@needs(Permission.MANAGE_HOUSE)
def closures() -> ResponseReturnValue:
    """Show the days on which the desk is closed."""
    form = ClosureForm()
    form.refill(unsaved_fields(url_for("desk_settings.close")))
    return _show_closures(form)


@blueprint.post("/sluiting")
@needs(Permission.MANAGE_HOUSE)
def close() -> ResponseReturnValue:
    """Close the desk on some days."""
    form, member = ClosureForm(), current_member()
    if not form.is_sent() or not form.is_whole(local_now().date()):
        return _show_closures(form)
    first, last = form.days()
    with get_installation().database.transaction() as session:
        add_closure(
            session,
            member.get_house_id(),
            first,
            last,
            form.reason.data or "",
            by=member.actor,
        )
    flash(_("Het onthaal is dan gesloten. Beloften schuiven mee op."))
    return redirect(url_for("desk_settings.closures"), SEE_OTHER)


@blueprint.post("/sluiting/<int(max=2147483647):closure_id>/weg")
@needs(Permission.MANAGE_HOUSE)
def reopen(closure_id: int) -> ResponseReturnValue:
    """Take a closing away."""
    member = current_member()
    try:
        with get_installation().database.transaction() as session:
            remove_closure(session, member.get_house_id(), closure_id, by=member.actor)
    except HouseRowNotFoundError:
        abort(404)
    flash(_("Deze sluiting is weg."))
    return redirect(url_for("desk_settings.closures"), SEE_OTHER)
