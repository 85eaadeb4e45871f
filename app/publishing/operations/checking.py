"""Answering a check: each fact by itself or all at once, by a partner or by the House."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import PartnerMembership, Person
from app.agenda.clock import as_local
from app.audit.trail import Actor, record
from app.directory.freshness import asked_facts
from app.directory.models.checks import CheckedFact, Checker, FactCheck
from app.directory.models.offers import VISIBLE_STATES, Offer
from app.directory.operations.waiting import report_waiting
from app.i18n import LANGUAGES, speaking
from app.i18n import gettext as _
from app.publishing.models.checks import CheckedOffer, CheckLetter
from app.publishing.operations.due_offers import DUE_OFFER
from app.publishing.operations.publishing import confirm_facts
from app.publishing.operations.revising import Author
from app.publishing.operations.writing_checks import PURPOSE
from app.sealing import digest

ONE_ROUND = timedelta(days=45)
"""Answers of so many days belong together: a letter, its reminder and the days between."""


class CheckLetterNotFoundError(LookupError):
    """No letter has this link, or it is too old, or its person no longer acts for the partner."""


class CheckNotFoundError(LookupError):
    """The offer is not asked about here, or has no such fact."""


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter whose link still works: who answers, about which offers, since when."""

    author: Author
    name: str
    offer_ids: frozenset[int]
    since: date


def open_letter(session: Session, token: str, *, now: datetime) -> OpenLetter:
    """The letter of a link; nothing of it is spent, and nothing changes by opening it.

    Raises CheckLetterNotFoundError.
    """
    letter = session.scalar(
        select(CheckLetter).where(CheckLetter.token_digest == digest(session, PURPOSE, token))
    )
    if letter is None or now >= letter.expires_at:
        raise CheckLetterNotFoundError
    person = session.get_one(Person, letter.person_id)
    own = frozenset(
        session.scalars(
            select(PartnerMembership.organization_id).where(
                PartnerMembership.person_id == person.id
            )
        )
    )
    offer_ids = frozenset(
        session.scalars(
            select(CheckedOffer.offer_id)
            .join(Offer, Offer.id == CheckedOffer.offer_id)
            .where(CheckedOffer.letter_id == letter.id, Offer.organization_id.in_(own))
        )
    )
    if not person.is_active or not offer_ids:
        raise CheckLetterNotFoundError
    author = Author(person.id, own)
    return OpenLetter(author, person.name, offer_ids, as_local(letter.sent_at).date())


def list_checked(session: Session, offer_ids: Collection[int]) -> list[Offer]:
    """Offers with what their checks need, by id; only those that families may see."""
    statement = select(Offer).where(Offer.id.in_(offer_ids), Offer.state.in_(VISIBLE_STATES))
    return list(session.scalars(statement.options(*DUE_OFFER).order_by(Offer.id)))


def get_checked(
    session: Session, author: Author, offer_id: int, *, among: Collection[int] | None = None
) -> Offer:
    """An own offer to answer about, locked; of a letter only what it asked. Else CheckNotFound."""
    session.get(Offer, offer_id, with_for_update=True)
    found = list_checked(session, [offer_id])
    if not found or found[0].organization_id not in author.organization_ids:
        raise CheckNotFoundError
    if among is not None and offer_id not in among:
        raise CheckNotFoundError
    return found[0]


def answer_fact(
    session: Session,
    author: Author,
    offer: Offer,
    fact: CheckedFact,
    *,
    is_right: bool,
    now: datetime,
) -> None:
    """Note that a fact is right, or is not; raises CheckNotFoundError for one it does not have.

    "No places left" is no mistake but news: a notice tells families at once.
    """
    if fact not in asked_facts(offer):
        raise CheckNotFoundError
    today = as_local(now).date()
    if fact is CheckedFact.PLACES_LEFT:
        _tell_places(session, offer, has_places=is_right, today=today)
        is_right = True
    confirm_facts(
        session, offer.id, (fact,), on=today, person_id=author.person_id, is_right=is_right
    )
    action = "confirmed_fact" if is_right else "doubted_fact"
    record(
        session,
        action,
        actor=author.actor,
        subject=("offer", offer.id),
        details={"fact": fact.value},
    )
    settle_check(session, offer, today)


def confirm_offer(session: Session, author: Author, offer: Offer, *, now: datetime) -> None:
    """Note that its partner says that everything an offer tells is right."""
    _confirm_whole(session, offer, Checker.PARTNER, author.person_id, None, now)


def confirm_by_house(
    session: Session, offer: Offer, *, person_id: int, house_id: int, now: datetime
) -> None:
    """Note that a House asked around, and that everything is right."""
    _confirm_whole(session, offer, Checker.HOUSE, person_id, house_id, now)


def _confirm_whole(
    session: Session,
    offer: Offer,
    checker: Checker,
    person_id: int,
    house_id: int | None,
    now: datetime,
) -> None:
    today = as_local(now).date()
    confirm_facts(session, offer.id, asked_facts(offer), on=today, person_id=person_id)
    _mark_checked(offer, checker, today)
    record(
        session,
        "confirmed_offer",
        actor=Actor.person(person_id),
        subject=("offer", offer.id),
        house_id=house_id,
        details={"by": checker.value},
    )


def settle_check(session: Session, offer: Offer, today: date) -> bool:
    """Call an offer checked by its partner when every asked fact was right in this round."""
    rows = session.scalars(select(FactCheck).where(FactCheck.offer_id == offer.id)).all()
    right = {row.fact for row in rows if row.is_right and row.checked_on >= today - ONE_ROUND}
    is_whole = {fact.value for fact in asked_facts(offer)} <= right
    if is_whole:
        _mark_checked(offer, Checker.PARTNER, today)
    return is_whole


def _mark_checked(offer: Offer, checker: Checker, today: date) -> None:
    offer.verified_on, offer.verified_by, offer.hidden_on = today, checker.value, None


def full_notices() -> dict[str, str]:
    """What families read when nothing is free, in each language of the site."""
    notices = {}
    for code in LANGUAGES:
        with speaking(code):
            notices[code] = _("Volzet.")
    return notices


def is_told_full(offer: Offer) -> bool:
    """Whether an offer has the notice that nothing is free."""
    notices = full_notices()
    return any(row.waiting == notices.get(row.language) for row in offer.texts)


def _tell_places(session: Session, offer: Offer, *, has_places: bool, today: date) -> None:
    notices = full_notices()
    if not has_places:
        report_waiting(session, offer.id, notices, reported_on=today)
        return
    # Only our own notice goes: what the partner wrote about a waiting list is its own.
    told = {row.language for row in offer.texts if row.waiting == notices.get(row.language)}
    if told:
        report_waiting(session, offer.id, dict.fromkeys(told, ""), reported_on=today)
