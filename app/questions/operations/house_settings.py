"""What a coordinator sets for a House: its rules and the days on which its desk is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.trail import Actor, record
from app.questions.errors import HouseRowNotFoundError
from app.questions.models.desks import HouseClosure, HouseRules
from app.questions.operations.rules import default_rules

RULE_NAMES = (
    "answer_days",
    "backup_days",
    "contact_check_days",
    "first_reminder_days",
    "second_reminder_days",
    "expiry_days",
    "contact_kept_days",
    "text_kept_days",
    "unanswered_kept_days",
)


def save_rules(
    session: Session, house_id: int, numbers: Mapping[str, int], *, by: Actor
) -> HouseRules:
    """Set rules of a House by their names; the trail says which changed, from what to what."""
    rules = session.get(HouseRules, house_id)
    if rules is None:
        rules = default_rules(house_id)
        session.add(rules)
    changed = {
        name: f"{getattr(rules, name)}-{numbers[name]}"
        for name in RULE_NAMES
        if name in numbers and getattr(rules, name) != numbers[name]
    }
    for name in changed:
        setattr(rules, name, numbers[name])
    session.flush()
    if changed:
        record(session, "house-rules-changed", actor=by, house_id=house_id, details=changed)
    return rules


def list_closures(session: Session, house_id: int, *, since: date) -> list[HouseClosure]:
    """The closings that end on or after a day, in their order."""
    return list(
        session.scalars(
            select(HouseClosure)
            .where(HouseClosure.house_id == house_id, HouseClosure.last_day >= since)
            .order_by(HouseClosure.first_day, HouseClosure.id)
        )
    )


def add_closure(
    session: Session, house_id: int, first_day: date, last_day: date, reason: str, *, by: Actor
) -> HouseClosure:
    """Close the desk from one day to another, both included."""
    closure = HouseClosure(house_id=house_id, first_day=first_day, last_day=last_day, reason=reason)
    session.add(closure)
    session.flush()
    record(
        session,
        "house-closure-added",
        actor=by,
        subject=("house_closure", closure.id),
        house_id=house_id,
        details={"first": first_day.isoformat(), "last": last_day.isoformat()},
    )
    return closure


def remove_closure(session: Session, house_id: int, closure_id: int, *, by: Actor) -> None:
    """Take a closing away; other Houses' do not exist here."""
    closure = session.scalar(
        select(HouseClosure).where(HouseClosure.id == closure_id, HouseClosure.house_id == house_id)
    )
    if closure is None:
        raise HouseRowNotFoundError
    session.delete(closure)
    record(
        session,
        "house-closure-removed",
        actor=by,
        subject=("house_closure", closure_id),
        house_id=house_id,
    )
