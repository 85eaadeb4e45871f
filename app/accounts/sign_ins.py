"""Signing in gives a token; only its digest is kept, with a short and a long time-out."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.accounts.glass import find_broken_glass
from app.accounts.members import Member
from app.accounts.models import Membership, PartnerMembership, Person, SignIn
from app.accounts.permissions import BROKEN_GLASS, Permission, Role, permissions_of
from app.audit.trail import Actor, record
from app.db import Database, utc_now
from app.directory.models.organizations import House

IDLE = timedelta(minutes=30)
"""After this long without a request a sign-in ends."""
LONGEST = timedelta(hours=12)
"""After this long a sign-in ends in any case."""
CONFIRMED = timedelta(minutes=10)
"""So long a given password counts for what asks it again."""
TOUCH = timedelta(minutes=1)
"""A sign-in notes that it was used once in this time, not at each request."""
LONGEST_DEVICE = 80


class NotOwnHouseError(LookupError):
    """The person does not work in that House."""


@dataclass(frozen=True, slots=True)
class Device:
    """One sign-in as its owner sees it."""

    id: int
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a token leads to now."""

    member: Member | None
    """Who is signed in; None when the sign-in timed out."""
    person_id: int
    confirmed_at: datetime
    is_due: bool
    """Whether the sign-in must note again that it was used."""


def digest_token(token: str) -> str:
    """The SHA-256 of a token of 256 random bits, as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token of 256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def begin_sign_in(session: Session, person: Person, *, device: str = "") -> tuple[SignIn, str]:
    """Sign a person in; gives the sign-in and the token for the cookie, which is kept nowhere."""
    now, token = utc_now(), new_token()
    sign_in = SignIn(
        person_id=person.id,
        token_digest=digest_token(token),
        house_id=_choose_house(session, person.id, None),
        created_at=now,
        last_seen_at=now,
        confirmed_at=now,
        device=device[:LONGEST_DEVICE],
    )
    session.add(sign_in)
    session.flush()
    actor = Actor.person(person.id)
    record(session, "signed_in", actor=actor, subject=("sign_in", sign_in.id))
    return sign_in, token


def find_by_token(session: Session, token: str) -> Found | None:
    """Who a token belongs to: signed in, timed out (member is None), or nobody at all."""
    row = session.execute(
        select(SignIn, Person)
        .join(Person, Person.id == SignIn.person_id)
        .where(SignIn.token_digest == digest_token(token), SignIn.ended_at.is_(None))
    ).first()
    if row is None or not row.Person.is_active:
        return None
    sign_in, person, now = row.SignIn, row.Person, utc_now()
    is_over = now - sign_in.last_seen_at > IDLE or now - sign_in.created_at > LONGEST
    member = None if is_over else _make_member(session, sign_in, person)
    is_due = not is_over and now - sign_in.last_seen_at > TOUCH
    return Found(member, person.id, sign_in.confirmed_at, is_due)


def _choose_house(session: Session, person_id: int, wanted: int | None) -> int | None:
    houses = session.scalars(
        select(Membership.house_id).where(Membership.person_id == person_id).order_by(Membership.id)
    ).all()
    return wanted if wanted in houses else next(iter(houses), None)


def _make_member(session: Session, sign_in: SignIn, person: Person) -> Member:
    organization_ids = frozenset(
        session.scalars(
            select(PartnerMembership.organization_id).where(
                PartnerMembership.person_id == person.id
            )
        )
    )
    role, house_id, permissions = Role.PARTNER, None, frozenset[Permission]()
    if person.is_administrator:
        role, permissions = Role.ADMINISTRATOR, permissions_of(Role.ADMINISTRATOR)
        glass = find_broken_glass(session, person.id)
        if glass is not None:
            house_id, permissions = glass.house_id, permissions | BROKEN_GLASS
    else:
        house_id = _choose_house(session, person.id, sign_in.house_id)
        if house_id is not None:
            role = Role(_get_role(session, person.id, house_id))
            permissions = permissions_of(role)
    if organization_ids:
        permissions |= permissions_of(Role.PARTNER)
    slug = session.scalar(select(House.slug).where(House.id == house_id)) if house_id else None
    return Member(
        person_id=person.id,
        name=person.name,
        email=person.email,
        house_id=house_id,
        house_slug=slug,
        role=role,
        permissions=permissions,
        organization_ids=organization_ids,
        sign_in_id=sign_in.id,
    )


def _get_role(session: Session, person_id: int, house_id: int) -> str:
    return session.scalars(
        select(Membership.role).where(
            Membership.person_id == person_id, Membership.house_id == house_id
        )
    ).one()


def note_use(database: Database, sign_in_id: int) -> None:
    """Note that a sign-in was used; a database that cannot write now does not stop the page."""
    with contextlib.suppress(OperationalError), database.transaction() as session:
        session.execute(
            update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=utc_now())
        )


def confirm_sign_in(session: Session, member: Member) -> None:
    """Note that the password was given again on this sign-in."""
    session.execute(
        update(SignIn).where(SignIn.id == member.sign_in_id).values(confirmed_at=utc_now())
    )
    subject = ("sign_in", member.sign_in_id)
    record(session, "confirmed_password", actor=member.actor, subject=subject)


def choose_house(session: Session, member: Member, house_id: int) -> None:
    """Work in another of the own Houses from now on; raises NotOwnHouseError."""
    if _choose_house(session, member.person_id, house_id) != house_id:
        raise NotOwnHouseError(f"person {member.person_id} is not in house {house_id}")
    session.execute(update(SignIn).where(SignIn.id == member.sign_in_id).values(house_id=house_id))
    record(session, "chose_house", actor=member.actor, house_id=house_id)


def list_devices(session: Session, member: Member) -> list[Device]:
    """The sign-ins of a person that still work, the newest first."""
    now = utc_now()
    rows = session.scalars(
        select(SignIn)
        .where(
            SignIn.person_id == member.person_id,
            SignIn.ended_at.is_(None),
            SignIn.last_seen_at > now - IDLE,
            SignIn.created_at > now - LONGEST,
        )
        .order_by(SignIn.created_at.desc(), SignIn.id.desc())
    )
    return [
        Device(row.id, row.device, row.created_at, row.last_seen_at, row.id == member.sign_in_id)
        for row in rows
    ]


def end_sign_in(session: Session, member: Member, sign_in_id: int) -> bool:
    """End one own sign-in; False when it is not one of the person's or has ended."""
    return _end(session, member, SignIn.id == sign_in_id) == 1


def end_other_sign_ins(session: Session, member: Member) -> int:
    """End every other own sign-in; gives how many."""
    return _end(session, member, SignIn.id != member.sign_in_id)


def _end(session: Session, member: Member, which: object) -> int:
    ids = session.scalars(
        update(SignIn)
        .where(SignIn.person_id == member.person_id, SignIn.ended_at.is_(None), which)  # type: ignore[arg-type]  # a condition on SignIn
        .values(ended_at=utc_now())
        .returning(SignIn.id)
    ).all()
    for sign_in_id in ids:
        record(session, "ended_sign_in", actor=member.actor, subject=("sign_in", sign_in_id))
    return len(ids)


def end_all_of(session: Session, person_id: int) -> None:
    """End every sign-in of a person whose access ends."""
    session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None))
        .values(ended_at=utc_now())
    )
