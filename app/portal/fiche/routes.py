"""The fiche of an own offer, a part at a time: hours, conditions, contact, photos."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import COOKIE, SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.db import utc_now
from app.finder.site import local_now
from app.i18n import gettext as _
from app.portal.fiche.closing_form import ClosingForm
from app.portal.fiche.editing import Editing, SectionForm, open_editing
from app.portal.fiche.sections import (
    SECTIONS,
    as_families_read,
    close_at_once,
    is_at_once,
    keep_section,
    make_form,
)
from app.portal.fiche.showing import make_page
from app.publishing.errors import RevisionChangedError, RevisionNotFoundError, RevisionStateError
from app.publishing.operations.revising import Author
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("portal_fiche", __name__, url_prefix="/<language:language>/partners/versie")
ADDRESS = f"/<int(max=2147483647):revision_id>/<any({','.join(SECTIONS)}):section>"
PHOTOS = "fotos"
MOST_UPLOADED = 16 * 1024 * 1024
"""Bytes: over the limit of a photo, so that a little too much gets a sentence at its field."""
MOST_TYPED = 1024 * 1024


@blueprint.url_value_preprocessor
def take_photos(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let a photo come in on its own page, before the form token is read."""
    is_photo = endpoint == "portal_fiche.save" and (values or {}).get("section") == PHOTOS
    if is_photo and COOKIE in request.cookies:
        request.max_content_length = MOST_UPLOADED
        request.max_form_memory_size = MOST_TYPED


def _open(revision_id: int, section: str) -> Editing:
    place = request.args.get("plaats", 0, type=int)
    session, own = reading_session(), current_member().organization_ids
    try:
        found = open_editing(session, revision_id, own, today=local_now().date(), place=place)
    except RevisionNotFoundError:
        abort(404)
    if not 0 <= place <= len(found.offer.location_keys):
        abort(404)
    return as_families_read(session, found) if is_at_once(section, found) else found


def _answer(section: str, form: SectionForm, editing: Editing) -> ResponseReturnValue:
    status = UNPROCESSABLE if form.is_submitted() else 200
    page = make_page(section, editing, is_at_once=is_at_once(section, editing))
    template = f"portal/fiche/{form.page}"
    return render_template(template, form=form, page=page, editing=editing), status


def _leave(revision_id: int) -> ResponseReturnValue:
    return redirect(url_for("portal_offers.show", revision_id=revision_id), SEE_OTHER)


@blueprint.get(ADDRESS, endpoint="section")
@needs(Permission.ACT_AS_PARTNER)
def show(revision_id: int, section: str) -> ResponseReturnValue:
    """Show the form of one part of the fiche."""
    editing = _open(revision_id, section)
    if not editing.is_open and not is_at_once(section, editing):
        return _leave(revision_id)
    form = make_form(section, editing)
    form.refill(unsaved_fields(url_for("portal_fiche.save", **request.view_args or {})))
    return _answer(section, form, editing)


@blueprint.post(ADDRESS)
@needs(Permission.ACT_AS_PARTNER)
def save(revision_id: int, section: str) -> ResponseReturnValue:
    """Keep one part in the version; a closing of what is published is seen at once."""
    editing = _open(revision_id, section)
    form = make_form(section, editing)
    is_whole = form.is_sent() and form.is_whole()
    if not form.is_newest(editing) or not is_whole:
        return _answer(section, form, editing)
    try:
        _keep(section, form, editing)
    except RevisionChangedError:
        form.refuse("version", _("Iemand was je net voor. Kijk het na en bewaar opnieuw."))
        return _answer(section, form, editing)
    except RevisionStateError:
        flash(_("Deze versie kan je niet meer veranderen."))
        return _leave(revision_id)
    return _go_on(section, editing)


def _keep(section: str, form: SectionForm, editing: Editing) -> None:
    installation, member = get_installation(), current_member()
    author = Author(member.person_id, member.organization_ids)
    with installation.database.transaction() as session:
        if is_at_once(section, editing) and isinstance(form, ClosingForm):
            close_at_once(session, author, form, editing, now=utc_now())
        else:
            folder = installation.settings.photo_folder
            keep_section(session, author, form, editing, photo_folder=folder, now=utc_now())


def _go_on(section: str, editing: Editing) -> ResponseReturnValue:
    if is_at_once(section, editing):
        flash(_("Gezinnen zien dit nu al."))
    else:
        flash(_("Bewaard. Stuur je versie in als alles klopt."))
    if "more" not in request.form:
        return _leave(editing.revision_id)
    place = editing.place or None
    here = url_for(
        "portal_fiche.section", revision_id=editing.revision_id, section=section, plaats=place
    )
    return redirect(here, SEE_OTHER)
