"""Pinned answers of the own House: chosen from what the search finds, in their order."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.desk.words.forms import PinForm
from app.desk.words.pins_view import (
    make_pin_form,
    make_pin_page,
    pin_groups,
    read_draft,
    refuse_answer,
)
from app.desk.words.routes import NUMBER, get_editor, read_line
from app.finder.site import local_now
from app.i18n import gettext as _
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session
from app.words.errors import TooManyPinsError, WordKnownError, WordRowNotFoundError
from app.words.operations.pinning import list_house_pins, move_pin, pin_answer, unpin_answer

blueprint = Blueprint(
    "desk_pins", __name__, url_prefix="/<language:language>/onthaal/beheer/woorden/vast"
)
STEPS = {"omhoog": -1, "omlaag": 1}


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show what stands first for which search."""
    house_id = current_member().get_house_id()
    pins = list_house_pins(reading_session(), house_id)
    groups = pin_groups(pins, house_id, local_now().date())
    return render_template("desk/words/pins.html", groups=groups)


def _show_form(form: PinForm, words: str, seek: str) -> ResponseReturnValue:
    page = make_pin_page(words, seek, current_member().get_house_id())
    return answer_form("desk/words/pin.html", form, page=page)


@blueprint.get("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def new() -> ResponseReturnValue:
    """Show what stands first for a search now, and what can stand there."""
    words, seek = read_line("woorden"), read_line("zoek")
    form = make_pin_form(words, seek, current_member().get_house_id())
    form.refill(unsaved_fields(url_for("desk_pins.add")))
    return _show_form(form, words, seek)


@blueprint.post("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def add() -> ResponseReturnValue:
    """Pin an answer to a search."""
    house_id, today, sent = current_member().get_house_id(), local_now().date(), PinForm()
    words, seek = (sent.words.data or "")[:80], (sent.seek.data or "")[:80]
    form = make_pin_form(words, seek, house_id)
    draft = read_draft(form, house_id, today) if form.is_sent() else None
    if draft is None:
        return _show_form(form, words, seek)
    try:
        with get_installation().database.transaction() as session:
            pin_answer(session, draft, today=today, by=get_editor())
    except WordKnownError:
        refuse_answer(form, _("Dit staat al eerst voor deze zoekopdracht."))
        return _show_form(form, words, seek)
    except TooManyPinsError:
        refuse_answer(form, _("Vijf vaste antwoorden is het meeste. Haal er eerst een weg."))
        return _show_form(form, words, seek)
    return _back(_("Bewaard. Dit antwoord staat nu vast."))


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("desk_pins.show"), SEE_OTHER)


@blueprint.post(f"/<{NUMBER}:pin_id>/<any(omhoog,omlaag):way>")
@needs(Permission.MANAGE_HOUSE)
def move(pin_id: int, way: str) -> ResponseReturnValue:
    """Put a pinned answer earlier or later."""
    try:
        with get_installation().database.transaction() as session:
            move_pin(session, pin_id, step=STEPS[way], by=get_editor())
    except WordRowNotFoundError:
        abort(404)
    return _back(_("De volgorde is veranderd."))


@blueprint.post(f"/<{NUMBER}:pin_id>/weg")
@needs(Permission.MANAGE_HOUSE)
def remove(pin_id: int) -> ResponseReturnValue:
    """Let the search decide again."""
    try:
        with get_installation().database.transaction() as session:
            unpin_answer(session, pin_id, by=get_editor())
    except WordRowNotFoundError:
        abort(404)
    return _back(_("Dit antwoord is niet meer vastgezet."))
