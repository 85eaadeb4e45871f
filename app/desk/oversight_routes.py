"""What coordinators see of what happened: who read what, which letters left, what ends soon."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.glass import list_glass_notices
from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.navigation import DeskDoor, add_desk_door
from app.accounts.permissions import Permission
from app.audit.trail import record
from app.db import utc_now
from app.desk.oversight import (
    BEFORE,
    REFERENCE,
    STATE,
    STATES,
    make_ending_rows,
    make_letters_page,
    make_trail_page,
)
from app.i18n import gettext as _
from app.mail.outbox import LetterNotFoundError, LetterNotParkedError, list_letters, retry_letter
from app.questions.operations.overseeing import read_trail
from app.questions.operations.retention import list_ending_soon
from app.questions.operations.searching import find_by_reference
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("desk_oversight", __name__, url_prefix="/<language:language>/onthaal/beheer")
LONGEST_TYPED = 40
NO_QUESTION = 0


def register_oversight(app: Flask) -> None:
    """Open these pages, with their place in the bar of coordinators."""
    app.register_blueprint(blueprint)
    add_desk_door(
        app,
        DeskDoor("desk_oversight.trail", Permission.SEE_TRAIL, lambda: _("Logboek"), "checklist"),
    )


def _read_number(name: str) -> int | None:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@blueprint.get("/logboek")
@needs(Permission.SEE_TRAIL)
def trail() -> ResponseReturnValue:
    """Show who read or changed what, of the whole House or of one question."""
    session, house_id = reading_session(), current_member().get_house_id()
    reference = request.args.get(REFERENCE, "").strip()[:LONGEST_TYPED]
    question_id = find_by_reference(session, house_id, reference) if reference else None
    is_unknown = bool(reference) and question_id is None
    part = read_trail(
        session,
        house_id,
        question_id=NO_QUESTION if is_unknown else question_id,
        before_id=_read_number(BEFORE),
    )
    return render_template(
        "desk/trail.html",
        page=make_trail_page(part, reference=reference, is_unknown=is_unknown),
        notices=list_glass_notices(session, house_id),
    )


@blueprint.get("/brieven")
@needs(Permission.SEE_TRAIL)
def letters() -> ResponseReturnValue:
    """Show which letters wait, left or got stuck; not what they say and not to whom."""
    chosen = request.args.get(STATE, "")
    chosen = chosen if chosen in STATES else ""
    found = list_letters(
        reading_session(), house_id=current_member().get_house_id(), state=STATES.get(chosen)
    )
    page = make_letters_page(found, chosen, _("Alle"))
    return render_template("desk/letters.html", page=page)


@blueprint.post("/brieven/<int(max=2147483647):letter_id>/opnieuw")
@needs(Permission.SEE_TRAIL)
def retry(letter_id: int) -> ResponseReturnValue:
    """Send a letter that got stuck again."""
    member = current_member()
    house_id = member.get_house_id()
    try:
        with get_installation().database.transaction() as session:
            retry_letter(session, letter_id, house_id=house_id)
            subject = ("letter", letter_id)
            record(
                session, "letter-retried", actor=member.actor, subject=subject, house_id=house_id
            )
    except LetterNotFoundError:
        abort(404)
    except LetterNotParkedError:
        flash(_("Deze brief zit niet meer vast."))
    else:
        flash(_("De brief vertrekt zo meteen opnieuw."))
    return redirect(url_for("desk_oversight.letters"), SEE_OTHER)


@blueprint.get("/bijna-gewist")
@needs(Permission.SEE_TRAIL)
def ending() -> ResponseReturnValue:
    """Show the open questions that are erased within two weeks if nobody does anything."""
    found = list_ending_soon(reading_session(), current_member().get_house_id(), utc_now())
    return render_template("desk/ending.html", rows=make_ending_rows(found))
