"""People of partners who join without password: they sign in by a link in the mail later."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.accounts.entering import plain_email
from app.accounts.invitations import (
    AdministratorError,
    InvitationUsedError,
    find_account,
    give_role,
    take_invitation,
)
from app.accounts.links import is_staff
from app.accounts.models import Person, RecoveryCode
from app.accounts.permissions import Role
from app.accounts.sign_ins import end_all_of
from app.db import utc_now


def accept_by_name(session: Session, token: str, *, name: str) -> Person:
    """Accept an invitation for a partner with a name only.

    Raises InvitationUsedError where a password must be made or given.
    """
    row = take_invitation(session, token)
    if row.role != Role.PARTNER.value or find_account(session, row.email) is not None:
        raise InvitationUsedError("a password belongs to this invitation")
    person = find_or_make_partner_person(session, row.email, name=name, language="nl")
    if is_staff(session, person):
        raise InvitationUsedError("who works for a House has a password")
    person.name = name
    row.totp_sealed = None
    give_role(session, person, row)
    return person


def find_or_make_partner_person(
    session: Session, email: str, *, name: str, language: str
) -> Person:
    """The person of an address, made when there is none; raises AdministratorError.

    Somebody whose access ended begins anew: old passwords, phones and sign-ins are gone.
    """
    address = plain_email(email)
    person = session.scalars(select(Person).where(Person.email == address)).first()
    if person is None:
        person = Person(email=address, name=name, created_at=utc_now(), language=language)
        session.add(person)
    elif person.is_administrator:
        raise AdministratorError(f"person {person.id} administers the site")
    elif not person.is_active:
        end_all_of(session, person.id)
        session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
        person.name = name
        person.password_hash = person.totp_sealed = person.totp_last_step = None
        person.is_active = True
    session.flush()
    return person
