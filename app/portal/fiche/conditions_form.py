"""What families ask before they come: price, signing up, for whom it is not, and the wait."""

from __future__ import annotations

from dataclasses import replace

from wtforms import DateField, RadioField, SelectMultipleField
from wtforms.validators import Optional

from app.directory.catalogue import TermValue
from app.directory.drafts import OfferDraft
from app.directory.models.terms import Facet
from app.exchange.offers_csv_values import ValueRefused, read_web_address
from app.finder.site import get_catalogue
from app.i18n import DEFAULT_LANGUAGE
from app.i18n import gettext as _
from app.portal.fiche.editing import Editing, SectionForm, with_words
from app.portal.joining_choices import appointment_choices, registration_choices
from app.portal.submitting.quick_values import euro_field, parse_cents
from app.web.forms import LineField, WordsField, at_most, lazy_gettext
from app.web.languages import page_language

LONGEST_WORDS = 1_000
SAFE = "https://"
WORDS = ("price_note", "reductions", "join", "conditions", "not_for", "bring", "waiting")
"""The Dutch texts of this part of the fiche."""


class ConditionsForm(SectionForm):
    """The conditions of an offer; whatever is empty is not known."""

    page = "voorwaarden.html"
    price = LineField(lazy_gettext("Prijs in euro"), [at_most(12)])
    pass_price = LineField(lazy_gettext("Prijs met een kansenpas"), [at_most(12)])
    price_note = WordsField(lazy_gettext("Uitleg bij de prijs"), [at_most(LONGEST_WORDS)])
    reductions = WordsField(lazy_gettext("Kortingen"), [at_most(LONGEST_WORDS)])
    passes = SelectMultipleField(lazy_gettext("Welke passen kan je gebruiken?"))
    registration = RadioField(lazy_gettext("Moet je inschrijven?"), default="")
    appointment = RadioField(lazy_gettext("Heb je een afspraak nodig?"), default="")
    booking_url = LineField(lazy_gettext("Webadres om in te schrijven"), [at_most(500)])
    join = WordsField(lazy_gettext("Zo doe je mee"), [at_most(LONGEST_WORDS)])
    conditions = WordsField(lazy_gettext("Voor wie is het?"), [at_most(LONGEST_WORDS)])
    not_for = WordsField(lazy_gettext("Niet voor"), [at_most(LONGEST_WORDS)])
    bring = WordsField(lazy_gettext("Breng mee"), [at_most(LONGEST_WORDS)])
    waiting = WordsField(lazy_gettext("Wachttijd"), [at_most(300)])
    waiting_reported_on = DateField(lazy_gettext("Wachttijd nagekeken op"), [Optional()])

    def offer(self) -> None:
        """Give the choices."""
        language = page_language()
        self.passes.choices = [(term.id, term.label(language)) for term in _list_passes()]
        self.registration.choices = registration_choices()
        self.appointment.choices = appointment_choices()

    def is_whole(self) -> bool:
        """Whether amounts and the address can be so."""
        price, reduced = (self._cents(name) for name in ("price", "pass_price"))
        if price is not None and reduced is not None and reduced > price:
            self.refuse("pass_price", _("Met een pas is het nooit duurder dan zonder."))
        if self.booking_url.data and not is_safe_address(self.booking_url.data):
            self.refuse("booking_url", _("Vul een heel webadres in. Het begint met https://."))
        day = self.waiting_reported_on.data
        if day is not None and day > self.editing.today:
            self.refuse("waiting_reported_on", _("Deze dag moet nog komen."))
        return not self.list_mistakes()

    def _cents(self, name: str) -> int | None:
        text = self[name].data or ""
        cents = read_cents(text)
        if text and cents is None:
            self.refuse(name, _("Typ een bedrag, zoals 2 of 2,50. Of typ gratis."))
        return cents

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with these conditions."""
        told = {name: self[name].data or "" for name in WORDS}
        is_new_wait = told["waiting"] != editing.words.waiting
        day = self.waiting_reported_on.data
        if is_new_wait and day == editing.offer.waiting_reported_on:
            # Who writes how long the wait is now, has just looked.
            day = editing.today
        passes = {term.id for term in _list_passes()}
        terms = [term_id for term_id in editing.offer.term_ids if term_id not in passes]
        offer = replace(
            editing.offer,
            price_cents=read_cents(self.price.data or ""),
            pass_price_cents=read_cents(self.pass_price.data or ""),
            term_ids=(*terms, *(self.passes.data or ())),
            registration=self.registration.data or None,
            appointment=self.appointment.data or None,
            booking_url=self.booking_url.data or "",
            waiting_reported_on=day if told["waiting"] else None,
        )
        return with_words(offer, DEFAULT_LANGUAGE, replace(editing.words, **told))


FREE = frozenset({"gratis", "gratuit", "free", "مجاني"})
"""As people type it in each language of the site."""


def _list_passes() -> list[TermValue]:
    terms = get_catalogue().taxonomy.terms.values()
    return [term for term in terms if term.facet == Facet.PASSES.value]


def read_cents(text: str) -> int | None:
    """An amount in euro as cents; a word for "gratis" is nothing at all."""
    return 0 if text.strip().casefold() in FREE else parse_cents(text)


def is_safe_address(text: str) -> bool:
    """Whether a text is a whole web address that begins with https://."""
    try:
        return read_web_address(text, 500) == text and text.casefold().startswith(SAFE)
    except ValueRefused:
        return False


def make_conditions_form(editing: Editing) -> SectionForm:
    """The form with the conditions of the version in it."""
    offer = editing.offer
    form = ConditionsForm(
        data={
            "version": editing.version,
            "price": euro_field(offer.price_cents),
            "pass_price": euro_field(offer.pass_price_cents),
            "passes": list(offer.term_ids),
            "registration": offer.registration or "",
            "appointment": offer.appointment or "",
            "booking_url": offer.booking_url,
            "waiting_reported_on": offer.waiting_reported_on,
            **{name: getattr(editing.words, name) for name in WORDS},
        }
    )
    form.offer()
    return form
