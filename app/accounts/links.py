"""Signing in by a mailed link: for people of partners, once, ten minutes, after a press."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.entering import plain_email
from app.accounts.limits import Key, forget_tries, reserve_try
from app.accounts.link_letters import draft_link, draft_no_link
from app.accounts.models import Membership, Person, SignInLink
from app.accounts.sign_ins import begin_sign_in, digest_token, new_token
from app.audit.trail import Actor, record
from app.db import Database, utc_now
from app.i18n import DEFAULT_LANGUAGE
from app.mail.outbox import drop_letters, queue_letter

GOOD_FOR = timedelta(minutes=10)
MOST_WRONG = 5
"""After so many wrong codes a link is dead."""
CODE_DIGITS = 6
PURPOSE = "sign-in-link-code"
NOBODY = 0


class LinkGoneError(Exception):
    """The link was used, is over, met too many wrong codes or never was."""


@dataclass(frozen=True, slots=True)
class AskedLink:
    """What the browser that asked a link keeps of it."""

    secret: str
    """By which it is known again."""
    code: str
    """What it shows, for a press on another device."""


@dataclass(frozen=True, slots=True)
class OpenLink:
    """A link that can be used now."""

    is_asked_here: bool
    """Whether this browser asked it, so that the press is enough."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who is signed in from now on."""

    token: str
    email: str


def is_staff(session: Session, person: Person | None) -> bool:
    """Whether somebody works for a House or for the site, and so never signs in by mail alone."""
    number = person.id if person is not None else NOBODY
    role = select(Membership.id).where(Membership.person_id == number).limit(1)
    in_house = session.scalar(role) is not None
    return in_house or (person is not None and person.is_administrator)


def mail_link(database: Database, email: str, keys: Sequence[Key], *, site_url: str) -> AskedLink:
    """Mail a link to somebody of a partner; raises TooSoonError.

    An address that is nobody's costs the same work, which is taken back: time and answer tell
    nothing. The link of before ends.
    """
    with database.transaction() as session:
        reserve_try(session, keys)
    asked, token = AskedLink(new_token(), _new_code()), new_token()
    with database.transaction() as session:
        person = session.scalars(
            select(Person).where(Person.email == plain_email(email), Person.is_active)
        ).first()
        is_for_link = person is not None and not is_staff(session, person)
        _end_links(session, person.id if person is not None else NOBODY)
        with _taken_back_unless(session, is_for_link):
            link_id = _write_link(session, person, asked, token)
        with _taken_back_unless(session, person is not None):
            language = person.language if person is not None else DEFAULT_LANGUAGE
            address = plain_email(email)
            queue_letter(
                session,
                draft_no_link(address, language, site_url=site_url)
                if person is not None and not is_for_link
                else draft_link(address, language, token=token, link_id=link_id, site_url=site_url),
            )
        subject = ("person", person.id) if person is not None else None
        record(session, "asked_link", actor=Actor.system(), subject=subject)
    return asked


def find_link(session: Session, token: str, *, secret: str) -> OpenLink | None:
    """The link of an address, as far as it still opens something."""
    link = _find_row(session, token, is_locked=False)
    return OpenLink(_is_of_browser(link, secret)) if link is not None else None


def enter_with_link(
    session: Session, token: str, *, secret: str, code: str, device: str
) -> Entered | None:
    """Sign in by a link; None after a wrong code in a browser that did not ask.

    Raises LinkGoneError.
    """
    link = _find_row(session, token, is_locked=True)
    if link is None:
        raise LinkGoneError("this link opens nothing any more")
    person = session.get_one(Person, link.person_id)
    subject = ("sign_in_link", link.id)
    is_right = hmac.compare_digest(link.code_digest, _digest_code(session, token, code))
    if not _is_of_browser(link, secret) and not is_right:
        link.wrong_codes += 1
        record(session, "wrong_link_code", actor=Actor.system(), subject=subject)
        return None
    link.used_at = utc_now()
    drop_letters(session, subject)
    forget_tries(session, [], [Key("link-mail", person.email)])
    record(session, "used_link", actor=Actor.person(person.id), subject=subject)
    _sign_in, cookie = begin_sign_in(session, person, device=device)
    return Entered(cookie, person.email)


@contextmanager
def _taken_back_unless(session: Session, is_kept: bool) -> Iterator[None]:  # noqa: FBT001 - its name says it
    attempt = session.begin_nested()
    with attempt:
        yield
        if not is_kept:
            attempt.rollback()


def _write_link(session: Session, person: Person | None, asked: AskedLink, token: str) -> int:
    """Write a link; for nobody one of anybody, which is taken back at once. Gives its number."""
    owner = person.id if person is not None else session.scalar(select(func.min(Person.id)))
    if owner is None:
        return NOBODY
    now = utc_now()
    link = SignInLink(
        person_id=owner,
        token_digest=digest_token(token),
        browser_digest=digest_token(asked.secret),
        code_digest=_digest_code(session, token, asked.code),
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    session.add(link)
    session.flush()
    return link.id


def _end_links(session: Session, person_id: int) -> None:
    ended = session.scalars(
        update(SignInLink)
        .where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
        .values(used_at=utc_now())
        .returning(SignInLink.id)
    ).all()
    for link_id in ended:
        drop_letters(session, ("sign_in_link", link_id))


def _find_row(session: Session, token: str, *, is_locked: bool) -> SignInLink | None:
    """The link that still works; locked for who uses it, so that of two at once one gets it."""
    query = (
        select(SignInLink, Person)
        .join(Person, Person.id == SignInLink.person_id)
        .where(
            SignInLink.token_digest == digest_token(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > utc_now(),
            SignInLink.wrong_codes < MOST_WRONG,
            Person.is_active,
        )
    )
    row = session.execute(query.with_for_update(of=SignInLink) if is_locked else query).first()
    # Who got a role in a House since, signs in as its people do.
    if row is None or is_staff(session, row.Person):
        return None
    link: SignInLink = row.SignInLink
    return link


def _is_of_browser(link: SignInLink, secret: str) -> bool:
    return hmac.compare_digest(link.browser_digest, digest_token(secret))


def _new_code() -> str:
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def _digest_code(session: Session, token: str, code: str) -> str:
    plain = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    return sealing.digest(session, PURPOSE, f"{digest_token(token)}:{plain}")
