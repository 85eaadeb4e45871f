"""What makes it easier to come: languages, access, and whom it is meant for, to tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from wtforms import SelectMultipleField

from app.directory.drafts import OfferDraft
from app.directory.models.terms import Facet
from app.finder.site import get_catalogue
from app.finder.wording import language_name
from app.i18n import gettext as _
from app.portal.fiche.editing import Editing, SectionForm
from app.web.forms import lazy_gettext
from app.web.languages import page_language

SPOKEN = (
    "nl",
    "fr",
    "en",
    "ar",
    "tr",
    "ro",
    "bg",
    "pl",
    "es",
    "pt",
    "it",
    "de",
    "ru",
    "uk",
    "fa",
    "ps",
    "so",
    "ti",
    "ku",
    "sq",
    "hy",
    "ka",
    "el",
    "hi",
    "ur",
    "pa",
    "bn",
    "ne",
    "zh",
    "vi",
    "sw",
)
"""Languages that families around here speak most, ISO 639-1; others of the offer come after."""


@dataclass(frozen=True, slots=True)
class TickGroup:
    """Some ticks under one heading."""

    title: str
    ticks: tuple[tuple[str, str, str], ...]
    """Value, text and pictogram."""


class TicksForm(SectionForm):
    """Languages spoken, and the terms of access and audience."""

    page = "talen.html"
    languages = SelectMultipleField(lazy_gettext("Welke talen spreken jullie?"))
    terms = SelectMultipleField(lazy_gettext("Vlot voor iedereen"))

    def offer(self, editing: Editing) -> None:
        """Give the choices."""
        codes = dict.fromkeys([*SPOKEN, *editing.offer.languages])
        self.languages.choices = [(code, language_name(code)) for code in codes]
        self.terms.choices = [
            (value, text) for group in self.groups() for value, text, _icon in group.ticks
        ]

    def groups(self) -> list[TickGroup]:
        """The terms by heading, those of language first."""
        taxonomy, language = get_catalogue().taxonomy, page_language()
        found = []
        for facet in (Facet.ACCESSIBILITY, Facet.AUDIENCE):
            loose = []
            for top in taxonomy.list_facet(facet):
                parts = [term for key in top.children if (term := taxonomy.find(key))]
                if not parts:
                    loose.append(top)
                    continue
                found.append(TickGroup(top.label(language), _ticks(parts, language)))
            if loose:
                title = _("Voor wie is het vooral?")
                if facet is Facet.ACCESSIBILITY:
                    title = _("Vlot voor iedereen")
                found.append(TickGroup(title, _ticks(loose, language)))
        return found

    def is_chosen(self, term_id: str) -> bool:
        """Whether a term is ticked."""
        return term_id in (self.terms.data or ())

    def is_whole(self) -> bool:
        """Ticks always go together."""
        return not self.list_mistakes()

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with what was ticked; what this page does not show stays."""
        shown = {value for group in self.groups() for value, _text, _icon in group.ticks}
        others = [term_id for term_id in editing.offer.term_ids if term_id not in shown]
        return replace(
            editing.offer,
            term_ids=(*others, *(self.terms.data or ())),
            languages=tuple(self.languages.data or ()),
        )


def _ticks(terms: Iterable[Any], language: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((term.id, term.label(language), term.icon) for term in terms)


def make_ticks_form(editing: Editing) -> SectionForm:
    """The form with what holds for the version ticked."""
    offer = editing.offer
    form = TicksForm(
        data={
            "version": editing.version,
            "languages": list(offer.languages),
            "terms": list(offer.term_ids),
        }
    )
    form.offer(editing)
    return form
