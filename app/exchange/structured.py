"""Offers as schema.org JSON-LD, so that search engines show the same facts as the page.

Types: Event for a dated activity (schema.org/Event, one for each coming moment), ChildCare for
childcare, Service otherwise. Prices in euro; ages in years as schema.org's typicalAgeRange.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from app.agenda.moments import Moment
from app.directory.models.offers import Offer, OfferKind, OfferText, Online
from app.directory.models.organizations import Location
from app.i18n import choose_text

MONTHS_A_YEAR = 12


def offer_structured(
    offer: Offer,
    language: str,
    moments: Sequence[Moment],
    address: str,
    *,
    images: Sequence[str] = (),
) -> Markup:
    """The script element of an offer's page; it is data, no browser runs it.

    `images` are whole addresses of its photos.
    """
    found = choose_text({row.language: row for row in offer.texts}, language)
    if found is None:
        return Markup("")
    facts = _common(offer, found[1], found[0], address)
    if images:
        facts["image"] = list(images)
    if offer.kind == OfferKind.ACTIVITY.value and moments:
        data: Any = [_event(facts, offer, moment) for moment in moments]
    else:
        data = facts | {
            "@type": "ChildCare" if offer.kind == OfferKind.CHILDCARE.value else "Service"
        }
        if offer.kind == OfferKind.CHILDCARE.value and offer.locations:
            data["address"] = _address(offer.locations[0].location)
        elif offer.locations:
            data["areaServed"] = [_place(link.location) for link in offer.locations]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # A text with "</script>" must not end the element.
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup('<script type="application/ld+json">{}</script>').format(Markup(safe))  # noqa: S704


def _common(offer: Offer, text: OfferText, language: str, address: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "name": text.title,
        "url": address,
        "inLanguage": language,
    }
    if text.summary:
        facts["description"] = text.summary
    organization: dict[str, Any] = {"@type": "Organization", "name": offer.organization.name}
    if offer.organization.website:
        organization["url"] = offer.organization.website
    key = "organizer" if offer.kind == OfferKind.ACTIVITY.value else "provider"
    facts[key] = organization
    if offer.price_cents is not None:
        facts["offers"] = {
            "@type": "Offer",
            "price": f"{offer.price_cents / 100:.2f}",
            "priceCurrency": "EUR",
        }
        if offer.kind == OfferKind.ACTIVITY.value:
            facts["isAccessibleForFree"] = offer.price_cents == 0
    ages = _ages(offer)
    if ages:
        facts["typicalAgeRange"] = ages
    return facts


def _ages(offer: Offer) -> str | None:
    if offer.min_age_months is None and offer.max_age_months is None:
        return None
    first = max(0, offer.min_age_months or 0) // MONTHS_A_YEAR
    if offer.max_age_months is None:
        return f"{first}-"
    # The maximum is exclusive: "up to the third birthday" is 2 years old at the most.
    last = max(0, offer.max_age_months - 1) // MONTHS_A_YEAR
    return f"{first}-{last}"


def _event(facts: dict[str, Any], offer: Offer, moment: Moment) -> dict[str, Any]:
    status = "EventCancelled" if moment.is_cancelled else "EventScheduled"
    mode = {
        Online.YES.value: "OnlineEventAttendanceMode",
        Online.BOTH.value: "MixedEventAttendanceMode",
    }.get(offer.online, "OfflineEventAttendanceMode")
    event = facts | {
        "@type": "Event",
        "startDate": moment.start.isoformat(timespec="minutes"),
        "endDate": moment.end.isoformat(timespec="minutes"),
        "eventStatus": f"https://schema.org/{status}",
        "eventAttendanceMode": f"https://schema.org/{mode}",
    }
    places = {link.location_id: link.location for link in offer.locations}
    place = places.get(moment.place_key or 0) or next(iter(places.values()), None)
    if place is not None:
        event["location"] = _place(place)
    elif offer.online != Online.NO.value:
        event["location"] = {"@type": "VirtualLocation", "url": facts["url"]}
    return event


def _address(location: Location) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": location.street,
        "postalCode": location.postcode,
        "addressLocality": location.place,
        "addressCountry": "BE",
    }


def _place(location: Location) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@type": "Place",
        "name": location.name,
        "address": _address(location),
    }
    if location.latitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": location.latitude,
            "longitude": location.longitude,
        }
    return place
