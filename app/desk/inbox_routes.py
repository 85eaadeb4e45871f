"""The inbox of the desk, and finding a question of the own House again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.inbox_page import make_inbox_view, make_items
from app.desk.question_forms import SeekForm
from app.i18n import gettext as _
from app.questions.operations.inbox import MOST_FOUND, list_found
from app.questions.operations.searching import find_by_reference, find_in_texts, read_words
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk", __name__, url_prefix="/<language:language>/onthaal")


@blueprint.get("")
@needs(Permission.READ_QUESTIONS)
def inbox() -> ResponseReturnValue:
    """Show what is due, without a word of any family."""
    view = make_inbox_view(request.args, current_member(), utc_now())
    return render_template("desk/inbox.html", page=view)


@blueprint.get("/zoek-vraag")
@needs(Permission.READ_QUESTIONS)
def found() -> ResponseReturnValue:
    """Show the form to find a question, and those that were found: by number, never by words."""
    member = current_member()
    rows = list_found(reading_session(), member.get_house_id(), _found_ids())
    return render_template(
        "desk/seek.html",
        form=SeekForm(),
        items=make_items(rows, member, utc_now()),
        is_answer="vraag" in request.args,
    )


def _found_ids() -> list[int]:
    parts = request.args.get("vraag", "")[:600].split(",")
    numbers = [part for part in parts if part.isascii() and part.isdigit() and len(part) < 10]
    return [int(number) for number in numbers[:MOST_FOUND]]


@blueprint.post("/zoek-vraag")
@needs(Permission.READ_QUESTIONS)
def seek() -> ResponseReturnValue:
    """Find a question by its reference or by words; the words stay out of every address."""
    form, member = SeekForm(), current_member()
    house_id, typed = member.get_house_id(), form.words.data or ""
    if form.is_sent():
        same = find_by_reference(reading_session(), house_id, typed)
        if same is not None:
            return redirect(url_for("desk_question.show", question_id=same), SEE_OTHER)
        if read_words(typed):
            database = get_installation().database
            ids = find_in_texts(database, house_id, typed, actor=member.actor)
            listed = ",".join(map(str, ids))
            return redirect(url_for("desk.found", vraag=listed), SEE_OTHER)
        form.refuse("words", _("Typ een nummer, of een woord van minstens drie letters."))
    return answer_form("desk/seek.html", form, items=(), is_answer=False)
