"""The dates of a version: its series, single moments and days left out, with every date shown."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.db import utc_now
from app.directory.drafts import LocationDraft
from app.i18n import gettext as _
from app.portal.moments.forms import DatesForm, Pairs
from app.portal.moments.page import list_items, make_preview
from app.portal.moments.saving import DatesSheet, list_mistakes, make_sheet, read_sheet
from app.portal.submitting.quick_values import place_label
from app.portal.submitting.routes import current_author, find_own, page_of
from app.publishing.errors import RevisionChangedError, RevisionStateError
from app.publishing.facts import ProposedOffer, read_facts
from app.publishing.models.revisions import Revision
from app.publishing.operations.own_offers import list_own_places
from app.publishing.operations.revising import get_own_revision, save_draft
from app.publishing.states import OPEN_STATES
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("portal_moments", __name__, url_prefix="/<language:language>/partners")
NUMBER = "int(max=2147483647)"


def list_place_labels(proposed: ProposedOffer) -> tuple[dict[str, LocationDraft], Pairs]:
    """The places of an offer and the other own ones, by key and as choices."""
    places = {place.key: place for place in proposed.places}
    for place in list_own_places(reading_session(), current_member().organization_ids):
        places.setdefault(place.key, place)
    return places, [(key, place_label(place)) for key, place in places.items()]


def _make(revision: Revision) -> DatesSheet:
    proposed = read_facts(revision.facts)
    places, labels = list_place_labels(proposed)
    return make_sheet(proposed, places, labels, as_local(utc_now()).date())


def _show(revision: Revision, sheet: DatesSheet, form: DatesForm) -> tuple[str, int]:
    today = as_local(utc_now()).date()
    if not form.is_submitted():
        form.version.data = str(revision.version)
    mistakes = list_mistakes(sheet)
    html = render_template(
        "portal/moments/edit.html",
        revision=revision,
        sheet=sheet,
        form=form,
        mistakes=mistakes,
        preview=make_preview(sheet.proposed, today),
        items=list_items(sheet.entries, today),
    )
    return html, UNPROCESSABLE if form.is_submitted() else 200


@blueprint.get(f"/versie/<{NUMBER}:revision_id>/data")
@needs(Permission.ACT_AS_PARTNER)
def edit(revision_id: int) -> ResponseReturnValue:
    """Show the dates of a version; one that has ended is only shown."""
    revision = find_own(revision_id)
    if revision.state not in {state.value for state in OPEN_STATES}:
        return redirect(page_of(revision_id), SEE_OTHER)
    return _show(revision, _make(revision), DatesForm())


@blueprint.post(f"/versie/<{NUMBER}:revision_id>/data")
@needs(Permission.ACT_AS_PARTNER)
def save(revision_id: int) -> ResponseReturnValue:
    """Keep the dates of a version; each button keeps what was typed."""
    revision, form = find_own(revision_id), DatesForm()
    sheet = _make(revision)
    proposed = read_sheet(
        sheet, as_local(utc_now()).date(), dropped=_read_dropped(), put_back=_read_put_back()
    )
    if proposed is None:
        return _show(revision, sheet, form)
    author = current_author()
    try:
        with get_installation().database.transaction() as session:
            own = get_own_revision(session, revision_id, author.organization_ids, is_locked=True)
            save_draft(session, author, own, proposed, version=form.read_version(), now=utc_now())
    except RevisionChangedError:
        flash(_("Intussen veranderde iemand deze versie. Kijk de data na en bewaar opnieuw."))
    except RevisionStateError:
        return redirect(page_of(revision_id), SEE_OTHER)
    if request.form.get("then") == "save":
        return redirect(page_of(revision_id), SEE_OTHER)
    return redirect(url_for("portal_moments.edit", revision_id=revision_id) + "#data", SEE_OTHER)


def _read_dropped() -> int | None:
    text = request.form.get("drop", "")
    return int(text) if text.isdecimal() and len(text) < 5 else None


def _read_put_back() -> tuple[int, date] | None:
    number, _space, day = request.form.get("put_back", "").partition(" ")
    if not number.isdecimal() or len(number) > 4:
        return None
    try:
        return int(number), date.fromisoformat(day)
    except ValueError:
        abort(400)
