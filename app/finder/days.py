"""Moments and days of an offer in words: "is it on next Wednesday?" with the reason when not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from flask import url_for

from app.agenda.moments import DayReason
from app.agenda.moments import Moment as DatedMoment
from app.agenda.timetable import Timetable
from app.directory.models.offers import Offer, OfferState
from app.finder.cards import Tone
from app.finder.pages import DayAnswer, Moment
from app.finder.site import get_shelf
from app.finder.wording import day_text, hours_text, join_words, moment_text, near_day_text
from app.i18n import gettext as _

NEXT_DATES = 8
"""So many coming dates are looked at for one that is called off."""


def moment_view(offer: Offer, moment: DatedMoment, now: datetime) -> Moment:
    """One moment of an offer for its page."""
    places = {link.location_id: link.location for link in offer.locations}
    place = places.get(moment.place_key or 0) if len(places) > 1 else None
    is_long = moment.end.date() > moment.start.date()
    today = now.date()
    return Moment(
        text=moment_text(moment.start, moment.end, today)
        if is_long
        else near_day_text(moment.start.date(), today),
        text_on_paper=moment_text(moment.start, moment.end, today, is_dated=True)
        if is_long
        else day_text(moment.start.date(), today),
        time="" if is_long else hours_text(moment.start.time(), moment.end.time()),
        datetime=moment.start.isoformat(timespec="minutes"),
        is_cancelled=moment.is_cancelled,
        reason=moment.reason,
        place=f"{place.name}, {place.place}" if place else None,
        calendar_url=None
        if moment.is_cancelled
        else url_for(
            "finder.offer_calendar",
            offer_id=offer.id,
            slug=offer.slug,
            dag=moment.start.date().isoformat(),
        ),
        url=moment_url(offer, moment.start.date()),
    )


def moment_url(offer: Offer, day: date) -> str:
    """The lasting address of one day of an offer."""
    return url_for("finder.moment", offer_id=offer.id, slug=offer.slug, day=day.isoformat())


def called_off_text(offer: Offer, now: datetime) -> str:
    """Which of the next dates of an offer do not take place, or nothing."""
    if offer.state != OfferState.PUBLISHED.value:
        return ""
    coming = get_shelf().timetable(offer).next_moments(now, NEXT_DATES, include_cancelled=True)
    return " ".join(
        _(
            "Gaat niet door: %(moment)s.",
            moment=moment_text(item.start, item.end, now.date(), is_dated=True),
        )
        for item in coming
        if item.is_cancelled
    )


def when_on_paper(when: str | None, coming: Iterable[DatedMoment], today: date) -> str | None:
    """What a card says of when, with a date where it says "vandaag" or "morgen"."""
    for moment in coming:
        if when == moment_text(moment.start, moment.end, today):
            return moment_text(moment.start, moment.end, today, is_dated=True)
    return when


def answer_day(timetable: Timetable, day: date, now: datetime) -> DayAnswer:
    """Whether it is on that day, why not, and when it is next."""
    answer = timetable.on_day(day)
    named = day_text(day, now.date())
    going_on = [moment for moment in answer.moments if not moment.is_cancelled]
    following = None
    if not going_on and answer.next is not None:
        following = _(
            "De volgende keer is %(moment)s.",
            moment=moment_text(answer.next.start, answer.next.end, now.date()),
        )
    if going_on:
        hours = join_words(
            [hours_text(moment.start.time(), moment.end.time()) for moment in going_on]
        )
        text = _("Ja, op %(day)s, %(hours)s.", day=named, hours=hours)
    else:
        text = _("Nee, niet op %(day)s. %(reason)s", day=named, reason=reason_text(answer.reason))
        if answer.note:
            text = f"{text} {answer.note}"
    return DayAnswer(
        question=_("Is het op %(day)s?", day=named),
        answer=text.strip(),
        tone=(Tone.GOOD if going_on else Tone.WARN).value,
        next=following,
    )


def reason_text(reason: DayReason) -> str:
    """Why it is not on that day."""
    match reason:
        case DayReason.CANCELLED:
            return _("Die keer gaat het niet door.")
        case DayReason.CLOSED_PERIOD:
            return _("Dan is het gesloten.")
        case DayReason.SCHOOL_HOLIDAY:
            return _("Dan is het schoolvakantie.")
        case DayReason.ONLY_SCHOOL_HOLIDAYS:
            return _("Het is er alleen in de schoolvakanties.")
        case DayReason.PUBLIC_HOLIDAY:
            return _("Dat is een feestdag.")
        case DayReason.OUTSIDE_SEASON:
            return _("Dan is het er (nog) niet.")
        case DayReason.NO_TIMES:
            return _("We kennen de dagen niet. Bel of mail even.")
        case _:
            return _("Het is er op andere dagen.")
