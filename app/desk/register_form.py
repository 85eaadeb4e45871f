"""What a colleague fills in for a question that somebody told: as little as needed."""

from __future__ import annotations

from wtforms import BooleanField, RadioField

from app.accounts.forms import LONGEST_MAIL, MailAddress
from app.desk.houses import get_own_house
from app.desk.wording import channel_text
from app.directory.models.terms import Facet
from app.finder.searching import read_age_field
from app.finder.site import get_catalogue
from app.finder.wording import language_name
from app.i18n import LANGUAGES
from app.i18n import gettext as _
from app.questions.models.questions import Channel, Reach
from app.questions.operations.asking import QuestionDraft
from app.questions.operations.registering import REGISTERED_CHANNELS
from app.questions.values import ContactDetails
from app.web.forms import (
    ChoiceField,
    Form,
    HasWords,
    LineField,
    WordsField,
    at_most,
    lazy_gettext,
    required,
)
from app.web.installation import get_installation
from app.web.languages import page_language

LONGEST_QUESTION = 4_000


class RegisterForm(Form):
    """A question by phone, at the desk, by mail or on the street."""

    text = WordsField(
        lazy_gettext("Wat vraagt het gezin?"),
        [HasWords(lazy_gettext("Schrijf de vraag op.")), at_most(LONGEST_QUESTION)],
    )
    channel = RadioField(
        lazy_gettext("Hoe kwam de vraag binnen?"), [required(lazy_gettext("Kies hoe."))]
    )
    municipality = ChoiceField(lazy_gettext("Waar woont het gezin?"))
    age = LineField(lazy_gettext("Hoe oud is het kind?"), [at_most(40)])
    theme = ChoiceField(lazy_gettext("Waar gaat het over?"))
    language = ChoiceField(
        lazy_gettext("In welke taal antwoorden we?"), [required(lazy_gettext("Kies een taal."))]
    )
    name = LineField(lazy_gettext("Naam"), [at_most(80)])
    phone = LineField(lazy_gettext("Telefoon"), [at_most(40)])
    when = LineField(lazy_gettext("Wanneer bellen?"), [at_most(120)])
    email = LineField(lazy_gettext("E-mail"), [at_most(LONGEST_MAIL)])
    knows = BooleanField(
        lazy_gettext("Het gezin weet dat we dit opschrijven"),
        [required(lazy_gettext("Zeg het eerst aan het gezin."))],
    )

    def offer(self) -> None:
        """Fill in what can be chosen, in the language of the page."""
        language, catalogue, own = page_language(), get_catalogue(), get_own_house()
        gazetteer = get_installation().gazetteer
        # Those of the own House come first: that is where most families live.
        houses = sorted(catalogue.houses, key=lambda house: own is None or house.id != own.id)
        found = [gazetteer.find_municipality(nis) for item in houses for nis in item.municipalities]
        self.channel.choices = [
            (item.value, channel_text(item.value)) for item in REGISTERED_CHANNELS
        ]
        self.municipality.choices = [
            ("", _("Elders, of niet gezegd")),
            *((place.nis or "", place.name(language)) for place in found if place is not None),
        ]
        self.theme.choices = [
            ("", _("Weet ik niet")),
            *((t.id, t.label(language)) for t in catalogue.taxonomy.list_facet(Facet.DOMAIN)),
        ]
        self.language.choices = [(code, language_name(code)) for code in LANGUAGES]

    def check_together(self) -> bool:
        """Refuse an address that no mail server takes and an age that nobody understands."""
        if self.email.data:
            self.email.validate(self, [MailAddress()])
        if self.age.data and read_age_field(self.age.data) is None:
            self.refuse("age", _("Schrijf de leeftijd zoals 9 maanden of 4 jaar."))
        return not self.errors

    def make_draft(self) -> QuestionDraft:
        """The question as the operations take it."""
        contact = ContactDetails(
            self.name.data or "", self.email.data or "", self.phone.data or "", self.when.data or ""
        )
        reach = Reach.EMAIL if contact.email else Reach.PHONE if contact.phone else Reach.PAGE
        return QuestionDraft(
            text=self.text.data or "",
            language=self.language.data or page_language(),
            municipality_nis=self.municipality.data or None,
            child_age_months=read_age_field(self.age.data or ""),
            reach=reach,
            contact=contact,
            theme_id=self.theme.data or None,
            channel=Channel(self.channel.data),
        )
