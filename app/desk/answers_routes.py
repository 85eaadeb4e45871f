"""Answer cards: what families read before they send their question, written by coordinators."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.desk.answers_form import AnswerCardForm, card_values
from app.desk.answers_page import answer_rows
from app.desk.houses import get_own_desk
from app.desk.routing_form import themes_and_parts
from app.directory.models.answers import AnswerCard
from app.directory.operations.answers import (
    AnswerCardNotFoundError,
    find_answer,
    list_house_answers,
    save_answer,
    show_answer,
)
from app.finder.site import local_now
from app.i18n import gettext as _
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session

blueprint = Blueprint(
    "desk_answers", __name__, url_prefix="/<language:language>/onthaal/beheer/antwoorden"
)
PAGE = "desk/answer.html"


def _make_form(card: AnswerCard | None) -> AnswerCardForm:
    form = AnswerCardForm(data=card_values(card) if card else None)
    form.offer(themes_and_parts())
    return form


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show the cards of the House, and those of every House to read."""
    cards = list_house_answers(reading_session(), current_member().get_house_id())
    rows = answer_rows(cards, get_own_desk().house, local_now().date())
    return render_template("desk/answers.html", rows=rows)


@blueprint.get("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def new() -> ResponseReturnValue:
    """Show the form for a new card."""
    form = _make_form(None)
    form.refill(unsaved_fields(url_for("desk_answers.add")))
    return answer_form(PAGE, form, card_id=None)


@blueprint.get("/<int(max=2147483647):card_id>")
@needs(Permission.MANAGE_HOUSE)
def card(card_id: int) -> ResponseReturnValue:
    """Show one card of the House to change."""
    found = find_answer(reading_session(), current_member().get_house_id(), card_id)
    if found is None:
        abort(404)
    form = _make_form(found)
    form.refill(unsaved_fields(url_for("desk_answers.change", card_id=card_id)))
    return answer_form(PAGE, form, card_id=card_id)


def _save(card_id: int | None) -> ResponseReturnValue:
    form, member = _make_form(None), current_member()
    if not form.is_sent() or not form.is_whole():
        return answer_form(PAGE, form, card_id=card_id)
    draft = form.draft(local_now().date())
    try:
        with get_installation().database.transaction() as session:
            save_answer(session, member.get_house_id(), card_id, draft, by=member.actor)
    except AnswerCardNotFoundError:
        abort(404)
    flash(_("Het antwoord is bewaard."))
    return redirect(url_for("desk_answers.show"), SEE_OTHER)


@blueprint.post("/nieuw")
@needs(Permission.MANAGE_HOUSE)
def add() -> ResponseReturnValue:
    """Keep a new card."""
    return _save(None)


@blueprint.post("/<int(max=2147483647):card_id>")
@needs(Permission.MANAGE_HOUSE)
def change(card_id: int) -> ResponseReturnValue:
    """Write another answer over one of the House."""
    if find_answer(reading_session(), current_member().get_house_id(), card_id) is None:
        abort(404)
    return _save(card_id)


@blueprint.post("/<int(max=2147483647):card_id>/toon")
@needs(Permission.MANAGE_HOUSE)
def bring_back(card_id: int) -> ResponseReturnValue:
    """Show a hidden card to families again."""
    return _show_or_hide(card_id, is_shown=True, message=_("Gezinnen zien dit antwoord weer."))


@blueprint.post("/<int(max=2147483647):card_id>/verberg")
@needs(Permission.MANAGE_HOUSE)
def hide(card_id: int) -> ResponseReturnValue:
    """Hide a card from families."""
    return _show_or_hide(card_id, is_shown=False, message=_("Gezinnen zien dit antwoord niet."))


def _show_or_hide(card_id: int, *, is_shown: bool, message: str) -> ResponseReturnValue:
    member = current_member()
    house_id = member.get_house_id()
    try:
        with get_installation().database.transaction() as session:
            show_answer(session, house_id, card_id, is_shown=is_shown, by=member.actor)
    except AnswerCardNotFoundError:
        abort(404)
    flash(message)
    return redirect(url_for("desk_answers.show"), SEE_OTHER)
