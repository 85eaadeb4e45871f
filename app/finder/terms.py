"""Terms and conditions of an offer as short labels: price, joining, service area, accessibility."""

from __future__ import annotations

from app.directory.catalogue import Taxonomy
from app.directory.models.offers import Appointment, Offer, OfferText, Online, Registration
from app.directory.models.terms import Facet
from app.finder.cards import Label, Tone
from app.finder.wording import euro_text, join_words
from app.i18n import gettext as _
from app.web.installation import get_installation
from app.web.languages import page_language


def term_labels(taxonomy: Taxonomy, term_ids: tuple[str, ...], facet: Facet) -> tuple[Label, ...]:
    """The terms of one facet as labels with their pictograms."""
    language = page_language()
    return tuple(
        Label(term.label(language), term.icon)
        for term_id in dict.fromkeys(term_ids)
        if (term := taxonomy.find(term_id)) is not None and term.facet == facet.value
    )


def price_lines(offer: Offer, text: OfferText) -> tuple[str, ...]:
    """What it costs, one sentence a line; never an empty promise when the price is unknown."""
    lines: list[str] = []
    if offer.price_cents == 0:
        lines.append(_("Gratis"))
    elif offer.price_cents is not None:
        lines.append(euro_text(offer.price_cents))
    if offer.pass_price_cents is not None:
        lines.append(_("Met een kansenpas: %(price)s", price=euro_text(offer.pass_price_cents)))
    if text.price_note:
        lines.append(text.price_note)
    if text.reductions:
        lines.append(text.reductions)
    if not lines:
        lines.append(_("De prijs kennen we nog niet. Vraag het gerust aan de partner."))
    return tuple(lines)


def registration_label(offer: Offer) -> Label | None:
    """Whether you must sign up."""
    match offer.registration:
        case Registration.NONE.value:
            return Label(_("Inschrijven hoeft niet"), "ui-check", Tone.GOOD)
        case Registration.RECOMMENDED.value:
            return Label(_("Schrijf je liefst vooraf in"), "ui-info")
        case Registration.REQUIRED.value:
            return Label(_("Schrijf je vooraf in"), "ui-info")
        case _:
            return None


def appointment_label(offer: Offer) -> Label | None:
    """Whether you may walk in."""
    match offer.appointment:
        case Appointment.WALK_IN.value:
            return Label(_("Je hebt geen afspraak nodig"), "ui-check", Tone.GOOD)
        case Appointment.BY_APPOINTMENT.value:
            return Label(_("Maak eerst een afspraak"), "ui-calendar")
        case Appointment.BOTH.value:
            return Label(_("Met of zonder afspraak"), "ui-check", Tone.GOOD)
        case _:
            return None


def area_text(offer: Offer) -> str | None:
    """For whom it comes when the address does not say it."""
    gazetteer = get_installation().gazetteer
    language = page_language()
    names = [
        place.name(language)
        for row in offer.areas
        if (place := gazetteer.find_municipality(row.nis)) is not None
    ]
    lines = []
    if offer.is_at_home:
        lines.append(_("Iemand komt bij jou thuis."))
    if offer.online == Online.YES.value:
        lines.append(_("Dit is online of per telefoon: je kan van overal meedoen."))
    elif offer.online == Online.BOTH.value:
        lines.append(_("Je kan ook online meedoen."))
    if names:
        lines.append(_("Voor gezinnen in %(towns)s.", towns=join_words(sorted(names))))
    return " ".join(lines) or None
