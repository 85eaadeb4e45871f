"""The teams of a House: their names, their members, and which one is the desk."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.desk.settings_forms import TeamForm, TeamNameForm
from app.i18n import gettext as _
from app.questions.errors import HouseRowNotFoundError, NotAColleagueError
from app.questions.operations.rota import list_colleagues
from app.questions.operations.teams import (
    TeamInUseError,
    TeamRow,
    add_team,
    change_team,
    choose_desk,
    get_team_row,
    list_team_rows,
)
from app.web.forms import UNPROCESSABLE, answer_form
from app.web.installation import get_installation, reading_session

blueprint = Blueprint(
    "desk_teams", __name__, url_prefix="/<language:language>/onthaal/beheer/teams"
)


def _get_team(team_id: int) -> TeamRow:
    try:
        return get_team_row(reading_session(), current_member().get_house_id(), team_id)
    except HouseRowNotFoundError:
        abort(404)


def _show(form: TeamNameForm) -> ResponseReturnValue:
    rows = list_team_rows(reading_session(), current_member().get_house_id())
    status = UNPROCESSABLE if form.is_submitted() else 200
    return render_template("desk/teams.html", form=form, teams=rows), status


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show the teams of the House."""
    return _show(TeamNameForm())


@blueprint.post("")
@needs(Permission.MANAGE_HOUSE)
def add() -> ResponseReturnValue:
    """Make a team."""
    form, member = TeamNameForm(), current_member()
    if not form.is_sent():
        return _show(form)
    with get_installation().database.transaction() as session:
        team = add_team(session, member.get_house_id(), form.name.data or "", by=member.actor)
    flash(_("Het team is er. Kies nu wie erin zit."))
    return redirect(url_for("desk_teams.team", team_id=team.id), SEE_OTHER)


def _make_form(row: TeamRow) -> TeamForm:
    form = TeamForm(
        data={
            "name": row.name,
            "members": [str(number) for number in row.member_ids],
            "is_active": row.is_active,
        }
    )
    form.offer(list_colleagues(reading_session(), current_member().get_house_id()))
    return form


@blueprint.get("/<int(max=2147483647):team_id>")
@needs(Permission.MANAGE_HOUSE)
def team(team_id: int) -> ResponseReturnValue:
    """Show one team with its members."""
    row = _get_team(team_id)
    return render_template("desk/team.html", form=_make_form(row), team=row)


@blueprint.post("/<int(max=2147483647):team_id>")
@needs(Permission.MANAGE_HOUSE)
def change(team_id: int) -> ResponseReturnValue:
    """Change the name, the members or the use of a team."""
    row, member = _get_team(team_id), current_member()
    form = _make_form(row)
    if not form.is_sent():
        return answer_form("desk/team.html", form, team=row)
    try:
        with get_installation().database.transaction() as session:
            change_team(
                session,
                member.get_house_id(),
                team_id,
                name=form.name.data or "",
                member_ids=form.member_ids(),
                is_active=form.is_active.data,
                by=member.actor,
            )
    except TeamInUseError:
        form.refuse("is_active", _("Dit team krijgt nog vragen door de verdeling."))
    except NotAColleagueError:
        form.refuse("members", _("Iemand van de lijst werkt niet meer in dit Huis."))
    else:
        flash(_("Het team is bewaard."))
        return redirect(url_for("desk_teams.show"), SEE_OTHER)
    return answer_form("desk/team.html", form, team=row)


@blueprint.post("/<int(max=2147483647):team_id>/onthaal")
@needs(Permission.MANAGE_HOUSE)
def make_desk(team_id: int) -> ResponseReturnValue:
    """Let this team get what no rule names."""
    member = current_member()
    try:
        with get_installation().database.transaction() as session:
            choose_desk(session, member.get_house_id(), team_id, by=member.actor)
    except HouseRowNotFoundError:
        abort(404)
    flash(_("Dit team krijgt voortaan alle vragen zonder regel."))
    return redirect(url_for("desk_teams.show"), SEE_OTHER)
