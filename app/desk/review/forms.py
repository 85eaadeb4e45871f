"""The forms of a review: publish, send back with reasons, and both for several at once."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import HiddenField, SelectMultipleField
from wtforms.validators import Optional

from app.i18n import gettext as _
from app.publishing.operations.placing import Destination
from app.web.forms import ChoiceField, Form, WordsField, at_most, choices_of, lazy_gettext

LONGEST_REASON = 2_000
MOST_TOGETHER = 100
OWN_HOUSE = "huis"
NEW_GROUP = "groep"


def reason_texts() -> dict[str, str]:
    """Reasons that come back often, as the author will read them."""
    return {
        "who": _("Schrijf voor wie het is: welke leeftijd, en of ouders erbij blijven."),
        "when": _("Schrijf wanneer het is: de dagen en de uren."),
        "where": _("Schrijf waar het is: de straat, het nummer en de gemeente."),
        "price": _("Schrijf wat het kost. Is het gratis? Schrijf dat dan ook."),
        "plain": _("Schrijf het in korte, gewone zinnen. Zo begrijpt elk gezin het."),
        "double": _("Dit staat al op de site. Pas aan wat er staat, in plaats van iets nieuws."),
        "contact": _("We konden het nummer of het adres niet nagaan. Laat weten of het klopt."),
        "off": _("Dit hoort niet op deze site. Ze is voor gezinnen met kinderen in onze streek."),
    }


class VersionForm(Form):
    """A form about a revision as somebody read it."""

    version = HiddenField()

    def read_version(self) -> int:
        """The version that was read; one that no revision has when the field is nonsense."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0


class PublishForm(VersionForm):
    """Publish a revision; a suggestion of a visitor asks under whose name."""

    whose = ChoiceField(lazy_gettext("Onder wiens naam?"), validators=[Optional()])

    def offer(self, partners: Sequence[tuple[int, str]], group: str) -> None:
        """Give the partners of the House, and the group's own name when there is one."""
        own = [(NEW_GROUP, _("Nieuwe partner: %(group)s", group=group))] if group else []
        house = (OWN_HOUSE, _("Initiatieven van gezinnen, van ons Huis"))
        self.whose.choices = [*own, house, *choices_of(partners)]

    def destination(self) -> Destination:
        """Whose offer it becomes."""
        chosen = str(self.whose.data or OWN_HOUSE)
        if chosen == NEW_GROUP:
            return Destination(is_new_group=True)
        return Destination(int(chosen) if chosen.isdecimal() else None)


class BackForm(VersionForm):
    """Send back: reasons to tick, words of one's own, or both."""

    quick = SelectMultipleField(lazy_gettext("Wat moet er anders?"), validators=[Optional()])
    reason = WordsField(
        lazy_gettext("Schrijf het in je eigen woorden"), validators=[at_most(LONGEST_REASON)]
    )

    def offer(self) -> None:
        """Give the reasons that come back often."""
        self.quick.choices = list(reason_texts().items())

    def is_whole(self) -> bool:
        """Whether there is a reason at all."""
        if not self.write_reason():
            self.refuse("reason", _("Kies een reden of schrijf er een."))
        return not self.list_mistakes()

    def write_reason(self) -> str:
        """What the author will read: the ticked sentences, then the own words."""
        texts = reason_texts()
        chosen = [texts[key] for key in self.quick.data or [] if key in texts]
        return "\n".join([*chosen, *([self.reason.data] if self.reason.data else [])])


class TogetherForm(BackForm):
    """Several revisions at once; each mark is "id:version"."""

    marks = SelectMultipleField(lazy_gettext("Gekozen"), validate_choice=False)

    def read_marks(self) -> list[tuple[int, int]]:
        """(id, version) of what was ticked."""
        pairs = [str(mark).split(":") for mark in (self.marks.data or [])[:MOST_TOGETHER]]
        return [
            (int(pair[0]), int(pair[1]))
            for pair in pairs
            if len(pair) == 2 and all(part.isdecimal() and len(part) < 10 for part in pair)
        ]
