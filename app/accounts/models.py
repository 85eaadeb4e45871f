"""The people behind the desk and at partners, how they sign in and who may do what where."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class Person(Base):
    """Somebody with an account: staff, somebody of a partner, or an administrator."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In small letters, so that one address is one person."""
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_last_step: Mapped[int | None]
    """The newest time step whose code was used; older ones and itself are refused."""
    is_active: Mapped[bool] = mapped_column(default=True)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(8), default="nl")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Membership(Base):
    """What a person is in one House."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "house_id", name="uq_membership_person_house"),
        CheckConstraint("role IN ('volunteer', 'onthaal', 'coordinator')", name="house_role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class PartnerMembership(Base):
    """A partner for whom a person acts."""

    __tablename__ = "partner_membership"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    organization_id: Mapped[int] = mapped_column(
        ForeignKey("organization.id"), primary_key=True, index=True
    )


class RecoveryCode(Base):
    """A code for when the phone is gone; it works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        UniqueConstraint("person_id", "code_hash", name="uq_recovery_code_person_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignIn(Base):
    """One time that somebody signed in on one device, until it ends."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the cookie; the token itself is kept nowhere."""
    house_id: Mapped[int | None] = mapped_column(ForeignKey("house.id"))
    """The House the person works in now."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the password was last given."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device: Mapped[str] = mapped_column(String(80), default="")
    """Browser and system in a few words, so that people know their own devices."""


class Invitation(Base):
    """An invitation to a role in a House, to a partner, or to administer; used once."""

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint(
            "(role IN ('volunteer', 'onthaal', 'coordinator') AND house_id IS NOT NULL"
            " AND organization_id IS NULL)"
            " OR (role = 'partner' AND organization_id IS NOT NULL)"
            " OR (role = 'administrator' AND house_id IS NULL AND organization_id IS NULL)",
            name="one_purpose",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(20))
    house_id: Mapped[int | None] = mapped_column(ForeignKey("house.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who invited; empty when it was done by command."""
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The secret for codes, made when the invited person presses the button."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInFailure(Base):
    """One wrong password or code, kept for a day under a digest that names nobody."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_key_at", "key_digest", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class UnsavedText(Base):
    """What somebody was typing when the sign-in ended; offered again to that person for a day."""

    __tablename__ = "unsaved_text"
    __table_args__ = (UniqueConstraint("person_id", "path", name="uq_unsaved_text_person_path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str] = mapped_column(String(300))
    """The address the form was sent to, without its language."""
    fields_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class BrokenGlass(Base):
    """An hour in which an administrator may read the questions of one House, and why."""

    __tablename__ = "broken_glass"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"), index=True)
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    broken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The coordinator who acknowledged it."""
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInLink(Base):
    """A link to sign in that was mailed; it works once, for ten minutes, after a press."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    browser_digest: Mapped[str] = mapped_column(String(64))
    """Of the secret in the browser that asked: there the press is enough."""
    code_digest: Mapped[str] = mapped_column(String(64))
    """Of the short code that the asking browser shows, for a press on another device."""
    wrong_codes: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Claim(Base):
    """Somebody says to act for a partner; a coordinator decides after the address is confirmed."""

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(
            "state IN ('unconfirmed', 'waiting', 'approved', 'declined')", name="known_state"
        ),
        CheckConstraint(
            "(organization_id IS NOT NULL) <> (organization_name <> '')", name="one_organization"
        ),
        Index("ix_claim_house_state", "house_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    organization_name: Mapped[str] = mapped_column(String(150), default="")
    """Of a partner that is not here yet."""
    house_id: Mapped[int] = mapped_column(ForeignKey("house.id"))
    """Whose coordinator decides."""
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """What the person wrote to be recognised by."""
    language: Mapped[str] = mapped_column(String(8))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    state: Mapped[str] = mapped_column(String(12), default="unconfirmed")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """Until when the address can be confirmed."""
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(String(1000), default="")
