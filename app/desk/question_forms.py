"""What a colleague fills in about a question."""

from __future__ import annotations

from flask import request
from wtforms import BooleanField, DateField, RadioField

from app.desk.wording import reason_text
from app.i18n import gettext as _
from app.questions.operations.answering import MOST_OFFERS
from app.questions.operations.handling import DESK_REASONS
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

LONGEST_TEXT = 8_000
LONGEST_NOTE = 4_000
LONGEST_SEEK = 120


def read_version() -> int:
    """The version of the question that the form was shown with; nonsense fits no version."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def read_offers() -> list[int]:
    """The offers that are ticked to go along."""
    texts = request.form.getlist("offers")[:MOST_OFFERS]
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]


class SeekForm(Form):
    """Finding a question again."""

    words = LineField(
        lazy_gettext("Nummer of woorden"),
        [HasWords(lazy_gettext("Typ wat je zoekt.")), at_most(LONGEST_SEEK)],
    )


class AnswerForm(Form):
    """An answer to the family; the offers that go along are ticked beside it."""

    text = WordsField(
        lazy_gettext("Je antwoord aan het gezin"),
        [HasWords(lazy_gettext("Schrijf eerst je antwoord.")), at_most(LONGEST_TEXT)],
    )


class NoteForm(Form):
    """Something for colleagues only."""

    note = WordsField(
        lazy_gettext("Notitie voor je collega's"),
        [HasWords(lazy_gettext("Schrijf eerst je notitie.")), at_most(LONGEST_NOTE)],
    )


class PhoneForm(Form):
    """A call to the family."""

    outcome = RadioField(
        lazy_gettext("Hoe ging het?"),
        [required(lazy_gettext("Kies wat er gebeurde."))],
        choices=[
            ("reached", lazy_gettext("We spraken elkaar")),
            ("in-vain", lazy_gettext("Niemand nam op")),
        ],
    )
    call_note = WordsField(lazy_gettext("Wat moet een collega weten?"), [at_most(LONGEST_NOTE)])


class AssignForm(Form):
    """Who has the question from now on."""

    owner = ChoiceField(lazy_gettext("Collega"))
    team = ChoiceField(lazy_gettext("Team"))

    def offer(self, people: list[tuple[str, str]], teams: list[tuple[str, str]]) -> None:
        """Fill in who can be chosen."""
        self.owner.choices = [("", _("niemand")), *people]
        self.team.choices = teams


class SnoozeForm(Form):
    """Until which day the question is put away."""

    until = DateField(lazy_gettext("Tot welke dag?"), [required(lazy_gettext("Kies een dag."))])


class CloseForm(Form):
    """Why the question is closed."""

    reason = RadioField(
        lazy_gettext("Waarom sluit je af?"), [required(lazy_gettext("Kies een reden."))]
    )

    def offer(self) -> None:
        """Fill in the reasons in the language of the page."""
        self.reason.choices = [(item.value, reason_text(item.value)) for item in DESK_REASONS]


class MergeForm(Form):
    """With which question this one is the same."""

    into = LineField(
        lazy_gettext("Nummer van de andere vraag"),
        [HasWords(lazy_gettext("Vul het nummer in, zoals K7M-3QP.")), at_most(12)],
    )
    is_same_family = BooleanField(
        lazy_gettext("Ik ben zeker: het is hetzelfde gezin"),
        [required(lazy_gettext("Kruis dit aan als je zeker bent."))],
    )
