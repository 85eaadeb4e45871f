"""What a coordinator fills in to set the House: in whole sentences, with their ranges."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.finder.wording import language_name
from app.i18n import LANGUAGES
from app.i18n import gettext as _
from app.questions.operations.house_settings import RULE_NAMES
from app.web.forms import (
    ChoiceField,
    Form,
    HasWords,
    LineField,
    WordsField,
    at_most,
    lazy_gettext,
)

LONGEST_CLOSING = timedelta(days=200)
OLDEST_YEARS = 25
EVERYDAY_LANGUAGES = ("nl", "fr", "en", "ar", "tr", "uk", "ru", "pl", "ro", "es", "bg", "fa", "ps")


def _number(label: Any, first: int, last: int) -> IntegerField:
    return IntegerField(label, [InputRequired(), NumberRange(first, last)])


class RulesForm(Form):
    """The promises and terms of the House, each within the range that the site allows."""

    answer_days = _number(
        lazy_gettext("Een gezin krijgt een antwoord binnen zoveel werkdagen"), 1, 10
    )
    backup_days = _number(
        lazy_gettext("Opent niemand de vraag? Dan gaat ze naar de back-up na"), 1, 10
    )
    contact_check_days = _number(lazy_gettext("We vragen het gezin of er contact was na"), 1, 30)
    first_reminder_days = _number(
        lazy_gettext("Een partner krijgt een eerste herinnering na"), 1, 30
    )
    second_reminder_days = _number(
        lazy_gettext("Een partner krijgt een tweede herinnering na"), 2, 45
    )
    expiry_days = _number(lazy_gettext("Zonder antwoord komt de vraag terug naar ons na"), 3, 60)
    contact_kept_days = _number(
        lazy_gettext("Naam, mail en telefoon wissen we na het einde, na"), 0, 365
    )
    text_kept_days = _number(
        lazy_gettext("De tekst van de vraag wissen we na het einde, na"), 0, 365
    )
    unanswered_kept_days = _number(lazy_gettext("Een vraag die openblijft, wissen we na"), 30, 180)

    def is_whole(self) -> bool:
        """Whether the numbers go together."""
        days = self.numbers()
        if days["second_reminder_days"] <= days["first_reminder_days"]:
            self.refuse("second_reminder_days", _("De tweede herinnering komt na de eerste."))
        if days["expiry_days"] <= days["second_reminder_days"]:
            self.refuse("expiry_days", _("De vraag komt terug na de tweede herinnering."))
        if days["text_kept_days"] < days["contact_kept_days"]:
            self.refuse("text_kept_days", _("De tekst blijft minstens zo lang als de gegevens."))
        return not self.list_mistakes()

    def numbers(self) -> dict[str, int]:
        """The rules by their names."""
        return {name: int(self[name].data) for name in RULE_NAMES}


class ClosureForm(Form):
    """Days on which the desk is closed beside its hours."""

    first_day = DateField(lazy_gettext("Eerste dag"), [InputRequired()])
    last_day = DateField(lazy_gettext("Laatste dag"), [Optional()])
    reason = LineField(lazy_gettext("Waarom? Gezinnen kunnen dit lezen"), [at_most(120)])

    def is_whole(self, today: date) -> bool:
        """Whether the days go together and are not long past or far away."""
        first, last = self.days()
        if last < first:
            self.refuse("last_day", _("De laatste dag komt na de eerste."))
        elif last - first > LONGEST_CLOSING:
            self.refuse("last_day", _("Kies een kortere periode."))
        elif last < today:
            self.refuse("first_day", _("Deze dagen zijn al voorbij."))
        elif first.year > today.year + 3:
            self.refuse("first_day", _("Kies een dag die minder ver weg is."))
        return not self.list_mistakes()

    def days(self) -> tuple[date, date]:
        """The first and the last day; one day is its own last."""
        first: Any = self.first_day.data
        return first, self.last_day.data or first


class TeamNameForm(Form):
    """A new team."""

    name = LineField(
        lazy_gettext("Naam van het team"),
        [HasWords(lazy_gettext("Geef het team een naam.")), at_most(80)],
    )


class TeamForm(TeamNameForm):
    """A team with its members."""

    members = SelectMultipleField(lazy_gettext("Wie zit in het team?"))
    is_active = BooleanField(lazy_gettext("Dit team krijgt vragen"))

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Give the colleagues."""
        self.members.choices = [(str(number), name) for number, name in people]

    def member_ids(self) -> set[int]:
        """Who was ticked."""
        return {int(number) for number in self.members.data or []}


class TemplateForm(Form):
    """A text that answers begin with."""

    title = LineField(
        lazy_gettext("Titel, voor collega's"),
        [HasWords(lazy_gettext("Geef de tekst een titel.")), at_most(80)],
    )
    language = ChoiceField(lazy_gettext("Taal van de tekst"), validators=[InputRequired()])
    body = WordsField(
        lazy_gettext("Tekst"), [HasWords(lazy_gettext("Schrijf de tekst.")), at_most(4_000)]
    )

    def offer(self) -> None:
        """Give the languages of the site."""
        self.language.choices = [(code, item.own_name) for code, item in LANGUAGES.items()]


class ReasonForm(Form):
    """Why a partner cannot help, in the words that the partner chooses."""

    label = LineField(
        lazy_gettext("Reden"), [HasWords(lazy_gettext("Schrijf de reden.")), at_most(120)]
    )
    is_active = BooleanField(lazy_gettext("Partners kunnen deze reden kiezen"), default=True)


class ConditionsForm(Form):
    """What a question must be for a rule; what stays empty does not matter."""

    theme = ChoiceField(lazy_gettext("Thema"))
    min_years = IntegerField(
        lazy_gettext("Kind vanaf (jaar)"), [Optional(), NumberRange(0, OLDEST_YEARS)]
    )
    max_years = IntegerField(
        lazy_gettext("Kind tot (jaar, niet inbegrepen)"), [Optional(), NumberRange(1, OLDEST_YEARS)]
    )
    language = ChoiceField(lazy_gettext("Taal van het gezin"))
    municipality = ChoiceField(lazy_gettext("Gemeente"))
    team = ChoiceField(lazy_gettext("Geef de vraag aan team"), validators=[InputRequired()])
    owner = ChoiceField(lazy_gettext("En meteen aan een collega?"))

    def offer(
        self,
        *,
        themes: list[tuple[str, str]],
        municipalities: list[tuple[str, str]],
        teams: list[tuple[int, str]],
        people: list[tuple[int, str]],
    ) -> None:
        """Give every list its choices; the first one is "maakt niet uit"."""
        either = [("", _("maakt niet uit"))]
        self.theme.choices = [*either, *themes]
        self.language.choices = [*either, *language_pairs()]
        self.municipality.choices = [*either, *municipalities]
        self.team.choices = [(str(number), name) for number, name in teams]
        nobody = [("", _("nee, aan het hele team"))]
        self.owner.choices = [*nobody, *((str(number), name) for number, name in people)]

    def is_whole(self) -> bool:
        """Whether the ages go together and there is any condition at all."""
        first, last = self.min_years.data, self.max_years.data
        if first is not None and last is not None and last <= first:
            self.refuse("max_years", _("De hoogste leeftijd komt na de laagste."))
        has_age = first is not None or last is not None
        if not (self.theme.data or self.language.data or self.municipality.data or has_age):
            self.refuse("theme", _("Kies minstens één voorwaarde."))
        return not self.list_mistakes()


def language_pairs() -> list[tuple[str, str]]:
    """The languages that families here speak most, by name."""
    return [(code, language_name(code)) for code in EVERYDAY_LANGUAGES]
