"""The letter of one person about checks: what goes in it, and whether it goes at all."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, PartnerMembership, Person
from app.agenda.clock import as_local
from app.directory.models.organizations import House, HousePartner
from app.mail.outbox import queue_letter
from app.publishing.check_letters import Describe, HouseCount, draft_check_letter
from app.publishing.check_stages import LINK_LASTS, ONE_LETTER_A, TOLD_TO_HOUSE
from app.publishing.models.checks import CheckedOffer, CheckLetter, CheckStage
from app.publishing.operations.due_offers import DueOffer, list_due
from app.publishing.operations.report_readers import REVIEWERS
from app.sealing import digest

PURPOSE = "check-letter"
TOKEN_BYTES = 32
"""256 random bits."""


def write_check_letter(
    session: Session, *, person_id: int, describe: Describe, site_url: str, now: datetime
) -> int:
    """Write somebody about all that is due when something in it is new; 1 when a letter goes.

    Never within a week of the one before. What the letter is about, it is about for a month.
    """
    person = session.get(Person, person_id, with_for_update=True)
    if person is None or not person.is_active or _had_letter(session, person_id, now):
        return 0
    today = as_local(now).date()
    own = session.scalars(
        select(PartnerMembership.organization_id).where(PartnerMembership.person_id == person_id)
    ).all()
    due = list_due(session, today, organization_ids=own)
    by_house = _due_by_house(session, person_id, today)
    every = {item.offer.id: item for items in by_house.values() for item in items}
    every |= {item.offer.id: item for item in due}
    if not _has_news(session, person_id, every.values()):
        return 0
    token = secrets.token_urlsafe(TOKEN_BYTES)
    letter = CheckLetter(
        person_id=person_id,
        token_digest=digest(session, PURPOSE, token),
        sent_at=now,
        expires_at=now + LINK_LASTS,
    )
    session.add(letter)
    session.flush()
    session.add_all(
        CheckedOffer(letter_id=letter.id, offer_id=key, stage=item.stage.value)
        for key, item in every.items()
    )
    draft = draft_check_letter(
        person,
        due,
        _count_by_house(session, by_house),
        describe=describe,
        today=today,
        expires_on=as_local(letter.expires_at).date(),
        token=token,
        site_url=site_url,
    )
    queue_letter(session, draft)
    return 1


def _had_letter(session: Session, person_id: int, now: datetime) -> bool:
    recent = select(CheckLetter.id).where(
        CheckLetter.person_id == person_id, CheckLetter.sent_at > now - ONE_LETTER_A
    )
    return session.scalar(recent.limit(1)) is not None


def _due_by_house(session: Session, person_id: int, today: date) -> Mapping[int, list[DueOffer]]:
    """What the coordinator of a House is told: the last stages, and partners without anybody."""
    found: dict[int, list[DueOffer]] = {}
    houses = session.scalars(
        select(Membership.house_id)
        .where(Membership.person_id == person_id, Membership.role.in_(REVIEWERS))
        .order_by(Membership.house_id)
    ).all()
    for house_id in houses:
        partners = session.scalars(
            select(HousePartner.organization_id).where(HousePartner.house_id == house_id)
        ).all()
        due = list_due(session, today, organization_ids=partners)
        with_people = set(
            session.scalars(
                select(PartnerMembership.organization_id)
                .join(Person, Person.id == PartnerMembership.person_id)
                .where(PartnerMembership.organization_id.in_(partners), Person.is_active)
            )
        )
        told = [
            item
            for item in due
            if item.stage in TOLD_TO_HOUSE or item.offer.organization_id not in with_people
        ]
        if told:
            found[house_id] = told
    return found


def _has_news(session: Session, person_id: int, due: Collection[DueOffer]) -> bool:
    """Whether an offer reached a stage that this person was not written about in this round."""
    told: dict[tuple[int, str], date] = {}
    rows = session.execute(
        select(CheckedOffer.offer_id, CheckedOffer.stage, CheckLetter.sent_at)
        .join(CheckLetter, CheckLetter.id == CheckedOffer.letter_id)
        .where(CheckLetter.person_id == person_id)
        .order_by(CheckLetter.sent_at)
    )
    for row in rows:
        told[row.offer_id, row.stage] = as_local(row.sent_at).date()
    return any(
        (sent_on := told.get((item.offer.id, item.stage.value))) is None
        or sent_on < item.freshness.first_on
        for item in due
    )


def _count_by_house(
    session: Session, by_house: Mapping[int, Sequence[DueOffer]]
) -> list[HouseCount]:
    return [
        HouseCount(
            name=session.get_one(House, house_id).name,
            due=len(items),
            hidden=sum(item.stage is CheckStage.HIDDEN for item in items),
        )
        for house_id, items in by_house.items()
    ]
