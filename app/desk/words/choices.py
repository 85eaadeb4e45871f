"""Kinds of words, how sure they are, their languages and meanings, in plain words."""

from __future__ import annotations

from app.desk.settings_forms import EVERYDAY_LANGUAGES
from app.directory.catalogue import TermValue
from app.directory.documents import WORD_FACETS
from app.directory.models.terms import Facet
from app.finder.site import get_catalogue
from app.finder.wording import language_name
from app.i18n import gettext as _
from app.search.table.synonym_table import KINDS
from app.web.languages import page_language

ALWAYS, OFTEN, SOMETIMES = "always", "often", "sometimes"
WEIGHTS = {ALWAYS: 1.0, OFTEN: 0.7, SOMETIMES: 0.4}
"""How surely a word means something; the table of the site has steps in between."""
_OFTEN_FROM, _ALWAYS_FROM = 0.55, 0.85
# German has rows in the table, though few families here speak it.
_LANGUAGES = (*EVERYDAY_LANGUAGES[:3], "de", *EVERYDAY_LANGUAGES[3:])
_FACETS = tuple(facet for facet in Facet if facet.value in WORD_FACETS)


def sureness_of(weight: float) -> str:
    """The step that a weight is nearest to."""
    if weight >= _ALWAYS_FROM:
        return ALWAYS
    return OFTEN if weight >= _OFTEN_FROM else SOMETIMES


def sureness_choices() -> list[tuple[str, str]]:
    """The three steps, the surest first."""
    return [
        (ALWAYS, _("altijd")),
        (OFTEN, _("vaak")),
        (SOMETIMES, _("soms")),
    ]


def sureness_text(weight: float) -> str:
    """A weight in a word."""
    return dict(sureness_choices())[sureness_of(weight)]


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of word in plain words."""
    names = {
        "synonym": _("een ander woord voor hetzelfde"),
        "colloquial": _("spreektaal"),
        "dialect": _("dialect of Vlaams"),
        "youth": _("taal van jongeren"),
        "narrower": _("een soort ervan, zoals babyzwemmen bij zwemmen"),
        "misspelling": _("een schrijffout"),
        "translation": _("een vertaling"),
        "transliteration": _("een vertaling in onze letters"),
        "abbreviation": _("een afkorting, met dezelfde hoofdletters"),
        "worry": _("een zorg: de woorden mogen uit elkaar staan"),
    }
    return [(kind, names[kind]) for kind in KINDS]


def kind_text(kind: str) -> str:
    """A kind in a few words."""
    return dict(kind_choices())[kind].partition(",")[0].partition(":")[0]


def word_languages() -> list[tuple[str, str]]:
    """The languages of words by name: those of families here."""
    return [(code, language_name(code)) for code in _LANGUAGES]


def meaning_choices() -> list[tuple[str, str]]:
    """The terms that a word can mean: themes with their parts, then forms and the others."""
    taxonomy, language = get_catalogue().taxonomy, page_language()
    found: list[tuple[str, str]] = []
    for facet in _FACETS:
        for top in taxonomy.list_facet(facet):
            found.append((top.id, _named(top, facet, language)))
            parts = (taxonomy.find(key) for key in top.children)
            found += [(part.id, f"– {part.label(language)}") for part in parts if part is not None]
    return found


def _named(term: TermValue, facet: Facet, language: str) -> str:
    label = term.label(language)
    return {
        Facet.FORM: _("Vorm: %(name)s", name=label),
        Facet.AUDIENCE: _("Voor wie: %(name)s", name=label),
        Facet.PASSES: _("Pas: %(name)s", name=label),
        Facet.ACCESSIBILITY: _("Toegang: %(name)s", name=label),
        Facet.PARTNER_TYPE: _("Soort partner: %(name)s", name=label),
    }.get(facet, label)


def term_text(term_id: str | None) -> str:
    """The name of a term; empty for none."""
    term = get_catalogue().taxonomy.find(term_id) if term_id else None
    return term.label(page_language()) if term is not None else term_id or ""
