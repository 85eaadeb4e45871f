"""The words of a consent in the family's language: what it is shown is exactly what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.i18n import format_day, speaking
from app.i18n import gettext as _
from app.questions.models.referrals import SharedItem


def write_consent(
    *, house: str, partner: str, items: Iterable[SharedItem], valid_until: date, language: str
) -> str:
    """The whole text that a family agrees to: who shares what with whom, and until when."""
    with speaking(language):
        words = {
            SharedItem.QUESTION: _("mijn vraag, in het kort"),
            SharedItem.NAME: _("mijn naam"),
            SharedItem.EMAIL: _("mijn e-mailadres"),
            SharedItem.PHONE: _("mijn telefoonnummer, en wanneer je mij belt"),
            SharedItem.CHILD_AGE: _("de leeftijd van mijn kind"),
            SharedItem.MUNICIPALITY: _("mijn gemeente"),
            SharedItem.LANGUAGE: _("de taal die ik spreek"),
        }
        return "\n".join(
            (
                _("%(house)s mag dit delen met %(partner)s:", house=house, partner=partner),
                *(f"- {words[item]}" for item in items),
                _("Dit mag tot en met %(day)s.", day=format_day(valid_until, "d MMMM y")),
                _("Ik mag dit altijd stoppen. Ik moet niet zeggen waarom."),
            )
        )


def item_label(item: SharedItem) -> str:
    """What an item is called for the desk and the partner, in the language of the request."""
    return {
        SharedItem.QUESTION: _("De vraag, in het kort"),
        SharedItem.NAME: _("Naam"),
        SharedItem.EMAIL: _("E-mailadres"),
        SharedItem.PHONE: _("Telefoonnummer, en wanneer bellen"),
        SharedItem.CHILD_AGE: _("Leeftijd van het kind"),
        SharedItem.MUNICIPALITY: _("Gemeente"),
        SharedItem.LANGUAGE: _("Taal"),
    }[item]


def join_items(items: Iterable[SharedItem]) -> str:
    """Items as a column holds them: once each, in the order of the enumeration."""
    chosen = set(items)
    return " ".join(item.value for item in SharedItem if item in chosen)


def read_items(text: str) -> tuple[SharedItem, ...]:
    """The items that a column holds."""
    return tuple(SharedItem(value) for value in text.split())
