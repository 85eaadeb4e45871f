"""Which questions go to which team: the rules, their order, and a try with a made-up question."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.desk.routing_form import draft_of, make_conditions_form, make_try, themes_and_parts
from app.desk.settings_forms import ConditionsForm
from app.desk.settings_view import rule_views
from app.i18n import gettext as _
from app.questions.errors import HouseRowNotFoundError, NotAColleagueError
from app.questions.operations.routing_rules import add_rule, list_rules, move_rule, remove_rule
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint(
    "desk_routing", __name__, url_prefix="/<language:language>/onthaal/beheer/verdeling"
)
STEPS = {"omhoog": -1, "omlaag": 1}


def _show(form: ConditionsForm) -> ResponseReturnValue:
    house_id = current_member().get_house_id()
    page = render_template(
        "desk/routing.html",
        form=form,
        rules=rule_views(list_rules(reading_session(), house_id)),
        tried=make_try(request.args, house_id),
        themes=themes_and_parts(),
    )
    return page, UNPROCESSABLE if form.is_submitted() else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("desk_routing.show"), SEE_OTHER)


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show the rules, and where a made-up question would go."""
    return _show(make_conditions_form(current_member().get_house_id()))


@blueprint.post("")
@needs(Permission.MANAGE_HOUSE)
def add() -> ResponseReturnValue:
    """Add a rule after the others."""
    member = current_member()
    form = make_conditions_form(member.get_house_id())
    if not form.is_sent() or not form.is_whole():
        return _show(form)
    try:
        with get_installation().database.transaction() as session:
            add_rule(session, member.get_house_id(), draft_of(form), by=member.actor)
    except (HouseRowNotFoundError, NotAColleagueError):
        form.refuse("team", _("Dit team of deze collega is er niet meer."))
        return _show(form)
    return _back(_("De regel staat onderaan. Schuif hem omhoog als hij eerst komt."))


@blueprint.post("/<int(max=2147483647):rule_id>/<any(omhoog,omlaag):way>")
@needs(Permission.MANAGE_HOUSE)
def move(rule_id: int, way: str) -> ResponseReturnValue:
    """Try a rule earlier or later."""
    member = current_member()
    try:
        with get_installation().database.transaction() as session:
            move_rule(session, member.get_house_id(), rule_id, step=STEPS[way], by=member.actor)
    except HouseRowNotFoundError:
        abort(404)
    return _back(_("De volgorde is veranderd."))


@blueprint.post("/<int(max=2147483647):rule_id>/weg")
@needs(Permission.MANAGE_HOUSE)
def remove(rule_id: int) -> ResponseReturnValue:
    """Take a rule away."""
    member = current_member()
    try:
        with get_installation().database.transaction() as session:
            remove_rule(session, member.get_house_id(), rule_id, by=member.actor)
    except HouseRowNotFoundError:
        abort(404)
    return _back(_("De regel is weg."))
