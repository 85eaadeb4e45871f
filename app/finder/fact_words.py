"""What changes in an offer, in words: the name of a fact, and its value before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from app.directory.drafts import LocationDraft
from app.finder.fact_values import value_lines
from app.finder.site import local_now
from app.finder.wording import language_name
from app.i18n import DEFAULT_LANGUAGE
from app.i18n import gettext as _
from app.publishing.differences import Difference

MOST_WORDS = 2_000
"""A longer text is shown as a whole before and a whole after: comparing its words takes long."""
_WORD = re.compile(r"\s*(?:\w+|[^\w\s]+)")


class PartKind(StrEnum):
    """What happened to a part of a text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class TextPart:
    """Some words of a text in a row that have the same fate."""

    kind: PartKind
    text: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """One fact that differs, in words; no lines mean that nothing is filled in."""

    label: str
    language: str
    """Language of the text; empty for what is no text."""
    before: tuple[str, ...]
    after: tuple[str, ...]
    parts: tuple[TextPart, ...] = ()
    """For texts: the words in order, with what went and what came."""
    name: str = ""
    """The fact with its language as in `Difference.name`."""


def fact_label(fact: str) -> str:
    """The Dutch name of a fact of an offer; also takes a name such as "title:fr"."""
    name, _colon, language = fact.partition(":")
    label = (_text_names() | _other_names()).get(name, name)
    if language in {"", DEFAULT_LANGUAGE}:
        return label
    return _("%(fact)s (%(language)s)", fact=label, language=language_name(language))


def difference_view(
    difference: Difference,
    *,
    places: Sequence[LocationDraft] = (),
    today: date | None = None,
) -> DifferenceView:
    """A difference in words; `places` name the places where schedules happen."""
    day = today or local_now().date()
    fact = difference.fact
    before = value_lines(fact, difference.before, places=places, today=day)
    after = value_lines(fact, difference.after, places=places, today=day)
    if before == after:
        # Such as another photo with the same text: a change must never look like none.
        after = (*after, _("Hier verandert iets dat je niet in woorden ziet."))
    return DifferenceView(
        label=fact_label(difference.name),
        language=difference.language,
        before=before,
        after=after,
        parts=text_parts(difference.before or "", difference.after or "")
        if difference.language
        else (),
        name=difference.name,
    )


def text_parts(before: str, after: str) -> tuple[TextPart, ...]:
    """Two texts as one row of parts: words that stayed, went or came."""
    old, new = _split(before), _split(after)
    if len(old) + len(new) > MOST_WORDS:
        return _parts((PartKind.GONE, before), (PartKind.NEW, after))
    found: list[tuple[PartKind, str]] = []
    compared = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, new_first, new_last in compared.get_opcodes():
        if tag == "equal":
            found.append((PartKind.SAME, "".join(old[first:last])))
            continue
        found.append((PartKind.GONE, "".join(old[first:last])))
        found.append((PartKind.NEW, "".join(new[new_first:new_last])))
    return _parts(*found)


def _split(text: str) -> list[str]:
    # A word or marks with the space before: so a text is the plain sum of its parts.
    return _WORD.findall(text.strip())


def _parts(*found: tuple[PartKind, str]) -> tuple[TextPart, ...]:
    return tuple(TextPart(kind, text) for kind, text in found if text)


def _text_names() -> dict[str, str]:
    return {
        "title": _("Titel"),
        "summary": _("In het kort"),
        "description": _("Beschrijving"),
        "price_note": _("Uitleg bij de prijs"),
        "reductions": _("Kortingen"),
        "join": _("Hoe doe je mee"),
        "conditions": _("Voorwaarden"),
        "not_for": _("Niet voor"),
        "bring": _("Wat breng je mee"),
        "waiting": _("Wachttijd"),
    }


def _other_names() -> dict[str, str]:
    return {
        "kind": _("Soort"),
        "state": _("Stand"),
        "term_ids": _("Thema's en kenmerken"),
        "min_age_months": _("Leeftijd vanaf"),
        "max_age_months": _("Leeftijd tot"),
        "audience": _("Wie doet mee"),
        "schedules": _("Wanneer"),
        "closures": _("Gesloten"),
        "cancellations": _("Gaat niet door"),
        "location_keys": _("Waar"),
        "area_nis": _("Voor welke gemeenten"),
        "online": _("Online"),
        "is_at_home": _("Bij gezinnen thuis"),
        "price_cents": _("Prijs"),
        "pass_price_cents": _("Prijs met kansenpas"),
        "registration": _("Inschrijven"),
        "appointment": _("Afspraak"),
        "booking_url": _("Adres om in te schrijven"),
        "waiting_reported_on": _("Wachttijd gemeld op"),
        "languages": _("Talen"),
        "contacts": _("Contact"),
        "images": _("Foto's"),
        "intake": _("Zo verloopt de intake (alleen voor collega's)"),
        "referrer_contact": _("Contact voor doorverwijzers (alleen voor collega's)"),
    }
