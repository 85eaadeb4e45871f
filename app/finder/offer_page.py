"""The page of one offer: what, for whom, when, where, price, how to join, and who to ask."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from flask import url_for

from app.agenda.timetable import PlacedHours, Timetable
from app.directory.catalogue import Taxonomy
from app.directory.models.offers import Offer, OfferState, OfferText
from app.directory.models.organizations import Contact as ContactRow
from app.directory.models.terms import Facet
from app.directory.timetables import timetable_of
from app.exchange.structured import offer_structured
from app.finder.cards import Card, Label
from app.finder.cards import Link as PageLink
from app.finder.days import answer_day, moment_view, when_on_paper
from app.finder.hours_dates import date_notes
from app.finder.notices import verified_label
from app.finder.pages import Contact, OfferPage, Venue
from app.finder.pictures import pictures_of
from app.finder.presentation import make_card
from app.finder.rules import hours_notes, hours_rows, recurrence_text, short_hours
from app.finder.site import absolute_url, get_desk, phone_href, read_hours, web_href
from app.finder.states import state_label
from app.finder.terms import (
    appointment_label,
    area_text,
    price_lines,
    registration_label,
    term_labels,
)
from app.finder.wording import language_name, month_text, weekday_name
from app.i18n import choose_text
from app.i18n import gettext as _
from app.web.installation import get_installation
from app.web.languages import page_language
from app.web.markup import render_markup

FIRST_MOMENTS = 6
ALL_MOMENTS = 40


def make_offer_page(
    offer: Offer,
    taxonomy: Taxonomy,
    now: datetime,
    *,
    asked_day: date | None,
    related: tuple[Card, ...],
    back_url: str | None,
) -> OfferPage:
    """Everything a family wants to know of one offer."""
    language = page_language()
    card = make_card(offer, taxonomy, now)
    is_running = offer.state == OfferState.PUBLISHED.value
    # What is called off or closed for now has no coming moments, whatever its rules say.
    timetable = timetable_of(offer) if is_running else Timetable()
    texts = {row.language: row for row in offer.texts}
    chosen = choose_text(texts, language)
    text = chosen[1] if chosen else OfferText()
    coming = timetable.next_moments(now, ALL_MOMENTS, include_cancelled=True)
    moments = [moment_view(offer, item, now) for item in coming]
    municipalities = [link.location.municipality_nis for link in offer.locations]
    desk = get_desk(municipalities[0] if municipalities else None)
    # Without the visitor's own list, which the card's address may carry.
    address = absolute_url(url_for("finder.offer", offer_id=offer.id, slug=offer.slug))
    terms = tuple(row.term_id for row in offer.terms)
    contacts, pictures = offer_contacts(offer, now), pictures_of(offer)
    return OfferPage(
        card=card,
        when_on_paper=when_on_paper(card.when, coming, now.date()),
        description=render_markup(text.description),
        when=when_lines(timetable, now.date()),
        moments=tuple(moments[:FIRST_MOMENTS]),
        more_moments=tuple(moments[FIRST_MOMENTS:]),
        state=state_label(timetable.state_at(now), now),
        day=asked_day.isoformat() if asked_day else "",
        day_answer=answer_day(timetable, asked_day, now) if asked_day and is_running else None,
        next_weekdays=weekday_links(offer, now.date()) if timetable.has_times else (),
        venues=tuple(venues(offer, taxonomy, timetable, now)),
        area=area_text(offer),
        price_lines=price_lines(offer, text),
        passes=term_labels(taxonomy, terms, Facet.PASSES),
        join=render_markup(text.join) or None,
        registration=registration_label(offer),
        appointment=appointment_label(offer),
        conditions=render_markup(text.conditions) or None,
        not_for=text.not_for or None,
        bring=text.bring or None,
        waiting=waiting_text(offer, text),
        languages=tuple(language_name(row.language) for row in offer.languages),
        accessibility=term_labels(taxonomy, terms, Facet.ACCESSIBILITY),
        audience=term_labels(taxonomy, terms, Facet.AUDIENCE),
        contacts=contacts,
        booking_url=web_href(offer.booking_url) if offer.booking_url else None,
        organization=PageLink(
            offer.organization.name, url_for("finder.partner", slug=offer.organization.slug)
        ),
        organization_text=organization_text(offer),
        themes=theme_links(taxonomy, terms),
        verified=verified_label(offer, now.date()),
        related=related,
        calendar_url=url_for("finder.offer_calendar", offer_id=offer.id, slug=offer.slug)
        if moments
        else None,
        share_url=address,
        share_text=f"{card.title} – {card.organization}",
        qr_url=url_for("finder.offer_qr", offer_id=offer.id),
        report_href=url_for("offer_report.ask", offer_id=offer.id, slug=offer.slug),
        report_phone=desk.phone,
        structured=offer_structured(
            offer,
            chosen[0] if chosen else language,
            timetable.next_moments(now, FIRST_MOMENTS, include_cancelled=True),
            address,
            images=[absolute_url(item.large) for item in pictures if item.large],
        ),
        desk=desk,
        pictures=pictures,
        back_url=back_url,
        texts_language=card.language,
    )


def when_lines(timetable: Timetable, today: date) -> tuple[str, ...]:
    """The rules in words; opening hours are shown with their place."""
    lines = [recurrence_text(item, today) for item in timetable.recurrences]
    return tuple(dict.fromkeys(line for line in lines if line))


def weekday_links(offer: Offer, today: date) -> tuple[PageLink, ...]:
    """The coming seven days as questions."""
    return tuple(
        PageLink(
            weekday_name(day.weekday()),
            url_for("finder.offer", offer_id=offer.id, slug=offer.slug, dag=day.isoformat())
            + "#wanneer",
        )
        for day in (today + timedelta(days=number) for number in range(1, 8))
    )


def venues(offer: Offer, taxonomy: Taxonomy, timetable: Timetable, now: datetime) -> list[Venue]:
    """The places of an offer, each with its own opening hours."""
    gazetteer = get_installation().gazetteer
    language = page_language()
    found = []
    for link in offer.locations:
        place = link.location
        town = gazetteer.find_municipality(place.municipality_nis or "")
        hours = [
            item.hours
            for item in timetable.hours
            if item.place_key == place.id or item.place_key is None
        ]
        rows = [row for item in hours for row in hours_rows(item, now.date())]
        notes = [
            note for item in hours for note in (*hours_notes(item), *date_notes(item, now.date()))
        ]
        found.append(
            Venue(
                name=place.name,
                address=", ".join(
                    part
                    for part in (place.street, f"{place.postcode} {place.place}".strip())
                    if part
                ),
                municipality=PageLink(
                    _("Alles in %(town)s", town=town.name(language)),
                    url_for("finder.municipality", slug=town.slug),
                )
                if town
                else None,
                distance=None,
                facts=term_labels(
                    taxonomy, tuple(row.term_id for row in place.terms), Facet.ACCESSIBILITY
                ),
                hours=tuple(rows),
                hours_notes=tuple(dict.fromkeys(notes)),
                route_url=f"geo:{place.latitude},{place.longitude}"
                if place.latitude is not None
                else None,
            )
        )
    return found


def waiting_text(offer: Offer, text: OfferText) -> str | None:
    """The waiting time with the month in which it was reported."""
    if not text.waiting:
        return None
    if offer.waiting_reported_on is None:
        return text.waiting
    month = month_text(offer.waiting_reported_on)
    return _("%(waiting)s (gemeld in %(month)s)", waiting=text.waiting, month=month)


def organization_text(offer: Offer) -> tuple[str, str] | None:
    """Language and words of what the partner says of itself, by the fallback rule."""
    texts = {row.language: row.description for row in offer.organization.texts if row.description}
    return choose_text(texts, page_language())


def theme_links(taxonomy: Taxonomy, term_ids: tuple[str, ...]) -> tuple[PageLink, ...]:
    """The themes of an offer as links."""
    language = page_language()
    return tuple(
        PageLink(term.label(language), url_for("finder.theme", term_id=term.id), term.icon)
        for term_id in term_ids
        if (term := taxonomy.find(term_id)) is not None and term.facet == Facet.DOMAIN.value
    )


def contact_view(row: ContactRow, now: datetime) -> Contact:
    """A phone number, mail address or website with when somebody answers."""
    hours = read_hours(row.hours)
    state: Label | None = None
    if hours is not None:
        timetable = Timetable(hours=(PlacedHours(hours),))
        state = state_label(timetable.state_at(now), now, is_phone=row.kind == "phone")
    match row.kind:
        case "phone":
            href, icon, label = phone_href(row.value), "ui-phone", _("Bel")
        case "email":
            href, icon, label = f"mailto:{row.value}", "ui-mail", _("Mail")
        case _:
            href, icon, label = web_href(row.value), "ui-web", _("Website")
    return Contact(
        label=row.label or label,
        text=row.value.removeprefix("https://").removeprefix("http://").rstrip("/"),
        href=href,
        icon=icon,
        hours=short_hours(hours) if hours else None,
        state=state,
    )


def offer_contacts(offer: Offer, now: datetime) -> tuple[Contact, ...]:
    """The public contacts of an offer; kinds it has none of come from its organization."""
    own = [row for row in offer.contacts if row.is_public]
    kinds = {row.kind for row in own}
    rows = [
        *own,
        *(row for row in offer.organization.contacts if row.is_public and row.kind not in kinds),
    ]
    return tuple(contact_view(row, now) for row in rows)
