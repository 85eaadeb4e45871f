"""Tells coordinators that something waits for their review: once a working day at the most."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, Person
from app.accounts.permissions import Permission, Role, permissions_of
from app.agenda.calendar_days import is_public_holiday
from app.agenda.clock import BRUSSELS, as_local
from app.directory.models.organizations import House
from app.mail.models import Letter
from app.mail.outbox import queue_letter
from app.publishing.operations.review_queue import count_queue
from app.publishing.review_letters import WAITING_LETTER, draft_waiting

FIRST_HOUR = 7
"""Nobody finds a letter of the night on top of the morning's."""
REVIEWERS = tuple(role.value for role in Role if Permission.REVIEW_OFFERS in permissions_of(role))


def tell_reviewers(session: Session, *, now: datetime, site_url: str) -> int:
    """Write to the coordinators of each House where something waits; gives how many letters.

    Only on working days from seven in the morning, and once a day for each House.
    """
    local = as_local(now)
    today = local.date()
    if local.hour < FIRST_HOUR or today.weekday() >= 5 or is_public_holiday(today):
        return 0
    midnight = datetime.combine(today, time(0), BRUSSELS).astimezone(UTC)
    told = select(Letter.house_id).where(
        Letter.kind == WAITING_LETTER, Letter.queued_at >= midnight, Letter.house_id.is_not(None)
    )
    count = 0
    for house_id in session.scalars(
        select(House.id).where(House.id.not_in(told)).order_by(House.id)
    ).all():
        counts = count_queue(session, house_id, today=today)
        if not counts.waiting:
            continue
        for person in _list_reviewers(session, house_id):
            letter = draft_waiting(
                person,
                count=counts.waiting,
                late=counts.late,
                house_id=house_id,
                site_url=site_url,
            )
            queue_letter(session, letter)
            count += 1
    return count


def _list_reviewers(session: Session, house_id: int) -> list[Person]:
    return list(
        session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.house_id == house_id,
                Membership.role.in_(REVIEWERS),
                Person.is_active,
            )
            .order_by(Person.id)
        )
    )
