"""The steps of signing in; what takes long is done while nothing is locked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import codes, passwords
from app.accounts.limits import Key, forget_tries, reserve_try
from app.accounts.models import Person
from app.accounts.sign_ins import begin_sign_in
from app.audit.trail import Actor, record
from app.db import Database


def plain_email(text: str) -> str:
    """An address as it is kept: without spaces, in small letters."""
    return text.strip().lower()


def check_password(
    database: Database, email: str, password: str, keys: Sequence[Key]
) -> int | None:
    """The person whose address and password these are, or None; raises TooSoonError.

    An unknown address takes as long as a wrong password.
    """
    return _check(
        database,
        lambda session: _find_active(session, email=email),
        password,
        keys,
    )


def check_own_password(database: Database, person_id: int, password: str) -> bool:
    """Whether this is the password of a person; raises TooSoonError."""
    key = Key("confirm", str(person_id))
    found = _check(
        database, lambda session: _find_active(session, person_id=person_id), password, [key]
    )
    return found is not None


def _find_active(
    session: Session, *, email: str | None = None, person_id: int | None = None
) -> Person | None:
    which = Person.email == plain_email(email) if email is not None else Person.id == person_id
    return session.scalars(select(Person).where(which, Person.is_active)).first()


def _check(
    database: Database,
    find: Callable[[Session], Person | None],
    password: str,
    keys: Sequence[Key],
) -> int | None:
    with database.transaction() as session:
        rows = reserve_try(session, keys)
    with database.reading() as session:
        person = find(session)
    is_right = passwords.is_password(person.password_hash if person else None, password)
    if person is None or not is_right:
        _note_wrong(database, person)
        return None
    old = person.password_hash or ""
    new = passwords.hash_password(password) if passwords.must_rehash(old) else None
    with database.transaction() as session:
        forget_tries(session, rows, keys)
        if new is not None:
            session.execute(
                update(Person)
                .where(Person.id == person.id, Person.password_hash == old)
                .values(password_hash=new)
            )
    return person.id


def _note_wrong(database: Database, person: Person | None) -> None:
    # The same work for an unknown address, so that the time tells nothing.
    with database.transaction() as session:
        subject = ("person", person.id) if person else None
        record(session, "sign_in_failed", actor=Actor.system(), subject=subject)


def enter_with_code(
    database: Database, person_id: int, code: str, keys: Sequence[Key], *, device: str
) -> str | None:
    """Sign in with a code of the phone or a recovery code; gives the token or None.

    Raises TooSoonError.
    """
    with database.transaction() as session:
        rows = reserve_try(session, keys)
    with database.transaction() as session:
        person = _find_active(session, person_id=person_id)
        if person is None:
            return None
        is_recovery = not codes.use_totp(session, person, code)
        if is_recovery and not codes.use_recovery_code(session, person, code):
            actor = Actor.system()
            record(session, "code_failed", actor=actor, subject=("person", person_id))
            return None
        forget_tries(session, rows, keys)
        if is_recovery:
            actor = Actor.person(person_id)
            record(session, "used_recovery_code", actor=actor, subject=("person", person_id))
        _sign_in, token = begin_sign_in(session, person, device=device)
    return token
