"""The referrals of a partner with an account: those of its own organizations, no others."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.db import utc_now
from app.finder.wording import day_text
from app.i18n import gettext as _
from app.portal.pages import list_notices, make_partner_page, read_reasons, short_state
from app.questions.errors import ChangeNotAllowedError, NoConsentError, ReferralNotFoundError
from app.questions.models.referrals import ReferralState
from app.questions.operations.changing import partner
from app.questions.operations.listings import answer_proposal
from app.questions.operations.referral_reading import (
    get_partner_referral,
    list_partner_referrals,
    lock_for_change,
)
from app.questions.operations.referral_steps import Answer, Step, take_step
from app.web.forms import UNPROCESSABLE, Form
from app.web.installation import get_installation, reading_session
from app.web.referral_forms import make_form, read_answers

blueprint = Blueprint(
    "portal", __name__, url_prefix="/<language:language>/partners/doorverwijzingen"
)
STEPS = ",".join(step.value for step in Step if step is not Step.STOP)
NUMBER = "int(max=2147483647)"


def _proposal_url(proposal_id: int) -> str:
    return url_for("portal.propose", proposal_id=proposal_id)


@blueprint.get("")
@needs(Permission.ACT_AS_PARTNER)
def referrals() -> ResponseReturnValue:
    """List what the own organizations were asked, without a word of any family."""
    session, own = reading_session(), current_member().organization_ids
    today = as_local(utc_now()).date()
    rows = [
        {
            "url": url_for("portal.show", referral_id=referral.id),
            "house": house,
            "partner": name,
            "state": short_state(referral.state),
            "is_due": referral.state == ReferralState.ASKED.value,
            "asked": day_text(as_local(referral.asked_at).date(), today),
        }
        for referral, house, name in list_partner_referrals(session, own)
        if referral.asked_at is not None
    ]
    notices = list_notices(session, own, _proposal_url)
    return render_template("portal/referrals.html", rows=rows, proposals=notices)


def _show(referral_id: int, sent: tuple[Step, Form] | None = None) -> tuple[str, int]:
    member = current_member()
    with get_installation().database.transaction() as session:
        try:
            referral = get_partner_referral(
                session, referral_id, organization_ids=member.organization_ids
            )
        except ReferralNotFoundError:
            abort(404)
        page = make_partner_page(
            session,
            referral,
            by=partner(referral.organization_id, member.person_id),
            now=utc_now(),
            step_url=lambda step: url_for("portal.answer", referral_id=referral_id, step=step),
            proposal_url=_proposal_url,
            kept=unsaved_fields,
            sent=sent,
        )
        html = render_template("portal/referral.html", page=page)
    return html, UNPROCESSABLE if sent is not None else 200


@blueprint.get(f"/<{NUMBER}:referral_id>")
@needs(Permission.ACT_AS_PARTNER)
def show(referral_id: int) -> ResponseReturnValue:
    """Show what the family agreed to share; the trail holds that it was read."""
    return _show(referral_id)


@blueprint.post(f"/<{NUMBER}:referral_id>/<any({STEPS}):step>")
@needs(Permission.ACT_AS_PARTNER)
def answer(referral_id: int, step: str) -> ResponseReturnValue:
    """Take one step for an own organization."""
    installation, member = get_installation(), current_member()
    try:
        with installation.database.transaction() as session:
            own = member.organization_ids
            found = get_partner_referral(session, referral_id, organization_ids=own)
            form = make_form(step, read_reasons(session, found), is_sent=True)
            is_fine = form.is_sent()
            if is_fine:
                take_step(
                    session,
                    lock_for_change(session, found),
                    Step(step),
                    Answer(**read_answers(form)),
                    by=partner(found.organization_id, member.person_id),
                    now=utc_now(),
                    site_url=installation.settings.site_url,
                )
    except ReferralNotFoundError:
        abort(404)
    except (NoConsentError, ChangeNotAllowedError):
        flash(_("Dat kan nu niet meer. Kijk hieronder wat er veranderde."))
        return redirect(url_for("portal.show", referral_id=referral_id), SEE_OTHER)
    if not is_fine:
        return _show(referral_id, (Step(step), form))
    flash(_("Dank je wel. We geven het door."))
    return redirect(url_for("portal.show", referral_id=referral_id), SEE_OTHER)


@blueprint.post(f"/voorstel/<{NUMBER}:proposal_id>")
@needs(Permission.ACT_AS_PARTNER)
def propose(proposal_id: int) -> ResponseReturnValue:
    """Put a proposed notice on an own offer, or leave the offer as it is."""
    member = current_member()
    try:
        with get_installation().database.transaction() as session:
            answer_proposal(
                session,
                proposal_id,
                organization_ids=member.organization_ids,
                is_accepted=request.form.get("answer") == "yes",
                by=partner(min(member.organization_ids), member.person_id),
                now=utc_now(),
            )
    except ReferralNotFoundError:
        abort(404)
    flash(_("Dank je wel. We passen het aan."))
    return redirect(url_for("portal.referrals"), SEE_OTHER)
