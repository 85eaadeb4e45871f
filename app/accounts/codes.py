"""The second step of signing in: a code of the phone, or one of ten recovery codes."""

from __future__ import annotations

import hmac
import secrets
from typing import Any, cast

import pyotp
from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.models import Person, RecoveryCode
from app.db import utc_now

ISSUER = "Dichtbij"
STEP_SECONDS = 30
STEPS_AROUND = 1
"""A phone's clock may be a step before or behind."""
TOTP_DIGITS = 6
RECOVERY_CODES = 10
# Without letters and digits that look or sound like another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
HALF = 5
PURPOSE = "recovery-code"


def new_totp_secret() -> str:
    """A secret for the app on somebody's phone."""
    return pyotp.random_base32()


def totp_address(secret: str, email: str) -> str:
    """The otpauth address that a phone reads from the square."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def find_step(secret: str, code: str) -> int | None:
    """The time step around now that a code belongs to, or None."""
    typed = "".join(sign for sign in code if sign.isascii() and sign.isdigit())
    if len(typed) != TOTP_DIGITS:
        return None
    totp, now = pyotp.TOTP(secret), int(utc_now().timestamp()) // STEP_SECONDS
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS), typed):
            return step
    return None


def use_totp(session: Session, person: Person, code: str) -> bool:
    """Use a code of the phone; a step is taken once, so a code that was seen is worth nothing."""
    if person.totp_sealed is None:
        return False
    step = find_step(sealing.unseal(session, person.totp_sealed), code)
    if step is None:
        return False
    used = session.execute(
        update(Person)
        .where(
            Person.id == person.id,
            or_(Person.totp_last_step.is_(None), Person.totp_last_step < step),
        )
        .values(totp_last_step=step)
    )
    return cast("CursorResult[Any]", used).rowcount == 1


def new_recovery_codes(session: Session, person_id: int) -> list[str]:
    """Ten new codes in place of the old ones; they are shown once and kept as digests."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [_new_code() for _number in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(person_id=person_id, code_hash=_digest(session, person_id, code))
        for code in codes
    )
    session.flush()
    return codes


def use_recovery_code(session: Session, person: Person, code: str) -> bool:
    """Use a recovery code; each works once."""
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == _digest(session, person.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=utc_now())
    )
    return cast("CursorResult[Any]", used).rowcount == 1


def _new_code() -> str:
    signs = "".join(secrets.choice(ALPHABET) for _number in range(2 * HALF))
    return f"{signs[:HALF]}-{signs[HALF:]}"


def _digest(session: Session, person_id: int, code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return sealing.digest(session, PURPOSE, f"{person_id}:{plain}")
