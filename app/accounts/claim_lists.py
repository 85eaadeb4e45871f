"""What a coordinator sees of claims: who asks what, and whether the address fits the partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.claims import ClaimState
from app.accounts.members import Member
from app.accounts.models import Claim, PartnerMembership, Person
from app.directory.models.organizations import Contact, Organization

MOST_SHOWN = 50
SHARED_DOMAINS = frozenset(
    {
        "",
        "facebook.com",
        "gmail.com",
        "hotmail.be",
        "hotmail.com",
        "icloud.com",
        "live.be",
        "outlook.be",
        "outlook.com",
        "proximus.be",
        "skynet.be",
        "telenet.be",
        "yahoo.com",
    }
)
"""Everybody can have an address or a page there."""


class Domain(StrEnum):
    """What the mail address says: a hint, never a proof."""

    SAME = "same"
    OTHER = "other"
    UNKNOWN = "unknown"
    """The site knows no address of this partner."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim as the coordinator sees it."""

    id: int
    name: str
    email: str
    organization: str
    is_new: bool
    """Whether the partner is not here yet."""
    note: str
    domain: Domain
    colleagues: tuple[str, ...]
    """Who acts for the partner already."""
    asked_at: datetime
    is_own: bool


@dataclass(frozen=True, slots=True)
class OwnClaimant:
    """Somebody who wants to act for the own partner too."""

    name: str
    email: str
    organization: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the site knows of the partners of a list, by their number."""

    names: Mapping[int, str]
    people: Mapping[int, list[str]]
    addresses: Mapping[int, set[str]]
    domains: Mapping[int, set[str]]


def list_claims(session: Session, member: Member, state: ClaimState) -> list[ClaimLine]:
    """The claims of the own House in a state, the oldest first."""
    claims = session.scalars(
        select(Claim)
        .where(Claim.house_id == member.get_house_id(), Claim.state == state.value)
        .order_by(Claim.asked_at, Claim.id)
        .limit(MOST_SHOWN)
    ).all()
    known = _read_known(session, {item.organization_id for item in claims if item.organization_id})
    return [_describe(session, claim, member, known) for claim in claims]


def list_claimants(session: Session, organization_ids: Iterable[int]) -> list[OwnClaimant]:
    """Who waits to act for some partners, by partner and name."""
    rows = session.execute(
        select(Claim.name, Claim.email, Organization.name)
        .join(Organization, Organization.id == Claim.organization_id)
        .where(
            Claim.organization_id.in_(list(organization_ids)),
            Claim.state == ClaimState.WAITING.value,
        )
        .order_by(Organization.name, Claim.name, Claim.id)
    )
    return [OwnClaimant(*row) for row in rows]


def _describe(session: Session, claim: Claim, member: Member, known: _Known) -> ClaimLine:
    number = claim.organization_id or 0
    return ClaimLine(
        id=claim.id,
        name=claim.name,
        email=claim.email,
        organization=known.names.get(number, claim.organization_name),
        is_new=claim.organization_id is None,
        note=sealing.unseal(session, claim.note_sealed) if claim.note_sealed else "",
        domain=_compare(claim.email, known.addresses[number], known.domains[number]),
        colleagues=tuple(known.people[number]),
        asked_at=claim.asked_at,
        is_own=claim.email == member.email,
    )


def _read_known(session: Session, organization_ids: set[int]) -> _Known:
    """Everything about the partners of a list, in a fixed number of statements."""
    names: dict[int, str] = {}
    people, addresses, domains = defaultdict(list), defaultdict(set), defaultdict(set)
    for row in session.execute(
        select(Organization.id, Organization.name, Organization.website).where(
            Organization.id.in_(organization_ids)
        )
    ):
        names[row.id] = row.name
        domains[row.id].add(_host_of(row.website))
    for contact in session.execute(
        select(Contact.organization_id, Contact.kind, Contact.value).where(
            Contact.organization_id.in_(organization_ids), Contact.kind.in_(("email", "website"))
        )
    ):
        number = contact.organization_id or 0
        if contact.kind == "email":
            addresses[number].add(contact.value.lower())
            domains[number].add(contact.value.lower().rpartition("@")[2])
        else:
            domains[number].add(_host_of(contact.value))
    for person in session.execute(
        select(PartnerMembership.organization_id, Person.name)
        .join(Person, Person.id == PartnerMembership.person_id)
        .where(PartnerMembership.organization_id.in_(organization_ids), Person.is_active)
        .order_by(Person.name, Person.id)
    ):
        people[person.organization_id].append(person.name)
    return _Known(names, people, addresses, domains)


def _compare(email: str, addresses: set[str], domains: set[str]) -> Domain:
    own = domains - SHARED_DOMAINS
    if email in addresses or email.rpartition("@")[2] in own:
        return Domain.SAME
    return Domain.OTHER if own or addresses else Domain.UNKNOWN


def _host_of(site: str) -> str:
    try:
        host = urlsplit(site).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
