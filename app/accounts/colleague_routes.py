"""Pages of a partner: who else acts for it, and inviting others."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access_steps import end_somebodys_access, invite_or_refuse
from app.accounts.claim_forms import ColleagueForm
from app.accounts.claim_lists import list_claimants
from app.accounts.colleagues import (
    end_colleague_access,
    find_house_of,
    list_colleagues,
    list_invited,
    list_own_organizations,
)
from app.accounts.door import blueprint
from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.invitations import Invited
from app.accounts.permissions import Permission, Role
from app.i18n import gettext as _
from app.web.forms import UNPROCESSABLE
from app.web.installation import reading_session
from app.web.languages import page_language

LONGEST_NUMBER = 9


def _make_form() -> ColleagueForm:
    form = ColleagueForm()
    form.offer(list_own_organizations(reading_session(), current_member()))
    return form


def _show(form: ColleagueForm) -> ResponseReturnValue:
    session, organization_ids = reading_session(), current_member().organization_ids
    page = render_template(
        "accounts/colleagues.html",
        form=form,
        people=list_colleagues(session, organization_ids),
        invited=list_invited(session, organization_ids),
        claimants=list_claimants(session, organization_ids),
    )
    return page, UNPROCESSABLE if form.is_submitted() else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("accounts.partner_people"), SEE_OTHER)


@blueprint.get("/partners/mensen")
@needs(Permission.ACT_AS_PARTNER)
def partner_people() -> ResponseReturnValue:
    """Show the people of the own partners and the form to invite somebody."""
    form = _make_form()
    form.refill(unsaved_fields(url_for("accounts.invite_colleague")))
    return _show(form)


@blueprint.post("/partners/mensen")
@needs(Permission.ACT_AS_PARTNER, confirmed=True)
def invite_colleague() -> ResponseReturnValue:
    """Invite somebody to act for an own partner."""
    form = _make_form()
    if form.is_sent():
        organization_id = int(form.organization.data)
        invited = Invited(
            form.email.data or "",
            form.name.data or "",
            Role.PARTNER,
            find_house_of(reading_session(), organization_id),
            organization_id,
            page_language(),
        )
        if invite_or_refuse(
            form,
            invited,
            already=_("Deze persoon werkt al voor deze organisatie."),
            administrator=_("Een beheerder van de site kan niet voor een partner werken."),
        ):
            return _back(_("De uitnodiging vertrekt. De link werkt zeven dagen."))
    return _show(form)


@blueprint.post("/partners/mensen/<int:person_id>/weg")
@needs(Permission.ACT_AS_PARTNER, confirmed=True)
def stop_colleague(person_id: int) -> ResponseReturnValue:
    """End that a colleague acts for an own partner."""
    return _back(
        end_somebodys_access(
            partial(
                end_colleague_access,
                member=current_member(),
                person_id=person_id,
                organization_id=_read_organization(),
            )
        )
    )


def _read_organization() -> int:
    text = request.form.get("organization", "")[:LONGEST_NUMBER]
    return int(text) if text.isascii() and text.isdigit() else 0
