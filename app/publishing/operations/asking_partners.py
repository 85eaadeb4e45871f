"""The daily round of checks: hide what nobody confirmed after a warning, and write the letters.

Each person and each offer has a transaction of its own, and looks again at what was done before:
a round may be broken off, run twice, or run beside another one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, PartnerMembership, Person
from app.agenda.clock import as_local
from app.audit.trail import Actor, record
from app.db import Database
from app.directory.freshness import WARNED_BEFORE, freshness_of
from app.directory.models.offers import Offer
from app.directory.models.organizations import HousePartner
from app.publishing.check_letters import Describe
from app.publishing.models.checks import CheckedOffer, CheckLetter, CheckStage
from app.publishing.operations.due_offers import DUE_OFFER, list_due
from app.publishing.operations.report_readers import REVIEWERS
from app.publishing.operations.writing_checks import write_check_letter

log = structlog.get_logger()

KEPT = timedelta(days=800)
"""Longer than any round of checks, which looks at the letters of that round."""
Change = Callable[[Session], int]


def ask_partners(
    database: Database, *, describe: Describe, site_url: str, now: datetime
) -> Counter[str]:
    """Hide and show what is due, then write at most one letter to each person; gives how many."""
    today = as_local(now).date()
    with database.reading() as session:
        due = list_due(session, today)
        late = [item.offer.id for item in due if item.stage is CheckStage.HIDING]
        hidden = [item.offer.id for item in due if item.stage is CheckStage.HIDDEN]
        people = _list_people(session, {item.offer.organization_id for item in due})
    write = partial(write_check_letter, describe=describe, site_url=site_url, now=now)
    done = Counter(
        hidden=_do_each(database, (partial(hide_offer, offer_id=key, now=now) for key in late)),
        shown=_do_each(database, (partial(show_offer, offer_id=key, now=now) for key in hidden)),
        letters=_do_each(database, (partial(write, person_id=key) for key in people)),
        forgotten=_do_each(database, [partial(_forget_letters, now=now)]),
    )
    log.info("checks_asked", **done)
    return done


def hide_offer(session: Session, *, offer_id: int, now: datetime) -> int:
    """Take an offer out of the search when its day has come and the warning is two weeks old."""
    offer = _lock_offer(session, offer_id)
    today = as_local(now).date()
    freshness = freshness_of(offer, today)
    if offer.hidden_on is not None or freshness.hides_on is None or today < freshness.hides_on:
        return 0
    warned_on = _find_warning(session, offer, now)
    # A warning of an earlier round says nothing about this one: never silently.
    if warned_on is None or warned_on < freshness.first_on:
        return 0
    offer.hidden_on = today
    _record(session, "hid_offer", offer)
    return 1


def _find_warning(session: Session, offer: Offer, now: datetime) -> date | None:
    """The last day, two weeks ago or longer, on which somebody who can answer was warned.

    That is somebody of the partner; a coordinator only where the partner has nobody.
    """
    people = session.scalars(
        select(PartnerMembership.person_id)
        .join(Person, Person.id == PartnerMembership.person_id)
        .where(PartnerMembership.organization_id == offer.organization_id, Person.is_active)
    ).all()
    warned = (
        select(CheckLetter.sent_at)
        .join(CheckedOffer, CheckedOffer.letter_id == CheckLetter.id)
        .where(
            CheckedOffer.offer_id == offer.id,
            CheckedOffer.stage == CheckStage.HIDING.value,
            CheckLetter.sent_at <= now - WARNED_BEFORE,
        )
        .order_by(CheckLetter.sent_at.desc())
        .limit(1)
    )
    if people:
        warned = warned.where(CheckLetter.person_id.in_(people))
    sent_at = session.scalar(warned)
    return as_local(sent_at).date() if sent_at is not None else None


def show_offer(session: Session, *, offer_id: int, now: datetime) -> int:
    """Bring a hidden offer back that was checked since in another way, such as by an import."""
    offer = _lock_offer(session, offer_id)
    today = as_local(now).date()
    hides_on = freshness_of(offer, today).hides_on
    if offer.hidden_on is None or (hides_on is not None and hides_on <= today):
        return 0
    offer.hidden_on = None
    _record(session, "showed_offer", offer)
    return 1


def _lock_offer(session: Session, offer_id: int) -> Offer:
    statement = select(Offer).where(Offer.id == offer_id).options(*DUE_OFFER)
    session.get_one(Offer, offer_id, with_for_update=True)
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _record(session: Session, action: str, offer: Offer) -> None:
    houses = session.scalars(
        select(HousePartner.house_id)
        .where(HousePartner.organization_id == offer.organization_id)
        .order_by(HousePartner.house_id)
    ).all()
    # In the trail of each House that the partner belongs to.
    for house_id in (*houses,) or (None,):
        record(
            session, action, actor=Actor.system(), subject=("offer", offer.id), house_id=house_id
        )


def _list_people(session: Session, organization_ids: Collection[int]) -> list[int]:
    """Everybody who may get a letter about some organizations: their people and coordinators."""
    partners = session.scalars(
        select(PartnerMembership.person_id)
        .join(Person, Person.id == PartnerMembership.person_id)
        .where(PartnerMembership.organization_id.in_(organization_ids), Person.is_active)
    ).all()
    coordinators = session.scalars(
        select(Membership.person_id)
        .join(HousePartner, HousePartner.house_id == Membership.house_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            HousePartner.organization_id.in_(organization_ids),
            Membership.role.in_(REVIEWERS),
            Person.is_active,
        )
    ).all()
    return sorted({*partners, *coordinators})


def _forget_letters(session: Session, *, now: datetime) -> int:
    old = session.scalars(select(CheckLetter.id).where(CheckLetter.sent_at < now - KEPT)).all()
    session.execute(delete(CheckedOffer).where(CheckedOffer.letter_id.in_(old)))
    session.execute(delete(CheckLetter).where(CheckLetter.id.in_(old)))
    return len(old)


def _do_each(database: Database, changes: Iterable[Change]) -> int:
    """Make each change in its own transaction; one that fails is logged and tried next time."""
    count = 0
    for change in changes:
        try:
            with database.transaction() as session:
                count += change(session)
        except Exception as error:  # noqa: BLE001 - one person never holds up the others
            log.error("check_failed", kind=type(error).__name__)  # noqa: TRY400
    return count
