"""How a version stands, what it misses and what its parts are called, in the partner's words."""

from __future__ import annotations

from dataclasses import dataclass

from app.agenda.clock import as_local
from app.directory.models.offers import OfferKind
from app.finder.cards import Tone
from app.finder.wording import amount_of_age
from app.i18n import format_day
from app.i18n import gettext as _
from app.publishing.models.revisions import Revision, RevisionState

NO_LIMIT = 300
AGE_STEPS = (-9, 0, 3, 6, 9, 12, 18, 24, 30, *range(36, 217, 12), 252, NO_LIMIT)
"""Ages in months at which the sliders stop: close together where children change fast."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a version stands: in a word or two, in a sentence, and how that feels."""

    short: str
    text: str
    tone: str


def standing_of(revision: Revision) -> Standing:
    """Where a version stands and what comes next."""
    by = format_day(revision.promised_on, "EEEE d MMMM") if revision.promised_on else ""
    match RevisionState(revision.state):
        case RevisionState.DRAFT:
            text = _("Dit is een schets. Alleen jullie zien ze.")
            return Standing(_("schets"), text, Tone.CALM.value)
        case RevisionState.SUBMITTED:
            text = _(
                "Dit wacht op het Huis van het Kind. Je krijgt antwoord ten laatste op %(day)s.",
                day=by,
            )
            return Standing(_("antwoord tegen %(day)s", day=by), text, Tone.SOON.value)
        case RevisionState.RETURNED:
            text = _("Het Huis van het Kind vraagt om iets aan te passen.")
            return Standing(_("pas nog iets aan"), text, Tone.WARN.value)
        case RevisionState.PUBLISHED:
            on = as_local(revision.published_at).date() if revision.published_at else None
            text = (
                _("Dit staat online sinds %(day)s.", day=format_day(on, "d MMMM y"))
                if on
                else _("Dit staat online.")
            )
            return Standing(_("staat online"), text, Tone.GOOD.value)
        case RevisionState.WITHDRAWN:
            text = _("Jullie trokken dit in. Er verandert niets.")
            return Standing(_("ingetrokken"), text, Tone.CALM.value)
        case RevisionState.REPLACED:
            text = _("Een nieuwere versie kwam in de plaats.")
            return Standing(_("vervangen"), text, Tone.CALM.value)


def sent_words(revision: Revision, *, is_online: bool) -> str:
    """What happens next with a version that was just sent in."""
    if is_online:
        return _("Dank je wel. Het staat nu online.")
    return _(
        "Dank je wel. Het Huis van het Kind kijkt het na. Je krijgt antwoord tegen %(day)s.",
        day=format_day(revision.promised_on, "EEEE d MMMM") if revision.promised_on else "",
    )


def title_of(title: str, kind: str) -> str:
    """The title of a version, or what stands for one that has none yet."""
    return (
        title
        or {
            OfferKind.ACTIVITY: _("Activiteit zonder titel"),
            OfferKind.SERVICE: _("Dienst zonder titel"),
            OfferKind.CHILDCARE: _("Opvang zonder titel"),
        }[OfferKind(kind)]
    )


def missing_words() -> dict[str, str]:
    """What a version cannot go without, by the name of the fact."""
    return {
        "title": _("Geef het een titel."),
        "summary": _("Vertel in een paar zinnen wat het is."),
        "term_ids": _("Kies een thema. Zo vinden gezinnen het."),
        "schedules": _("Zeg wanneer het is."),
        "location_keys": _("Zeg waar het is."),
    }


MISSING_FIELDS = {
    "title": "title",
    "summary": "summary",
    "term_ids": "theme",
    "schedules": "first_day",
    "location_keys": "places",
}
"""The field of the short form for what is missing."""


def section_words(kind: str) -> list[tuple[str, str, str]]:
    """(section, name, what is in it) of the parts of a fiche, in the order of use."""
    words = [
        ("uren", _("Uren"), _("Openingsuren en uitzonderingen")),
        ("voorwaarden", _("Voorwaarden"), _("Voor wie, voor wie niet, wachttijd")),
        ("contact", _("Contact"), _("Telefoon, mail en website")),
        ("fotos", _("Foto's"), _("Met een zin voor wie ze niet ziet")),
        ("talen", _("Talen en toegang"), _("Welke talen, rolstoel, buggy")),
        ("teksten", _("Langere tekst"), _("En in andere talen")),
        ("verwijzers", _("Voor verwijzers"), _("Alleen medewerkers lezen dit")),
        ("sluiting", _("Tijdelijk dicht"), _("Tot wanneer, en waarom")),
    ]
    # An activity has its dates first; hours are rare there.
    return [*words[1:], words[0]] if kind == OfferKind.ACTIVITY.value else words


def slider_word(months: int) -> str:
    """An age as a slider says it; the last step is no limit."""
    if months < 0:
        return _("zwangerschap")
    if months == 0:
        return _("geboorte")
    if months == NO_LIMIT:
        return _("geen grens")
    return amount_of_age(months)


def kind_words() -> dict[OfferKind, tuple[str, str]]:
    """The heading of the form for something new and for a change, by kind."""
    return {
        OfferKind.ACTIVITY: (_("Nieuwe activiteit"), _("Wijzig de activiteit")),
        OfferKind.SERVICE: (_("Nieuwe dienst"), _("Wijzig de dienst")),
        OfferKind.CHILDCARE: (_("Nieuwe opvang"), _("Wijzig de opvang")),
    }
