"""Places and offers of a seed file as drafts."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from app.agenda.clock import BRUSSELS
from app.agenda.opening_hours import OpeningHours
from app.directory.drafts import (
    CancellationDraft,
    ClosureDraft,
    ContactDraft,
    ImageDraft,
    LocationDraft,
    OfferDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.checks import Checker
from app.directory.models.offers import OfferKind, OfferState
from app.directory.timetables import PlacedSchedule, build_timetable, make_recurrence
from app.geo.gazetteer import Gazetteer
from app.geo.places import LookupStatus, Place

SPREAD_KM = 0.9
"""Made-up addresses lie this far from the centre of their town at the most."""
KM_PER_DEGREE = 111.32
# A leap year, so that a yearly closing may name the 29th of February.
ANY_YEAR = 2024
_WORDS = frozenset(WordsDraft.__slots__)


class SeedError(ValueError):
    """A seed file is wrong; the text says where and what."""


def _find_place(name: str, gazetteer: Gazetteer, postcode: str = "") -> Place:
    found = gazetteer.lookup(f"{postcode} {name}".strip())
    if found.status is LookupStatus.NONE:
        found = gazetteer.lookup(name)
    if found.status is LookupStatus.NONE:
        raise SeedError(f"place {name!r} is unknown")
    return found.places[0]


def read_location(item: Mapping[str, Any], gazetteer: Gazetteer) -> LocationDraft:
    """A place; a made-up address gets a made-up point near its town, the same each time."""
    postcode = str(item["postcode"])
    town = _find_place(item["place"], gazetteer, postcode)
    digest = hashlib.sha256(item["id"].encode()).digest()
    angle = digest[0] / 256 * 2 * math.pi
    distance = SPREAD_KM * math.sqrt(digest[1] / 256)
    latitude = town.point.latitude + distance * math.sin(angle) / KM_PER_DEGREE
    east = KM_PER_DEGREE * math.cos(math.radians(latitude))
    return LocationDraft(
        key=item["id"],
        name=item["name"],
        street=item.get("street", ""),
        postcode=postcode,
        place=item["place"],
        municipality_nis=town.municipality_nis,
        latitude=round(item.get("latitude", latitude), 5),
        longitude=round(
            item.get("longitude", town.point.longitude + distance * math.cos(angle) / east), 5
        ),
        term_ids=tuple(item.get("accessibility", [])),
        closures=_closures(item.get("closure", [])),
    )


def _closures(items: Any) -> tuple[ClosureDraft, ...]:
    found = []
    for item in [items] if isinstance(items, dict) else items:
        first = date.fromisoformat(f"{ANY_YEAR}-{item['from']}")
        last = date.fromisoformat(f"{ANY_YEAR}-{item['until']}")
        if last < first:
            last = last.replace(year=ANY_YEAR + 1, day=min(last.day, 28 if last.month == 2 else 31))
        found.append(ClosureDraft(first, last, True, item.get("reason", "")))
    return tuple(found)


def _cents(amount: float | None) -> int | None:
    return None if amount is None else round(amount * 100)


def months_before(today: date, months: int) -> date:
    """A day that many months ago, so that nothing in the seed names a year."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, min(today.day, 28))


def _times(text: str) -> tuple[time, time]:
    start, _dash, end = text.partition("-")
    finish = "00:00" if end.strip() in {"", "24:00"} else end.strip()
    return time.fromisoformat(start.strip()), time.fromisoformat(finish)


def _schedule(item: Mapping[str, Any]) -> ScheduleDraft:
    if "hours" in item:
        draft = ScheduleDraft(opening_hours=item["hours"], location_key=item.get("at"))
        OpeningHours.parse(draft.opening_hours)
        return draft
    start, end = _times(item["time"])
    draft = ScheduleDraft(
        starts_on=item["starts_on"],
        start_time=start,
        end_time=end,
        days=item.get("days", 1),
        rrule=item.get("rrule", ""),
        holidays=item.get("holidays", "also"),
        is_off_on_public_holidays=item.get("public_holidays") == "off",
        location_key=item.get("at"),
    )
    make_recurrence(draft, None)
    return draft


def _words(texts: Mapping[str, Any]) -> WordsDraft:
    unknown = set(texts) - _WORDS
    if unknown:
        raise SeedError(f"unknown text fields {sorted(unknown)}")
    return WordsDraft(**{name: str(text).strip() for name, text in texts.items()})


def read_offer(
    item: Mapping[str, Any],
    organization: str,
    gazetteer: Gazetteer,
    images: Mapping[str, Mapping[str, str]],
    today: date,
) -> OfferDraft:
    """An offer; raises SeedError, or ValueError of the part that cannot be read."""
    try:
        return _read_offer(item, organization, gazetteer, images, today)
    except (KeyError, ValueError, TypeError) as error:
        raise SeedError(f"offer {item.get('id')!r}: {type(error).__name__} {error}") from error


def _read_offer(
    item: Mapping[str, Any],
    organization: str,
    gazetteer: Gazetteer,
    images: Mapping[str, Mapping[str, str]],
    today: date,
) -> OfferDraft:
    words = {
        code: _words(texts)
        for code, texts in item.items()
        if isinstance(texts, dict) and "title" in texts
    }
    waiting = item.get("waiting")
    if waiting and "nl" in words:
        words["nl"] = WordsDraft(**{**_fields(words["nl"]), "waiting": waiting["text"]})
    ages = item.get("ages", [None, None])
    schedules = tuple(_schedule(rule) for rule in item.get("schedule", []))
    reported = waiting.get("months_ago") if waiting else None
    checked = item.get("verified_months_ago")
    return OfferDraft(
        source="seed",
        source_id=item["id"],
        kind=OfferKind(item["kind"]),
        organization_slug=organization,
        words=words,
        state=OfferState(item.get("state", "published")),
        term_ids=tuple(dict.fromkeys([*item.get("themes", []), *item.get("extra", [])])),
        min_age_months=ages[0],
        max_age_months=ages[1],
        audience=item.get("for_whom"),
        location_keys=tuple(item.get("locations", [])),
        area_nis=tuple(
            dict.fromkeys(
                _find_place(name, gazetteer).municipality_nis
                for name in item.get("service_area", [])
            )
        ),
        online=item.get("online", "no"),
        is_at_home=item.get("at_home", False),
        price_cents=_cents(item.get("price")),
        pass_price_cents=_cents(item.get("price_with_pass")),
        registration=item.get("registration"),
        appointment=item.get("appointment"),
        booking_url=item.get("booking_url", ""),
        languages=tuple(item.get("languages", [])),
        waiting_reported_on=None if reported is None else months_before(today, reported),
        intake=item.get("intake", ""),
        referrer_contact=item.get("referrer_contact", ""),
        verified_on=None if checked is None else months_before(today, checked),
        verified_by="" if checked is None else Checker.PARTNER.value,
        schedules=schedules,
        closures=_closures(item.get("closure", [])),
        cancellations=_cancellations(item, schedules, today),
        contacts=_contacts(item),
        images=(ImageDraft(f"{item['image']}.svg", "", _alternatives(images, item["image"])),)
        if item.get("image")
        else (),
    )


def _fields(words: WordsDraft) -> dict[str, str]:
    return {name: getattr(words, name) for name in WordsDraft.__slots__}


def _alternatives(images: Mapping[str, Mapping[str, str]], name: str) -> dict[str, str]:
    return {key.removeprefix("alt_"): text for key, text in images[name].items()}


def _contacts(item: Mapping[str, Any]) -> tuple[ContactDraft, ...]:
    kinds = ("phone", "email", "website")
    return tuple(
        ContactDraft(kind, item[kind], hours=item.get("phone_hours", "") if kind == "phone" else "")
        for kind in kinds
        if item.get(kind)
    )


def _cancellations(
    item: Mapping[str, Any], schedules: tuple[ScheduleDraft, ...], today: date
) -> tuple[CancellationDraft, ...]:
    wanted = item.get("cancel")
    if not wanted:
        return ()
    timetable = build_timetable(PlacedSchedule(rule, None) for rule in schedules)
    now = datetime.combine(today, time(23, 59), BRUSSELS)
    coming = timetable.next_moments(now, wanted["nth"])
    if len(coming) < wanted["nth"]:
        return ()
    moment = coming[wanted["nth"] - 1]
    return (CancellationDraft(moment.start.date(), moment.start.time(), wanted["reason"]),)
