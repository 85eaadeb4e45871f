"""Pages of a coordinator: who asks to act for a partner."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.claim_decisions import (
    ClaimNotFoundError,
    OwnClaimError,
    approve,
    decline,
    get_waiting_claim,
    mail_again,
)
from app.accounts.claim_forms import DeclineForm
from app.accounts.claim_lists import Domain, list_claims
from app.accounts.claims import ClaimState
from app.accounts.door import blueprint
from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.invitations import AdministratorError
from app.accounts.permissions import Permission
from app.i18n import gettext as _
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("accounts.claims"), SEE_OTHER)


def _show(refused: tuple[int, DeclineForm] | None = None) -> ResponseReturnValue:
    session, member = reading_session(), current_member()
    waiting = list_claims(session, member, ClaimState.WAITING)
    forms = {line.id: DeclineForm(formdata=None, prefix=f"aanvraag-{line.id}") for line in waiting}
    forms.update([refused] if refused is not None else [])
    page = render_template(
        "accounts/claims.html",
        waiting=waiting,
        unconfirmed=list_claims(session, member, ClaimState.UNCONFIRMED),
        forms=forms,
        refused=refused[1] if refused is not None else None,
        domains=Domain,
    )
    return page, UNPROCESSABLE if refused is not None else 200


@blueprint.get("/beheer/aanvragen")
@needs(Permission.REVIEW_OFFERS)
def claims() -> ResponseReturnValue:
    """Show who waits for a decision, and who did not confirm yet."""
    return _show()


@blueprint.post("/beheer/aanvragen/<int:claim_id>/ja")
@needs(Permission.REVIEW_OFFERS, confirmed=True)
def approve_claim(claim_id: int) -> ResponseReturnValue:
    """Let somebody act for the partner."""
    installation = get_installation()
    try:
        with installation.database.transaction() as session:
            site_url = installation.settings.site_url
            approve(session, current_member(), claim_id, site_url=site_url)
    except ClaimNotFoundError:
        abort(404)
    except OwnClaimError:
        return _back(_("Over je eigen aanvraag beslis je niet zelf. Vraag het aan een collega."))
    except AdministratorError:
        return _back(_("Een beheerder van de site kan niet voor een partner werken."))
    return _back(_("Goed zo. We mailen hoe die persoon zich aanmeldt."))


@blueprint.post("/beheer/aanvragen/<int:claim_id>/nee")
@needs(Permission.REVIEW_OFFERS)
def decline_claim(claim_id: int) -> ResponseReturnValue:
    """Say no, with a reason that is mailed."""
    member, form = current_member(), DeclineForm(prefix=f"aanvraag-{claim_id}")
    try:
        if not form.is_sent():
            get_waiting_claim(reading_session(), member, claim_id)
            return _show((claim_id, form))
        with get_installation().database.transaction() as session:
            decline(session, member, claim_id, reason=form.reason.data or "")
    except ClaimNotFoundError:
        abort(404)
    except OwnClaimError:
        return _back(_("Over je eigen aanvraag beslis je niet zelf. Vraag het aan een collega."))
    return _back(_("We mailen je antwoord, met de reden."))


@blueprint.post("/beheer/aanvragen/<int:claim_id>/mail")
@needs(Permission.REVIEW_OFFERS)
def mail_claim(claim_id: int) -> ResponseReturnValue:
    """Mail the link to confirm once more."""
    installation = get_installation()
    try:
        with installation.database.transaction() as session:
            site_url = installation.settings.site_url
            mail_again(session, current_member(), claim_id, site_url=site_url)
    except ClaimNotFoundError:
        abort(404)
    return _back(_("De mail vertrekt opnieuw."))
