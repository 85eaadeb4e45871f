"""The form with which a visitor says that something about an offer is not right."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from app.i18n import gettext as _
from app.publishing.models.visitors import ReportAbout
from app.web.forms import Form, WordsField, at_most, lazy_gettext
from app.web.stamps import new_stamp

LONGEST_REPORT = 500


def about_text(about: ReportAbout) -> str:
    """What is wrong, in words."""
    return {
        ReportAbout.WHEN: _("De dagen of uren"),
        ReportAbout.WHERE: _("De plaats"),
        ReportAbout.PRICE: _("De prijs"),
        ReportAbout.CONTACT: _("Het telefoonnummer, mailadres of de website"),
        ReportAbout.GONE: _("Het bestaat niet meer"),
        ReportAbout.OTHER: _("Iets anders"),
    }[about]


class ReportForm(Form):
    """What is wrong, and a few words when those help."""

    about = RadioField(
        lazy_gettext("Wat klopt er niet?"),
        [InputRequired(lazy_gettext("Kies wat er niet klopt."))],
    )
    text = WordsField(lazy_gettext("Wat is er anders?"), [at_most(LONGEST_REPORT)])
    stamp = HiddenField()
    website = StringField(lazy_gettext("Vul hier niets in"))

    def prepare(self) -> None:
        """Fill in the choices in the language of the page, and when a new form is shown."""
        self.about.choices = [(about.value, about_text(about)) for about in ReportAbout]
        if not self.is_submitted():
            self.stamp.data = new_stamp()
