"""The longer texts of an offer, in Dutch and in other languages, and the notes for colleagues."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.directory.drafts import OfferDraft, WordsDraft
from app.i18n import DEFAULT_LANGUAGE, LANGUAGES, Language
from app.i18n import gettext as _
from app.portal.fiche.conditions_form import LONGEST_WORDS
from app.portal.fiche.editing import Editing, SectionForm, with_words
from app.portal.submitting.quick_values import LONGEST_SUMMARY
from app.web.forms import LineField, WordsField, at_most, lazy_gettext

LONGEST_DESCRIPTION = 5_000
OTHERS = tuple(code for code in LANGUAGES if code != DEFAULT_LANGUAGE)
PARTS = ("title", "summary", "description", "conditions", "bring", "not_for")
"""What can be told in another language, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Translation:
    """The fields of one language."""

    language: Language
    fields: tuple[Any, ...]
    is_open: bool
    """Whether there is something in them to see at once."""


class TextsForm(SectionForm):
    """The long Dutch text; each other language adds fields, such as title_fr."""

    page = "teksten.html"
    description = WordsField(lazy_gettext("Langere uitleg"), [at_most(LONGEST_DESCRIPTION)])

    def translations(self) -> list[Translation]:
        """The fields by language."""
        found = []
        for code in OTHERS:
            fields = tuple(self[f"{part}_{code}"] for part in PARTS)
            is_open = any(field.data or field.errors for field in fields)
            found.append(Translation(LANGUAGES[code], fields, is_open))
        return found

    def is_whole(self) -> bool:
        """Whether each language that was begun has a title, unless it is taken away."""
        for code in OTHERS:
            title, *others = (self[f"{part}_{code}"].data for part in PARTS)
            is_new = code not in self.editing.offer.words
            if not title and any(others) and is_new:
                self.refuse(f"title_{code}", _("Geef het aanbod ook in deze taal een titel."))
        return not self.list_mistakes()

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with these texts; a language without a title is gone."""
        words = replace(editing.words, description=self.description.data or "")
        offer = with_words(editing.offer, DEFAULT_LANGUAGE, words)
        for code in OTHERS:
            told = {part: self[f"{part}_{code}"].data or "" for part in PARTS}
            former = offer.words.get(code, WordsDraft(""))
            offer = with_words(offer, code, replace(former, **told))
        return offer


def _add_language(code: str) -> None:
    fields = (
        LineField(lazy_gettext("Titel"), [at_most(150)]),
        WordsField(lazy_gettext("Wat is het?"), [at_most(LONGEST_SUMMARY)]),
        WordsField(lazy_gettext("Langere uitleg"), [at_most(LONGEST_DESCRIPTION)]),
        WordsField(lazy_gettext("Voor wie is het?"), [at_most(LONGEST_WORDS)]),
        WordsField(lazy_gettext("Breng mee"), [at_most(LONGEST_WORDS)]),
        WordsField(lazy_gettext("Niet voor"), [at_most(LONGEST_WORDS)]),
    )
    for part, field in zip(PARTS, fields, strict=True):
        setattr(TextsForm, f"{part}_{code}", field)


for _code in OTHERS:
    _add_language(_code)


def make_texts_form(editing: Editing) -> SectionForm:
    """The form with the texts of the version in it."""
    values: dict[str, Any] = {
        "version": editing.version,
        "description": editing.words.description,
    }
    for code in OTHERS:
        words = editing.offer.words.get(code)
        if words is not None:
            values |= {f"{part}_{code}": getattr(words, part) for part in PARTS}
    return TextsForm(data=values)


class ReferrersForm(SectionForm):
    """How a colleague brings a family here; families never see it."""

    page = "verwijzers.html"
    intake = WordsField(lazy_gettext("Zo breng je iemand hier"), [at_most(LONGEST_WORDS)])
    referrer_contact = WordsField(
        lazy_gettext("Wie neemt op voor verwijzers?"), [at_most(LONGEST_WORDS)]
    )

    def is_whole(self) -> bool:
        """Free texts always go together."""
        return not self.list_mistakes()

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with these notes for colleagues."""
        return replace(
            editing.offer,
            intake=self.intake.data or "",
            referrer_contact=self.referrer_contact.data or "",
        )


def make_referrers_form(editing: Editing) -> SectionForm:
    """The form with the notes of the version in it."""
    return ReferrersForm(
        data={
            "version": editing.version,
            "intake": editing.offer.intake,
            "referrer_contact": editing.offer.referrer_contact,
        }
    )
