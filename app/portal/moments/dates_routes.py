"""The coming dates of a published offer: call one off, bring it back, change one or more."""

from __future__ import annotations

from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.guards import SEE_OTHER, needs
from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.db import utc_now
from app.finder.wording import day_text
from app.i18n import gettext as _
from app.portal.moments.changing import (
    Changed,
    DateChange,
    RuleInOtherVersionError,
    Scope,
    change_date,
    find_schedule,
    read_clock,
)
from app.portal.moments.forms import CallOffForm, ChangeForm
from app.portal.moments.page import list_coming
from app.portal.moments.routes import NUMBER, blueprint, list_place_labels
from app.portal.submitting.routes import current_author, page_of
from app.publishing.errors import RevisionNotFoundError, RevisionNotWholeError
from app.publishing.facts import ProposedOffer
from app.publishing.operations.calling_off import (
    ReasonWithReachError,
    bring_moment_back,
    call_moment_off,
)
from app.publishing.operations.own_offers import get_own_offer
from app.publishing.series import choice_of
from app.publishing.series_changes import MomentChange, NoSuchMomentError
from app.publishing.series_moving import SeriesCannotChangeError
from app.web.forms import UNPROCESSABLE
from app.web.installation import get_installation, reading_session

__all__ = ["blueprint"]
DATES_A_PAGE = 40
FARTHEST_DAYS = 800


def _find_offer(offer_id: int) -> ProposedOffer:
    try:
        return get_own_offer(reading_session(), current_author(), offer_id)[1]
    except RevisionNotFoundError:
        abort(404)


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _show(offer_id: int, form: CallOffForm | None = None) -> tuple[str, int]:
    proposed, now = _find_offer(offer_id), as_local(utc_now())
    first = _read_day(request.args.get("vanaf", "")) or now.date()
    if form is not None and form.day.data:
        first = _read_day(form.day.data) or first
    first = min(first, now.date() + timedelta(days=FARTHEST_DAYS))
    rows = list_coming(proposed, now, first, DATES_A_PAGE + 1)
    html = render_template(
        "portal/moments/dates.html",
        offer_id=offer_id,
        title=_title(proposed),
        rows=rows[:DATES_A_PAGE],
        later=rows[DATES_A_PAGE].day if len(rows) > DATES_A_PAGE else None,
        form=form,
    )
    return html, UNPROCESSABLE if form is not None else 200


def _title(proposed: ProposedOffer) -> str:
    words = proposed.offer.words.get("nl") or next(iter(proposed.offer.words.values()), None)
    return words.title if words else ""


def _dates_of(offer_id: int) -> str:
    return url_for("portal_moments.dates", offer_id=offer_id)


@blueprint.get(f"/aanbod/<{NUMBER}:offer_id>/data")
@needs(Permission.ACT_AS_PARTNER)
def dates(offer_id: int) -> ResponseReturnValue:
    """Show the coming dates of an own offer."""
    return _show(offer_id)


@blueprint.post(f"/aanbod/<{NUMBER}:offer_id>/data/gelast-af")
@needs(Permission.ACT_AS_PARTNER)
def call_off(offer_id: int) -> ResponseReturnValue:
    """Call one moment off; families see it at once."""
    _find_offer(offer_id)
    form = CallOffForm()
    day, start = _read_day(form.day.data or ""), read_clock(form.start.data or "")
    is_fine = form.is_sent() and day is not None and start is not None
    try:
        if is_fine and day is not None and start is not None:
            with get_installation().database.transaction() as session:
                call_moment_off(
                    session,
                    current_author(),
                    offer_id,
                    day=day,
                    start_time=start,
                    reason=str(form.reason.data),
                    now=utc_now(),
                )
    except NoSuchMomentError:
        return _gone(offer_id)
    except ReasonWithReachError:
        form.refuse("reason", _("Zet geen nummer, adres of link in de reden."))
        is_fine = False
    if not is_fine:
        return _show(offer_id, form)
    flash(_("Die datum is afgelast. Gezinnen zien het nu al."))
    return redirect(_dates_of(offer_id), SEE_OTHER)


def _gone(offer_id: int) -> ResponseReturnValue:
    flash(_("Die datum is voorbij of bestaat niet meer. Kijk de lijst na."))
    return redirect(_dates_of(offer_id), SEE_OTHER)


@blueprint.post(f"/aanbod/<{NUMBER}:offer_id>/data/toch-wel")
@needs(Permission.ACT_AS_PARTNER)
def bring_back(offer_id: int) -> ResponseReturnValue:
    """Let a moment that was called off go on after all."""
    _find_offer(offer_id)
    day = _read_day(request.form.get("day", ""))
    start = read_clock(request.form.get("start", ""))
    try:
        if day is None or start is None:
            return _gone(offer_id)
        with get_installation().database.transaction() as session:
            author = current_author()
            bring_moment_back(session, author, offer_id, day=day, start_time=start, now=utc_now())
    except NoSuchMomentError:
        return _gone(offer_id)
    flash(_("Die datum gaat toch door. Gezinnen zien het nu al."))
    return redirect(_dates_of(offer_id), SEE_OTHER)


@blueprint.get(f"/aanbod/<{NUMBER}:offer_id>/data/gelast-af")
@blueprint.get(f"/aanbod/<{NUMBER}:offer_id>/data/toch-wel")
@needs(Permission.ACT_AS_PARTNER)
def again(offer_id: int) -> ResponseReturnValue:
    """Send whoever opens the address of a form again to the dates."""
    return redirect(_dates_of(offer_id), SEE_OTHER)


class _Asked:
    """The date of a request, with its rule and form; a date that is not there is a 404."""

    def __init__(self, offer_id: int, day: str) -> None:
        """Find the date in the rules of an own offer."""
        self.proposed = _find_offer(offer_id)
        on, index = _read_day(day), request.args.get("regel", "")
        self.today = as_local(utc_now()).date()
        if on is None or not index.isdecimal() or len(index) > 4 or on < self.today:
            abort(404)
        self.day, self.index = on, int(index)
        try:
            self.schedule = find_schedule(self.proposed.offer, self.index, on)
        except NoSuchMomentError:
            abort(404)
        choice = choice_of(self.schedule)
        self.places, labels = list_place_labels(self.proposed)
        self.form = ChangeForm()
        self.form.offer(labels, is_series=bool(choice is not None and self.schedule.rrule))

    def fill(self) -> None:
        """Show the date as it is."""
        self.form.day.data = self.day
        self.form.start_time.data = self.schedule.start_time
        self.form.end_time.data = self.schedule.end_time
        self.form.place.data = self.schedule.location_key or ""

    def answer(self, offer_id: int) -> tuple[str, int]:
        """The page of the date."""
        html = render_template(
            "portal/moments/one.html",
            offer_id=offer_id,
            title=_title(self.proposed),
            day=self.day.isoformat(),
            day_text=day_text(self.day, self.today),
            index=self.index,
            form=self.form,
        )
        return html, UNPROCESSABLE if self.form.is_submitted() else 200

    def read(self) -> DateChange | None:
        """What the date becomes, or None when the form has mistakes."""
        form = self.form
        if not form.is_sent():
            return None
        limit = self.today + timedelta(days=FARTHEST_DAYS)
        new_day = form.day.data
        if new_day is None or not self.today <= new_day <= limit:
            form.refuse("day", _("Kies een dag die nog komt."))
            return None
        start = form.start_time.data
        key = form.place.data or None
        if start is None:
            return None
        becomes = MomentChange(new_day, start, form.end_time.data or start, key)
        scope, place = Scope(form.scope.data), self.places.get(key or "")
        return DateChange(self.index, self.day, scope, becomes, place)


@blueprint.get(f"/aanbod/<{NUMBER}:offer_id>/data/<day>")
@needs(Permission.ACT_AS_PARTNER)
def one(offer_id: int, day: str) -> ResponseReturnValue:
    """Show one date of an own offer with what can change."""
    asked = _Asked(offer_id, day)
    asked.fill()
    return asked.answer(offer_id)


@blueprint.post(f"/aanbod/<{NUMBER}:offer_id>/data/<day>")
@needs(Permission.ACT_AS_PARTNER)
def change(offer_id: int, day: str) -> ResponseReturnValue:
    """Change this date, this and what follows, or all that come; send it in."""
    asked = _Asked(offer_id, day)
    wanted = asked.read()
    if wanted is None:
        return asked.answer(offer_id)
    try:
        with get_installation().database.transaction() as session:
            done = change_date(session, current_author(), offer_id, wanted, now=utc_now())
    except SeriesCannotChangeError:
        asked.form.refuse("day", _("De dagen van deze reeks veranderen zo niet. Kies één datum."))
        return asked.answer(offer_id)
    except RuleInOtherVersionError as error:
        flash(_("Er is al een versie open met andere data. Verander het daar."))
        return redirect(url_for("portal_moments.edit", revision_id=error.revision_id), SEE_OTHER)
    except RevisionNotWholeError:
        asked.form.refuse("day", _("In dit aanbod ontbreekt nog iets. Vul het eerst aan."))
        return asked.answer(offer_id)
    return _after_change(offer_id, done)


def _after_change(offer_id: int, done: Changed) -> ResponseReturnValue:
    if done.is_put_in_draft:
        flash(_("Je had nog een versie open. De nieuwe datum staat erin: stuur ze in."))
        return redirect(page_of(done.revision_id), SEE_OTHER)
    if done.is_published:
        flash(_("De nieuwe datum staat online."))
    else:
        flash(_("We kijken het na. Tot dan zien gezinnen de oude datum."))
    return redirect(_dates_of(offer_id), SEE_OTHER)
