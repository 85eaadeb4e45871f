"""The address of what families search for and miss."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from app.accounts.guards import needs
from app.accounts.permissions import Permission
from app.desk.gaps.page import PERIOD, make_gaps_page, read_period
from app.finder.site import local_now

blueprint = Blueprint("desk_gaps", __name__, url_prefix="/<language:language>/onthaal/beheer")


@blueprint.get("/gezocht")
@needs(Permission.MANAGE_HOUSE)
def show() -> str:
    """Show what was searched for three times or more, and what families miss."""
    month = local_now().date().replace(day=1)
    page = make_gaps_page(month, read_period(request.args.get(PERIOD, "")))
    return render_template("desk/gaps/searched.html", page=page)
