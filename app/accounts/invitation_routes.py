"""Pages of an invitation: the link opens nothing by itself, a button does."""

from __future__ import annotations

import segno
from flask import g, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.codes import find_step, totp_address
from app.accounts.cookies import describe_device, keys_for
from app.accounts.door import blueprint
from app.accounts.entering import check_password
from app.accounts.entering_routes import wait_text, welcome
from app.accounts.forms import NewAccountForm, PasswordForm, role_text
from app.accounts.guards import SEE_OTHER
from app.accounts.invitations import (
    AdministratorError,
    InvitationUsedError,
    OpenInvitation,
    accept_as_new,
    accept_with_account,
    find_invitation,
    open_invitation,
)
from app.accounts.joining import accept_by_name
from app.accounts.limits import TooSoonError
from app.accounts.link_forms import NameForm
from app.accounts.passwords import hash_password
from app.accounts.permissions import Role
from app.accounts.showing import show_codes_next
from app.accounts.sign_ins import begin_sign_in
from app.i18n import gettext as _
from app.web.access import public
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session


def square(address: str) -> str:
    """The square that a phone reads, as an image in the page."""
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2, light="#fff"))


def _gone() -> ResponseReturnValue:
    return make_response(render_template("accounts/invitation_gone.html"), 404)


@blueprint.get("/uitnodiging/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    """Show what somebody is invited to; nothing changes yet."""
    g.is_private = True
    found = find_invitation(reading_session(), token)
    if found is None:
        return _gone()
    if _may_join_by_name(found):
        return _ask_name(token, found, NameForm(data={"name": found.name}))
    role = role_text(found.role)
    return render_template("accounts/invitation.html", invitation=found, role=role, token=token)


@blueprint.post("/uitnodiging/<token>/naam")
@public
def join_by_name(token: str) -> ResponseReturnValue:
    """Join a partner with a name only; from then on a link in the mail signs in."""
    found, form = find_invitation(reading_session(), token), NameForm()
    if found is None or not _may_join_by_name(found):
        return _gone()
    if not form.is_sent():
        return _ask_name(token, found, form)
    try:
        with get_installation().database.transaction() as session:
            person = accept_by_name(session, token, name=form.name.data or "")
            _sign_in, cookie = begin_sign_in(session, person, device=describe_device())
    except (InvitationUsedError, AdministratorError):
        return _gone()
    return welcome(cookie, person.email, url_for("accounts.start"))


def _may_join_by_name(found: OpenInvitation) -> bool:
    """Whether this invitation asks no password: for a partner, and none is kept yet."""
    return found.role is Role.PARTNER and not found.has_account


def _ask_name(token: str, found: OpenInvitation, form: NameForm) -> ResponseReturnValue:
    return answer_form("accounts/partner_invitation.html", form, invitation=found, token=token)


@blueprint.post("/uitnodiging/<token>")
@public
def open_invitation_link(token: str) -> ResponseReturnValue:
    """Begin: the invited person pressed the button."""
    try:
        with get_installation().database.transaction() as session:
            open_invitation(session, token)
    except InvitationUsedError:
        return redirect(url_for("accounts.invitation", token=token), SEE_OTHER)
    return redirect(url_for("accounts.make_account", token=token), SEE_OTHER)


@blueprint.get("/uitnodiging/<token>/account")
@blueprint.post("/uitnodiging/<token>/account")
@public
def make_account(token: str) -> ResponseReturnValue:
    """Make the account, or give the password of the account that is there."""
    g.is_private = True
    found = find_invitation(reading_session(), token)
    if found is None:
        return _gone()
    if found.totp_secret is None:
        return redirect(url_for("accounts.invitation", token=token), SEE_OTHER)
    return _join(token, found) if found.has_account else _make(token, found, found.totp_secret)


def _make(token: str, found: OpenInvitation, secret: str) -> ResponseReturnValue:
    form = NewAccountForm()
    if not form.is_submitted():
        form.name.data = found.name
    if form.is_sent() and form.is_strong(name=form.name.data or "", email=found.email):
        step = find_step(secret, form.code.data or "")
        if step is not None:
            return _accept(token, form, step)
        form.refuse("code", _("Deze code klopt niet. Wacht op de volgende en probeer opnieuw."))
    return answer_form(
        "accounts/new_account.html",
        form,
        invitation=found,
        secret=secret,
        square=square(totp_address(secret, found.email)),
    )


def _accept(token: str, form: NewAccountForm, step: int) -> ResponseReturnValue:
    password_hash = hash_password(form.password.data or "")
    try:
        with get_installation().database.transaction() as session:
            person, codes = accept_as_new(
                session,
                token,
                name=form.name.data or "",
                password_hash=password_hash,
                totp_step=step,
            )
            _sign_in, cookie = begin_sign_in(session, person, device=describe_device())
    except InvitationUsedError:
        return _gone()
    response = welcome(cookie, person.email, url_for("accounts.recovery_codes"))
    show_codes_next(codes)
    return response


def _join(token: str, found: OpenInvitation) -> ResponseReturnValue:
    form = PasswordForm()
    if form.is_sent():
        database = get_installation().database
        try:
            keys = keys_for(found.email)
            person_id = check_password(database, found.email, form.password.data or "", keys)
        except TooSoonError as error:
            form.refuse("password", wait_text(error.wait))
        else:
            if person_id is not None:
                return _add_role(token, person_id)
            form.refuse("password", _("Dit is niet je wachtwoord."))
    return answer_form("accounts/join.html", form, invitation=found)


def _add_role(token: str, person_id: int) -> ResponseReturnValue:
    try:
        with get_installation().database.transaction() as session:
            accept_with_account(session, token, person_id)
    except InvitationUsedError:
        return _gone()
    return redirect(url_for("accounts.start"), SEE_OTHER)
