"""The forms of a family: ask, open, answer back."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import Optional

from app.finder.wording import language_name
from app.i18n import gettext as _
from app.questions.models.questions import OnBehalf, Reach
from app.questions.national_numbers import has_number
from app.web.forms import (
    ChoiceField,
    Form,
    HasWords,
    LineField,
    WordsField,
    at_most,
    choices_of,
    lazy_gettext,
)

LONGEST_TEXT = 4_000
_CODES = "ar, bg, de, en, es, fa, fr, hu, it, ku, nl, pl, ps, pt, ro, ru, so, sq, ti, tr, uk, ur"
SPOKEN = tuple(code.strip() for code in _CODES.split(","))
"""ISO 639-1 codes of languages that families of the region speak."""
# "name@place.word": what is wrong beyond this, the letter itself finds out.
_AT = "@"


class AskForm(Form):
    """A question, as little as possible with it, and how to reach who asks."""

    text = WordsField(
        lazy_gettext("Wat wil je vragen?"),
        [
            HasWords(lazy_gettext("Schrijf je vraag. Een paar woorden is genoeg.")),
            at_most(LONGEST_TEXT),
        ],
    )
    municipality = LineField(lazy_gettext("In welke gemeente woon je?"), [at_most(80)])
    place = RadioField(
        lazy_gettext("Welke plaats bedoel je?"), validators=[Optional()], validate_choice=False
    )
    age = LineField(lazy_gettext("Hoe oud is je kind?"), [at_most(40)])
    spoken = ChoiceField(lazy_gettext("Welke taal spreek je het liefst?"), default="")
    reach = RadioField(lazy_gettext("Hoe mogen we antwoorden?"), default=Reach.PAGE.value)
    email = LineField(lazy_gettext("Je e-mailadres"), [at_most(254)])
    phone = LineField(lazy_gettext("Je telefoonnummer"), [at_most(40)])
    when = LineField(lazy_gettext("Wanneer mogen we bellen?"), [at_most(120)])
    on_behalf = RadioField(lazy_gettext("Voor wie vraag je dit?"), default=OnBehalf.OWN.value)
    family_knows = RadioField(
        lazy_gettext("Weet het gezin dat je dit vraagt?"), validators=[Optional()]
    )
    take_along = BooleanField(lazy_gettext("Stuur mee wat ik zocht"))
    search_words = HiddenField()
    search_place = HiddenField()
    offers = HiddenField()
    theme = HiddenField()
    stamp = HiddenField()
    website = StringField(lazy_gettext("Vul hier niets in"))

    def give_choices(self, places: list[tuple[str, str]]) -> None:
        """Fill in the choices in the language of the page; places only when there is a doubt."""
        self.place.choices = places
        self.spoken.choices = [
            ("", _("De taal van deze pagina")),
            *((code, language_name(code)) for code in SPOKEN),
        ]
        self.reach.choices = choices_of(
            (
                (Reach.PAGE.value, _("Niet. Ik kijk zelf met mijn code")),
                (Reach.EMAIL.value, _("Met een e-mail")),
                (Reach.PHONE.value, _("Bel mij")),
            )
        )
        self.on_behalf.choices = choices_of(
            (
                (OnBehalf.OWN.value, _("Voor mezelf of mijn gezin")),
                (OnBehalf.SCHOOL.value, _("Als school, voor een gezin")),
                (OnBehalf.CARE.value, _("Als dokter of hulpverlener, voor een gezin")),
                (OnBehalf.NEIGHBOUR.value, _("Voor familie, een vriend of een buur")),
                (OnBehalf.OTHER.value, _("Voor iemand anders")),
            )
        )
        for field in (self.spoken, self.reach, self.on_behalf, self.family_knows):
            # One of the choices always holds, so there is nothing to leave empty.
            field.flags.required = True
        self.family_knows.choices = choices_of((("yes", _("Ja")), ("no", _("Nee"))))

    def check_together(self) -> bool:
        """Refuse what one field asks of another; True when nothing is missing."""
        self.email.flags.required = self.reach.data == Reach.EMAIL.value
        self.phone.flags.required = self.reach.data == Reach.PHONE.value
        if self.reach.data == Reach.EMAIL.value and not _is_email(self.email.data or ""):
            self.refuse("email", _("Vul een e-mailadres in, zoals naam@voorbeeld.be."))
        if self.reach.data == Reach.PHONE.value and not _is_phone(self.phone.data or ""):
            self.refuse("phone", _("Vul een telefoonnummer in, zoals 0470 12 34 56."))
        is_for_others = self.on_behalf.data != OnBehalf.OWN.value
        if is_for_others and self.family_knows.data not in {"yes", "no"}:
            self.refuse("family_knows", _("Zeg of het gezin weet dat je dit vraagt."))
        # Masked on the page that is shown now, so that sending it once more goes through.
        if any(has_number(field.data or "") for field in (self.text, self.phone, self.when)):
            self.refuse(
                "text", _("Hier stond een rijksregisternummer. We haalden het weg. Kijk het na.")
            )
        return not self.errors


class EnterForm(Form):
    """The reference and the code that open a question."""

    reference = LineField(
        lazy_gettext("Je nummer"), [HasWords(lazy_gettext("Vul je nummer in.")), at_most(40)]
    )
    code = LineField(
        lazy_gettext("Je code"), [HasWords(lazy_gettext("Vul je code in.")), at_most(80)]
    )
    text = WordsField(lazy_gettext("Dit schreef je al"), [at_most(LONGEST_TEXT)])
    """What somebody wrote when the visit was over already; it is not lost."""


class ReplyForm(Form):
    """What a family adds to its question."""

    text = WordsField(
        lazy_gettext("Wat wil je nog zeggen?"),
        [HasWords(lazy_gettext("Schrijf iets voor je verstuurt.")), at_most(LONGEST_TEXT)],
    )


class PressForm(Form):
    """A button without fields; its token alone says that it was pressed here."""


def _is_email(text: str) -> bool:
    local, at, domain = text.partition(_AT)
    return bool(local and at and "." in domain.strip(".") and " " not in text and _AT not in domain)


def _is_phone(text: str) -> bool:
    return 8 <= sum(sign.isdigit() for sign in text) <= 15
