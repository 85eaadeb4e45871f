"""The short form of an offer: everything that a family needs, on one page for a phone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import NumberRange, Optional

from app.directory.models.offers import Audience, OfferKind
from app.i18n import gettext as _
from app.portal.joining_choices import appointment_choices, registration_choices
from app.portal.submitting.quick_choices import Choices
from app.portal.submitting.quick_facts import LAST_OF_MONTH, THEME_FIELDS
from app.portal.submitting.quick_values import (
    LONGEST_SUMMARY,
    PREGNANCY_UNIT,
    Mistake,
    months_of,
    parse_cents,
)
from app.publishing.series import month_length
from app.web.forms import ChoiceField, Form, LineField, WordsField, at_most, lazy_gettext

OLDEST_YEARS = 100
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
WHEN_FIELDS = (
    "first_day",
    "start_time",
    "end_time",
    "pattern",
    "weekdays",
    "last_day",
    "holidays",
    "is_off_on_public_holidays",
)


@dataclass(frozen=True, slots=True)
class Asks:
    """Which parts the form has for this offer."""

    kind: OfferKind
    has_when: bool
    """Whether its days are asked here; days that only the page of dates can tell stay there."""


class QuickForm(Form):
    """The facts of an offer that cannot wait; whatever is left empty can be told later."""

    version = HiddenField()
    organization = ChoiceField(lazy_gettext("Voor welke organisatie?"))
    title = LineField(lazy_gettext("Titel"), [at_most(150)])
    summary = WordsField(lazy_gettext("Wat is het?"), [at_most(LONGEST_SUMMARY)])
    theme = ChoiceField(lazy_gettext("Thema"))
    second_theme = ChoiceField(lazy_gettext("Nog een thema"))
    third_theme = ChoiceField(lazy_gettext("En nog een thema"))
    shape = ChoiceField(lazy_gettext("Wat voor iets is het?"))
    min_age = IntegerField(lazy_gettext("Vanaf"), [Optional(), NumberRange(0, 1200)])
    min_unit = ChoiceField(lazy_gettext("Vanaf: jaar of maanden"), default="years")
    max_age = IntegerField(lazy_gettext("Tot"), [Optional(), NumberRange(1, 1200)])
    max_unit = ChoiceField(lazy_gettext("Tot: jaar of maanden"), default="years")
    audience = RadioField(lazy_gettext("Wie doet mee?"), default="")
    first_day = DateField(lazy_gettext("Datum"), [Optional()])
    start_time = TimeField(lazy_gettext("Van"), [Optional()])
    end_time = TimeField(lazy_gettext("Tot"), [Optional()])
    pattern = RadioField(lazy_gettext("Hoe vaak?"), default="once")
    weekdays = SelectMultipleField(lazy_gettext("Op welke dagen?"))
    last_day = DateField(lazy_gettext("Tot en met"), [Optional()])
    holidays = RadioField(lazy_gettext("In de schoolvakanties?"), default="also")
    is_off_on_public_holidays = BooleanField(lazy_gettext("Niet op feestdagen"))
    places = SelectMultipleField(lazy_gettext("Onze plaatsen"))
    place_name = LineField(lazy_gettext("Naam van de plaats"), [at_most(150)])
    place_street = LineField(lazy_gettext("Straat en nummer"), [at_most(150)])
    place_town = LineField(lazy_gettext("Postcode en gemeente"), [at_most(80)])
    place_choice = ChoiceField(lazy_gettext("Welke gemeente bedoel je?"), validate_choice=False)
    is_online = BooleanField(lazy_gettext("Online of per telefoon"))
    is_at_home = BooleanField(lazy_gettext("Bij gezinnen thuis"))
    areas = SelectMultipleField(lazy_gettext("Voor gezinnen uit welke gemeenten?"))
    price_kind = RadioField(lazy_gettext("Wat kost het?"), default="unknown")
    price = LineField(lazy_gettext("Prijs in euro"), [at_most(12)])
    pass_price = LineField(lazy_gettext("Prijs met een pas"), [at_most(12)])
    registration = RadioField(lazy_gettext("Moet je inschrijven?"), default="")
    appointment = RadioField(lazy_gettext("Heb je een afspraak nodig?"), default="")

    def offer(self, choices: Choices, asks: Asks) -> None:
        """Give every field its choices and leave out what this offer is not asked."""
        self.organization.choices = choices.organizations
        for name in THEME_FIELDS:
            self[name].choices = {"": [("", _("Kies een thema"))], **choices.themes}
        self.shape.choices = {"": [("", _("Weet ik nog niet"))], **choices.shapes}
        self.places.choices = choices.places
        self.areas.choices = choices.areas
        self.place_choice.choices = [("", "")]
        self._offer_words()
        for name in self._left_out(choices, asks):
            del self[name]

    def _offer_words(self) -> None:
        units = [("years", _("jaar")), ("months", _("maanden"))]
        self.min_unit.choices = [*units, (PREGNANCY_UNIT, _("van bij de zwangerschap"))]
        self.max_unit.choices = units
        self.audience.choices = [
            (Audience.CHILD.value, _("Het kind")),
            (Audience.PARENT.value, _("De ouder")),
            (Audience.BOTH.value, _("Ouder en kind samen")),
            ("", _("Weet ik nog niet")),
        ]
        if self.audience.data == Audience.PROFESSIONAL.value:
            self.audience.choices.append(
                (Audience.PROFESSIONAL.value, _("Alleen wie met gezinnen werkt"))
            )
        self.price_kind.choices = [
            ("free", _("Gratis")),
            ("amount", _("Een bedrag")),
            ("unknown", _("Weet ik nog niet")),
        ]
        self.registration.choices = registration_choices()
        self.appointment.choices = appointment_choices()
        self._offer_when()

    def _offer_when(self) -> None:
        self.pattern.choices = [
            ("once", _("Eén keer")),
            ("weekly", _("Elke week")),
            ("fortnightly", _("Om de twee weken")),
            ("monthly_weekday", _("Elke maand, bijvoorbeeld de tweede woensdag")),
            (LAST_OF_MONTH, _("Elke maand, de laatste keer die weekdag")),
            ("weekdays", _("Elke week, op meer dagen")),
        ]
        self.weekdays.choices = [
            (str(number), name)
            for number, name in enumerate(
                (_("ma"), _("di"), _("wo"), _("do"), _("vr"), _("za"), _("zo"))
            )
        ]
        self.holidays.choices = [
            ("also", _("Ook in de schoolvakanties")),
            ("not", _("Niet in de schoolvakanties")),
            ("only", _("Alleen in de schoolvakanties")),
        ]

    def _left_out(self, choices: Choices, asks: Asks) -> list[str]:
        is_activity = asks.kind is OfferKind.ACTIVITY
        found = ["appointment" if is_activity else "registration"]
        if not asks.has_when:
            found.extend(WHEN_FIELDS)
        if len(choices.organizations) < 2:
            found.append("organization")
        return found

    def is_whole(self) -> bool:
        """Whether what was told can be so; what is not told yet is no mistake."""
        self._check_ages()
        self._check_price()
        if "first_day" in self:
            self._check_when()
        return not self.list_mistakes()

    def _check_ages(self) -> None:
        first = months_of(self.min_age.data, self.min_unit.data)
        last = months_of(self.max_age.data, self.max_unit.data)
        if first is not None and last is not None and last <= first:
            self.refuse("max_age", _("De hoogste leeftijd komt na de laagste."))
        for name, months in (("min_age", first), ("max_age", last)):
            if months is not None and months > OLDEST_YEARS * 12:
                self.refuse(name, _("Zo oud wordt bijna niemand. Kijk het nog eens na."))

    def _check_price(self) -> None:
        for name in ("price", "pass_price"):
            text = self[name].data or ""
            if text and parse_cents(text) is None:
                self.refuse(name, _("Typ een bedrag, zoals 2 of 2,50."))
        if self.price_kind.data == "free" and parse_cents(self.price.data or ""):
            self.refuse("price", _("Kies gratis of een bedrag, niet allebei."))

    def _check_when(self) -> None:
        first, last = self.first_day.data, self.last_day.data
        if first is None:
            if any((self.start_time.data, self.end_time.data, last)):
                self.refuse("first_day", _("Kies ook de eerste datum."))
            return
        if not FIRST_DAY <= first <= LAST_DAY or (last is not None and last > LAST_DAY):
            self.refuse("first_day", _("Kijk het jaar van de datum na."))
        if self.start_time.data is None:
            self.refuse("start_time", _("Vul in vanaf hoe laat, zoals 14:00."))
        if last is not None and last < first:
            self.refuse("last_day", _("De laatste datum komt na de eerste."))
        if self.pattern.data == "weekdays" and not self.weekdays.data:
            self.refuse("weekdays", _("Duid minstens één dag aan."))
        if self.pattern.data == LAST_OF_MONTH and first.day + 7 <= month_length(first):
            self.refuse("first_day", _("Kies een datum in de laatste week van de maand."))

    def find_organization(self, organization_ids: Collection[int]) -> int:
        """The chosen own organization; who acts for one has nothing to choose."""
        text = str(self.organization.data or "") if "organization" in self else ""
        chosen = int(text) if text.isdecimal() else 0
        return chosen if chosen in organization_ids else min(organization_ids, default=0)

    def read_version(self) -> int | None:
        """The version that was on the page when somebody began to type."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() else None

    def tell_changed(self, version: int) -> None:
        """Say that a colleague was here too; sending again keeps what is on the page."""
        self.version.data = str(version)
        text = _("Een collega wijzigde dit ook. Bewaar nog eens om jouw versie te houden.")
        self.refuse("version", text)

    def tell(self, mistakes: tuple[Mistake, ...]) -> None:
        """Put mistakes at their fields; towns to choose from become a choice."""
        for mistake in mistakes:
            if mistake.towns:
                self.place_choice.choices = [("", _("Kies een gemeente")), *mistake.towns]
            self.refuse(mistake.field, mistake.text)

    def facts(self) -> dict[str, Any]:
        """What was filled in, by field; fields that were left out are not in it."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}
