"""The forms that answer a referral: of a partner itself, and of a desk that was phoned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import DateField
from wtforms.validators import Optional, ValidationError

from app.agenda.clock import as_local
from app.db import utc_now
from app.i18n import gettext as _
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

LONGEST_NAME = 120
LONGEST_TEXT = 2_000


def today() -> date:
    """Today on the calendar of Brussels."""
    return as_local(utc_now()).date()


class NotPast:
    """The rule that a day has not gone by."""

    def __call__(self, _form: object, field: Any) -> None:
        """Refuse a day before today."""
        if field.data is not None and field.data < today():
            raise ValidationError(_("Kies een dag die nog komt."))


class AcceptForm(Form):
    """Who takes a question over, and what the family may expect."""

    taken_over_by = LineField(
        lazy_gettext("Wie neemt het over?"),
        [HasWords(lazy_gettext("Vul de naam in van wie het overneemt.")), at_most(LONGEST_NAME)],
    )
    expectation = WordsField(
        lazy_gettext("Wat mag het gezin nu verwachten?"), [at_most(LONGEST_TEXT)]
    )


class DeclineForm(Form):
    """Why a partner cannot help."""

    reason = ChoiceField(
        lazy_gettext("Waarom lukt het niet?"), [required(lazy_gettext("Kies een reden."))]
    )
    note = WordsField(lazy_gettext("Een woordje voor het onthaal"), [at_most(LONGEST_TEXT)])


class WaitingForm(Form):
    """When a partner expects a place."""

    until = DateField(lazy_gettext("Wanneer verwacht je een plaats?"), [Optional(), NotPast()])


class AskBackForm(Form):
    """What a partner wants to know from the desk."""

    text = WordsField(
        lazy_gettext("Wat wil je weten?"),
        [HasWords(lazy_gettext("Typ je vraag aan het onthaal.")), at_most(LONGEST_TEXT)],
    )


class ButtonForm(Form):
    """A step that is only a button."""


FORMS: Mapping[str, type[Form]] = {
    "aannemen": AcceptForm,
    "afwijzen": DeclineForm,
    "wachtlijst": WaitingForm,
    "terugvragen": AskBackForm,
}
"""The form of a step by the last part of its address; every other step is a button."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step as a page offers it."""

    step: str
    title: str
    button: str
    hint: str
    url: str
    form: Form
    is_first: bool = False
    is_kept: bool = False
    """Whether it holds what was typed when a sign-in had ended."""


def make_form(step: str, reasons: Sequence[tuple[str, str]], *, is_sent: bool) -> Form:
    """The form of a step: empty for a page that offers it, or filled with what was sent."""
    kind = FORMS.get(step, ButtonForm)
    form = kind() if is_sent else kind(formdata=None)
    if isinstance(form, DeclineForm):
        form.reason.choices = [*reasons]
    return form


def read_answers(form: Form) -> dict[str, Any]:
    """What was filled in, by the names that the step itself has for it."""
    given = {
        name: form[name].data
        for name in ("taken_over_by", "expectation", "note", "text")
        if name in form
    }
    answers: dict[str, Any] = {name: text or "" for name, text in given.items()}
    if isinstance(form, WaitingForm):
        answers["until"] = form.until.data
    if isinstance(form, DeclineForm):
        answers["reason_id"] = int(form.reason.data)
    return answers
