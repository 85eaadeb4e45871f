"""The versions of an offer, and the partners of a House with whether they are trusted."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.db import utc_now
from app.desk.review.revision_page import make_version_views, moment_text
from app.desk.review.routes import NUMBER, blueprint
from app.desk.review.showing import get_reviewer
from app.finder.site import local_now
from app.geo.names import fold
from app.i18n import gettext as _
from app.publishing.errors import OwnRevisionError, RevisionNotFoundError, RevisionStateError
from app.publishing.operations.history import read_history, restore_version
from app.publishing.operations.reviewing import PartnerNotFoundError
from app.publishing.operations.standing import list_partners, trust_partner
from app.web.installation import get_installation, reading_session

TRUSTED = "ja"


@blueprint.get(f"/aanbod/<{NUMBER}:offer_id>/geschiedenis")
@needs(Permission.REVIEW_OFFERS)
def history(offer_id: int) -> ResponseReturnValue:
    """Show every version of an offer, the newest first."""
    member, today, number = current_member(), local_now().date(), request.args.get("pagina", "")
    page = int(number) if number.isdecimal() and len(number) < 6 else 1
    try:
        found = read_history(reading_session(), member.get_house_id(), offer_id, page=page)
    except RevisionNotFoundError:
        abort(404)
    return render_template(
        "desk/review/history.html",
        history=found,
        versions=make_version_views(found, reader_id=member.person_id, today=today),
        read_in=moment_text(found.offer.created_at, today),
        is_sourced=found.offer.source not in {"partner", "visitor"},
    )


@blueprint.post(f"/aanbod/<{NUMBER}:offer_id>/geschiedenis/<{NUMBER}:revision_id>/zet-terug")
@needs(Permission.REVIEW_OFFERS)
def restore(offer_id: int, revision_id: int) -> ResponseReturnValue:
    """Put an older version online again."""
    try:
        with get_installation().database.transaction() as session:
            restore_version(
                session,
                get_reviewer(),
                offer_id,
                revision_id,
                site_url=get_installation().settings.site_url,
                now=utc_now(),
            )
    except RevisionNotFoundError:
        abort(404)
    except OwnRevisionError:
        flash(_("Je schreef deze versie zelf. Laat een collega ze terugzetten."))
    except RevisionStateError:
        flash(_("Deze versie staat al online, of stond er nooit."))
    else:
        flash(_("De oudere versie staat weer online."))
    return redirect(url_for("desk_review.history", offer_id=offer_id), SEE_OTHER)


@blueprint.get("/partners")
@needs(Permission.REVIEW_OFFERS)
def partners() -> ResponseReturnValue:
    """Show the partners of the House and what they send in."""
    today, words = local_now().date(), request.args.get("naam", "")[:80]
    rows = [
        row
        for row in list_partners(reading_session(), current_member().get_house_id())
        if fold(words) in fold(row.name)
    ]
    sent = {
        row.organization_id: moment_text(as_local(row.last_sent_at), today)
        for row in rows
        if row.last_sent_at is not None
    }
    return render_template("desk/review/partners.html", rows=rows, sent=sent, words=words)


@blueprint.post(f"/partners/<{NUMBER}:organization_id>/vertrouwen")
@needs(Permission.REVIEW_OFFERS, confirmed=True)
def trust(organization_id: int) -> ResponseReturnValue:
    """Publish what a partner sends in at once from now on, or no longer."""
    is_trusted = request.form.get("vertrouwd") == TRUSTED
    try:
        with get_installation().database.transaction() as session:
            trust_partner(
                session, get_reviewer(), organization_id, is_trusted=is_trusted, now=utc_now()
            )
    except PartnerNotFoundError:
        abort(404)
    except OwnRevisionError:
        flash(_("Je werkt zelf voor deze partner. Laat een collega dit kiezen."))
    else:
        flash(
            _("Wat deze partner stuurt, staat voortaan meteen online.")
            if is_trusted
            else _("Wat deze partner stuurt, kijk je voortaan eerst na.")
        )
    return redirect(url_for("desk_review.partners"), SEE_OTHER)
