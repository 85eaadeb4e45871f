"""Doors with a lock: a view says which permission it needs, and nobody passes without it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec
from urllib.parse import urlsplit

from flask import Response, abort, current_app, flash, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.accounts.members import Member
from app.accounts.permissions import Permission
from app.accounts.sign_ins import CONFIRMED, Found, find_by_token, note_use
from app.accounts.unsaved import find_unsaved, forget_unsaved, has_unsaved, keep_unsaved
from app.db import utc_now
from app.i18n import gettext as _
from app.web.access import SIGNED_IN, guarded
from app.web.installation import get_installation, reading_session

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

COOKIE = "dichtbij_aanmelding"
SEE_OTHER = 303
LONGEST_PATH = 300


def needs(
    permission: Permission, *, confirmed: bool = False
) -> Callable[[View[P]], Callable[P, Response]]:
    """Guard a view: only who has the permission; with `confirmed` the password is asked again."""
    return _guard(f"permission:{permission.value}", permission, confirmed=confirmed)


def signed_in(*, confirmed: bool = False) -> Callable[[View[P]], Callable[P, Response]]:
    """Guard a view that is for everybody with an account, such as the own account."""
    return _guard(SIGNED_IN, None, confirmed=confirmed)


def _guard(
    access: str, permission: Permission | None, *, confirmed: bool
) -> Callable[[View[P]], Callable[P, Response]]:
    def decorate(view: View[P]) -> Callable[P, Response]:
        @wraps(view)
        def guarded_view(*args: P.args, **kwargs: P.kwargs) -> Response:
            g.is_private = True
            found = _find()
            if found is None or found.member is None:
                return _send_to_sign_in(found)
            if permission is not None and not found.member.may(permission):
                abort(403)
            if confirmed and utc_now() - found.confirmed_at > CONFIRMED:
                return _send_to_confirm(found.member)
            response = make_response(view(*args, **kwargs))
            _forget_what_was_saved(found.member, response)
            return response

        return guarded(guarded_view, access)

    return decorate


def find_member() -> Member | None:
    """Who is signed in on this request, or None."""
    found = _find()
    return found.member if found is not None else None


def current_member() -> Member:
    """Who is signed in on this request; raises where nobody is."""
    member = find_member()
    if member is None:
        raise LookupError("nobody is signed in; guard the view with needs()")
    return member


def unsaved_fields(path: str) -> dict[str, list[str]] | None:
    """What this person typed for the form sent to `path` when the sign-in had ended, or None.

    Give it to `form.refill(...)`; it is forgotten when that form is sent and saved.
    """
    return find_unsaved(reading_session(), current_member(), path)


def own_path(address: str | None) -> str | None:
    """The path of an address of this site that can be opened, or None: never somebody else's."""
    if not address or len(address) > LONGEST_PATH or not address.isprintable():
        return None
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or "\\" in address:
        return None
    if parts.path.startswith("//"):
        return None
    try:
        current_app.url_map.bind("").match(parts.path, method="GET")
    except HTTPException:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _find() -> Found | None:
    if "sign_in" not in g:
        token = request.cookies.get(COOKIE, "")
        g.sign_in = find_by_token(reading_session(), token) if token else None
        g.member = g.sign_in.member if g.sign_in is not None else None
        if g.sign_in is not None and g.sign_in.is_due:
            note_use(get_installation().database, g.member.sign_in_id)
    found: Found | None = g.sign_in
    return found


def _page_to_return_to() -> str:
    """The asked page, or for an address that only takes forms the page its form stood on."""
    here = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else request.path
    try:
        before = urlsplit(request.referrer or "").path
    except ValueError:
        before = ""
    return own_path(here) or own_path(before) or url_for("accounts.own_account")


def _keep_typed(person_id: int) -> bool:
    if request.method != "POST":
        return False
    with get_installation().database.transaction() as session:
        keep_unsaved(session, person_id, request.path, request.form.items(multi=True))
    return True


def _send_to_sign_in(found: Found | None) -> Response:
    if found is not None:
        # The sign-in is known and only timed out: what this person typed is not lost.
        _keep_typed(found.person_id)
    address = url_for("accounts.sign_in", verder=_page_to_return_to())
    return make_response(redirect(address, SEE_OTHER))


def _send_to_confirm(member: Member) -> Response:
    if _keep_typed(member.person_id):
        flash(_("Geef eerst je wachtwoord. Kies daarna opnieuw wat je wilde doen."))
    address = url_for("accounts.confirm", verder=_page_to_return_to())
    return make_response(redirect(address, SEE_OTHER))


def _forget_what_was_saved(member: Member, response: Response) -> None:
    if request.method != "POST" or response.status_code != SEE_OTHER:
        return
    if has_unsaved(reading_session(), member, request.path):
        with get_installation().database.transaction() as session:
            forget_unsaved(session, member, request.path)
