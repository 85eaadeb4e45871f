"""Letters that ask whether offers still hold: their facts in short lines, and one link."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.models import Person
from app.directory.freshness import WARNED_BEFORE
from app.directory.models.offers import Offer
from app.i18n import DEFAULT_LANGUAGE, choose_text, format_day, ngettext, speaking
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft
from app.publishing.models.checks import CheckStage
from app.publishing.operations.due_offers import DueOffer

KIND = "check-offers"
LETTER_LANGUAGE = "nl"
"""Partners of a Flemish House read Dutch; behind the link the page has every language."""
MOST_LINES = 40
"""More offers than this are counted, not listed; the page behind the link has them all."""
Describe = Callable[[Offer, date], Sequence[str]]
"""The facts of an offer on a day, in a few words each; the floors above know how to say them."""
_URGENT_FIRST = (
    CheckStage.HIDDEN,
    CheckStage.HIDING,
    CheckStage.LAST,
    CheckStage.SECOND,
    CheckStage.FIRST,
)


@dataclass(frozen=True, slots=True)
class HouseCount:
    """What is due among the partners of a House."""

    name: str
    due: int
    hidden: int


def check_path(language: str, token: str) -> str:
    """The page on which a letter is answered."""
    return f"/{language}/nakijken/{token}"


def stale_path(language: str) -> str:
    """Where coordinators see what is overdue."""
    return f"/{language}/onthaal/verouderd"


def draft_check_letter(
    person: Person,
    due: Sequence[DueOffer],
    houses: Sequence[HouseCount],
    *,
    describe: Describe,
    today: date,
    expires_on: date,
    token: str,
    site_url: str,
) -> LetterDraft:
    """One letter about everything that somebody has to look at, for partner and House together."""
    with speaking(LETTER_LANGUAGE):
        parts = [_("Dag %(name)s,", name=person.name)]
        if due:
            parts += _partner_parts(due, describe, today)
            parts.append(
                _("Zeg hier ja of nee. Je hoeft je niet aan te melden:")
                + f"\n{site_url.rstrip('/')}{check_path(LETTER_LANGUAGE, token)}"
            )
            day = format_day(expires_on, "d MMMM")
            parts.append(_("De link werkt tot %(day)s. Geef ze aan niemand door.", day=day))
        for house in houses:
            parts.append(_house_text(house))
        if houses:
            parts.append(
                _("Je vindt ze hier, met telefoon en mail van de partner:")
                + f"\n{site_url.rstrip('/')}{stale_path(LETTER_LANGUAGE)}"
            )
        parts.append(_("Je krijgt hooguit één keer per week zo'n mail."))
        subject = _subject(due)
    return LetterDraft(
        kind=KIND,
        recipient=person.email,
        subject=subject,
        body="\n\n".join(parts) + "\n",
        language=LETTER_LANGUAGE,
        about=("person", person.id),
    )


def _subject(due: Sequence[DueOffer]) -> str:
    stages = {item.stage for item in due}
    if not due:
        return _("Aanbod dat niemand nakeek")
    if CheckStage.HIDDEN in stages:
        return _("Gezinnen vinden jullie aanbod niet meer")
    if CheckStage.HIDING in stages:
        return _("Jullie aanbod verdwijnt bijna uit de zoekresultaten")
    return ngettext("Klopt dit nog? %(num)s vraag", "Klopt dit nog? %(num)s vragen", len(due))


def _partner_parts(due: Sequence[DueOffer], describe: Describe, today: date) -> list[str]:
    parts = [_("Gezinnen rekenen op wat hier staat. Kijk je het even na? Het duurt kort.")]
    room = MOST_LINES
    for stage in _URGENT_FIRST:
        items = [item for item in due if item.stage is stage]
        if not items or room <= 0:
            continue
        lines = [_line(item, describe, today) for item in items[:room]]
        room -= len(lines)
        parts.append("\n".join((_heading(stage), *lines)))
    if len(due) > MOST_LINES:
        left = len(due) - MOST_LINES
        parts.append(ngettext("En nog %(num)s andere.", "En nog %(num)s andere.", left))
    return parts


def _heading(stage: CheckStage) -> str:
    return {
        CheckStage.HIDDEN: _("Dit vinden gezinnen niet meer. Eén antwoord brengt het terug:"),
        CheckStage.HIDING: _("Dit verdwijnt uit de zoekresultaten als niemand antwoordt:"),
        CheckStage.LAST: _("Hierbij staat nu: mogelijk verouderd."),
        CheckStage.SECOND: _("Klopt dit nog?"),
        CheckStage.FIRST: _("Klopt dit nog?"),
    }[stage]


def _line(item: DueOffer, describe: Describe, today: date) -> str:
    facts = " · ".join(text for text in describe(item.offer, today) if text)
    line = f"- {offer_title(item.offer)}: {facts}".replace("\u2060", "")
    hides_on = item.freshness.hides_on
    if item.stage is CheckStage.HIDING and hides_on is not None:
        day = format_day(max(hides_on, today + WARNED_BEFORE), "d MMMM")
        line += "\n  " + _("ten vroegste op %(day)s", day=day)
    return line


def offer_title(offer: Offer) -> str:
    """The Dutch title of an offer, or the one that it has."""
    chosen = choose_text({row.language: row.title for row in offer.texts}, DEFAULT_LANGUAGE)
    return chosen[1] if chosen else ""


def _house_text(house: HouseCount) -> str:
    text = ngettext(
        "%(house)s: %(num)s fiche van een partner wacht op een controle.",
        "%(house)s: %(num)s fiches van partners wachten op een controle.",
        house.due,
        house=house.name,
    )
    if house.hidden:
        text += " " + ngettext(
            "Daarvan is er %(num)s verborgen in de zoekresultaten.",
            "Daarvan zijn er %(num)s verborgen in de zoekresultaten.",
            house.hidden,
        )
    return text
