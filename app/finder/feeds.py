"""Searches, offers and lists as calendars and feeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, url_for

from app.agenda.moments import Moment
from app.directory.models.offers import Offer, OfferState
from app.exchange.atom import FeedEntry, write_feed
from app.exchange.calendars import CalendarEntry, write_calendar
from app.finder.days import called_off_text, moment_url
from app.finder.site import absolute_url, get_shelf, local_now
from app.i18n import choose_text
from app.i18n import gettext as _
from app.web.installation import get_installation
from app.web.languages import page_language

MOMENTS_EACH = 30
MOMENTS_TOGETHER = 400
"""Most moments in one calendar, the first to come: writing more takes longer than a page may."""
DAYS_AHEAD = 200


def _entry(offer: Offer, moment: Moment) -> CalendarEntry:
    texts = {row.language: row for row in offer.texts}
    chosen = choose_text(texts, page_language())
    places = {link.location_id: link.location for link in offer.locations}
    place = places.get(moment.place_key or 0) or next(iter(places.values()), None)
    return CalendarEntry(
        offer_id=offer.id,
        title=chosen[1].title if chosen else "",
        description="\n\n".join(
            text for text in (_called_off(moment), chosen[1].summary if chosen else "") if text
        ),
        address=absolute_url(moment_url(offer, moment.start.date())),
        moment=moment,
        location=place,
        updated_at=offer.updated_at,
    )


def _called_off(moment: Moment) -> str:
    """Why a moment does not take place: not every calendar shows what its state says."""
    if not moment.is_cancelled:
        return ""
    return ": ".join(text for text in (_("Gaat niet door"), moment.reason) if text)


def calendar_answer(name: str, offers: Iterable[Offer], now: datetime) -> Response:
    """The coming moments of offers as an iCalendar document; cancelled ones say so."""
    last = now.date() + timedelta(days=DAYS_AHEAD)
    coming = [
        (moment.start, offer.id, offer, moment)
        for offer in offers
        # What is closed for now has no coming moments, whatever its rules say.
        if offer.state == OfferState.PUBLISHED.value
        for moment in get_shelf().timetable(offer).moments(now.date(), last, MOMENTS_EACH)
        if moment.end >= now
    ]
    coming.sort(key=lambda item: item[:2])
    first = coming[:MOMENTS_TOGETHER]
    return _calendar(name, [_entry(offer, moment) for _start, _id, offer, moment in first])


def moment_answer(name: str, offer: Offer, moments: Iterable[Moment]) -> Response:
    """Chosen moments of one offer as an iCalendar document; none when it is closed for now."""
    is_running = offer.state == OfferState.PUBLISHED.value
    return _calendar(name, [_entry(offer, moment) for moment in moments if is_running])


def _calendar(name: str, entries: list[CalendarEntry]) -> Response:
    host = urlsplit(get_installation().settings.site_url).hostname or "dichtbij"
    body = write_calendar(name, host, entries)
    return Response(body, content_type="text/calendar; charset=utf-8")


def feed_answer(title: str, address: str, offers: Iterable[Offer]) -> Response:
    """Offers as an Atom document."""
    language, now = page_language(), local_now()
    entries = []
    for offer in offers:
        chosen = choose_text({row.language: row for row in offer.texts}, language)
        if chosen is None:
            continue
        entries.append(
            FeedEntry(
                title=chosen[1].title,
                summary=" ".join(
                    part for part in (called_off_text(offer, now), chosen[1].summary) if part
                ),
                address=absolute_url(url_for("finder.offer", offer_id=offer.id, slug=offer.slug)),
                author=offer.organization.name,
                updated_at=offer.updated_at,
            )
        )
    body = write_feed(title, address, language, entries)
    return Response(body, content_type="application/atom+xml; charset=utf-8")
