"""The own account: a new password and new recovery codes."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts import codes
from app.accounts.members import Member
from app.accounts.models import Person
from app.accounts.sign_ins import end_other_sign_ins
from app.audit.trail import record


def change_password(session: Session, member: Member, *, password_hash: str) -> None:
    """Take a new password; every other sign-in ends."""
    session.execute(
        update(Person).where(Person.id == member.person_id).values(password_hash=password_hash)
    )
    end_other_sign_ins(session, member)
    record(session, "changed_password", actor=member.actor, subject=("person", member.person_id))


def renew_recovery_codes(session: Session, member: Member) -> list[str]:
    """Ten new recovery codes; the old ones work no more."""
    found = codes.new_recovery_codes(session, member.person_id)
    record(session, "new_recovery_codes", actor=member.actor, subject=("person", member.person_id))
    return found
