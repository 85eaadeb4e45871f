"""A partner without account: the link opens nothing by itself, a button does."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.db import utc_now
from app.i18n import gettext as _
from app.portal.opening import open_visit, show_visit, visited_referral
from app.portal.pages import describe, read_reasons
from app.portal.visits import begin_visit, end_visit, follow_visit
from app.questions.errors import (
    ChangeNotAllowedError,
    LinkNotUsableError,
    NoConsentError,
    ReferralNotFoundError,
)
from app.questions.operations.changing import partner
from app.questions.operations.links import (
    LinkState,
    find_link,
    get_link,
    get_linked_referral,
    link_state,
    press_link,
    renew_link,
    use_link,
)
from app.questions.operations.listings import answer_proposal
from app.questions.operations.noting import lock_referral
from app.questions.operations.referral_steps import Answer, Step, take_step
from app.web.access import public
from app.web.installation import get_installation, reading_session
from app.web.referral_forms import make_form, read_answers

blueprint = Blueprint("portal_link", __name__, url_prefix="/<language:language>/doorverwijzing")
STEPS = ",".join(step.value for step in Step if step is not Step.STOP)
SEE_OTHER, NOT_FOUND = 303, 404


@blueprint.before_request
def keep_private() -> None:
    """Keep these pages out of every cache."""
    g.is_private = True


def _to_visit() -> ResponseReturnValue:
    return redirect(url_for("portal_link.visit"), SEE_OTHER)


@blueprint.get("/<token>")
@public
def knock(token: str) -> ResponseReturnValue:
    """Say that there is a question, and show the button; nothing else, and nothing changes."""
    link = find_link(reading_session(), token)
    if link is None:
        return render_template("portal/unknown.html"), NOT_FOUND
    referral = get_linked_referral(reading_session(), link)
    who, house = describe(reading_session(), referral)
    state = link_state(link, referral, utc_now())
    return render_template(
        "portal/knock.html", partner=who, house=house, state=state, states=LinkState, token=token
    )


@blueprint.post("/<token>")
@public
def press(token: str) -> ResponseReturnValue:
    """Open the question: somebody pressed the button."""
    try:
        with get_installation().database.transaction() as session:
            link = get_link(session, token)
            _question, referral = lock_referral(session, link.referral_id)
            press_link(link, referral, now=utc_now())
    except LinkNotUsableError:
        return redirect(url_for("portal_link.knock", token=token), SEE_OTHER)
    begin_visit(link.id)
    return _to_visit()


@blueprint.post("/<token>/nieuw")
@public
def renew(token: str) -> ResponseReturnValue:
    """Mail a new link to the address that was asked, never to another one."""
    installation = get_installation()
    try:
        with installation.database.transaction() as session:
            link = get_link(session, token)
            question, referral = lock_referral(session, link.referral_id)
            site_url = installation.settings.site_url
            is_sent = renew_link(session, question, referral, now=utc_now(), site_url=site_url)
    except LinkNotUsableError:
        return redirect(url_for("portal_link.knock", token=token), SEE_OTHER)
    return render_template("portal/renewed.html", is_sent=is_sent)


@blueprint.get("/open")
@public
def visit() -> ResponseReturnValue:
    """Show what the family agreed to share; the trail holds that it was read."""
    return show_visit()


@blueprint.post(f"/open/<any({STEPS}):step>")
@public
def answer(step: str) -> ResponseReturnValue:
    """Take one step; the link is spent and the visit goes on with the next one."""
    installation, now = get_installation(), utc_now()
    try:
        with installation.database.transaction() as session:
            link, referral = open_visit(session)
            form = make_form(step, read_reasons(session, referral), is_sent=True)
            is_fine = form.is_sent()
            if is_fine:
                following = use_link(session, link, referral, now=now)
                take_step(
                    session,
                    referral,
                    Step(step),
                    Answer(**read_answers(form)),
                    by=partner(referral.organization_id),
                    now=now,
                    site_url=installation.settings.site_url,
                )
    except (LinkNotUsableError, NoConsentError, ChangeNotAllowedError):
        flash(_("Dat kan nu niet meer. Kijk hieronder wat er veranderde."))
        return _to_visit()
    if not is_fine:
        return show_visit(sent=(Step(step), form))
    follow_visit(following.id)
    flash(_("Dank je wel. We geven het door."))
    return _to_visit()


@blueprint.post("/open/voorstel/<int(max=2147483647):proposal_id>")
@public
def propose(proposal_id: int) -> ResponseReturnValue:
    """Put the proposed notice on the offer of this referral, or leave the offer as it is."""
    try:
        with get_installation().database.transaction() as session:
            referral = visited_referral(session)
            answer_proposal(
                session,
                proposal_id,
                organization_ids=frozenset({referral.organization_id}),
                is_accepted=request.form.get("answer") == "yes",
                by=partner(referral.organization_id),
                now=utc_now(),
            )
    except (LinkNotUsableError, ReferralNotFoundError):
        flash(_("Dat kan nu niet meer. Kijk hieronder wat er veranderde."))
    else:
        flash(_("Dank je wel. We passen het aan."))
    return _to_visit()


@blueprint.post("/open/sluiten")
@public
def leave() -> ResponseReturnValue:
    """End the visit on this browser."""
    end_visit()
    return _to_visit()
