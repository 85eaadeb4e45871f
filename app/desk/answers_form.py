"""The form of an answer card: what it is about, and the answer in each language of the site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.desk.settings_forms import OLDEST_YEARS
from app.directory.models.answers import AnswerCard
from app.directory.operations.answers import AnswerDraft, AnswerWords
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, Language
from app.i18n import gettext as _
from app.web.forms import ChoiceField, Form, HasWords, LineField, WordsField, at_most, lazy_gettext

_SAFE = "https://"
_PARTS = ("title", "body", "link_url", "link_text")


@dataclass(frozen=True, slots=True)
class LanguageFields:
    """The fields of one language."""

    language: Language
    fields: tuple[Any, ...]
    """Title, answer, address and text of the link."""
    is_open: bool
    """Whether there is something in them to see at once."""


class AnswerCardForm(Form):
    """An answer card; each language adds fields, such as title_nl and body_nl."""

    theme = ChoiceField(lazy_gettext("Thema"), validators=[InputRequired()])
    min_years = IntegerField(
        lazy_gettext("Kind vanaf (jaar)"), [Optional(), NumberRange(0, OLDEST_YEARS)]
    )
    max_years = IntegerField(
        lazy_gettext("Kind tot (jaar, niet inbegrepen)"), [Optional(), NumberRange(1, OLDEST_YEARS)]
    )

    def offer(self, themes: Sequence[tuple[str, str]]) -> None:
        """Give the themes."""
        self.theme.choices = [("", _("Kies een thema")), *themes]

    def languages(self) -> list[LanguageFields]:
        """The fields by language, Dutch first."""
        found = []
        for code, language in LANGUAGES.items():
            fields = tuple(self[f"{part}_{code}"] for part in _PARTS)
            is_open = any(field.data or field.errors for field in fields)
            found.append(LanguageFields(language, fields, is_open or code == DEFAULT_LANGUAGE))
        return found

    def is_whole(self) -> bool:
        """Whether the ages go together and each language that was begun is whole."""
        first, last = self.min_years.data, self.max_years.data
        if first is not None and last is not None and last <= first:
            self.refuse("max_years", _("De hoogste leeftijd komt na de laagste."))
        for code in LANGUAGES:
            self._check_language(code)
        return not self.list_mistakes()

    def _check_language(self, code: str) -> None:
        words = self._words(code)
        # Dutch has rules of its own at these fields.
        is_begun = code != DEFAULT_LANGUAGE and words != AnswerWords("", "")
        if is_begun and not words.title:
            self.refuse(f"title_{code}", _("Geef het antwoord ook hier een titel."))
        if is_begun and not words.body:
            self.refuse(f"body_{code}", _("Schrijf het antwoord ook in deze taal."))
        if words.link_url and not words.link_url.startswith(_SAFE):
            self.refuse(f"link_url_{code}", _("Begin het adres met https://."))
        if words.link_url and not words.link_text:
            self.refuse(f"link_text_{code}", _("Schrijf waar de link naartoe gaat."))
        if words.link_text and not words.link_url:
            self.refuse(f"link_url_{code}", _("Vul het adres van de link in."))

    def _words(self, code: str) -> AnswerWords:
        return AnswerWords(*(self[f"{part}_{code}"].data or "" for part in _PARTS))

    def draft(self, today: date) -> AnswerDraft:
        """The card as it was filled in; whoever saves it has just read it."""
        first, last = self.min_years.data, self.max_years.data
        words = {code: self._words(code) for code in LANGUAGES}
        return AnswerDraft(
            theme_id=str(self.theme.data),
            words={code: item for code, item in words.items() if item.title},
            verified_on=today,
            min_age_months=first * 12 if first is not None else None,
            max_age_months=last * 12 if last is not None else None,
        )


def _add_language(code: str) -> None:
    """Give the form the fields of a language; only Dutch must be filled in."""
    is_needed = code == DEFAULT_LANGUAGE
    title = [HasWords(lazy_gettext("Geef het antwoord een titel."))] if is_needed else []
    body = [HasWords(lazy_gettext("Schrijf het antwoord."))] if is_needed else []
    fields = (
        LineField(lazy_gettext("Titel"), [*title, at_most(120)]),
        WordsField(lazy_gettext("Antwoord"), [*body, at_most(1_500)]),
        LineField(lazy_gettext("Adres van een pagina om verder te lezen"), [at_most(300)]),
        LineField(lazy_gettext("Tekst van die link"), [at_most(120)]),
    )
    for part, field in zip(_PARTS, fields, strict=True):
        setattr(AnswerCardForm, f"{part}_{code}", field)


for _code in LANGUAGES:
    _add_language(_code)


def card_values(card: AnswerCard) -> dict[str, Any]:
    """A card as the form shows it; ages in whole years."""
    first, last = card.min_age_months, card.max_age_months
    values: dict[str, Any] = {
        "theme": card.theme_id,
        "min_years": first // 12 if first is not None else None,
        "max_years": last // 12 if last is not None else None,
    }
    for text in card.texts:
        values |= {f"{part}_{text.language}": getattr(text, part) for part in _PARTS}
    return values
