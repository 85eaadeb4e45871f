"""Searches, offers and lists as calendars, feeds and data for search engines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from defusedxml.ElementTree import fromstring
from flask import Flask
from icalendar import Calendar, Component
from sqlalchemy import select

from app.agenda.timetable import Timetable
from app.directory.models.offers import Offer
from app.directory.operations.offers import WHOLE_OFFER
from app.directory.timetables import timetable_of
from app.finder.feeds import DAYS_AHEAD, MOMENTS_EACH, MOMENTS_TOGETHER
from app.finder.site import local_now
from app.web.installation import get_installation
from tests.finder.small_site import number_of
from tests.policing import PolicedClient
from tests.sites import visit

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def still() -> Iterator[None]:
    """The real day, at which the clock stands still: what is on must not change meanwhile."""
    with time_machine.travel(datetime.now(UTC), tick=False):
        yield


def events_of(client: PolicedClient, address: str) -> list[Component]:
    response = client.get(address)
    assert response.status_code == 200
    assert response.mimetype == "text/calendar"
    calendar = Calendar.from_ical(response.get_data())
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    return list(calendar.walk("VEVENT"))


def timetables(app: Flask, *conditions: Any, limit: int = 8) -> list[tuple[Offer, Timetable]]:
    statement = select(Offer).where(Offer.state == "published", *conditions)
    with app.app_context(), get_installation().database.reading() as session:
        offers = session.scalars(statement.options(*WHOLE_OFFER).order_by(Offer.id).limit(limit))
        return [(offer, timetable_of(offer)) for offer in offers]


@pytest.mark.usefixtures("still")
def test_the_events_of_an_offer_are_the_moments_of_its_timetable(
    app: Flask, client: PolicedClient
) -> None:
    chosen = timetables(app, Offer.kind == "activity", limit=12)
    chosen += timetables(app, Offer.cancellations.any(), limit=4)
    now = local_now()
    compared = 0
    for offer, timetable in chosen:
        last = now.date() + timedelta(days=DAYS_AHEAD)
        moments = [
            moment
            for moment in timetable.moments(now.date(), last, MOMENTS_EACH)
            if moment.end >= now
        ]
        events = events_of(client, f"/nl/aanbod/{offer.id}-x.ics")
        told = [
            (item.decoded("dtstart"), item.decoded("dtend"), str(item["status"])) for item in events
        ]
        meant = [
            (moment.start, moment.end, "CANCELLED" if moment.is_cancelled else "CONFIRMED")
            for moment in moments
        ]
        assert sorted(told) == sorted(meant)
        compared += len(told)
        titles = {row.language: row.title for row in offer.texts}
        assert {str(item["summary"]) for item in events} <= {titles["nl"]}
    assert compared > 50


def test_a_moment_keeps_its_name_between_two_readings(client: PolicedClient, app: Flask) -> None:
    (offer, _timetable), *_ = timetables(app, Offer.kind == "activity", limit=1)
    first, second = (events_of(client, f"/nl/aanbod/{offer.id}-x.ics") for _ in range(2))
    names = [str(item["uid"]) for item in first]
    assert names == [str(item["uid"]) for item in second]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(rf"{offer.id}-\d{{8}}T\d{{4}}@localhost", name) for name in names)
    french = events_of(client, f"/fr/aanbod/{offer.id}-x.ics")
    assert [str(item["uid"]) for item in french] == names


def test_a_cancelled_moment_says_so(small_site: Flask) -> None:
    events = events_of(visit(small_site), f"/nl/aanbod/{number_of('ziek')}-x.ics")
    states = {item.decoded("dtstart").date().isoformat(): str(item["status"]) for item in events}
    assert states["2026-05-06"] == "CANCELLED"
    assert states["2026-05-13"] == "CONFIRMED"


def test_one_day_of_an_offer_is_one_event_with_its_place(small_site: Flask) -> None:
    number = number_of("gewoon")
    (event,) = events_of(visit(small_site), f"/nl/aanbod/{number}-x.ics?dag=2026-05-06")
    assert event.decoded("dtstart") == datetime(2026, 5, 6, 12, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 5, 6, 14, tzinfo=UTC)
    assert str(event["location"]) == "Bib De Pagina, Markt 1, 9160 Lokeren"
    assert str(event["url"]) == f"http://localhost:8000/nl/aanbod/{number}-knutselclub/2026-05-06"
    assert "Samen knutselen." in str(event["description"])
    assert event.decoded("dtstamp").tzinfo is not None
    assert events_of(visit(small_site), f"/nl/aanbod/{number}-x.ics?dag=2026-05-07") == []


def test_a_camp_of_days_is_one_event_of_that_length(small_site: Flask) -> None:
    (event,) = events_of(visit(small_site), f"/nl/aanbod/{number_of('kamp')}-x.ics")
    assert event.decoded("dtstart") == datetime(2026, 7, 6, 7, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 7, 10, 14, tzinfo=UTC)


def test_a_search_as_calendar_holds_the_first_moments_to_come(client: PolicedClient) -> None:
    events = events_of(client, "/nl/zoek.ics")
    starts = [item.decoded("dtstart") for item in events]
    assert len(starts) == MOMENTS_TOGETHER
    assert starts == sorted(starts)
    few = events_of(client, "/nl/zoek.ics?q=voorlezen&plaats=Temse")
    assert 0 < len(few) <= MOMENTS_TOGETHER


def test_a_kept_list_as_calendar_holds_its_offers_only(small_site: Flask) -> None:
    kept = [number_of("gewoon"), number_of("kamp"), 9_999]
    events = events_of(visit(small_site), f"/nl/mijn-lijst.ics?o={','.join(map(str, kept))}")
    assert {str(item["uid"]).partition("-")[0] for item in events} == {str(key) for key in kept[:2]}
    assert events_of(visit(small_site), "/nl/mijn-lijst.ics?o=") == []


def test_no_line_of_a_calendar_is_too_long(client: PolicedClient) -> None:
    body = client.get("/ar/zoek.ics?q=baby").get_data()
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert b"\n" not in body.replace(b"\r\n", b"")


@pytest.mark.parametrize("language", ["nl", "fr", "ar"])
def test_a_search_as_feed_is_a_sound_document(client: PolicedClient, language: str) -> None:
    address = f"/{language}/zoek.atom?q=luiers&plaats=Temse"
    response = client.get(address)
    assert response.mimetype == "application/atom+xml"
    feed = fromstring(response.get_data())
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    assert feed.findtext(f"{ATOM}title") == "luiers"
    own = feed.find(f"{ATOM}link[@rel='self']")
    assert own is not None
    assert own.get("href") == f"http://localhost:8000{address}"
    assert feed.findtext(f"{ATOM}id") == own.get("href")
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    names = [entry.findtext(f"{ATOM}id") or "" for entry in entries]
    assert len(set(names)) == len(names)
    for entry in entries:
        assert entry.findtext(f"{ATOM}title")
        assert entry.findtext(f"{ATOM}summary")
        assert entry.findtext(f"{ATOM}author/{ATOM}name")
        moment = datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "")
        assert moment.tzinfo is not None
        assert (entry.findtext(f"{ATOM}id") or "").startswith(
            f"http://localhost:8000/{language}/aanbod/"
        )
    updated = max(datetime.fromisoformat(item.findtext(f"{ATOM}updated") or "") for item in entries)
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "") == updated


def test_a_feed_of_nothing_is_a_feed(client: PolicedClient) -> None:
    feed = fromstring(client.get("/nl/zoek.atom?q=asdfghjkl").get_data())
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated")


def data_of(client: PolicedClient, offer_id: int) -> list[dict[str, Any]]:
    html = client.get(f"/nl/aanbod/{offer_id}-x", follow_redirects=True).get_data(as_text=True)
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    return data if isinstance(data, list) else [data]


def test_data_for_search_engines_has_what_each_kind_requires(
    app: Flask, client: PolicedClient
) -> None:
    kinds: set[str] = set()
    for kind in ("activity", "service", "childcare"):
        for offer, _timetable in timetables(app, Offer.kind == kind, limit=5):
            for item in data_of(client, offer.id):
                kinds.add(item["@type"])
                assert item["@context"] == "https://schema.org"
                assert item["name"]
                assert item["url"].startswith("http://localhost:8000/nl/aanbod/")
                assert item["inLanguage"] == "nl"
                assert (item.get("organizer") or item["provider"])["name"]
                if item["@type"] == "Event":
                    start = datetime.fromisoformat(item["startDate"])
                    assert start.tzinfo is not None
                    assert datetime.fromisoformat(item["endDate"]) >= start
                    assert item["eventStatus"].startswith("https://schema.org/Event")
                    assert item["eventAttendanceMode"].endswith("EventAttendanceMode")
                    assert item["location"]["@type"] in {"Place", "VirtualLocation"}
    assert kinds == {"Event", "Service", "ChildCare"}


def test_data_for_search_engines_says_price_age_and_cancellation(small_site: Flask) -> None:
    events = data_of(visit(small_site), number_of("ziek"))
    assert events[0]["eventStatus"] == "https://schema.org/EventCancelled"
    assert events[1]["eventStatus"] == "https://schema.org/EventScheduled"
    assert events[0]["offers"] == {"@type": "Offer", "price": "2.50", "priceCurrency": "EUR"}
    assert events[0]["isAccessibleForFree"] is False
    assert events[0]["typicalAgeRange"] == "3-5"
    assert events[0]["location"]["address"]["addressLocality"] == "Lokeren"
    (online,) = data_of(visit(small_site), number_of("online"))[:1]
    assert online["location"]["@type"] == "VirtualLocation"
    assert online["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    (care,) = data_of(visit(small_site), number_of("thuis"))
    assert care["@type"] == "ChildCare"


def test_search_engines_find_every_offer_once_in_every_language(client: PolicedClient) -> None:
    index = fromstring(client.get("/sitemap.xml").get_data())
    files = [item.text or "" for item in index.iter() if item.tag.endswith("}loc")]
    found: list[str] = []
    for file in files:
        document = client.get(file.removeprefix("http://localhost:8000"))
        found += [
            item.text or ""
            for item in fromstring(document.get_data()).iter()
            if item.tag.endswith("}loc")
        ]
    assert len(found) == len(set(found))
    offers = [address for address in found if re.search(r"/nl/aanbod/\d+-", address)]
    assert len(offers) > 400
    assert len([item for item in found if "/ar/aanbod/" in item]) == len(offers)
