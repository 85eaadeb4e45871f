"""Pages of a partner: who else acts for it, and inviting others."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.claim_forms import ColleagueForm
from app.accounts.claim_lists import list_claimants
from app.accounts.colleagues import (
    NotColleagueError,
    end_colleague_access,
    find_house_of,
    list_colleagues,
    list_invited,
    list_own_organizations,
)
from app.accounts.door import blueprint
from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.invitations import AdministratorError, AlreadyMemberError, Invited, invite
from app.accounts.people import OwnRoleError
from app.accounts.people_routes import invitation_link
from app.accounts.permissions import Permission, Role
from app.i18n import gettext as _
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session
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
    form, member = _make_form(), current_member()
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
        try:
            with get_installation().database.transaction() as session:
                invite(session, invited, invited_by=member.person_id, link=invitation_link)
            return _back(_("De uitnodiging vertrekt. De link werkt zeven dagen."))
        except AlreadyMemberError:
            form.refuse("email", _("Deze persoon werkt al voor deze organisatie."))
        except AdministratorError:
            form.refuse("email", _("Een beheerder van de site kan niet voor een partner werken."))
    return _show(form)


@blueprint.post("/partners/mensen/<int:person_id>/weg")
@needs(Permission.ACT_AS_PARTNER, confirmed=True)
def stop_colleague(person_id: int) -> ResponseReturnValue:
    """End that a colleague acts for an own partner."""
    try:
        organization_id = int(request.form.get("organization", "")[:LONGEST_NUMBER])
        with get_installation().database.transaction() as session:
            end_colleague_access(
                session, current_member(), person_id, organization_id=organization_id
            )
    except (ValueError, NotColleagueError):
        abort(404)
    except OwnRoleError:
        return _back(_("Je eigen toegang stop je niet zelf. Vraag het aan een collega."))
    return _back(_("Deze persoon heeft geen toegang meer."))
