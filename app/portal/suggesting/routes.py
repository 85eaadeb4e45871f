"""Suggesting something without account, confirmed by mail and reviewed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.db import utc_now
from app.finder.site import get_catalogue
from app.finder.suspects import count_from_sender, looks_sent_by_machine
from app.geo.places import Place
from app.portal.suggesting.forms import SuggestForm
from app.portal.suggesting.proposing import find_town, make_proposed
from app.publishing.errors import SuggestionNotFoundError
from app.publishing.operations.suggesting import (
    SuggestionDraft,
    confirm_suggestion,
    find_suggestion,
    suggest_offer,
)
from app.questions.national_numbers import mask_numbers
from app.questions.operations.quarantine import Signals
from app.web.access import public
from app.web.forms import answer_form
from app.web.installation import get_installation, reading_session
from app.web.languages import page_language
from app.web.stamps import seconds_since
from app.web.visitors import visitor_address

blueprint = Blueprint("suggest", __name__, url_prefix="/<language:language>/stel-voor")
FORM = "portal/suggest/form.html"
SEE_OTHER, NOT_FOUND = 303, 404
MOST_A_DAY, MOST_LETTERS = 10, 3
"""From one address of the network, and to one address of mail."""
A_WAIT, LONGEST_WAIT = timedelta(hours=2), timedelta(days=3)


@blueprint.before_request
def keep_private() -> None:
    """Keep these pages out of every cache."""
    g.is_private = True


@blueprint.get("")
@public
def form() -> ResponseReturnValue:
    """Show the form."""
    found = SuggestForm()
    found.prepare()
    return answer_form(FORM, found)


@blueprint.post("")
@public
def send() -> ResponseReturnValue:
    """Keep the suggestion until its letter is answered."""
    found = SuggestForm()
    found.prepare()
    found.validate()
    town = find_town(found, request.form.get("place", "")) if found.town.data else None
    found.check_together()
    if found.errors or town is None:
        return answer_form(FORM, found)
    house = get_catalogue().find_house(town.municipality_nis)
    if house is None:
        abort(503)
    installation, now = get_installation(), utc_now()
    with installation.database.transaction() as session:
        _keep(session, found, town, house.id, now)
    return redirect(url_for("suggest.sent"), SEE_OTHER)


def _keep(session: Any, found: SuggestForm, town: Place, house_id: int, now: datetime) -> None:
    seconds = seconds_since(found.stamp.data or "")
    signals = Signals(visitor_address(), found.website.data or "", seconds)
    email = (found.email.data or "").lower()
    over = count_from_sender(session, "suggest", signals, now=now) - MOST_A_DAY
    to_one = count_from_sender(session, "suggest-mail", Signals(email), now=now) - MOST_LETTERS
    draft = SuggestionDraft(
        proposed=make_proposed(found, town),
        house_id=house_id,
        group_name=found.group_name.data or "",
        name=mask_numbers(found.name.data or ""),
        email=email,
        language=page_language(),
    )
    suggest_offer(
        session,
        draft,
        is_suspect=looks_sent_by_machine(signals) or over > 0,
        wait=min(A_WAIT * max(over, to_one, 0), LONGEST_WAIT),
        now=now,
        site_url=get_installation().settings.site_url,
    )


@blueprint.get("/verstuurd")
@public
def sent() -> ResponseReturnValue:
    """Say that a letter is on its way."""
    return render_template("portal/suggest/sent.html")


@blueprint.get("/<token>")
@public
def knock(token: str) -> ResponseReturnValue:
    """Show the button that confirms; nothing changes yet, for programs open links too."""
    suggestion = find_suggestion(reading_session(), token, now=utc_now())
    if suggestion is None:
        return render_template("portal/suggest/unknown.html"), NOT_FOUND
    is_confirmed = suggestion.confirmed_at is not None
    return render_template("portal/suggest/knock.html", token=token, is_confirmed=is_confirmed)


@blueprint.post("/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    """Send the suggestion in."""
    try:
        with get_installation().database.transaction() as session:
            confirm_suggestion(session, token, now=utc_now())
    except SuggestionNotFoundError:
        return render_template("portal/suggest/unknown.html"), NOT_FOUND
    return redirect(url_for("suggest.knock", token=token), SEE_OTHER)
