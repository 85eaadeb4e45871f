"""Wrong passwords make the next try wait longer; nobody is locked out for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.models import SignInFailure
from app.db import utc_now

KEEP = timedelta(hours=24)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
# A library, a school or a whole desk sits behind one address.
FREE_TRIES = {
    "mail": 5,
    "device": 5,
    "code": 5,
    "confirm": 5,
    "address": 40,
    "link-mail": 3,
    "link-device": 5,
    "link-address": 40,
    "claim-mail": 3,
    "claim-address": 40,
}


class TooSoonError(Exception):
    """Somebody has to wait before the next try."""

    def __init__(self, wait: timedelta) -> None:
        """Keep how long."""
        super().__init__("too many wrong tries")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Key:
    """What tries are counted by, such as ("mail", an address); kept as a digest only."""

    kind: str
    text: str

    def digest(self, session: Session) -> str:
        """The digest under which tries are counted."""
        return sealing.digest(session, f"sign-in-{self.kind}", self.text)


def wait_after(kind: str, failures: int) -> timedelta:
    """How long after the last of so many wrong tries the next one may come."""
    over = failures - FREE_TRIES[kind]
    if over < 0:
        return timedelta()
    doublings: int = 2 ** min(over, 10)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)


def reserve_try(session: Session, keys: Sequence[Key]) -> list[int]:
    """Count a try before it is made, so that tries at once do not pass; raises TooSoonError.

    Gives the rows to take back when the try was right.
    """
    now = utc_now()
    session.execute(delete(SignInFailure).where(SignInFailure.at < now - KEEP))
    digests = [(key.kind, key.digest(session)) for key in keys]
    waits = [_find_wait(session, kind, digest, now) for kind, digest in digests]
    longest = max(waits, default=timedelta())
    if longest > timedelta():
        raise TooSoonError(longest)
    rows = [SignInFailure(key_digest=digest, at=now) for _kind, digest in digests]
    session.add_all(rows)
    session.flush()
    return [row.id for row in rows]


def forget_tries(session: Session, rows: Sequence[int], keys: Sequence[Key]) -> None:
    """After a right try: take it back, and forget the wrong ones of this person or device."""
    session.execute(delete(SignInFailure).where(SignInFailure.id.in_(rows)))
    own = [key.digest(session) for key in keys if not key.kind.endswith("address")]
    session.execute(delete(SignInFailure).where(SignInFailure.key_digest.in_(own)))


def _find_wait(session: Session, kind: str, digest: str, now: datetime) -> timedelta:
    count, last = session.execute(
        select(func.count(), func.max(SignInFailure.at)).where(
            SignInFailure.key_digest == digest, SignInFailure.at > now - KEEP
        )
    ).one()
    if not count:
        return timedelta()
    return max(last + wait_after(kind, count) - now, timedelta())
