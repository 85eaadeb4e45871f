"""From an offer to its card: the next moment, the place, the price and who it suits, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flask import request, url_for

from app.agenda.moments import Moment, OpenKind
from app.agenda.timetable import Timetable
from app.directory.catalogue import Taxonomy
from app.directory.models.offers import Appointment, Offer, OfferKind, OfferState, Online
from app.finder.cards import Card, Label
from app.finder.notices import called_off_label, offer_notices
from app.finder.parameters import read_kept
from app.finder.pictures import picture_of
from app.finder.rules import short_hours
from app.finder.site import get_shelf
from app.finder.states import state_label
from app.finder.wording import (
    age_range_text,
    distance_text,
    euro_text,
    join_words,
    language_name,
    moment_text,
    suits_text,
)
from app.geo.gazetteer import Gazetteer
from app.i18n import choose_text
from app.i18n import gettext as _
from app.web.installation import get_installation
from app.web.languages import page_language

FACT_TERMS = (
    "acc-interpreter",
    "acc-parents-interpret",
    "acc-easy-dutch",
    "acc-children-welcome",
    "acc-childcare-during",
    "acc-anonymous",
    "acc-inclusive",
)
MAX_FACTS = 4
DATES_ON_PAPER = 4
WEEKDAY_HORIZON = 62
LONGEST_HOURS = 60
"""Opening hours of more characters are told on the page of the offer."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the visitor asked that a card answers to: distance, children, the days in question."""

    distance_km: float | None = None
    ages: tuple[int, ...] = ()
    suits: tuple[int, ...] = ()
    first_day: date | None = None
    last_day: date | None = None
    weekdays: tuple[int, ...] = ()

    @property
    def is_day_asked(self) -> bool:
        """Whether the visitor named days."""
        return bool(self.weekdays or self.first_day or self.last_day)


def offer_url(offer: Offer) -> str:
    """The address of an offer's page; a kept list without JavaScript travels along."""
    kept = read_kept(request.args.get("lijst", "")[:400]) or None
    return url_for("finder.offer", offer_id=offer.id, slug=offer.slug, lijst=kept)


def keep_url(offer_id: int) -> str:
    """Without JavaScript: the list with this offer added to what the address already keeps."""
    kept = read_kept(request.args.get("lijst", "")[:400]).split(",")[-49:]
    wanted = ",".join(dict.fromkeys([*(number for number in kept if number), str(offer_id)]))
    return url_for("finder.kept", o=wanted)


def kind_label(kind: str) -> str:
    """The word families see for a kind of offer."""
    match OfferKind(kind):
        case OfferKind.SERVICE:
            return _("dienst")
        case OfferKind.ACTIVITY:
            return _("activiteit")
        case OfferKind.CHILDCARE:
            return _("opvang")


def price_text(offer: Offer) -> str | None:
    """The price on a card, with the pass when it lowers it."""
    if offer.price_cents is None:
        return None
    price = euro_text(offer.price_cents)
    if offer.pass_price_cents is not None and offer.pass_price_cents < offer.price_cents:
        return _(
            "%(price)s, met pas %(reduced)s", price=price, reduced=euro_text(offer.pass_price_cents)
        )
    return price


def where_text(offer: Offer, gazetteer: Gazetteer) -> str | None:
    """The place on a card: one name, several towns, at home or online."""
    language = page_language()
    towns = list(
        dict.fromkeys(link.location.place for link in offer.locations if link.location.place)
    )
    if offer.is_at_home:
        areas = [
            place.name(language)
            for row in offer.areas
            if (place := gazetteer.find_municipality(row.nis))
        ]
        if areas and len(areas) <= 3:
            return _("bij je thuis in %(towns)s", towns=join_words(areas))
        return _("bij je thuis")
    if offer.online == Online.YES.value:
        return _("online of per telefoon")
    if not offer.locations:
        return None
    if len(offer.locations) == 1:
        location = offer.locations[0].location
        parts = [location.name] if location.name and location.name != location.place else []
        text = ", ".join([*parts, location.place] if location.place else parts)
    elif len(towns) > 3:
        text = _(
            "%(count)s plaatsen, onder meer %(town)s", count=len(offer.locations), town=towns[0]
        )
    else:
        text = join_words(towns)
    return _("%(place)s, of online", place=text) if offer.online == Online.BOTH.value else text


def _wanted(moment: Moment, asked: Asked) -> bool:
    day = moment.start.date()
    last = max(day, moment.end.date())
    return (
        (asked.first_day is None or last >= asked.first_day)
        and (asked.last_day is None or day <= asked.last_day)
        and (not asked.weekdays or day.weekday() in asked.weekdays)
    )


def fitting_moment(
    timetable: Timetable, coming: Sequence[Moment], now: datetime, asked: Asked
) -> Moment | None:
    """The first moment that is not cancelled and fits the asked days, or simply the first.

    `coming` are the next moments; only asked days further away need another look.
    """
    going_on = [moment for moment in coming if not moment.is_cancelled]
    if asked.first_day is None and not asked.weekdays:
        return going_on[0] if going_on else None
    for moment in going_on:
        if _wanted(moment, asked):
            return moment
    first = max(asked.first_day or now.date(), now.date())
    last = asked.last_day or first + timedelta(days=WEEKDAY_HORIZON)
    for moment in timetable.moments(first, last, 60, include_cancelled=False):
        if moment.end > now and _wanted(moment, asked):
            return moment
    return going_on[0] if going_on else None


def make_card(offer: Offer, taxonomy: Taxonomy, now: datetime, asked: Asked | None = None) -> Card:
    """The card of an offer whose rows are loaded."""
    asked = asked or Asked()
    language = page_language()
    timetable = get_shelf().timetable(offer)
    texts = {row.language: row for row in offer.texts}
    code, text = choose_text(texts, language) or (language, None)
    if text is None:
        raise ValueError(f"offer {offer.id} has no text")
    theme = taxonomy.find_main_theme(tuple(row.term_id for row in offer.terms))
    state, coming = timetable.outlook(now)
    is_running = offer.state == OfferState.PUBLISHED.value
    moment = fitting_moment(timetable, coming, now, asked) if is_running else None
    is_worth_saying = is_running and state.kind is not OpenKind.CLOSED
    points = [
        (link.location.latitude, link.location.longitude)
        for link in offer.locations
        if link.location.latitude is not None and link.location.longitude is not None
    ]
    return Card(
        offer_id=offer.id,
        url=offer_url(offer),
        title=text.title,
        language=code,
        summary=text.summary,
        pictogram=theme.icon if theme else "ui-info",
        theme=theme.label(language) if theme else "",
        kind=offer.kind,
        kind_label=kind_label(offer.kind),
        organization=offer.organization.name,
        when=when_text(offer, timetable, moment, now, is_day_asked=asked.is_day_asked),
        state=state_label(state, now) if is_worth_saying else None,
        where=where_text(offer, get_installation().gazetteer),
        distance=distance_text(asked.distance_km) if asked.distance_km is not None else None,
        ages=age_range_text(offer.min_age_months, offer.max_age_months),
        suits=tuple(suits_text(asked.ages[index]) for index in asked.suits)
        if len(asked.ages) > 1
        else (),
        price=price_text(offer),
        facts=card_facts(offer, taxonomy),
        notices=offer_notices(offer, coming, now),
        image=picture_of(offer),
        point=points[0] if points else None,
        keep_url=keep_url(offer.id),
    )


def with_dates(card: Card, offer: Offer, now: datetime) -> Card:
    """The card for paper: with its next dates, which then say the first moment too."""
    if offer.state != OfferState.PUBLISHED.value:
        return card
    timetable = get_shelf().timetable(offer)
    coming = timetable.next_moments(now, DATES_ON_PAPER * 2, include_cancelled=True)
    moments = [moment for moment in coming if not moment.is_cancelled][:DATES_ON_PAPER]
    dates = tuple(moment_text(item.start, item.end, now.date(), is_dated=True) for item in moments)
    first = {moment_text(item.start, item.end, now.date()) for item in moments[:1]}
    called_off = [called_off_label(item, now) for item in coming if item.is_cancelled]
    return replace(
        card,
        when=None if card.when in first else card.when,
        dates=dates,
        notices=tuple(dict.fromkeys((*card.notices, *called_off))),
    )


def when_text(
    offer: Offer, timetable: Timetable, moment: Moment | None, now: datetime, *, is_day_asked: bool
) -> str | None:
    """When it is next, or the opening hours of a place that is open often and no day was asked."""
    if moment is None:
        return None
    is_place = offer.kind != OfferKind.ACTIVITY.value and not timetable.recurrences
    if is_place and len(timetable.hours) == 1 and not is_day_asked:
        short = short_hours(timetable.hours[0].hours)
        if short is not None and len(short) <= LONGEST_HOURS:
            return short
    return moment_text(moment.start, moment.end, now.date())


def card_facts(offer: Offer, taxonomy: Taxonomy) -> tuple[Label, ...]:
    """What makes it easier to come: no appointment, an interpreter, other languages."""
    language = page_language()
    facts: list[Label] = []
    if offer.appointment in {Appointment.WALK_IN.value, Appointment.BOTH.value}:
        facts.append(Label(_("zonder afspraak"), "ui-check"))
    elif offer.appointment == Appointment.BY_APPOINTMENT.value:
        facts.append(Label(_("op afspraak"), "ui-calendar"))
    own = {row.term_id for row in offer.terms}
    for term_id in FACT_TERMS:
        term = taxonomy.find(term_id)
        if term_id in own and term is not None:
            label = term.label(language)
            facts.append(Label(label[:1].lower() + label[1:], term.icon))
    others = [row.language for row in offer.languages if row.language != "nl"]
    if others:
        names = join_words([language_name(code) for code in others[:3]])
        facts.append(Label(_("ook %(languages)s", languages=names), "ui-globe"))
    return tuple(facts[:MAX_FACTS])
