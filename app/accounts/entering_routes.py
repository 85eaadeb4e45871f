"""Pages to sign in and out."""

from __future__ import annotations

import time
from datetime import timedelta

from flask import (
    Response,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.accounts.cookies import (
    address_keys,
    describe_device,
    drop_sign_in_cookie,
    keys_for,
    remember_device,
    set_sign_in_cookie,
)
from app.accounts.door import blueprint
from app.accounts.entering import check_own_password, check_password, enter_with_code
from app.accounts.forms import CodeForm, PasswordForm, SignInForm
from app.accounts.guards import SEE_OTHER, current_member, find_member, own_path, signed_in
from app.accounts.limits import Key, TooSoonError
from app.accounts.link_forms import LinkForm
from app.accounts.navigation import list_desk_links
from app.accounts.own import has_password
from app.accounts.sign_ins import confirm_sign_in, end_sign_in
from app.i18n import gettext as _
from app.i18n import ngettext
from app.web.access import public
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session

ENTERING = "entering"
ENTERING_SECONDS = 600


def wait_text(wait: timedelta) -> str:
    """How long to wait, in words."""
    minutes = max(1, -(-int(wait.total_seconds()) // 60))
    return ngettext(
        "Dit ging een paar keer mis. Wacht %(num)d minuut en probeer het dan opnieuw.",
        "Dit ging een paar keer mis. Wacht %(num)d minuten en probeer het dan opnieuw.",
        minutes,
    )


def wrong_text() -> str:
    """The one answer to an unknown address and to a wrong password."""
    return _("Dit e-mailadres en dit wachtwoord horen niet bij elkaar.")


@blueprint.get("/aanmelden")
@blueprint.post("/aanmelden")
@public
def sign_in() -> ResponseReturnValue:
    """Sign in: e-mail address and password."""
    g.is_private = True
    form, further = SignInForm(), own_path(request.args.get("verder"))
    if form.is_sent():
        email = form.email.data or ""
        try:
            person_id = check_password(
                get_installation().database, email, form.password.data or "", keys_for(email)
            )
        except TooSoonError as error:
            form.refuse("password", wait_text(error.wait))
        else:
            if person_id is not None:
                session[ENTERING] = {"person": person_id, "email": email, "at": int(time.time())}
                return redirect(url_for("accounts.give_code", verder=further), SEE_OTHER)
            form.refuse("password", wrong_text())
    link_form = LinkForm(formdata=None)
    return answer_form("accounts/sign_in.html", form, link_form=link_form, further=further)


def _find_entering() -> tuple[int, str] | None:
    """(person, address) of who gave the right password a moment ago."""
    found = session.get(ENTERING)
    if not isinstance(found, dict) or time.time() - found.get("at", 0) > ENTERING_SECONDS:
        return None
    return found["person"], found["email"]


@blueprint.get("/aanmelden/code")
@blueprint.post("/aanmelden/code")
@public
def give_code() -> ResponseReturnValue:
    """Sign in: the code of the phone or a recovery code."""
    g.is_private = True
    entering = _find_entering()
    further = own_path(request.args.get("verder"))
    if entering is None:
        return redirect(url_for("accounts.sign_in", verder=further), SEE_OTHER)
    person_id, email = entering
    form = CodeForm()
    if form.is_sent():
        keys = [Key("code", str(person_id)), *address_keys()]
        database, device = get_installation().database, describe_device()
        try:
            token = enter_with_code(database, person_id, form.code.data or "", keys, device=device)
        except TooSoonError as error:
            form.refuse("code", wait_text(error.wait))
        else:
            if token is not None:
                return welcome(token, email, further or url_for("accounts.start"))
            form.refuse("code", _("Deze code klopt niet. Wacht op de volgende en probeer opnieuw."))
    return answer_form("accounts/code.html", form)


def welcome(token: str, email: str, further: str) -> Response:
    """Send a person on who is signed in from now on, with new cookies and nothing of before."""
    session.clear()
    response = make_response(redirect(further, SEE_OTHER))
    set_sign_in_cookie(response, token)
    remember_device(response, email)
    return response


@blueprint.post("/afmelden")
@public
def sign_out() -> ResponseReturnValue:
    """Sign out on this device."""
    member = find_member()
    if member is not None:
        with get_installation().database.transaction() as writing:
            end_sign_in(writing, member, member.sign_in_id)
    session.clear()
    response = make_response(redirect(url_for("accounts.signed_out"), SEE_OTHER))
    drop_sign_in_cookie(response)
    return response


@blueprint.get("/afgemeld")
@public
def signed_out() -> ResponseReturnValue:
    """Say that nobody is signed in here any more."""
    return render_template("accounts/signed_out.html")


@blueprint.get("/werkplek")
@signed_in()
def start() -> ResponseReturnValue:
    """Open the first page of somebody's work."""
    links = list_desk_links(current_member())
    return redirect(links[0].url if links else url_for("accounts.own_account"), 302)


@blueprint.get("/mijn-account/bevestig")
@blueprint.post("/mijn-account/bevestig")
@signed_in()
def confirm() -> ResponseReturnValue:
    """Ask the password again before something that matters."""
    form, member = PasswordForm(), current_member()
    further = own_path(request.args.get("verder"))
    if not has_password(reading_session(), member):
        return render_template("accounts/confirm_by_link.html", further=further)
    if form.is_sent():
        database = get_installation().database
        try:
            is_right = check_own_password(database, member.person_id, form.password.data or "")
        except TooSoonError as error:
            form.refuse("password", wait_text(error.wait))
        else:
            if is_right:
                with database.transaction() as writing:
                    confirm_sign_in(writing, member)
                flash(_("Bedankt. Je kan nu tien minuten verder."))
                return redirect(further or url_for("accounts.own_account"), SEE_OTHER)
            form.refuse("password", _("Dit is niet je wachtwoord."))
    return answer_form("accounts/confirm.html", form)
