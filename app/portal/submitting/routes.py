"""Own offers and their versions: submit something new, change it, send it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.db import utc_now
from app.finder.site import local_now
from app.i18n import gettext as _
from app.portal.submitting.home_page import make_home_page
from app.portal.submitting.page import make_revision_page
from app.portal.submitting.sheet import asked_kind, begin_with, new_sheet, sheet_of
from app.portal.submitting.wording import sent_words
from app.publishing.errors import (
    RevisionChangedError,
    RevisionNotFoundError,
    RevisionNotWholeError,
    RevisionStateError,
)
from app.publishing.models.revisions import Revision
from app.publishing.operations.own_offers import get_own_offer
from app.publishing.operations.revising import (
    Author,
    begin_change,
    begin_new,
    get_own_revision,
    save_draft,
    submit_revision,
    withdraw_revision,
)
from app.publishing.operations.revising import take_back as take_back_revision
from app.publishing.states import OPEN_STATES
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("portal_offers", __name__, url_prefix="/<language:language>/partners")
NUMBER = "int(max=2147483647)"
LONGEST_QUERY = 100
MOST_PAGES = 500


def current_author() -> Author:
    """Who is signed in, as the author of a version."""
    member = current_member()
    return Author(member.person_id, member.organization_ids)


def find_own(revision_id: int) -> Revision:
    """A version of the own organizations; any other does not exist."""
    try:
        own = current_member().organization_ids
        return get_own_revision(reading_session(), revision_id, own)
    except RevisionNotFoundError:
        abort(404)


def page_of(revision_id: int) -> str:
    """The address of the page of a version."""
    return url_for("portal_offers.show", revision_id=revision_id)


@blueprint.get("/aanbod")
@needs(Permission.ACT_AS_PARTNER)
def index() -> ResponseReturnValue:
    """Show the own aanbod, what needs attention first."""
    number = request.args.get("pagina", "1")
    page = make_home_page(
        current_member().organization_ids,
        query=request.args.get("q", "").strip()[:LONGEST_QUERY],
        page=min(int(number), MOST_PAGES) if number.isdecimal() and number != "0" else 1,
    )
    return render_template("portal/offers/index.html", page=page)


@blueprint.get("/aanbod/nieuw")
@needs(Permission.ACT_AS_PARTNER)
def new() -> ResponseReturnValue:
    """Show the empty form for an activity, a service or childcare."""
    kept = unsaved_fields(url_for("portal_offers.add"))
    kind = asked_kind(request.args.get("soort", ""), kept)
    sheet = new_sheet(kind, current_member().organization_ids)
    sheet.form.refill(kept)
    return sheet.answer()


@blueprint.post("/aanbod/nieuw")
@needs(Permission.ACT_AS_PARTNER)
def add() -> ResponseReturnValue:
    """Keep something new as a draft of an own organization."""
    kind = asked_kind(request.args.get("soort", ""))
    author = current_author()
    sheet = new_sheet(kind, author.organization_ids)
    chosen = sheet.form.find_organization(author.organization_ids)
    proposed = sheet.read(chosen)
    if proposed is None:
        return sheet.answer()
    try:
        with get_installation().database.transaction() as session:
            revision_id = begin_with(session, author, chosen, proposed, now=utc_now())
    except RevisionNotFoundError:
        abort(404)
    return _after_save(revision_id)


def _after_save(revision_id: int) -> ResponseReturnValue:
    if request.form.get("then") == "draft":
        flash(_("Je schets is bewaard. Werk verder wanneer je wil."))
        return redirect(url_for("portal_offers.index"), SEE_OTHER)
    return redirect(page_of(revision_id), SEE_OTHER)


@blueprint.post(f"/aanbod/<{NUMBER}:offer_id>/wijzig")
@needs(Permission.ACT_AS_PARTNER)
def change(offer_id: int) -> ResponseReturnValue:
    """Begin a change of an own offer, or go on with the one that is begun."""
    try:
        with get_installation().database.transaction() as session:
            revision_id = begin_change(session, current_author(), offer_id).id
    except RevisionNotFoundError:
        abort(404)
    return redirect(page_of(revision_id), SEE_OTHER)


@blueprint.post(f"/aanbod/<{NUMBER}:offer_id>/opnieuw")
@needs(Permission.ACT_AS_PARTNER)
def repeat(offer_id: int) -> ResponseReturnValue:
    """Begin something new with the facts of an own offer, its dates left empty."""
    author = current_author()
    try:
        with get_installation().database.transaction() as session:
            owner, like = get_own_offer(session, author, offer_id)
            revision = begin_new(session, author, owner, kind=like.offer.kind, like=like)
            revision_id = revision.id
    except RevisionNotFoundError:
        abort(404)
    flash(_("Alles staat klaar zoals vorig jaar. Vul alleen de nieuwe datum in."))
    return redirect(url_for("portal_offers.edit", revision_id=revision_id), SEE_OTHER)


@blueprint.get(f"/versie/<{NUMBER}:revision_id>")
@needs(Permission.ACT_AS_PARTNER)
def show(revision_id: int) -> ResponseReturnValue:
    """Show a version as families will see it, with what it misses and the way on."""
    page = make_revision_page(reading_session(), find_own(revision_id), local_now())
    return render_template("portal/offers/show.html", page=page)


@blueprint.get(f"/versie/<{NUMBER}:revision_id>/kern")
@needs(Permission.ACT_AS_PARTNER)
def edit(revision_id: int) -> ResponseReturnValue:
    """Show the short form of a version; one that has ended is only shown."""
    revision = find_own(revision_id)
    if revision.state not in {state.value for state in OPEN_STATES}:
        return redirect(page_of(revision_id), SEE_OTHER)
    sheet = sheet_of(revision)
    sheet.form.refill(unsaved_fields(url_for("portal_offers.save", revision_id=revision_id)))
    return sheet.answer()


@blueprint.post(f"/versie/<{NUMBER}:revision_id>/kern")
@needs(Permission.ACT_AS_PARTNER)
def save(revision_id: int) -> ResponseReturnValue:
    """Keep the short form of a version; one that waits for its review is taken back first."""
    author, revision = current_author(), find_own(revision_id)
    sheet = sheet_of(revision)
    proposed = sheet.read(revision.organization_id or 0)
    if proposed is None:
        return sheet.answer()
    try:
        with get_installation().database.transaction() as session:
            own = get_own_revision(session, revision_id, author.organization_ids, is_locked=True)
            version = sheet.form.read_version()
            save_draft(session, author, own, proposed, version=version, now=utc_now())
    except RevisionChangedError:
        sheet.form.tell_changed(revision.version)
        return sheet.answer()
    except RevisionStateError:
        flash(_("Dit kan je niet meer wijzigen. Begin een nieuwe wijziging."))
        return redirect(page_of(revision_id), SEE_OTHER)
    return _after_save(revision_id)


def _take(revision_id: int, step: Callable[[Author, Revision, Any], str]) -> ResponseReturnValue:
    """Take a step with an own version and say what came of it on its page."""
    author = current_author()
    try:
        with get_installation().database.transaction() as session:
            own = get_own_revision(session, revision_id, author.organization_ids, is_locked=True)
            text = step(author, own, session)
    except RevisionNotFoundError:
        abort(404)
    except RevisionNotWholeError:
        text = _("Er ontbreekt nog iets. Kijk hieronder wat.")
    except RevisionStateError:
        text = _("Dat kan nu niet meer. Kijk hieronder hoe het staat.")
    flash(text)
    return redirect(page_of(revision_id), SEE_OTHER)


@blueprint.post(f"/versie/<{NUMBER}:revision_id>/stuur")
@needs(Permission.ACT_AS_PARTNER)
def submit(revision_id: int) -> ResponseReturnValue:
    """Send a version in; what a trusted partner sends is online at once."""

    def send(author: Author, own: Revision, session: Any) -> str:
        is_online = submit_revision(session, author, own, now=utc_now())
        return sent_words(own, is_online=is_online)

    return _take(revision_id, send)


@blueprint.post(f"/versie/<{NUMBER}:revision_id>/neem-terug")
@needs(Permission.ACT_AS_PARTNER)
def take_back(revision_id: int) -> ResponseReturnValue:
    """Make a version that waits for its review a draft again."""

    def step(author: Author, own: Revision, session: Any) -> str:
        take_back_revision(session, author, own, now=utc_now())
        return _("Je nam het terug. Het is weer een schets.")

    return _take(revision_id, step)


@blueprint.post(f"/versie/<{NUMBER}:revision_id>/trek-in")
@needs(Permission.ACT_AS_PARTNER)
def withdraw(revision_id: int) -> ResponseReturnValue:
    """Drop a version; what is online stays as it is."""

    def step(author: Author, own: Revision, session: Any) -> str:
        withdraw_revision(session, author, own, now=utc_now())
        return _("Je trok het in. Wat online staat, blijft zoals het is.")

    return _take(revision_id, step)
