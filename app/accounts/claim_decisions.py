"""Deciding who may act for a partner: the coordinator of the House, and nobody about oneself."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.claim_letters import draft_approved, draft_confirm, draft_declined
from app.accounts.claims import ClaimState, get_organization_name
from app.accounts.joining import find_or_make_partner_person
from app.accounts.members import Member
from app.accounts.models import Claim, PartnerMembership
from app.accounts.sign_ins import digest_token, new_token
from app.audit.trail import record
from app.db import utc_now
from app.directory.models.organizations import HousePartner, Organization
from app.directory.operations.saving import make_slug
from app.mail.outbox import drop_letters, queue_letter


class ClaimNotFoundError(LookupError):
    """No such claim waits in this House."""


class OwnClaimError(Exception):
    """Nobody decides about the own claim."""


def approve(session: Session, member: Member, claim_id: int, *, site_url: str) -> None:
    """Let somebody act for the partner, and say how to sign in.

    Raises ClaimNotFoundError, OwnClaimError and AdministratorError.
    """
    claim = _take(session, member, claim_id, ClaimState.APPROVED)
    person = find_or_make_partner_person(
        session, claim.email, name=claim.name, language=claim.language
    )
    if claim.organization_id is None:
        claim.organization_id = _find_or_make_organization(session, claim)
        claim.organization_name = ""
    session.merge(PartnerMembership(person_id=person.id, organization_id=claim.organization_id))
    session.flush()
    draft = draft_approved(
        claim,
        organization=get_organization_name(session, claim),
        has_password=person.password_hash is not None,
        site_url=site_url,
    )
    queue_letter(session, draft)
    record(
        session,
        "approved_claim",
        actor=member.actor,
        subject=("claim", claim.id),
        house_id=claim.house_id,
        details={"person": person.id, "organization": claim.organization_id},
    )


def decline(session: Session, member: Member, claim_id: int, *, reason: str) -> None:
    """Say no with a reason; raises ClaimNotFoundError and OwnClaimError."""
    claim = _take(session, member, claim_id, ClaimState.DECLINED)
    claim.reason = reason
    draft = draft_declined(claim, organization=get_organization_name(session, claim))
    queue_letter(session, draft)
    subject = ("claim", claim.id)
    record(session, "declined_claim", actor=member.actor, subject=subject, house_id=claim.house_id)


def mail_again(session: Session, member: Member, claim_id: int, *, site_url: str) -> None:
    """Mail a new link to who did not confirm the address yet; raises ClaimNotFoundError."""
    claim = _get_row(session, member, claim_id, ClaimState.UNCONFIRMED)
    token = new_token()
    drop_letters(session, ("claim", claim.id))
    claim.token_digest = digest_token(token)
    queue_letter(session, draft_confirm(claim, token=token, site_url=site_url))
    subject = ("claim", claim.id)
    record(session, "mailed_claim", actor=member.actor, subject=subject, house_id=claim.house_id)


def get_waiting_claim(session: Session, member: Member, claim_id: int) -> None:
    """Raise ClaimNotFoundError when no such claim waits in the own House."""
    _get_row(session, member, claim_id, ClaimState.WAITING)


def _get_row(session: Session, member: Member, claim_id: int, state: ClaimState) -> Claim:
    claim = session.scalars(
        select(Claim)
        .where(
            Claim.id == claim_id,
            Claim.house_id == member.get_house_id(),
            Claim.state == state.value,
        )
        .with_for_update()
    ).first()
    if claim is None:
        raise ClaimNotFoundError(f"claim {claim_id} is not {state} in the own House")
    return claim


def _take(session: Session, member: Member, claim_id: int, state: ClaimState) -> Claim:
    """The waiting claim, decided from now on."""
    claim = _get_row(session, member, claim_id, ClaimState.WAITING)
    if claim.email == member.email:
        raise OwnClaimError(f"claim {claim_id} is the own one")
    drop_letters(session, ("claim", claim.id))
    claim.state, claim.decided_at, claim.decided_by = state.value, utc_now(), member.person_id
    return claim


def _find_or_make_organization(session: Session, claim: Claim) -> int:
    """The partner of a new name in this House; the same name twice is one partner."""
    known = session.scalars(
        select(Organization.id)
        .join(HousePartner, HousePartner.organization_id == Organization.id)
        .where(
            HousePartner.house_id == claim.house_id,
            func.lower(Organization.name) == claim.organization_name.lower(),
        )
        .order_by(Organization.id)
    ).first()
    if known is not None:
        return known
    organization = Organization(
        slug=_free_slug(session, make_slug(claim.organization_name)),
        name=claim.organization_name,
        texts=[],
        terms=[],
        houses=[HousePartner(house_id=claim.house_id)],
        contacts=[],
    )
    session.add(organization)
    session.flush()
    return organization.id


def _free_slug(session: Session, slug: str) -> str:
    taken = set(
        session.scalars(select(Organization.slug).where(Organization.slug.startswith(slug)))
    )
    number = 2
    found = slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found
