"""The forms with which a desk hands a question over."""

from __future__ import annotations

from datetime import timedelta

from wtforms import DateField, SelectMultipleField
from wtforms.validators import InputRequired

from app.i18n import gettext as _
from app.mail.writing import BadRecipientError, clean_recipient
from app.questions.consent_words import item_label
from app.questions.models.referrals import ConsentChannel, Handover, SharedItem
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
from app.web.referral_forms import LONGEST_NAME, LONGEST_TEXT, NotPast, today

CONSENT_LASTS = timedelta(days=90)
LONGEST_CONSENT = timedelta(days=366)
LONGEST_ADDRESS = 254


class RecipientForm(Form):
    """To whom a question goes, and in which words."""

    recipient = LineField(
        lazy_gettext("E-mailadres van de partner"),
        [
            HasWords(lazy_gettext("Vul het e-mailadres van de partner in.")),
            at_most(LONGEST_ADDRESS),
        ],
    )
    summary = WordsField(
        lazy_gettext("De vraag, in het kort"),
        [HasWords(lazy_gettext("Vertel kort waarover het gaat.")), at_most(LONGEST_TEXT)],
    )

    def is_sent(self) -> bool:
        """Whether it came with the request, without mistakes and to an address that can exist."""
        if not super().is_sent():
            return False
        try:
            clean_recipient(self.recipient.data or "")
        except BadRecipientError:
            self.refuse("recipient", _("Vul een e-mailadres in, zoals naam@voorbeeld.be."))
            return False
        return True


class DraftForm(RecipientForm):
    """What is shared with whom, and until when."""

    items = SelectMultipleField(
        lazy_gettext("Wat mag de partner zien?"),
        [InputRequired(lazy_gettext("Kies minstens één ding."))],
    )
    until = DateField(
        lazy_gettext("Tot wanneer geldt de toestemming?"),
        [required(lazy_gettext("Kies een dag.")), NotPast()],
    )

    def is_sent(self) -> bool:
        """The same, and with an end date within a year."""
        is_fine = super().is_sent()
        if is_fine and self.until.data is not None and self.until.data > today() + LONGEST_CONSENT:
            self.refuse("until", _("Kies een dag binnen het jaar."))
            return False
        return is_fine

    def offer_items(self) -> DraftForm:
        """Fill in what can be chosen."""
        self.items.choices = [(item.value, item_label(item)) for item in SharedItem]
        return self

    @property
    def chosen(self) -> tuple[SharedItem, ...]:
        """What is ticked."""
        return tuple(SharedItem(value) for value in self.items.data or ())


class ConsentForm(Form):
    """How the family says yes."""

    channel = ChoiceField(
        lazy_gettext("Hoe vraag je het?"), [required(lazy_gettext("Kies hoe je het vraagt."))]
    )

    def offer_channels(self, *, by_page: bool) -> ConsentForm:
        """Fill in what can be chosen; the family's own page asks about drafts only."""
        page = (ConsentChannel.FORM.value, _("Het gezin beslist op zijn eigen pagina"))
        self.channel.choices = [
            *([page] if by_page else []),
            (ConsentChannel.PHONE.value, _("Ik las dit voor aan de telefoon, en ze zeiden ja")),
            (ConsentChannel.IN_PERSON.value, _("Ik las dit samen met hen, en ze zeiden ja")),
        ]
        return self


class HandoverForm(Form):
    """How family and partner were brought together."""

    how = ChoiceField(
        lazy_gettext("Hoe bracht je hen samen?"), [required(lazy_gettext("Kies hoe het ging."))]
    )
    on = DateField(lazy_gettext("Wanneer?"), [required(lazy_gettext("Kies een dag."))])
    who = LineField(lazy_gettext("Naam van wie het overneemt"), [at_most(LONGEST_NAME)])
    expects = WordsField(lazy_gettext("Wat mag het gezin nu verwachten?"), [at_most(LONGEST_TEXT)])

    def offer_ways(self) -> HandoverForm:
        """Fill in what can be chosen."""
        self.how.choices = [(way.value, handover_text(way)) for way in Handover]
        return self


def handover_text(way: Handover) -> str:
    """A way of handing over, in words."""
    return {
        Handover.CALLED_TOGETHER: _("We belden samen"),
        Handover.APPOINTMENT: _("Ik maakte een afspraak"),
        Handover.WALKED_ALONG: _("Ik ging mee"),
        Handover.SENT: _("Ik gaf de gegevens door"),
    }[way]
