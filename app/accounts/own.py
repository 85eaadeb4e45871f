"""The own account: a password with the phone, and new recovery codes."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import sealing
from app.accounts import codes
from app.accounts.members import Member
from app.accounts.models import Person
from app.accounts.sign_ins import end_other_sign_ins
from app.audit.trail import record


class HasPasswordError(Exception):
    """The person has a password already; that one is changed, not added."""


def has_password(session: Session, member: Member) -> bool:
    """Whether somebody can sign in with a password, or only by a link in the mail."""
    kept = select(Person.password_hash).where(Person.id == member.person_id)
    return session.scalar(kept) is not None


def add_password(
    session: Session, member: Member, *, password_hash: str, totp_secret: str, totp_step: int
) -> list[str]:
    """Let somebody sign in with a password and a phone too; gives the recovery codes to show once.

    Raises HasPasswordError.
    """
    person = session.get_one(Person, member.person_id, with_for_update=True)
    if person.password_hash is not None:
        raise HasPasswordError(f"person {person.id} has a password")
    person.password_hash = password_hash
    person.totp_sealed = sealing.seal(session, totp_secret)
    person.totp_last_step = totp_step
    record(session, "added_password", actor=member.actor, subject=("person", person.id))
    return codes.new_recovery_codes(session, person.id)


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
