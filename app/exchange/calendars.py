"""Offers as an iCalendar feed (RFC 5545): each coming moment is an event with a stable UID."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vGeo, vUri

from app.agenda.moments import Moment
from app.directory.models.organizations import Location


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One moment of an offer with the words of its event."""

    offer_id: int
    title: str
    description: str
    address: str
    moment: Moment
    location: Location | None
    updated_at: datetime


def write_calendar(name: str, host: str, entries: Iterable[CalendarEntry]) -> bytes:
    """An iCalendar document in UTC; `host` makes the UIDs unique over the world."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dichtbij//Huizen van het Kind//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", "PT12H")
    for entry in entries:
        calendar.add_component(_event(entry, host))
    document: bytes = calendar.to_ical()
    return document


def _event(entry: CalendarEntry, host: str) -> Event:
    event = Event()
    start = entry.moment.start.astimezone(UTC)
    # The same moment keeps its UID when the feed is read again, so calendars update it.
    event.add("uid", f"{entry.offer_id}-{start:%Y%m%dT%H%M}@{host}")
    event.add("dtstamp", entry.updated_at)
    event.add("last-modified", entry.updated_at)
    event.add("dtstart", start)
    if entry.moment.end > entry.moment.start:
        event.add("dtend", entry.moment.end.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("description", f"{entry.description}\n\n{entry.address}".strip())
    event["url"] = vUri(entry.address)
    event.add("status", "CANCELLED" if entry.moment.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    place = entry.location
    if place is not None:
        town = f"{place.postcode} {place.place}".strip()
        parts = (place.name, place.street, town)
        event.add("location", ", ".join(part for part in parts if part))
        if place.latitude is not None and place.longitude is not None:
            event["geo"] = vGeo((place.latitude, place.longitude))
    return event
