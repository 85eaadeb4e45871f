"""From what was typed in the form to an offer: its place, its moment, its House."""

from __future__ import annotations

import secrets
from textwrap import shorten

from app.directory.drafts import (
    ContactDraft,
    LocationDraft,
    OfferDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.offers import OfferKind
from app.finder.site import get_catalogue
from app.geo.places import LookupStatus, Place
from app.i18n import DEFAULT_LANGUAGE
from app.i18n import gettext as _
from app.portal.suggesting.forms import SuggestForm
from app.publishing.facts import NEW_PLACE, ProposedOffer
from app.web.installation import get_installation
from app.web.languages import page_language

LONGEST_SUMMARY = 200
MOST_CHOICES = 6
KEY_BYTES = 8


def find_town(form: SuggestForm, chosen_id: str) -> Place | None:
    """The place that was typed or chosen; a doubt or an unknown one is a sentence at its field."""
    found = get_installation().gazetteer.lookup(form.town.data or "")
    if found.status is LookupStatus.NONE:
        form.refuse("town", _("We kennen deze plaats niet. Probeer een gemeente of een postcode."))
        return None
    if len({place.municipality_nis for place in found.places}) == 1:
        return found.places[0]
    places = {place.id: place for place in found.places[:MOST_CHOICES]}
    served = {nis for house in get_catalogue().houses for nis in house.municipalities}
    near = [place for place in places.values() if place.municipality_nis in served]
    if len({place.municipality_nis for place in near}) == 1:
        return near[0]
    form.place.choices = [(place.id, place.label(page_language())) for place in places.values()]
    if chosen_id not in places:
        form.refuse("place", _("Er zijn meer plaatsen met deze naam. Kies de jouwe."))
        return None
    form.place.data = chosen_id
    return places[chosen_id]


def make_proposed(form: SuggestForm, town: Place) -> ProposedOffer:
    """The offer that a form without mistakes holds; its words count as Dutch."""
    place = _make_place(form, town)
    text = form.summary.data or ""
    is_long = len(text) > LONGEST_SUMMARY
    words = WordsDraft(
        title=form.title.data or "",
        summary=shorten(text, LONGEST_SUMMARY, placeholder="…") if is_long else text,
        description=text if is_long else "",
        join=form.when.data or "",
    )
    last = form.max_years.data
    offer = OfferDraft(
        source="partner",
        source_id="",
        # What has no date yet cannot be an activity: those live by their dates.
        kind=OfferKind.ACTIVITY if form.day.data else OfferKind.SERVICE,
        organization_slug="",
        words={DEFAULT_LANGUAGE: words},
        term_ids=(str(form.theme.data),),
        min_age_months=form.min_years.data * 12 if form.min_years.data is not None else None,
        max_age_months=(last + 1) * 12 if last is not None else None,
        location_keys=(place.key,),
        price_cents=form.cents(),
        schedules=_schedules(form, place),
        contacts=(ContactDraft("website", form.link.data),) if form.link.data else (),
    )
    return ProposedOffer(offer, (place,))


def _make_place(form: SuggestForm, town: Place) -> LocationDraft:
    street = form.street.data or ""
    return LocationDraft(
        key=f"{NEW_PLACE}suggestion:{secrets.token_hex(KEY_BYTES)}",
        name=street or town.name_nl,
        street=street,
        postcode=next(iter(town.main_postcodes or town.postcodes), ""),
        place=town.name_nl,
        municipality_nis=town.municipality_nis,
        latitude=town.point.latitude,
        longitude=town.point.longitude,
    )


def _schedules(form: SuggestForm, place: LocationDraft) -> tuple[ScheduleDraft, ...]:
    if form.day.data is None:
        return ()
    return (
        ScheduleDraft(
            starts_on=form.day.data,
            start_time=form.start_time.data,
            end_time=form.end_time.data,
            location_key=place.key,
        ),
    )
