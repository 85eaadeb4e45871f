"""Pages for partners without account: what they can do here, and asking to join."""

from __future__ import annotations

from flask import g, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.claim_forms import ClaimForm
from app.accounts.claimable import (
    Claimable,
    NoHouseForClaimError,
    choose_house_at,
    choose_house_of,
    find_claimable,
    list_claimable,
)
from app.accounts.claims import (
    FASTEST_SECONDS,
    ClaimDraft,
    ClaimGoneError,
    ClaimState,
    ask_claim,
    confirm_address,
    find_claim,
)
from app.accounts.cookies import address_keys
from app.accounts.door import blueprint
from app.accounts.entering import plain_email
from app.accounts.entering_routes import wait_text
from app.accounts.guards import SEE_OTHER, find_member
from app.accounts.limits import Key, TooSoonError, reserve_try
from app.accounts.link_forms import LinkForm
from app.accounts.permissions import Permission
from app.i18n import gettext as _
from app.web.access import public
from app.web.forms import UNPROCESSABLE, answer_form
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language
from app.web.stamps import new_stamp, seconds_since

CLAIM = "accounts/claim.html"
LONGEST_NAME, LONGEST_NUMBER = 100, 9
NOT_FOUND = 404


@blueprint.get("/partners")
@public
def partners() -> ResponseReturnValue:
    """Say what partners can do here; who is signed in goes to the own offers."""
    g.is_private = True
    member = find_member()
    if member is not None and member.may(Permission.ACT_AS_PARTNER):
        return redirect(url_for("portal_offers.index"))
    return render_template("accounts/partners.html", link_form=LinkForm())


def _find_partner(typed: str) -> Claimable | None:
    """The partner whose number came along, when there is such a one."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return find_claimable(reading_session(), int(typed)) if is_number else None


@blueprint.get("/partners/aansluiten")
@public
def claim() -> ResponseReturnValue:
    """Find the own organization, or name a new one; then say who asks."""
    g.is_private = True
    typed = request.args.get("naam", "")[:LONGEST_NAME].strip()
    known = _find_partner(request.args.get("partner", ""))
    if known is not None or "nieuw" in request.args:
        form = ClaimForm(data={"organization_name": typed, "stamp": new_stamp()})
        if known is None:
            form.ask_partner()
        return answer_form(CLAIM, form, known=known)
    found = list_claimable(reading_session(), typed)
    return render_template("accounts/claim_find.html", typed=typed, found=found)


@blueprint.post("/partners/aansluiten")
@public
def send_claim() -> ResponseReturnValue:
    """Keep a claim and mail the link that confirms it; a machine gets the same answer."""
    form = ClaimForm()
    known = _find_partner(form.organization.data or "")
    form.validate_on_submit()
    municipalities: list[str] = []
    if known is None:
        form.ask_partner()
        municipalities = form.list_municipalities(get_installation().gazetteer)
    if not form.errors:
        try:
            _keep(form, known.id if known is not None else None, municipalities)
        except TooSoonError as error:
            form.refuse("email", wait_text(error.wait))
        except NoHouseForClaimError:
            form.refuse("email", _("Er is hier nog geen Huis van het Kind om dit te beslissen."))
        else:
            return redirect(url_for("accounts.claim_sent"), SEE_OTHER)
    return render_template(CLAIM, form=form, known=known), UNPROCESSABLE


def _keep(form: ClaimForm, organization_id: int | None, municipalities: list[str]) -> None:
    """Write the claim of a form without mistakes; raises TooSoonError and NoHouseForClaimError."""
    installation, email = get_installation(), form.email.data or ""
    keys = [Key("claim-mail", plain_email(email))]
    keys += [Key(f"claim-{key.kind}", key.text) for key in address_keys()]
    session = reading_session()
    house_id = (
        choose_house_at(session, municipalities)
        if organization_id is None
        else choose_house_of(session, organization_id)
    )
    draft = ClaimDraft(
        email=email,
        name=form.name.data or "",
        note=form.note.data or "",
        house_id=house_id,
        organization_id=organization_id,
        organization_name=form.organization_name.data or "",
        language=page_language(),
    )
    is_fast = seconds_since(form.stamp.data or "") < FASTEST_SECONDS
    is_suspect = bool((form.website.data or "").strip()) or is_fast
    with installation.database.transaction() as writing:
        reserve_try(writing, keys)
        ask_claim(writing, draft, site_url=installation.settings.site_url, is_suspect=is_suspect)


@blueprint.get("/partners/aansluiten/verstuurd")
@public
def claim_sent() -> ResponseReturnValue:
    """Say to look in the mail."""
    return render_template("accounts/claim_sent.html")


@blueprint.get("/partners/aansluiten/<token>")
@public
def knock_claim(token: str) -> ResponseReturnValue:
    """Show the button that confirms, or how far the claim is."""
    g.is_private = True
    found = find_claim(reading_session(), token)
    if found is None:
        return make_response(render_template("accounts/claim_gone.html"), NOT_FOUND)
    return render_template("accounts/knock_claim.html", claim=found, states=ClaimState, token=token)


@blueprint.post("/partners/aansluiten/<token>")
@public
def confirm_claim(token: str) -> ResponseReturnValue:
    """Note that the address is right: somebody pressed the button."""
    installation = get_installation()
    try:
        with installation.database.transaction() as session:
            confirm_address(session, token, site_url=installation.settings.site_url)
    except ClaimGoneError:
        return make_response(render_template("accounts/claim_gone.html"), NOT_FOUND)
    return redirect(url_for("accounts.knock_claim", token=token), SEE_OTHER)
