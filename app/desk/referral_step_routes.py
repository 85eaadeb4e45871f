"""The page of a referral: its consent, sending it, and what partner and family let know."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.db import utc_now
from app.desk.referral_changes import (
    agreement_of,
    own_referral,
    read_reasons,
    show_referral,
)
from app.desk.referral_forms import ConsentForm, HandoverForm, RecipientForm
from app.desk.referral_routes import NUMBER, blueprint
from app.i18n import gettext as _
from app.questions.models.referrals import ConsentChannel, Handover
from app.questions.operations.changing import desk
from app.questions.operations.consenting import ask_consent, give_consent
from app.questions.operations.referral_steps import Answer, Step, take_step
from app.questions.operations.referring import record_handover, revise_referral, send_referral
from app.web.installation import get_installation
from app.web.referral_forms import make_form, read_answers, today

STEPS = ",".join(step.value for step in Step if step is not Step.ASK_BACK)


def _site_url() -> str:
    return get_installation().settings.site_url


def _back(referral_id: int) -> ResponseReturnValue:
    return redirect(url_for("desk_referral.show", referral_id=referral_id), SEE_OTHER)


@blueprint.get(f"/doorverwijzing/<{NUMBER}:referral_id>")
@needs(Permission.REFER)
def show(referral_id: int) -> ResponseReturnValue:
    """Show where a referral stands; the trail holds that it was read."""
    return show_referral(referral_id)


@blueprint.post(f"/doorverwijzing/<{NUMBER}:referral_id>/toestemming")
@needs(Permission.REFER)
def consent(referral_id: int) -> ResponseReturnValue:
    """Ask the family on its page, or write down its yes and send the question on."""
    form, person_id = ConsentForm().offer_channels(by_page=True), current_member().person_id
    if not form.is_sent():
        return show_referral(referral_id, sent=form)
    channel = ConsentChannel(form.channel.data)
    by, now = desk(person_id), utc_now()
    is_asked = channel is ConsentChannel.FORM
    done = (
        _("Het gezin ziet je vraag op zijn pagina.")
        if is_asked
        else _("De partner krijgt een mail.")
    )
    with own_referral(referral_id, done) as (session, referral):
        if is_asked:
            ask_consent(session, referral, by=by, now=now, site_url=_site_url())
        else:
            agreement = agreement_of(session, referral)
            give_consent(
                session, referral, agreement, channel=channel, recorded_by=person_id, now=now
            )
            referral.consent_until = agreement.valid_until
            send_referral(session, referral, by=by, now=now, site_url=_site_url())
    return _back(referral_id)


@blueprint.post(f"/doorverwijzing/<{NUMBER}:referral_id>/versturen")
@needs(Permission.REFER)
def send(referral_id: int) -> ResponseReturnValue:
    """Send a question to the partner, within the consent that stands."""
    by = desk(current_member().person_id)
    with own_referral(referral_id, _("De partner krijgt een mail.")) as (session, referral):
        send_referral(session, referral, by=by, now=utc_now(), site_url=_site_url())
    return _back(referral_id)


@blueprint.post(f"/doorverwijzing/<{NUMBER}:referral_id>/<any({STEPS}):step>")
@needs(Permission.REFER)
def step(referral_id: int, step: str) -> ResponseReturnValue:
    """Write down what the partner or the family told by phone."""
    form = make_form(step, read_reasons(), is_sent=True)
    if not form.is_sent():
        return show_referral(referral_id, sent=form, step=Step(step))
    with own_referral(referral_id, _("Vastgelegd.")) as (session, referral):
        take_step(
            session,
            referral,
            Step(step),
            Answer(**read_answers(form)),
            by=desk(current_member().person_id),
            now=utc_now(),
            site_url=_site_url(),
        )
    return _back(referral_id)


@blueprint.post(f"/doorverwijzing/<{NUMBER}:referral_id>/overdracht")
@needs(Permission.REFER)
def handover(referral_id: int) -> ResponseReturnValue:
    """Write down how family and partner were brought together."""
    form = HandoverForm().offer_ways()
    if not form.is_sent():
        return show_referral(referral_id, sent=form)
    with own_referral(referral_id, _("Vastgelegd.")) as (session, referral):
        record_handover(
            session,
            referral,
            how=Handover(form.how.data),
            on=form.on.data or today(),
            taken_over_by=form.who.data or "",
            expectation=form.expects.data or "",
            by=desk(current_member().person_id),
            now=utc_now(),
        )
    return _back(referral_id)


@blueprint.post(f"/doorverwijzing/<{NUMBER}:referral_id>/nieuwe-link")
@needs(Permission.REFER)
def revise(referral_id: int) -> ResponseReturnValue:
    """Correct the address or the words, and mail the partner a new link."""
    form = RecipientForm()
    if not form.is_sent():
        return show_referral(referral_id, sent=form)
    with own_referral(referral_id, _("De partner krijgt een nieuwe link.")) as (session, referral):
        revise_referral(
            session,
            referral,
            recipient=form.recipient.data or "",
            summary=form.summary.data or "",
            by=desk(current_member().person_id),
            now=utc_now(),
            site_url=_site_url(),
        )
    return _back(referral_id)
