"""What people fill in to act for a partner, and what the coordinator answers."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from app.accounts.forms import LONGEST_MAIL, MailAddress, email_field, name_field, own_name_field
from app.geo.gazetteer import Gazetteer
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

LONGEST_ORGANIZATION = 150
LONGEST_TEXT = 1_000


class ClaimForm(Form):
    """Who asks to act for which partner."""

    organization = HiddenField()
    """The number of a partner that is known here; empty for a new one."""
    organization_name = LineField(
        lazy_gettext("Hoe heet je organisatie?"), [at_most(LONGEST_ORGANIZATION)]
    )
    municipality = LineField(lazy_gettext("In welke gemeente werkt ze?"), [at_most(80)])
    name = own_name_field()
    email = LineField(
        lazy_gettext("Je e-mailadres"),
        [
            HasWords(lazy_gettext("Vul je e-mailadres in.")),
            at_most(LONGEST_MAIL),
            MailAddress(),
        ],
    )
    note = WordsField(lazy_gettext("Hoe kennen we je?"), [at_most(LONGEST_TEXT)])
    stamp = HiddenField()
    website = StringField(lazy_gettext("Vul hier niets in"))

    def ask_partner(self) -> None:
        """Make the name and the place of a new partner fields that cannot stay empty."""
        for field in (self.organization_name, self.municipality):
            field.flags.required = True

    def list_municipalities(self, gazetteer: Gazetteer) -> list[str]:
        """NIS codes that the place of a new partner can mean; the fields say what is missing."""
        if not self.organization_name.data:
            self.refuse("organization_name", _("Vul de naam van je organisatie in."))
        found = gazetteer.lookup(self.municipality.data or "").places
        if not found:
            self.refuse(
                "municipality",
                _("We kennen deze plaats niet. Probeer een gemeente of een postcode."),
            )
        return [place.municipality_nis for place in found]


class DeclineForm(Form):
    """Why a coordinator says no."""

    reason = WordsField(
        lazy_gettext("Waarom niet?"),
        [HasWords(lazy_gettext("Schrijf waarom niet.")), at_most(LONGEST_TEXT)],
    )


class ColleagueForm(Form):
    """Whom somebody of a partner invites for the own organization."""

    name, email = name_field(), email_field()
    organization = ChoiceField(lazy_gettext("Voor welke organisatie?"))

    def offer(self, organizations: list[tuple[int, str]]) -> None:
        """Set the own organizations to choose from."""
        self.organization.choices = [(str(number), name) for number, name in organizations]
        self.organization.flags.required = True
