"""The facts of an offer that its partner confirms, in a few words each: for letters and pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.directory.freshness import asked_facts, freshness_of
from app.directory.models.checks import CheckedFact
from app.directory.models.offers import Offer, Online
from app.directory.timetables import timetable_of
from app.finder.rules import recurrence_text, short_hours
from app.finder.wording import age_range_text, euro_text, full_day_text
from app.i18n import gettext as _
from app.i18n import ngettext

IN_A_LETTER = (CheckedFact.WHEN, CheckedFact.PRICE, CheckedFact.AGES, CheckedFact.WHERE)
MOST_RULES = 4
"""More rules than these are counted; the page of the dates has them all."""


def describe_facts(offer: Offer, today: date) -> dict[CheckedFact, str]:
    """Each fact that is asked about, as it stands on the site now."""
    words = {
        CheckedFact.WHEN: lambda: _when(offer, today),
        CheckedFact.WHERE: lambda: _where(offer),
        CheckedFact.PRICE: lambda: _price(offer),
        CheckedFact.AGES: lambda: age_range_text(offer.min_age_months, offer.max_age_months) or "",
        CheckedFact.CONTACT: lambda: _contact(offer),
        CheckedFact.PLACES_LEFT: lambda: _("er is nog plaats"),
    }
    return {fact: words[fact]() for fact in asked_facts(offer)}


def describe_for_letter(offer: Offer, today: date) -> list[str]:
    """The facts that go in one line of a letter."""
    found: Mapping[CheckedFact, str] = describe_facts(offer, today)
    return [found[fact] for fact in IN_A_LETTER if fact in found]


def _when(offer: Offer, today: date) -> str:
    ends_on = freshness_of(offer, today).ends_on
    if ends_on is not None and ends_on < today:
        return _("de laatste keer was op %(day)s", day=full_day_text(ends_on))
    timetable = timetable_of(offer)
    lines = [recurrence_text(item, today) for item in timetable.recurrences]
    lines += [short_hours(placed.hours) for placed in timetable.hours]
    told = list(dict.fromkeys(line for line in lines if line))
    if not told:
        return _("zie de dagen op de pagina")
    text = "; ".join(told[:MOST_RULES])
    more = len(told) - MOST_RULES
    if more > 0:
        text += "; " + ngettext("en nog %(num)s moment", "en nog %(num)s momenten", more)
    return text


def _where(offer: Offer) -> str:
    places = [
        ", ".join(part for part in (link.location.name, link.location.place) if part)
        for link in offer.locations
    ]
    if offer.is_at_home:
        places.append(_("bij gezinnen thuis"))
    if offer.online != Online.NO.value:
        places.append(_("online"))
    if not places:
        count = len(offer.areas)
        places.append(ngettext("in %(num)s gemeente", "in %(num)s gemeenten", count))
    return "; ".join(dict.fromkeys(places))


def _price(offer: Offer) -> str:
    if offer.price_cents is None:
        return ""
    text = euro_text(offer.price_cents)
    if offer.pass_price_cents is not None:
        pass_price = euro_text(offer.pass_price_cents)
        text += ", " + _("met een kansenpas %(price)s", price=pass_price)
    return text


def _contact(offer: Offer) -> str:
    own = [row for row in offer.contacts if row.is_public]
    kinds = {row.kind for row in own}
    rows = [
        *own,
        *(row for row in offer.organization.contacts if row.is_public and row.kind not in kinds),
    ]
    values = [row.value.removeprefix("https://").rstrip("/") for row in rows]
    return ", ".join(values) or _("er staat geen telefoon of mail bij")
