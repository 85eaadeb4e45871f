"""Pages to sign in by a link in the mail."""

from __future__ import annotations

import time

from flask import g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts.cookies import describe_device, link_keys
from app.accounts.door import blueprint
from app.accounts.entering_routes import wait_text, welcome
from app.accounts.guards import SEE_OTHER, find_member, own_path
from app.accounts.limits import TooSoonError
from app.accounts.link_forms import LinkForm, LinkPressForm
from app.accounts.links import (
    GOOD_FOR,
    LinkGoneError,
    OpenLink,
    enter_with_link,
    find_link,
    mail_link,
)
from app.accounts.sign_ins import end_sign_in
from app.i18n import gettext as _
from app.web.access import public
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session

ASKED = "asked_link"
ASK, KNOCK = "accounts/ask_link.html", "accounts/knock_link.html"
NOT_FOUND = 404


@blueprint.get("/aanmelden/link")
@public
def ask_link() -> ResponseReturnValue:
    """Ask where the link must go."""
    g.is_private = True
    return answer_form(ASK, LinkForm(), further=own_path(request.args.get("verder")))


@blueprint.post("/aanmelden/link")
@public
def send_link() -> ResponseReturnValue:
    """Mail a link, if there is somebody to mail it to; the answer never says."""
    form, further = LinkForm(), own_path(request.args.get("verder"))
    if form.is_sent():
        email, installation = form.address.data or "", get_installation()
        try:
            asked = mail_link(
                installation.database,
                email,
                link_keys(email),
                site_url=installation.settings.site_url,
            )
        except TooSoonError as error:
            form.refuse("address", wait_text(error.wait))
        else:
            session[ASKED] = {
                "secret": asked.secret,
                "code": asked.code,
                "email": email,
                "further": further,
                "at": int(time.time()),
            }
            return redirect(url_for("accounts.link_asked"), SEE_OTHER)
    return answer_form(ASK, form, further=further)


@blueprint.get("/aanmelden/link/gevraagd")
@public
def link_asked() -> ResponseReturnValue:
    """Say to look in the mail, and show the code for another device."""
    g.is_private = True
    asked = _find_asked()
    if asked is None:
        return redirect(url_for("accounts.ask_link"), SEE_OTHER)
    code = str(asked["code"])
    return render_template(
        "accounts/link_asked.html",
        email=asked["email"],
        code=f"{code[:3]} {code[3:]}",
        minutes=int(GOOD_FOR.total_seconds() // 60),
    )


@blueprint.get("/aanmelden/link/<token>")
@public
def knock_link(token: str) -> ResponseReturnValue:
    """Show the button; nothing changes yet, so a mail scanner uses nothing up."""
    g.is_private = True
    link = find_link(reading_session(), token, secret=_own_secret())
    if link is None:
        return _gone()
    return answer_form(KNOCK, _press_form(link), link=link, token=token)


@blueprint.post("/aanmelden/link/<token>")
@public
def use_link(token: str) -> ResponseReturnValue:
    """Sign in: somebody pressed the button."""
    link = find_link(reading_session(), token, secret=_own_secret())
    if link is None:
        return _gone()
    form = _press_form(link)
    if form.is_sent() and form.is_whole(is_asked_here=link.is_asked_here):
        try:
            entered = _enter(token, form.code.data or "")
        except LinkGoneError:
            return _gone()
        if entered is not None:
            return entered
        form.refuse("code", _("Dit is niet de code van deze link. Kijk ze na."))
    return answer_form(KNOCK, form, link=link, token=token)


def _press_form(link: OpenLink) -> LinkPressForm:
    form = LinkPressForm()
    if not link.is_asked_here:
        form.ask_code()
    return form


def _enter(token: str, code: str) -> ResponseReturnValue | None:
    """Sign in; None after a wrong code. A sign-in of before on this browser ends."""
    before, asked = find_member(), _find_asked() or {}
    with get_installation().database.transaction() as writing:
        entered = enter_with_link(
            writing, token, secret=_own_secret(), code=code, device=describe_device()
        )
        if entered is not None and before is not None:
            end_sign_in(writing, before, before.sign_in_id)
    if entered is None:
        return None
    further = own_path(asked.get("further")) if asked.get("email") == entered.email else None
    return welcome(entered.token, entered.email, further or url_for("accounts.start"))


def _find_asked() -> dict[str, str] | None:
    """What this browser asked a moment ago, or None."""
    asked = session.get(ASKED)
    if not isinstance(asked, dict) or time.time() - asked["at"] > GOOD_FOR.total_seconds():
        return None
    return asked


def _own_secret() -> str:
    asked = _find_asked()
    return asked["secret"] if asked is not None else ""


def _gone() -> ResponseReturnValue:
    return make_response(render_template("accounts/link_gone.html"), NOT_FOUND)
