"""The screen for who starts at the desk: five calm steps, and whom to call when it is too hard."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.counting_form import tiles
from app.desk.counting_routes import make_count_form
from app.desk.helping import make_help_page
from app.desk.houses import get_own_desk
from app.finder.boxes import make_box
from app.finder.parameters import SearchRequest
from app.finder.searching import SearchDoor, search_through
from app.i18n import gettext as _
from app.questions.operations.counting import count_escalation
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk_help", __name__, url_prefix="/<language:language>")


@blueprint.get("/onthaal/stappen")
@needs(Permission.SEARCH_STAFF)
def steps() -> ResponseReturnValue:
    """Show the five steps of a talk, each with its tool."""
    search_through(SearchDoor("desk_finding.search"))
    return render_template(
        "desk/steps.html", box=make_box(SearchRequest()), form=make_count_form(), tiles=tiles
    )


@blueprint.get("/onthaal/te-moeilijk")
@needs(Permission.ESCALATE)
def too_hard() -> ResponseReturnValue:
    """Show whom to call now, and who is next when nobody answers."""
    member = current_member()
    page = make_help_page(reading_session(), member.get_house_id(), get_own_desk(), utc_now())
    return render_template("desk/too_hard.html", page=page)


@blueprint.post("/onthaal/te-moeilijk")
@needs(Permission.ESCALATE)
def count_too_hard() -> ResponseReturnValue:
    """Count with one press that a contact went to a colleague."""
    with get_installation().database.transaction() as session:
        count_escalation(session, current_member().get_house_id(), now=utc_now())
    flash(_("Geteld. Goed dat je hulp vroeg."))
    return redirect(url_for("desk_help.too_hard"), SEE_OTHER)
