"""The short form and the proposed offer: each into the other, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.directory.drafts import LocationDraft, OfferDraft, ScheduleDraft, WordsDraft
from app.directory.models.offers import OfferKind, Online
from app.directory.models.terms import Facet
from app.i18n import DEFAULT_LANGUAGE
from app.portal.submitting.quick_values import age_fields, euro_field, months_of, parse_cents
from app.publishing.facts import ProposedOffer
from app.publishing.series import Pattern, SeriesChoice, choice_of, schedule_of

Values = Mapping[str, Any]
LAST_OF_MONTH = "monthly_last"
"""The pattern that the form has for the last weekday of each month."""
THEME_FIELDS = ("theme", "second_theme", "third_theme")


@dataclass(frozen=True, slots=True)
class Known:
    """What the words of the form stand for."""

    facets: Mapping[str, str]
    """The facet of every term."""
    places: Mapping[str, LocationDraft]
    """The places to choose from, by key."""
    home_area: tuple[str, ...]
    """NIS codes of where the partner's Houses work."""


def can_ask_when(proposed: ProposedOffer) -> bool:
    """Whether the first rule of an activity can be told in the short form, or there is none yet."""
    if proposed.offer.kind is not OfferKind.ACTIVITY:
        return False
    schedules = proposed.offer.schedules
    return not schedules or choice_of(schedules[0]) is not None


def from_proposed(proposed: ProposedOffer, known: Known) -> dict[str, Any]:
    """The values of the form for an offer as it is now."""
    offer = proposed.offer
    words = offer.words.get(DEFAULT_LANGUAGE, WordsDraft(""))
    themes, shape = _shown_terms(offer, known)
    chosen = dict(zip(THEME_FIELDS, [*themes, "", "", ""], strict=False))
    min_age, min_unit = age_fields(offer.min_age_months)
    max_age, max_unit = age_fields(offer.max_age_months)
    values = {
        "title": words.title,
        "summary": words.summary,
        **chosen,
        "shape": shape,
        "min_age": min_age,
        "min_unit": min_unit,
        "max_age": max_age,
        "max_unit": max_unit,
        "audience": offer.audience or "",
        "places": list(offer.location_keys),
        "is_online": offer.online != Online.NO.value,
        "is_at_home": offer.is_at_home,
        "areas": list(offer.area_nis),
        "price_kind": {None: "unknown", 0: "free"}.get(offer.price_cents, "amount"),
        "price": euro_field(offer.price_cents) if offer.price_cents else "",
        "pass_price": euro_field(offer.pass_price_cents),
        "registration": offer.registration or "",
        "appointment": offer.appointment or "",
    }
    if can_ask_when(proposed):
        values |= _when_values(offer)
    return values


def _shown_terms(offer: OfferDraft, known: Known) -> tuple[list[str], str]:
    facets = known.facets
    themes = [key for key in offer.term_ids if facets.get(key) == Facet.DOMAIN.value]
    shapes = [key for key in offer.term_ids if facets.get(key) == Facet.FORM.value]
    return themes[: len(THEME_FIELDS)], shapes[0] if shapes else ""


def _when_values(offer: OfferDraft) -> dict[str, Any]:
    choice = choice_of(offer.schedules[0]) if offer.schedules else None
    if choice is None:
        return {"pattern": Pattern.ONCE.value, "holidays": "also"}
    return {
        "first_day": choice.first_day,
        "start_time": choice.start_time,
        "end_time": choice.end_time if choice.end_time != choice.start_time else None,
        "pattern": LAST_OF_MONTH if choice.is_last_week else choice.pattern.value,
        "weekdays": [str(day) for day in choice.weekdays],
        "last_day": choice.last_day,
        "holidays": choice.holidays,
        "is_off_on_public_holidays": choice.is_off_on_public_holidays,
    }


def to_proposed(
    values: Values, before: ProposedOffer, known: Known, new_place: LocationDraft | None = None
) -> ProposedOffer:
    """The offer as it was filled in; what the form does not ask stays as it was before.

    Raises RecurrenceError for a series that cannot be.
    """
    offer = before.offer
    words = offer.words.get(DEFAULT_LANGUAGE, WordsDraft(""))
    told = replace(words, title=values["title"] or "", summary=values["summary"] or "")
    others = {code: text for code, text in offer.words.items() if code != DEFAULT_LANGUAGE}
    places = [*before.places, *known.places.values(), *([new_place] if new_place else [])]
    by_key = {place.key: place for place in places}
    keys = [key for key in values["places"] or [] if key in by_key]
    if new_place is not None:
        keys.append(new_place.key)
    # The order of before, so that nothing changes when nothing was changed.
    order = {key: number for number, key in enumerate(offer.location_keys)}
    keys = sorted(dict.fromkeys(keys), key=lambda key: order.get(key, len(order)))
    is_at_home = bool(values["is_at_home"])
    areas = tuple(values["areas"] or ())
    draft = replace(
        offer,
        words={DEFAULT_LANGUAGE: told, **others},
        term_ids=_terms(values, offer, known),
        min_age_months=months_of(values["min_age"], values["min_unit"]),
        max_age_months=months_of(values["max_age"], values["max_unit"]),
        audience=values["audience"] or None,
        location_keys=tuple(keys),
        area_nis=areas or (known.home_area if is_at_home else ()),
        online=_online(offer, is_online=bool(values["is_online"]), keys=tuple(keys)),
        is_at_home=is_at_home,
        price_cents=_price(values),
        pass_price_cents=parse_cents(values["pass_price"] or ""),
        registration=values.get("registration", offer.registration) or None,
        appointment=values.get("appointment", offer.appointment) or None,
        schedules=_placed(_schedules(values, offer), keys),
    )
    return ProposedOffer(draft, tuple(by_key[key] for key in keys))


def _terms(values: Values, offer: OfferDraft, known: Known) -> tuple[str, ...]:
    themes = list(dict.fromkeys(values[name] for name in THEME_FIELDS if values[name]))
    shape = values["shape"] or ""
    shown, shown_shape = _shown_terms(offer, known)
    if themes == shown and shape == shown_shape:
        return offer.term_ids
    rest = [key for key in offer.term_ids if key not in {*shown, shown_shape}]
    return tuple(dict.fromkeys([*themes, *([shape] if shape else []), *rest]))


def _online(offer: OfferDraft, *, is_online: bool, keys: tuple[str, ...]) -> str:
    if is_online == (offer.online != Online.NO.value) and keys == offer.location_keys:
        return offer.online
    if not is_online:
        return Online.NO.value
    return Online.BOTH.value if keys else Online.YES.value


def _price(values: Values) -> int | None:
    # Who types an amount means it, whatever is ticked above it.
    amount = parse_cents(values["price"] or "")
    if values["price_kind"] == "free":
        return 0
    return amount


def _schedules(values: Values, offer: OfferDraft) -> tuple[ScheduleDraft, ...]:
    if "first_day" not in values:
        return offer.schedules
    old = offer.schedules[0] if offer.schedules else None
    rest = offer.schedules[1:]
    if values["first_day"] is None or values["start_time"] is None:
        return rest
    is_last_week = values["pattern"] == LAST_OF_MONTH
    pattern = Pattern.MONTHLY_WEEKDAY if is_last_week else Pattern(values["pattern"])
    choice = SeriesChoice(
        first_day=values["first_day"],
        start_time=values["start_time"],
        end_time=values["end_time"] or values["start_time"],
        pattern=pattern,
        weekdays=_weekdays(values),
        last_day=values["last_day"] if pattern is not Pattern.ONCE else None,
        holidays=values["holidays"],
        is_off_on_public_holidays=bool(values["is_off_on_public_holidays"]),
        location_key=old.location_key if old else None,
        days=old.days if old else 1,
        is_last_week=is_last_week,
    )
    if old is None:
        return (schedule_of(choice), *rest)
    if choice == choice_of(old):
        return offer.schedules
    # Days that were left out or added one by one were somebody's own words: they stay.
    made = replace(schedule_of(choice), except_days=old.except_days, extra_days=old.extra_days)
    return (made, *rest)


def _weekdays(values: Values) -> tuple[int, ...]:
    if values["pattern"] != Pattern.WEEKDAYS.value:
        return ()
    return tuple(sorted(int(day) for day in values["weekdays"] or []))


def _placed(schedules: tuple[ScheduleDraft, ...], keys: list[str]) -> tuple[ScheduleDraft, ...]:
    # A rule for a place that was taken away is a rule for every place again.
    return tuple(
        item
        if item.location_key is None or item.location_key in keys
        else replace(item, location_key=None)
        for item in schedules
    )
