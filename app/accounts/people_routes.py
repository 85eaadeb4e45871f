"""Pages of a coordinator: who works in this House, and who is invited."""

from __future__ import annotations

from functools import partial

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access_steps import end_somebodys_access, invite_or_refuse
from app.accounts.door import blueprint
from app.accounts.forms import InviteForm, RoleForm, role_text
from app.accounts.glass import acknowledge_glass, list_glass_notices
from app.accounts.guards import SEE_OTHER, current_member, needs, unsaved_fields
from app.accounts.invitations import Invited, withdraw_invitation
from app.accounts.people import (
    NotInHouseError,
    OwnRoleError,
    change_role,
    end_access,
    end_partner_access,
    list_house_partners,
    list_partner_people,
    list_people,
    list_waiting_invitations,
)
from app.accounts.permissions import HOUSE_ROLES, Permission, Role
from app.i18n import gettext as _
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language


def _make_form() -> InviteForm:
    form = InviteForm()
    form.offer(list_house_partners(reading_session(), current_member().get_house_id()))
    return form


def _show(form: InviteForm) -> ResponseReturnValue:
    session, house_id = reading_session(), current_member().get_house_id()
    page = render_template(
        "accounts/people.html",
        form=form,
        people=list_people(session, house_id),
        partner_people=list_partner_people(session, house_id),
        invitations=list_waiting_invitations(session, house_id),
        notices=list_glass_notices(session, house_id),
        roles=[(role, role_text(role)) for role in HOUSE_ROLES],
        role_text=role_text,
    )
    return page, UNPROCESSABLE if form.is_submitted() else 200


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("accounts.people"), SEE_OTHER)


@blueprint.get("/beheer/mensen")
@needs(Permission.MANAGE_HOUSE)
def people() -> ResponseReturnValue:
    """Show the people of the House and the form to invite somebody."""
    form = _make_form()
    form.refill(unsaved_fields(url_for("accounts.invite_person")))
    return _show(form)


@blueprint.post("/beheer/mensen")
@needs(Permission.MANAGE_HOUSE, confirmed=True)
def invite_person() -> ResponseReturnValue:
    """Invite somebody to a role in the House, or to act for one of its partners."""
    form, member = _make_form(), current_member()
    if form.is_sent() and form.is_whole():
        invited = Invited(
            form.email.data or "",
            form.name.data or "",
            Role(form.role.data),
            member.get_house_id(),
            form.find_organization(),
            page_language(),
        )
        if invite_or_refuse(
            form,
            invited,
            already=_("Deze persoon heeft deze rol al."),
            administrator=_("Een beheerder van de site kan geen rol in een Huis hebben."),
        ):
            return _back(_("De uitnodiging vertrekt. De link werkt zeven dagen."))
    return _show(form)


@blueprint.post("/beheer/mensen/<int:person_id>/rol")
@needs(Permission.MANAGE_HOUSE, confirmed=True)
def give_role(person_id: int) -> ResponseReturnValue:
    """Give a colleague another role."""
    form = RoleForm()
    form.offer()
    if not form.is_sent():
        return _back(_("Kies een rol uit de lijst."))
    try:
        with get_installation().database.transaction() as session:
            change_role(session, current_member(), person_id, role=Role(form.role.data))
    except NotInHouseError:
        abort(404)
    except OwnRoleError:
        return _back(_("Je eigen rol verander je niet zelf. Vraag het aan een collega."))
    return _back(_("De rol is veranderd."))


@blueprint.post("/beheer/mensen/<int:person_id>/einde")
@needs(Permission.MANAGE_HOUSE, confirmed=True)
def stop_access(person_id: int) -> ResponseReturnValue:
    """End somebody's access to the House."""
    return _back(
        end_somebodys_access(partial(end_access, member=current_member(), person_id=person_id))
    )


@blueprint.post("/beheer/partners/<int:organization_id>/mensen/<int:person_id>/einde")
@needs(Permission.MANAGE_HOUSE, confirmed=True)
def stop_partner_access(organization_id: int, person_id: int) -> ResponseReturnValue:
    """End that somebody acts for a partner."""
    return _back(
        end_somebodys_access(
            partial(
                end_partner_access,
                member=current_member(),
                person_id=person_id,
                organization_id=organization_id,
            )
        )
    )


@blueprint.post("/beheer/uitnodigingen/<int:invitation_id>/intrekken")
@needs(Permission.MANAGE_HOUSE)
def take_back_invitation(invitation_id: int) -> ResponseReturnValue:
    """Take an invitation back."""
    member = current_member()
    with get_installation().database.transaction() as session:
        is_withdrawn = withdraw_invitation(
            session,
            invitation_id,
            withdrawn_by=member.person_id,
            house_id=member.get_house_id(),
        )
    if not is_withdrawn:
        abort(404)
    return _back(_("De uitnodiging is ingetrokken."))


@blueprint.post("/beheer/noodtoegang/<int:glass_id>/gezien")
@needs(Permission.MANAGE_HOUSE)
def see_glass(glass_id: int) -> ResponseReturnValue:
    """Note that a coordinator saw that an administrator read questions."""
    with get_installation().database.transaction() as session:
        is_seen = acknowledge_glass(session, current_member(), glass_id)
    if not is_seen:
        abort(404)
    return _back(_("Genoteerd dat je dit gezien hebt."))
