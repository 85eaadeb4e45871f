"""The page of one day of an offer: when and where, or why not; its address never changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app.agenda.moments import Moment
from app.agenda.timetable import Timetable
from app.directory.catalogue import Taxonomy
from app.directory.models.offers import Offer, OfferState
from app.directory.timetables import timetable_of
from app.finder.cards import Card, Desk, Label, Link, Tone
from app.finder.days import moment_url, reason_text
from app.finder.presentation import make_card
from app.finder.site import get_desk
from app.finder.wording import day_text, full_day_text, hours_text, moment_text, weekday_name
from app.i18n import gettext as _

DAYS_BACK = 1100
"""An old address says that the day is over; one from further back is no address."""
DAYS_AHEAD = 800
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class MomentLine:
    """One time of the day."""

    datetime: str
    hours: str
    place: str
    is_cancelled: bool
    reason: str


@dataclass(frozen=True, slots=True)
class MomentPage:
    """One day of an offer."""

    card: Card
    day: str
    """With its weekday and year."""
    date: str
    status: Label
    note: str
    """Why it is not on that day, in words."""
    lines: tuple[MomentLine, ...]
    next: Link | None
    offer_url: str
    calendar_url: str | None
    is_indexed: bool
    """Whether it takes place and is still to come."""
    desk: Desk


def read_moment_day(text: str, today: date) -> date | None:
    """The day of an address such as 2027-06-12, or None for what is no day of these years."""
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if -DAYS_BACK <= (day - today).days <= DAYS_AHEAD else None


def make_moment_page(offer: Offer, taxonomy: Taxonomy, day: date, now: datetime) -> MomentPage:
    """Everything about one day of an offer that is loaded with its rows."""
    is_running = offer.state == OfferState.PUBLISHED.value
    timetable = timetable_of(offer) if is_running else Timetable()
    answer = timetable.on_day(day)
    is_on = any(not moment.is_cancelled for moment in answer.moments)
    is_over = day < now.date()
    nis = next((link.location.municipality_nis for link in offer.locations), None)
    following = answer.next
    if following is not None and following.start < now:
        following = next(iter(timetable.next_moments(now, 1)), None)
    note = ""
    if is_running and not answer.moments and not is_over:
        note = " ".join(part for part in (reason_text(answer.reason), answer.note) if part)
    return MomentPage(
        card=make_card(offer, taxonomy, now),
        day=f"{weekday_name(day.weekday())} {full_day_text(day)}",
        date=day.isoformat(),
        status=_status(offer, has_moments=bool(answer.moments), is_on=is_on, is_over=is_over),
        note=note,
        lines=tuple(_line(offer, moment, now) for moment in answer.moments),
        next=_next_link(offer, following, now)
        if following and not (is_on and not is_over)
        else None,
        offer_url=url_for("finder.offer", offer_id=offer.id, slug=offer.slug),
        calendar_url=url_for(
            "finder.offer_calendar", offer_id=offer.id, slug=offer.slug, dag=day.isoformat()
        )
        if is_on and not is_over
        else None,
        is_indexed=is_on and not is_over,
        desk=get_desk(nis),
    )


def _status(offer: Offer, *, has_moments: bool, is_on: bool, is_over: bool) -> Label:
    if offer.state == OfferState.CANCELLED.value:
        return Label(_("Dit aanbod gaat niet door."), "ui-warning", Tone.WARN)
    if offer.state == OfferState.TEMPORARILY_CLOSED.value:
        return Label(_("Dit is tijdelijk gesloten."), "ui-warning", Tone.WARN)
    if has_moments and not is_on:
        return Label(_("Gaat niet door."), "ui-warning", Tone.WARN)
    if is_over:
        return Label(_("Deze dag is voorbij."), "ui-info")
    if is_on:
        return Label(_("Gaat door."), "ui-check", Tone.GOOD)
    return Label(_("Op deze dag niet."), "ui-warning", Tone.WARN)


def _line(offer: Offer, moment: Moment, now: datetime) -> MomentLine:
    places = {link.location_id: link.location for link in offer.locations}
    only = next(iter(places.values())) if len(places) == 1 else None
    place = places.get(moment.place_key or 0) or only
    town = f"{place.postcode} {place.place}".strip() if place else ""
    parts = (place.name, place.street, town) if place else ()
    is_long = moment.end.date() > moment.start.date()
    return MomentLine(
        datetime=moment.start.isoformat(timespec="minutes"),
        hours=moment_text(moment.start, moment.end, now.date(), is_dated=True)
        if is_long
        else hours_text(moment.start.time(), moment.end.time()),
        place=", ".join(part for part in parts if part),
        is_cancelled=moment.is_cancelled,
        reason=moment.reason or "",
    )


def _next_link(offer: Offer, moment: Moment, now: datetime) -> Link:
    day = moment.start.date()
    text = _("De volgende keer: %(day)s", day=day_text(day, now.date()))
    return Link(text, moment_url(offer, day), "ui-calendar")
