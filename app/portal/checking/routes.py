"""Confirming facts: from the link of a letter without sign-in, or from the own list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.accounts.guards import SEE_OTHER, current_member, needs
from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.db import utc_now
from app.portal.checking.answers import Checker, put_all_right, put_answer, put_correction
from app.portal.checking.page import CheckPage, Mistake, make_check_page
from app.publishing.operations.checking import (
    ONE_ROUND,
    CheckLetterNotFoundError,
    CheckNotFoundError,
    OpenLetter,
    open_letter,
)
from app.publishing.operations.due_offers import list_due
from app.publishing.operations.revising import Author
from app.web.access import public
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

blueprint = Blueprint("portal_checks", __name__, url_prefix="/<language:language>")
NOT_FOUND = 404
Put = Callable[..., int | Mistake]


@blueprint.before_request
def keep_private() -> None:
    """Keep these pages out of every cache."""
    g.is_private = True


def _letter_page(token: str, letter: OpenLetter, mistake: Mistake | None = None) -> CheckPage:
    return make_check_page(
        reading_session(),
        sorted(letter.offer_ids),
        since=letter.since,
        today=as_local(utc_now()).date(),
        address=lambda name: url_for(f"portal_checks.{name}", token=token),
        mistake=mistake,
    )


def _unknown() -> tuple[str, int]:
    return render_template("portal/checks/unknown.html"), NOT_FOUND


@blueprint.get("/nakijken/<token>")
@public
def letter(token: str) -> ResponseReturnValue:
    """Show what a letter asks; programs that open links in mail change nothing by it."""
    try:
        found = open_letter(reading_session(), token, now=utc_now())
    except CheckLetterNotFoundError:
        return _unknown()
    page = _letter_page(token, found)
    return render_template("portal/checks/letter.html", page=page, name=found.name)


def _put_by_letter(token: str, put: Put) -> ResponseReturnValue:
    now = utc_now()
    try:
        with get_installation().database.transaction() as session:
            found = open_letter(session, token, now=now)
            done = put(session, Checker(found.author, found.offer_ids), now=now)
    except CheckLetterNotFoundError:
        return _unknown()
    except CheckNotFoundError:
        abort(NOT_FOUND)
    if isinstance(done, Mistake):
        page = _letter_page(token, found, done)
        html = render_template("portal/checks/letter.html", page=page, name=found.name)
        return html, UNPROCESSABLE
    return _back_to(done, "portal_checks.letter", token=token)


def _back_to(offer_id: int, endpoint: str, **values: Any) -> Response:
    return redirect(url_for(endpoint, _anchor=f"aanbod-{offer_id}", **values), SEE_OTHER)


@blueprint.post("/nakijken/<token>/antwoord")
@public
def answer(token: str) -> ResponseReturnValue:
    """Note one yes or no."""
    return _put_by_letter(token, put_answer)


@blueprint.post("/nakijken/<token>/alles-klopt")
@public
def all_right(token: str) -> ResponseReturnValue:
    """Note that everything of one offer is right."""
    return _put_by_letter(token, put_all_right)


@blueprint.post("/nakijken/<token>/verbeter")
@public
def correct(token: str) -> ResponseReturnValue:
    """Take a better price or age."""
    return _put_by_letter(token, put_correction)


def _own_page(now: datetime, mistake: Mistake | None = None) -> CheckPage:
    own, today = current_member().organization_ids, as_local(now).date()
    due = list_due(reading_session(), today, organization_ids=own)
    return make_check_page(
        reading_session(),
        [item.offer.id for item in due],
        since=today - ONE_ROUND,
        today=today,
        address=lambda name: url_for(f"portal_checks.{name}_due"),
        mistake=mistake,
    )


@blueprint.get("/partners/nakijken")
@needs(Permission.ACT_AS_PARTNER)
def due() -> ResponseReturnValue:
    """Show every own offer that has to be looked at."""
    return render_template("portal/checks/due.html", page=_own_page(utc_now()))


def _put_signed_in(put: Put) -> ResponseReturnValue:
    now, member = utc_now(), current_member()
    try:
        with get_installation().database.transaction() as session:
            author = Author(member.person_id, member.organization_ids)
            done = put(session, Checker(author), now=now)
    except CheckNotFoundError:
        abort(NOT_FOUND)
    if isinstance(done, Mistake):
        page = _own_page(now, done)
        return render_template("portal/checks/due.html", page=page), UNPROCESSABLE
    return _back_to(done, "portal_checks.due")


@blueprint.post("/partners/nakijken/antwoord")
@needs(Permission.ACT_AS_PARTNER)
def answer_due() -> ResponseReturnValue:
    """Note one yes or no."""
    return _put_signed_in(put_answer)


@blueprint.post("/partners/nakijken/alles-klopt")
@needs(Permission.ACT_AS_PARTNER)
def all_right_due() -> ResponseReturnValue:
    """Note that everything of one offer is right."""
    return _put_signed_in(put_all_right)


@blueprint.post("/partners/nakijken/verbeter")
@needs(Permission.ACT_AS_PARTNER)
def correct_due() -> ResponseReturnValue:
    """Take a better price or age."""
    return _put_signed_in(put_correction)
