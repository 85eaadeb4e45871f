"""Texts that answers begin with: written by coordinators, shown as a family would read them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.desk.houses import get_own_desk
from app.desk.settings_forms import TemplateForm
from app.desk.settings_view import example_values
from app.finder.site import local_now
from app.i18n import gettext as _
from app.questions.errors import HouseRowNotFoundError
from app.questions.models.desks import ReplyTemplate
from app.questions.operations.house_texts import remove_template, save_template
from app.questions.operations.templates import (
    NAMES,
    FilledTemplate,
    fill_template,
    find_template,
    list_templates,
)
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint(
    "desk_templates", __name__, url_prefix="/<language:language>/onthaal/beheer/teksten"
)
PREVIEW = "preview"


def _make_form(template: ReplyTemplate | None) -> TemplateForm:
    form = TemplateForm(obj=template)
    form.offer()
    return form


def _fill(body: str) -> FilledTemplate:
    desk, today = get_own_desk(), local_now().date()
    return fill_template(body, example_values(desk.house, desk.phone or "", today))


def _show(form: TemplateForm, template_id: int | None) -> ResponseReturnValue:
    page = render_template(
        "desk/template.html",
        form=form,
        template_id=template_id,
        filled=_fill(form.body.data) if form.body.data else None,
        names=NAMES,
    )
    is_refused = form.is_submitted() and bool(form.list_mistakes())
    return page, UNPROCESSABLE if is_refused else 200


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show the texts of the House."""
    found = list_templates(reading_session(), current_member().get_house_id())
    return render_template("desk/templates.html", templates=found)


@blueprint.get("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def new() -> ResponseReturnValue:
    """Show the form for a new text."""
    form = _make_form(None)
    form.refill(unsaved_fields(url_for("desk_templates.add")))
    return _show(form, None)


@blueprint.get("/<int(max=2147483647):template_id>")
@needs(Permission.MANAGE_HOUSE)
def template(template_id: int) -> ResponseReturnValue:
    """Show one text with how a family would read it."""
    found = find_template(reading_session(), current_member().get_house_id(), template_id)
    if found is None:
        abort(404)
    form = _make_form(found)
    form.refill(unsaved_fields(url_for("desk_templates.change", template_id=template_id)))
    return _show(form, template_id)


def _save(template_id: int | None) -> ResponseReturnValue:
    form, member = _make_form(None), current_member()
    if not form.is_sent() or PREVIEW in request.form:
        return _show(form, template_id)
    try:
        with get_installation().database.transaction() as session:
            save_template(
                session,
                member.get_house_id(),
                template_id,
                title=form.title.data or "",
                body=form.body.data or "",
                language=form.language.data,
                by=member.actor,
            )
    except HouseRowNotFoundError:
        abort(404)
    flash(_("De tekst is bewaard."))
    return redirect(url_for("desk_templates.show"), SEE_OTHER)


@blueprint.post("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def add() -> ResponseReturnValue:
    """Keep a new text, or show it first as a family would read it."""
    return _save(None)


@blueprint.post("/<int(max=2147483647):template_id>")
@needs(Permission.MANAGE_HOUSE)
def change(template_id: int) -> ResponseReturnValue:
    """Write another text over one of the House, or show it first."""
    house_id = current_member().get_house_id()
    if find_template(reading_session(), house_id, template_id) is None:
        abort(404)
    return _save(template_id)


@blueprint.post("/<int(max=2147483647):template_id>/weg")
@needs(Permission.MANAGE_HOUSE)
def remove(template_id: int) -> ResponseReturnValue:
    """Take a text away."""
    member = current_member()
    try:
        with get_installation().database.transaction() as session:
            remove_template(session, member.get_house_id(), template_id, by=member.actor)
    except HouseRowNotFoundError:
        abort(404)
    flash(_("De tekst is weg."))
    return redirect(url_for("desk_templates.show"), SEE_OTHER)
