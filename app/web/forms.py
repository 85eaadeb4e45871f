"""The form kit: typed fields whose messages are ours, and the answer to a form with mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template, request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, StopValidation

from app.i18n import gettext as _
from app.i18n import ngettext

UNPROCESSABLE = 422
KeptFields = Mapping[str, list[str]]
"""What was typed in a form that could not be saved: every value of each field."""
# Line ends and tabs are text; other control characters come from machines and break databases.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff￾￿]")


def clean_text(text: str) -> str:
    """What somebody typed, with plain line ends and without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class LazyText:
    """A text that is looked up when it is shown, for labels that stand in a class."""

    def __init__(self, text: str) -> None:
        """Keep the Dutch text."""
        self._text = text

    def __str__(self) -> str:
        return _(self._text)


def lazy_gettext(text: str) -> Any:
    """A Dutch text that takes the language of the request when it is shown."""
    return LazyText(text)


class Messages:
    """The messages of WTForms in our own words."""

    def gettext(self, string: str) -> str:
        """The sentence for a message with one form."""
        return {
            "This field is required.": _("Vul dit veld in."),
            "Not a valid choice.": _("Kies een van de mogelijkheden."),
            "Invalid Choice: could not coerce.": _("Kies een van de mogelijkheden."),
            "Not a valid integer value.": _("Vul een getal in."),
            "Not a valid decimal value.": _("Vul een getal in."),
            "Not a valid date value.": _("Kies een datum, zoals 3 april 2026."),
            "Not a valid datetime value.": _("Kies een datum en een uur."),
            "Not a valid time value.": _("Vul een uur in, zoals 14:30."),
            "Invalid email address.": _("Vul een e-mailadres in, zoals naam@voorbeeld.be."),
            "Number must be at least %(min)s.": _("Kies %(min)s of meer."),
            "Number must be at most %(max)s.": _("Kies %(max)s of minder."),
            "Number must be between %(min)s and %(max)s.": _("Kies van %(min)s tot %(max)s."),
        }.get(string, _("Dit is niet goed ingevuld. Kijk het na."))

    def ngettext(self, _singular: str, plural: str, n: int) -> str:
        """The sentence for a message with a number."""
        if "at least" in plural:
            return ngettext("Typ minstens %(num)d teken.", "Typ minstens %(num)d tekens.", n)
        return ngettext(
            "Dit is te lang: %(num)d teken is het meeste.",
            "Dit is te lang: %(num)d tekens is het meeste.",
            n,
        )


class Form(FlaskForm):  # type: ignore[misc]  # flask_wtf carries no types
    """A form of the site: nonsense gives a sentence at its field and never an error page."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # see above
        """Where values and messages come from."""

        def wrap_formdata(self, _form: object, formdata: Any) -> Any:
            """The typed fields without control characters; files and JSON are not read."""
            if isinstance(formdata, MultiDict) or formdata is None:
                return formdata
            if request.method != "POST":
                return None
            return MultiDict(
                (name, clean_text(value)) for name, value in request.form.items(multi=True)
            )

        def get_translations(self, _form: object) -> Messages:
            """Our own words for the messages."""
            return Messages()

    def is_sent(self) -> bool:
        """Whether this form came with the request and has no mistakes."""
        return bool(self.validate_on_submit())

    def refuse(self, name: str, message: str) -> None:
        """Put a mistake that only the operation could see at a field."""
        field = self[name]
        field.errors = [*field.errors, message]

    def refill(self, fields: KeptFields | None) -> bool:
        """Put back text that was kept; True when there was any for this form."""
        if not fields or self.is_submitted():
            return False
        known = {name: values for name, values in fields.items() if name in self}
        for name, values in known.items():
            self[name].process(MultiDict((name, value) for value in values))
        return bool(known)

    def list_mistakes(self) -> list[tuple[Any, str]]:
        """(field, message) of every mistake, in the order of the form."""
        return [(field, str(message)) for field in self for message in field.errors]


class LineField(StringField):
    """One line of text; spaces around it and line ends in it are dropped."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the typed line."""
        if valuelist:
            self.data = " ".join(str(valuelist[0]).split())


class WordsField(TextAreaField):
    """Several lines of text, without the empty ones around them."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the typed text."""
        if valuelist:
            self.data = str(valuelist[0]).strip()


class SecretField(PasswordField):
    """A password: taken as typed and never sent back in a page."""


class ChoiceField(SelectField):
    """One of the given values; anything else is a sentence at the field."""


def required(message: str | None = None) -> InputRequired:
    """The rule that a field is filled in; the message says what to fill in."""
    return InputRequired(message)


def at_most(characters: int) -> Length:
    """The rule that a text has this many characters at the most."""
    return Length(max=characters)


class HasWords:
    """The rule that a field holds more than spaces."""

    field_flags = {"required": True}  # noqa: RUF012 - WTForms reads it from the class

    def __init__(self, message: Any = None) -> None:
        """Keep the sentence to show."""
        self._message = message

    def __call__(self, _form: object, field: Any) -> None:
        """Refuse an empty field; its other rules have nothing to say then."""
        if not str(field.data or "").strip():
            raise StopValidation(str(self._message or _("Vul dit veld in.")))


def answer_form(template: str, form: Form, **context: object) -> tuple[str, int]:
    """The page with the form: 200 when it is new, 422 with what was typed when it has mistakes."""
    status = UNPROCESSABLE if form.is_submitted() else 200
    return render_template(template, form=form, **context), status


def choices_of(pairs: Iterable[tuple[object, object]]) -> list[tuple[str, str]]:
    """Choices for a select or radio group, as (value, text)."""
    return [(str(value), str(text)) for value, text in pairs]
