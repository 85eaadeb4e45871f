"""Saying to act for a partner: asked on a page, confirmed by mail, forgotten in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.claim_letters import draft_colleague, draft_confirm, draft_waiting
from app.accounts.entering import plain_email
from app.accounts.models import Claim, Membership, PartnerMembership, Person
from app.accounts.permissions import Role
from app.accounts.sign_ins import digest_token, new_token
from app.audit.trail import Actor, record
from app.db import utc_now
from app.directory.models.organizations import Contact, Organization
from app.mail.outbox import drop_letters, queue_letter

GOOD_FOR = timedelta(days=7)
NOTE_KEPT = timedelta(days=30)
FASTEST_SECONDS = 3.0
"""Nobody fills the form in faster."""
TOLD_FOR = timedelta(days=1)
"""A coordinator who was told of a claim that still waits is not told of the next one so soon."""


class ClaimState(StrEnum):
    """Where a claim is."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class ClaimGoneError(Exception):
    """The link of a claim leads nowhere any more."""


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """What somebody fills in; either the number of a partner or the name of a new one."""

    email: str
    name: str
    note: str
    house_id: int
    organization_id: int | None
    organization_name: str = ""
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class OwnClaim:
    """A claim as who asked it sees it."""

    state: ClaimState
    organization: str


def ask_claim(
    session: Session, draft: ClaimDraft, *, site_url: str, is_suspect: bool = False
) -> None:
    """Keep a claim and mail the link that confirms it.

    A suspect one is kept too, but its link is mailed only when a coordinator says so.
    """
    email = plain_email(draft.email)
    if _is_known(session, draft, email):
        return
    now, token = utc_now(), new_token()
    claim = Claim(
        organization_id=draft.organization_id,
        organization_name="" if draft.organization_id is not None else draft.organization_name,
        house_id=draft.house_id,
        email=email,
        name=draft.name,
        note_sealed=sealing.seal(session, draft.note) if draft.note else None,
        language=draft.language,
        token_digest=digest_token(token),
        asked_at=now,
        expires_at=now + GOOD_FOR,
    )
    session.add(claim)
    session.flush()
    record(
        session,
        "asked_claim",
        actor=Actor.partner(draft.organization_id),
        subject=("claim", claim.id),
        house_id=claim.house_id,
    )
    if not is_suspect:
        queue_letter(session, draft_confirm(claim, token=token, site_url=site_url))


def _is_known(session: Session, draft: ClaimDraft, email: str) -> bool:
    """Whether the same claim waits for a decision; one that was not confirmed is replaced."""
    same = (
        Claim.organization_id == draft.organization_id
        if draft.organization_id is not None
        else Claim.organization_name == draft.organization_name
    )
    waiting = False
    for claim in session.scalars(select(Claim).where(Claim.email == email, same)).all():
        if claim.state == ClaimState.UNCONFIRMED.value:
            drop_letters(session, ("claim", claim.id))
            session.delete(claim)
        waiting = waiting or claim.state == ClaimState.WAITING.value
    return waiting


def find_claim(session: Session, token: str) -> OwnClaim | None:
    """The claim of a link, or None when its time to confirm is over."""
    claim = _find_row(session, token)
    if claim is None:
        return None
    return OwnClaim(ClaimState(claim.state), get_organization_name(session, claim))


def get_organization_name(session: Session, claim: Claim) -> str:
    """The name of the partner of a claim, known here or not."""
    if claim.organization_id is None:
        return claim.organization_name
    return session.get_one(Organization, claim.organization_id).name


def confirm_address(session: Session, token: str, *, site_url: str) -> None:
    """Note that the address is right: now a coordinator decides; raises ClaimGoneError."""
    claim = _find_row(session, token)
    if claim is None:
        raise ClaimGoneError("this claim cannot be confirmed any more")
    now = utc_now()
    confirmed = session.scalars(
        update(Claim)
        .where(Claim.id == claim.id, Claim.state == ClaimState.UNCONFIRMED.value)
        .values(state=ClaimState.WAITING.value, confirmed_at=now)
        .returning(Claim.id)
    ).first()
    if confirmed is None:
        # Pressed twice.
        return
    drop_letters(session, ("claim", claim.id))
    session.refresh(claim)
    _tell_coordinators(session, claim, now=now, site_url=site_url)
    _tell_colleagues(session, claim, site_url=site_url)
    record(
        session,
        "confirmed_claim",
        actor=Actor.partner(claim.organization_id),
        subject=("claim", claim.id),
        house_id=claim.house_id,
    )


def _find_row(session: Session, token: str) -> Claim | None:
    return session.scalars(
        select(Claim).where(
            Claim.token_digest == digest_token(token),
            or_(
                Claim.state != ClaimState.UNCONFIRMED.value,
                Claim.expires_at > utc_now(),
            ),
        )
    ).first()


def _tell_coordinators(session: Session, claim: Claim, *, now: datetime, site_url: str) -> None:
    told = select(Claim.id).where(
        Claim.house_id == claim.house_id,
        Claim.state == ClaimState.WAITING.value,
        Claim.confirmed_at > now - TOLD_FOR,
        Claim.id != claim.id,
    )
    if session.scalar(told) is not None:
        return
    coordinators = session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.house_id == claim.house_id,
            Membership.role == Role.COORDINATOR.value,
            Person.is_active,
        )
        .order_by(Person.id)
    )
    readers = [(person.email, person.language) for person in coordinators]
    if not readers:
        readers = [(address, "nl") for address in _list_house_addresses(session, claim.house_id)]
    for recipient, language in readers:
        draft = draft_waiting(claim, recipient=recipient, language=language, site_url=site_url)
        queue_letter(session, draft)


def _list_house_addresses(session: Session, house_id: int) -> list[str]:
    """The mail address of a House, for when it has no coordinator yet."""
    return list(
        session.scalars(
            select(Contact.value)
            .where(Contact.house_id == house_id, Contact.kind == "email")
            .order_by(Contact.position, Contact.id)
            .limit(1)
        )
    )


def _tell_colleagues(session: Session, claim: Claim, *, site_url: str) -> None:
    organization = get_organization_name(session, claim)
    people = session.scalars(
        select(Person)
        .join(PartnerMembership, PartnerMembership.person_id == Person.id)
        .where(
            PartnerMembership.organization_id == claim.organization_id,
            Person.is_active,
            Person.email != claim.email,
        )
        .order_by(Person.id)
    )
    for person in people:
        draft = draft_colleague(claim, person, organization=organization, site_url=site_url)
        queue_letter(session, draft)


def forget_old_claims(session: Session, now: datetime) -> int:
    """Erase claims that nobody confirmed in a week, and what decided ones tell after a month.

    An approved claim stays as a line without its note; a declined one goes whole. Gives how many
    claims were erased or emptied.
    """
    gone = session.scalars(select(Claim.id).where(_is_over(now))).all()
    for claim_id in gone:
        drop_letters(session, ("claim", claim_id))
    session.execute(delete(Claim).where(Claim.id.in_(gone)))
    emptied = session.scalars(
        update(Claim).where(_has_old_note(now)).values(note_sealed=None).returning(Claim.id)
    ).all()
    return len(gone) + len(emptied)


def count_forgettable_claims(session: Session, now: datetime) -> int:
    """How many claims `forget_old_claims` would erase or empty."""
    found = select(func.count(Claim.id)).where(or_(_is_over(now), _has_old_note(now)))
    return session.scalar(found) or 0


def _is_over(now: datetime) -> ColumnElement[bool]:
    unconfirmed = (Claim.state == ClaimState.UNCONFIRMED.value) & (Claim.expires_at < now)
    declined = (Claim.state == ClaimState.DECLINED.value) & (Claim.decided_at < now - NOTE_KEPT)
    return or_(unconfirmed, declined)


def _has_old_note(now: datetime) -> ColumnElement[bool]:
    return (Claim.decided_at < now - NOTE_KEPT) & Claim.note_sealed.is_not(None)
