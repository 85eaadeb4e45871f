"""Pages of the own account: devices, password, recovery codes and the House to work in."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.door import blueprint
from app.accounts.forms import NewPasswordForm, role_text
from app.accounts.guards import SEE_OTHER, current_member, signed_in
from app.accounts.own import change_password, has_password, renew_recovery_codes
from app.accounts.passwords import hash_password
from app.accounts.people import list_own_houses
from app.accounts.showing import show_codes_next, take_shown_codes
from app.accounts.sign_ins import (
    NotOwnHouseError,
    choose_house,
    end_other_sign_ins,
    end_sign_in,
    list_devices,
)
from app.i18n import gettext as _
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session


def _back(message: str) -> ResponseReturnValue:
    flash(message)
    return redirect(url_for("accounts.own_account"), SEE_OTHER)


@blueprint.get("/mijn-account")
@signed_in()
def own_account() -> ResponseReturnValue:
    """Show who somebody is here, and where that person is signed in."""
    member, session = current_member(), reading_session()
    return render_template(
        "accounts/own_account.html",
        role=role_text(member.role),
        devices=list_devices(session, member),
        houses=list_own_houses(session, member.person_id),
        has_password=has_password(session, member),
    )


@blueprint.post("/mijn-account/aanmelding/<int:sign_in_id>/einde")
@signed_in(confirmed=True)
def end_device(sign_in_id: int) -> ResponseReturnValue:
    """Sign out on one other device."""
    with get_installation().database.transaction() as session:
        is_ended = end_sign_in(session, current_member(), sign_in_id)
    if not is_ended:
        abort(404)
    return _back(_("Dat toestel is afgemeld."))


@blueprint.post("/mijn-account/andere-aanmeldingen/einde")
@signed_in(confirmed=True)
def end_other_devices() -> ResponseReturnValue:
    """Sign out on every other device."""
    with get_installation().database.transaction() as session:
        end_other_sign_ins(session, current_member())
    return _back(_("Al je andere toestellen zijn afgemeld."))


@blueprint.get("/mijn-account/wachtwoord")
@blueprint.post("/mijn-account/wachtwoord")
@signed_in(confirmed=True)
def new_password() -> ResponseReturnValue:
    """Choose another password."""
    form, member = NewPasswordForm(), current_member()
    if not has_password(reading_session(), member):
        return redirect(url_for("accounts.add_password"), SEE_OTHER)
    if form.is_sent() and form.is_strong(name=member.name, email=member.email):
        password_hash = hash_password(form.password.data or "")
        with get_installation().database.transaction() as session:
            change_password(session, member, password_hash=password_hash)
        return _back(_("Je hebt een nieuw wachtwoord. Je andere toestellen zijn afgemeld."))
    return answer_form("accounts/password.html", form)


@blueprint.post("/mijn-account/herstelcodes")
@signed_in(confirmed=True)
def new_recovery_codes() -> ResponseReturnValue:
    """Make ten new recovery codes."""
    with get_installation().database.transaction() as session:
        codes = renew_recovery_codes(session, current_member())
    show_codes_next(codes)
    return redirect(url_for("accounts.recovery_codes"), SEE_OTHER)


@blueprint.get("/mijn-account/herstelcodes")
@signed_in()
def recovery_codes() -> ResponseReturnValue:
    """Show new recovery codes, once."""
    return render_template("accounts/recovery_codes.html", codes=take_shown_codes())


@blueprint.post("/mijn-account/huis")
@signed_in()
def work_in_house() -> ResponseReturnValue:
    """Work in another of the own Houses."""
    try:
        house_id = int(request.form.get("huis", "")[:9])
        with get_installation().database.transaction() as session:
            choose_house(session, current_member(), house_id)
    except (ValueError, NotOwnHouseError):
        abort(404)
    return redirect(url_for("accounts.start"), SEE_OTHER)
