"""The form with which anybody suggests something: a play street, a giveaway square, a party."""

from __future__ import annotations

from urllib.parse import urlsplit

from wtforms import DateField, HiddenField, IntegerField, RadioField, StringField, TimeField
from wtforms.validators import NumberRange, Optional

from app.accounts.forms import own_name_field
from app.directory.models.terms import Facet
from app.finder.site import get_catalogue
from app.i18n import gettext as _
from app.web.forms import (
    ChoiceField,
    Form,
    HasWords,
    LineField,
    WordsField,
    at_most,
    lazy_gettext,
)
from app.web.languages import page_language
from app.web.stamps import new_stamp

OLDEST_YEARS = 25
FIRST_THEMES = ("neighbourhood-life", "playing-together", "meeting-parents")
"""What parents and volunteers start themselves most."""
FREE, PAID, UNKNOWN = "free", "paid", ""
MOST_EUROS = 1_000


class SuggestForm(Form):
    """Something that families can come to, and how to reach who tells us."""

    title = LineField(
        lazy_gettext("Hoe heet het?"),
        [HasWords(lazy_gettext("Geef het een naam, zoals Speelstraat Kerkstraat.")), at_most(150)],
    )
    summary = WordsField(
        lazy_gettext("Wat gebeurt er?"),
        [HasWords(lazy_gettext("Vertel in een paar zinnen wat er gebeurt.")), at_most(1_000)],
    )
    theme = ChoiceField(
        lazy_gettext("Waar gaat het over?"),
        [HasWords(lazy_gettext("Kies een thema. Zo vinden gezinnen het."))],
    )
    min_years = IntegerField(
        lazy_gettext("Vanaf hoeveel jaar?"), [Optional(), NumberRange(0, OLDEST_YEARS)]
    )
    max_years = IntegerField(
        lazy_gettext("Tot en met hoeveel jaar?"), [Optional(), NumberRange(0, OLDEST_YEARS)]
    )
    day = DateField(lazy_gettext("Op welke dag?"), [Optional()])
    start_time = TimeField(lazy_gettext("Van hoe laat?"), [Optional()])
    end_time = TimeField(lazy_gettext("Tot hoe laat?"), [Optional()])
    when = LineField(lazy_gettext("Of zeg het in je eigen woorden"), [at_most(200)])
    street = LineField(lazy_gettext("Straat of plein"), [at_most(120)])
    town = LineField(
        lazy_gettext("Gemeente of postcode"),
        [HasWords(lazy_gettext("Vul de gemeente of de postcode in.")), at_most(80)],
    )
    place = RadioField(
        lazy_gettext("Welke plaats bedoel je?"), validators=[Optional()], validate_choice=False
    )
    price = RadioField(lazy_gettext("Kost het iets?"), default=UNKNOWN)
    euros = LineField(lazy_gettext("Hoeveel euro?"), [at_most(10)])
    link = LineField(lazy_gettext("Website"), [at_most(300)])
    group_name = LineField(lazy_gettext("Naam van je groep"), [at_most(150)])
    name = own_name_field()
    email = LineField(
        lazy_gettext("Je e-mailadres"),
        [HasWords(lazy_gettext("Vul je e-mailadres in.")), at_most(254)],
    )
    stamp = HiddenField()
    website = StringField(lazy_gettext("Vul hier niets in"))

    def prepare(self) -> None:
        """Fill in the choices in the language of the page, and when a new form is shown."""
        taxonomy, language = get_catalogue().taxonomy, page_language()
        first = [term for key in FIRST_THEMES if (term := taxonomy.find(key)) is not None]
        themes = (*first, *taxonomy.list_facet(Facet.DOMAIN))
        self.theme.choices = [
            ("", _("Kies een thema")),
            *((term.id, term.label(language)) for term in themes),
        ]
        self.price.choices = [
            (FREE, _("Gratis")),
            (PAID, _("Je betaalt iets")),
            (UNKNOWN, _("Dat weet ik niet")),
        ]
        self.place.choices = []
        for field in (self.theme, self.price):
            field.flags.required = True
        if not self.is_submitted():
            self.stamp.data = new_stamp()

    def check_together(self) -> None:
        """Refuse what one field asks of another."""
        first, last = self.min_years.data, self.max_years.data
        if first is not None and last is not None and last < first:
            self.refuse("max_years", _("De hoogste leeftijd komt na de laagste."))
        if self.day.data is None and not self.when.data:
            self.refuse("day", _("Kies een dag, of zeg hieronder wanneer het is."))
        start, end = self.start_time.data, self.end_time.data
        if self.day.data is not None and (start is None or end is None):
            self.refuse("start_time", _("Zeg van hoe laat tot hoe laat het is."))
        if start is not None and end is not None and end <= start:
            self.refuse("end_time", _("Het einde komt na het begin."))
        if self.price.data == PAID and self.cents() is None:
            self.refuse("euros", _("Vul een bedrag in, zoals 2,50."))
        if self.link.data and not _is_web_address(self.link.data):
            self.refuse("link", _("Begin het adres met https://."))
        if self.email.data and not _is_email(self.email.data):
            self.refuse("email", _("Vul een e-mailadres in, zoals naam@voorbeeld.be."))

    def cents(self) -> int | None:
        """The price in euro cents; 0 is free, None is unknown."""
        if self.price.data != PAID:
            return 0 if self.price.data == FREE else None
        text = (self.euros.data or "").replace("€", "").replace(",", ".").strip()
        whole, _dot, rest = text.partition(".")
        is_number = whole.isascii() and whole.isdigit() and len(rest) <= 2
        if not is_number or (rest and not (rest.isascii() and rest.isdigit())):
            return None
        cents = int(whole[:6]) * 100 + int(rest.ljust(2, "0"))
        return cents if cents <= MOST_EUROS * 100 else None


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in text


def _is_email(text: str) -> bool:
    local, at, domain = text.partition("@")
    return bool(local and at and "." in domain.strip(".") and " " not in text and "@" not in domain)
