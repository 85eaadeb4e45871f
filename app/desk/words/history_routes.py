"""The history of words: read by every coordinator, and put back with one press."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.desk.words.history_view import change_rows
from app.desk.words.routes import NUMBER, get_editor
from app.finder.site import local_now
from app.i18n import gettext as _
from app.web.installation import get_installation, reading_session
from app.words.errors import NothingToRestoreError, TooManyPinsError, WordRowNotFoundError
from app.words.operations.changes import PAGE_SIZE, list_changes
from app.words.operations.restoring import restore_before

blueprint = Blueprint(
    "desk_word_history",
    __name__,
    url_prefix="/<language:language>/onthaal/beheer/woorden/geschiedenis",
)


@blueprint.get("")
@needs(Permission.MANAGE_HOUSE)
def show() -> ResponseReturnValue:
    """Show what was changed, the newest first."""
    house_id, text = current_member().get_house_id(), request.args.get("voor", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    before_id = int(text) if is_number else None
    found = list_changes(reading_session(), house_id, before_id=before_id, limit=PAGE_SIZE + 1)
    return render_template(
        "desk/words/history.html",
        rows=change_rows(found[:PAGE_SIZE], house_id),
        older_id=found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None,
    )


@blueprint.post(f"/<{NUMBER}:change_id>/terug")
@needs(Permission.MANAGE_HOUSE)
def restore(change_id: int) -> ResponseReturnValue:
    """Put a row back as it was before a change."""
    try:
        with get_installation().database.transaction() as session:
            restore_before(session, change_id, today=local_now().date(), by=get_editor())
    except WordRowNotFoundError:
        abort(404)
    except NothingToRestoreError:
        flash(_("Dit kan niet meer terug: het is al zo, of het bestaat niet meer."))
    except TooManyPinsError:
        flash(_("Vijf vaste antwoorden is het meeste. Haal er eerst een weg."))
    else:
        get_installation().renew_index()
        flash(_("Teruggezet zoals het was."))
    return redirect(url_for("desk_word_history.show"), SEE_OTHER)
