"""The short form while it is typed, as a proposed offer: what makes no sense yet is left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Any

from werkzeug.datastructures import MultiDict

from app.agenda.recurrence_text import RecurrenceError
from app.directory.models.offers import Appointment, Audience, OfferKind, Registration
from app.directory.models.terms import Facet
from app.portal.submitting.new_place import find_new_place, has_new_place
from app.portal.submitting.quick_choices import Choices, find_choices
from app.portal.submitting.quick_facts import LAST_OF_MONTH, THEME_FIELDS, to_proposed
from app.portal.submitting.quick_values import LONGEST_SUMMARY, PREGNANCY_UNIT, Mistake
from app.publishing.facts import ProposedOffer
from app.publishing.series import Pattern
from app.web.forms import clean_text
from app.web.installation import get_installation

LONGEST_LINE = 150
OLDEST = 1200
MOST_CHOSEN = 60
FIRST_YEAR, LAST_YEAR = 2000, 2100
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")
Fields = MultiDict[str, str]


def read_typed(
    fields: Fields, before: ProposedOffer, organization_ids: Collection[int]
) -> ProposedOffer:
    """The offer as far as it is typed; `before` holds what the form does not ask."""
    choices = find_choices(before, organization_ids)
    values = _values(fields, before, choices)
    place = None
    if has_new_place(values):
        installation = get_installation()
        # The town alone: nobody looks up an address with each letter that is typed.
        found = find_new_place(
            {**values, "place_street": ""},
            min(organization_ids),
            installation.gazetteer,
            installation.addresses,
            near=None,
        )
        place = None if isinstance(found, Mistake) else found
    try:
        return to_proposed(values, before, choices.known, place)
    except RecurrenceError:
        return to_proposed({**values, "first_day": None}, before, choices.known, place)


def _values(fields: Fields, before: ProposedOffer, choices: Choices) -> Mapping[str, Any]:
    facets = choices.known.facets
    values: dict[str, Any] = {
        "title": _line(fields, "title"),
        "summary": clean_text(fields.get("summary", ""))[:LONGEST_SUMMARY].strip(),
        **{name: _term(fields, name, Facet.DOMAIN, facets) for name in THEME_FIELDS},
        "shape": _term(fields, "shape", Facet.FORM, facets),
        "min_age": _number(fields, "min_age"),
        "min_unit": _one_of(fields, "min_unit", {"years", "months", PREGNANCY_UNIT}),
        "max_age": _number(fields, "max_age"),
        "max_unit": _one_of(fields, "max_unit", {"years", "months"}),
        "audience": _one_of(fields, "audience", {item.value for item in Audience}),
        "places": fields.getlist("places")[:MOST_CHOSEN],
        "is_online": bool(fields.get("is_online")),
        "is_at_home": bool(fields.get("is_at_home")),
        "areas": [nis for nis in fields.getlist("areas") if nis in dict(choices.areas)],
        "price_kind": _one_of(fields, "price_kind", {"free", "amount", "unknown"}),
        "registration": _one_of(fields, "registration", {item.value for item in Registration}),
        "appointment": _one_of(fields, "appointment", {item.value for item in Appointment}),
    }
    for name in ("price", "pass_price", "place_name", "place_street", "place_town", "place_choice"):
        values[name] = _line(fields, name)
    if before.offer.kind is OfferKind.ACTIVITY and "first_day" in fields:
        values |= _when(fields)
    return values


def _when(fields: Fields) -> dict[str, Any]:
    patterns = {item.value for item in Pattern} | {LAST_OF_MONTH}
    return {
        "first_day": _day(fields, "first_day"),
        "start_time": _time(fields, "start_time"),
        "end_time": _time(fields, "end_time"),
        "pattern": _one_of(fields, "pattern", patterns) or Pattern.ONCE.value,
        "weekdays": [item for item in fields.getlist("weekdays") if item in set("0123456")],
        "last_day": _day(fields, "last_day"),
        "holidays": _one_of(fields, "holidays", {"also", "not", "only"}) or "also",
        "is_off_on_public_holidays": bool(fields.get("is_off_on_public_holidays")),
    }


def _line(fields: Fields, name: str) -> str:
    return " ".join(clean_text(fields.get(name, "")).split())[:LONGEST_LINE]


def _one_of(fields: Fields, name: str, known: Collection[str]) -> str:
    text = fields.get(name, "")
    return text if text in known else ""


def _term(fields: Fields, name: str, facet: Facet, facets: Mapping[str, str]) -> str:
    text = fields.get(name, "")
    return text if facets.get(text) == facet.value else ""


def _number(fields: Fields, name: str) -> int | None:
    text = fields.get(name, "").strip()
    is_number = text.isascii() and text.isdecimal() and len(text) < 5
    return int(text) if is_number and int(text) <= OLDEST else None


def _day(fields: Fields, name: str) -> date | None:
    try:
        day = date.fromisoformat(fields.get(name, ""))
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _time(fields: Fields, name: str) -> time | None:
    found = _CLOCK.fullmatch(fields.get(name, "").strip())
    return time(int(found[1]), int(found[2])) if found else None
