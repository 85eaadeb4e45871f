"""The page where somebody who signs in by mail takes a password and a phone as well."""

from __future__ import annotations

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.codes import find_step, new_totp_secret, totp_address
from app.accounts.door import blueprint
from app.accounts.forms import AddPasswordForm
from app.accounts.guards import SEE_OTHER, current_member, signed_in
from app.accounts.invitation_routes import square
from app.accounts.own import HasPasswordError, has_password
from app.accounts.own import add_password as take_password
from app.accounts.passwords import hash_password
from app.accounts.showing import show_codes_next
from app.i18n import gettext as _
from app.sealing import UnsealingError
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session

PHONE = "new_phone"


@blueprint.get("/mijn-account/telefoon")
@blueprint.post("/mijn-account/telefoon")
@signed_in(confirmed=True)
def add_password() -> ResponseReturnValue:
    """Choose a password and connect the phone, besides the link in the mail."""
    form, member, secret = AddPasswordForm(), current_member(), _own_secret()
    if has_password(reading_session(), member):
        return redirect(url_for("accounts.own_account"), SEE_OTHER)
    if form.is_sent() and form.is_strong(name=member.name, email=member.email):
        step = find_step(secret, form.code.data or "")
        if step is not None:
            return _take(form, secret, step)
        form.refuse("code", _("Deze code klopt niet. Wacht op de volgende en probeer opnieuw."))
    picture = square(totp_address(secret, member.email))
    return answer_form("accounts/add_password.html", form, secret=secret, square=picture)


def _take(form: AddPasswordForm, secret: str, step: int) -> ResponseReturnValue:
    password_hash = hash_password(form.password.data or "")
    try:
        with get_installation().database.transaction() as writing:
            codes = take_password(
                writing,
                current_member(),
                password_hash=password_hash,
                totp_secret=secret,
                totp_step=step,
            )
    except HasPasswordError:
        return redirect(url_for("accounts.own_account"), SEE_OTHER)
    session.pop(PHONE, None)
    flash(_("Je kan je nu ook aanmelden met je wachtwoord en je telefoon."))
    show_codes_next(codes)
    return redirect(url_for("accounts.recovery_codes"), SEE_OTHER)


def _own_secret() -> str:
    """The secret for the phone, sealed in the browser until it is taken."""
    keyring = get_installation().keyring
    try:
        return keyring.open(session[PHONE].encode("ascii"))
    except (KeyError, AttributeError, UnsealingError):
        secret = new_totp_secret()
        session[PHONE] = keyring.seal(secret).decode("ascii")
        return secret
