"""The page with facts to confirm: each in words, with what was answered and what can be mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from app.directory.freshness import freshness_of
from app.directory.models.checks import CheckedFact, FactCheck
from app.directory.models.offers import Offer
from app.finder.check_words import describe_facts
from app.finder.wording import full_day_text
from app.i18n import gettext as _
from app.portal.submitting.quick_values import euro_field
from app.publishing.check_letters import offer_title
from app.publishing.operations.checking import is_told_full, list_checked
from app.publishing.operations.correcting import list_waiting_facts

MONTHS_A_YEAR = 12
_NAMES = {
    CheckedFact.PRICE: frozenset({"price_cents"}),
    CheckedFact.AGES: frozenset({"min_age_months", "max_age_months"}),
}
"""The facts that are mended on this page, by the names that a revision gives them."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A better value that could not be read, with what was typed."""

    offer_id: int
    fact: CheckedFact
    message: str
    typed: dict[str, str]


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact to say yes or no to."""

    fact: str
    label: str
    text: str
    answer: str
    """"yes", "no", or nothing yet."""
    answer_text: str
    form: str
    """"price" or "ages" when a better value can be typed here."""
    values: dict[str, str]
    mistake: str
    mend_url: str
    """Where the fact is changed after signing in; empty where nothing has to be mended."""


@dataclass(frozen=True, slots=True)
class OfferCheck:
    """An offer with its facts."""

    offer_id: int
    title: str
    url: str
    facts: tuple[FactView, ...]
    is_done: bool
    has_doubts: bool
    note: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything that somebody has to look at."""

    offers: tuple[OfferCheck, ...]
    left: int
    """How many offers still wait for an answer."""
    answer_url: str
    all_right_url: str
    correct_url: str


def make_check_page(
    session: Session,
    offer_ids: Sequence[int],
    *,
    since: date,
    today: date,
    address: Callable[[str], str],
    mistake: Mistake | None = None,
) -> CheckPage:
    """The page of some offers; answers before `since` belong to an earlier round."""
    waiting = list_waiting_facts(session, offer_ids)
    offers = [
        _offer_check(offer, waiting[offer.id], since, today, mistake)
        for offer in list_checked(session, offer_ids)
    ]
    # What still waits stands first; what was answered goes down, in the same order.
    offers.sort(key=lambda item: item.is_done)
    return CheckPage(
        offers=tuple(offers),
        left=sum(not item.is_done for item in offers),
        answer_url=address("answer"),
        all_right_url=address("all_right"),
        correct_url=address("correct"),
    )


def _offer_check(
    offer: Offer, waiting: frozenset[str], since: date, today: date, mistake: Mistake | None
) -> OfferCheck:
    rows = {row.fact: row for row in offer.checks if row.checked_on >= since}
    facts = tuple(
        _fact_view(
            offer,
            fact,
            text,
            rows.get(fact.value),
            is_waiting=bool(_NAMES.get(fact, frozenset()) & waiting),
            mistake=mistake,
        )
        for fact, text in describe_facts(offer, today).items()
    )
    return OfferCheck(
        offer_id=offer.id,
        title=offer_title(offer),
        url=url_for("finder.offer", offer_id=offer.id, slug=offer.slug),
        facts=facts,
        is_done=all(view.answer == "yes" for view in facts),
        has_doubts=any(view.answer == "no" for view in facts),
        note=_note(offer, today),
    )


def _note(offer: Offer, today: date) -> str:
    freshness = freshness_of(offer, today)
    if offer.hidden_on is not None:
        return _("Gezinnen vinden dit nu niet. Klopt alles? Dan staat het er meteen weer.")
    if freshness.ends_on is not None and freshness.ends_on < today:
        return _(
            "De laatste keer is voorbij. Komt er een vervolg? Zet dan nieuwe data op de fiche."
        )
    if freshness.hides_on is not None and freshness.warns_on and freshness.warns_on <= today:
        if freshness.hides_on <= today:
            return _("Zonder antwoord verdwijnt dit binnenkort uit de zoekresultaten.")
        day = full_day_text(freshness.hides_on)
        return _(
            "Zonder antwoord verdwijnt dit uit de zoekresultaten, ten vroegste op %(day)s.", day=day
        )
    return ""


def _fact_view(
    offer: Offer,
    fact: CheckedFact,
    text: str,
    row: FactCheck | None,
    *,
    is_waiting: bool,
    mistake: Mistake | None,
) -> FactView:
    answer = "" if row is None else "yes" if row.is_right else "no"
    is_mine = mistake is not None and (mistake.offer_id, mistake.fact) == (offer.id, fact)
    is_full = fact is CheckedFact.PLACES_LEFT and is_told_full(offer)
    is_open = answer == "no" and not is_waiting
    return FactView(
        fact=fact.value,
        label=fact_label(fact),
        text=_("volzet") if is_full else text,
        answer=answer,
        answer_text=_answer_text(answer, is_waiting=is_waiting, is_full=is_full),
        form=fact.value if (is_open or is_mine) and fact in _NAMES else "",
        values=mistake.typed if is_mine and mistake else _values(offer),
        mistake=mistake.message if is_mine and mistake else "",
        mend_url=_mend_url(offer, fact) if is_open and fact not in _NAMES else "",
    )


def fact_label(fact: CheckedFact) -> str:
    """A fact as a heading."""
    return {
        CheckedFact.WHEN: _("Wanneer"),
        CheckedFact.WHERE: _("Waar"),
        CheckedFact.PRICE: _("Prijs"),
        CheckedFact.AGES: _("Leeftijd"),
        CheckedFact.CONTACT: _("Contact"),
        CheckedFact.PLACES_LEFT: _("Plaats"),
    }[fact]


def _answer_text(answer: str, *, is_waiting: bool, is_full: bool) -> str:
    if is_waiting:
        return _(
            "Dank je. Het Huis kijkt je verbetering na. Zo lang staat erbij: nog niet bevestigd."
        )
    if is_full and answer == "yes":
        return _("Dank je. Gezinnen lezen nu dat het volzet is.")
    return {
        "yes": _("Dank je, dit is bevestigd."),
        "no": _("Dit klopt niet. Gezinnen lezen nu: nog niet bevestigd."),
    }.get(answer, "")


def _values(offer: Offer) -> dict[str, str]:
    """What stands there now, to change."""
    return {
        "amount": euro_field(offer.price_cents),
        "min_years": _years(offer.min_age_months),
        "max_years": _years(offer.max_age_months),
    }


def _years(months: int | None) -> str:
    if months is None or months < 0:
        return ""
    years, rest = divmod(months, MONTHS_A_YEAR)
    return f"{years},5" if rest == MONTHS_A_YEAR // 2 else str(years)


def _mend_url(offer: Offer, fact: CheckedFact) -> str:
    if fact is CheckedFact.WHEN:
        return url_for("portal_moments.dates", offer_id=offer.id)
    return url_for("portal_offers.index", q=offer_title(offer)[:100])
