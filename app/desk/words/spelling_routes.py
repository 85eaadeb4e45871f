"""Exceptions to the spelling correction, with what each would change before it is kept."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.desk.words.forms import LONGEST_TYPED, SpellingForm
from app.desk.words.preview_view import BACK, KEEP, chosen_step
from app.desk.words.routes import NUMBER, get_editor, read_line
from app.desk.words.spelling_view import preview_spelling, spelling_rows
from app.i18n import gettext as _
from app.search.text.folding import fold
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session
from app.words.errors import WordRowNotFoundError
from app.words.operations.spelling import (
    find_spelling,
    find_spelling_of,
    list_spelling,
    remove_spelling,
    save_spelling,
)

blueprint = Blueprint(
    "desk_spelling", __name__, url_prefix="/<language:language>/onthaal/beheer/woorden/spelling"
)


def _show(form: SpellingForm) -> ResponseReturnValue:
    rows = spelling_rows(list_spelling(reading_session()))
    page = render_template("desk/words/spelling.html", form=form, rows=rows)
    return page, UNPROCESSABLE if form.list_mistakes() else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("desk_spelling.show"), SEE_OTHER)


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show the exceptions, with the one that the address names in the form."""
    typed = read_line("woord", LONGEST_TYPED)
    known = find_spelling_of(reading_session(), typed) if typed else None
    form = SpellingForm(data={"typed": typed, "meant": known.meant if known else ""})
    form.refill(unsaved_fields(url_for("desk_spelling.save")))
    return _show(form)


@blueprint.post("")
@needs(Permission.MANAGE_HOUSE)
def save() -> ResponseReturnValue:
    """Show what an exception would change, then keep it."""
    form, step = SpellingForm(), chosen_step()
    if step == BACK or not form.is_sent() or not form.is_whole():
        return _show(form)
    typed, meant = form.typed.data or "", form.meant.data or ""
    known = find_spelling_of(reading_session(), typed)
    if known is not None and known.meant == fold(meant):
        form.refuse("typed", _("Dit woord staat zo al in de lijst."))
        return _show(form)
    if step != KEEP:
        return preview_spelling(typed, known, meant=meant, action=url_for("desk_spelling.save"))
    with get_installation().database.transaction() as session:
        save_spelling(session, typed, meant, by=get_editor())
    return _back(_("Bewaard. We lezen het woord nu zo."))


@blueprint.post(f"/<{NUMBER}:spelling_id>/weg")
@needs(Permission.MANAGE_HOUSE)
def remove(spelling_id: int) -> ResponseReturnValue:
    """Show what changes without an exception, then take it away."""
    known = find_spelling(reading_session(), spelling_id)
    if known is None:
        abort(404)
    if chosen_step() != KEEP:
        action = url_for("desk_spelling.remove", spelling_id=spelling_id)
        return preview_spelling(known.typed, known, meant=None, action=action)
    try:
        with get_installation().database.transaction() as session:
            remove_spelling(session, spelling_id, by=get_editor())
    except WordRowNotFoundError:
        abort(404)
    return _back(_("Deze uitzondering is weg."))
