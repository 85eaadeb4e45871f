"""What was pressed or typed on the page with facts, and putting it in place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from flask import flash, request
from sqlalchemy.orm import Session

from app.directory.models.checks import CheckedFact
from app.directory.models.offers import Offer
from app.i18n import gettext as _
from app.portal.checking.page import MONTHS_A_YEAR, Mistake
from app.portal.submitting.quick_values import parse_cents
from app.publishing.operations.checking import (
    CheckNotFoundError,
    answer_fact,
    confirm_offer,
    get_checked,
)
from app.publishing.operations.correcting import correct_ages, correct_price
from app.publishing.operations.revising import Author

HIGHEST_YEARS = 99
LONGEST_NUMBER = 9
LONGEST_TYPED = 20


@dataclass(frozen=True, slots=True)
class Checker:
    """Who answers here, and about which offers: those of a letter, or all the own ones."""

    author: Author
    offer_ids: Collection[int] | None = None


def put_answer(session: Session, checker: Checker, *, now: datetime) -> int:
    """Note the pressed yes or no; gives the id of its offer. Raises CheckNotFoundError."""
    offer = _read_offer(session, checker)
    answer = request.form.get("answer", "")
    if answer not in {"yes", "no"}:
        raise CheckNotFoundError
    fact = _read_fact()
    answer_fact(session, checker.author, offer, fact, is_right=answer == "yes", now=now)
    return offer.id


def put_all_right(session: Session, checker: Checker, *, now: datetime) -> int:
    """Note that all of an offer is right; gives its id. Raises CheckNotFoundError."""
    offer = _read_offer(session, checker)
    confirm_offer(session, checker.author, offer, now=now)
    flash(_("Dank je! Gezinnen zien dat je dit vandaag nakeek."))
    return offer.id


def put_correction(session: Session, checker: Checker, *, now: datetime) -> int | Mistake:
    """Put a better price or age in place; gives its offer, or what cannot be read.

    Raises CheckNotFoundError.
    """
    offer, fact = _read_offer(session, checker), _read_fact()
    if fact is CheckedFact.PRICE:
        is_published = _put_price(session, checker.author, offer, now)
    elif fact is CheckedFact.AGES:
        is_published = _put_ages(session, checker.author, offer, now)
    else:
        raise CheckNotFoundError
    if isinstance(is_published, Mistake):
        return is_published
    flash(
        _("Dank je! Het staat nu zo op de site.")
        if is_published
        else _("Dank je! Het Huis kijkt het na en zet het dan op de site.")
    )
    return offer.id


def _read_offer(session: Session, checker: Checker) -> Offer:
    number = request.form.get("offer_id", "")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER):
        raise CheckNotFoundError
    return get_checked(session, checker.author, int(number), among=checker.offer_ids)


def _read_fact() -> CheckedFact:
    try:
        return CheckedFact(request.form.get("fact", ""))
    except ValueError:
        raise CheckNotFoundError from None


def _put_price(session: Session, author: Author, offer: Offer, now: datetime) -> bool | Mistake:
    typed = request.form.get("amount", "").strip()[:LONGEST_TYPED]
    cents = parse_cents(typed)
    if cents is None:
        message = _("Vul een bedrag in, zoals 2,50. Is het gratis? Vul dan 0 in.")
        return Mistake(offer.id, CheckedFact.PRICE, message, {"amount": typed})
    if cents == offer.price_cents:
        answer_fact(session, author, offer, CheckedFact.PRICE, is_right=True, now=now)
        return True
    return correct_price(session, author, offer, cents, now=now)


def _put_ages(session: Session, author: Author, offer: Offer, now: datetime) -> bool | Mistake:
    names = ("min_years", "max_years")
    typed = {name: request.form.get(name, "").strip()[:LONGEST_TYPED] for name in names}
    try:
        first, last = (_read_months(typed[name]) for name in names)
    except ValueError:
        message = _("Vul de leeftijd in jaren in, zoals 3 of 2,5. Een veld mag leeg blijven.")
        return Mistake(offer.id, CheckedFact.AGES, message, typed)
    if first is None and last is None:
        message = _("Vul minstens één leeftijd in.")
        return Mistake(offer.id, CheckedFact.AGES, message, typed)
    if first is not None and last is not None and last <= first:
        message = _("De hoogste leeftijd komt na de laagste.")
        return Mistake(offer.id, CheckedFact.AGES, message, typed)
    if (first, last) == (offer.min_age_months, offer.max_age_months):
        answer_fact(session, author, offer, CheckedFact.AGES, is_right=True, now=now)
        return True
    return correct_ages(session, author, offer, min_age_months=first, max_age_months=last, now=now)


def _read_months(text: str) -> int | None:
    """Years as somebody types them, as months; raises ValueError."""
    if not text:
        return None
    try:
        years = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValueError(text) from None
    if not years.is_finite() or not 0 <= years <= HIGHEST_YEARS:
        raise ValueError(text)
    return int(years * MONTHS_A_YEAR)
