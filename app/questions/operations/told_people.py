"""Who of a House hears that something waits: its coordinators, today's back-up, the owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Membership, Person
from app.accounts.permissions import HOUSE_ROLES, Permission, Role, permissions_of
from app.questions.models.questions import Question
from app.questions.operations.rota import find_backup

READERS = tuple(role for role in HOUSE_ROLES if Permission.READ_QUESTIONS in permissions_of(role))
"""The roles of a House that read questions."""


def list_coordinators(session: Session, house_id: int) -> list[Person]:
    """The coordinators of a House who can sign in."""
    return list_members(session, house_id, (Role.COORDINATOR,))


def find_reading_backup(session: Session, house_id: int, now: datetime) -> Person | None:
    """Today's back-up as the rota names it, when that is a colleague who may read questions."""
    shift = find_backup(session, house_id, now)
    if shift is None or shift.person_id is None:
        return None
    readers = list_members(session, house_id, READERS)
    return next((person for person in readers if person.id == shift.person_id), None)


def list_told(session: Session, question: Question) -> list[Person]:
    """Who hears that a question came back: its owner, or everybody at the desk who may read it."""
    readers = list_members(session, question.house_id, READERS)
    owner = [person for person in readers if person.id == question.owner_id]
    return owner or readers


def list_members(session: Session, house_id: int, roles: tuple[Role, ...]) -> list[Person]:
    """The people who have one of these roles in a House and can sign in."""
    names = [role.value for role in roles]
    return list(
        session.scalars(
            select(Person)
            .join(Membership, Membership.person_id == Person.id)
            .where(Membership.house_id == house_id, Membership.role.in_(names), Person.is_active)
            .order_by(Person.id)
        )
    )
