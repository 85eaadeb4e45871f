"""Invitations: a link by letter, good once and for a week, after which somebody has a role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import sealing
from app.accounts import codes
from app.accounts.entering import plain_email
from app.accounts.models import Invitation, Membership, PartnerMembership, Person
from app.accounts.permissions import HOUSE_ROLES, Role
from app.accounts.sign_ins import digest_token, end_all_of, new_token
from app.audit.trail import Actor, record
from app.db import utc_now
from app.directory.models.organizations import House, Organization
from app.i18n import gettext as _
from app.mail.outbox import LetterDraft, drop_letters, queue_letter

GOOD_FOR = timedelta(days=7)


class InvitationUsedError(Exception):
    """The invitation was used, withdrawn or is over."""


class AlreadyMemberError(Exception):
    """The person has a role there already."""


class AdministratorError(Exception):
    """Administrators have no role in a House or for a partner: they would read questions."""


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom to invite to what."""

    email: str
    name: str
    role: Role
    house_id: int | None = None
    organization_id: int | None = None
    language: str = "nl"


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that can still be used, as the invited person sees it."""

    id: int
    email: str
    name: str
    role: Role
    place: str
    """The name of the House or the partner; empty for administrators."""
    totp_secret: str | None
    """The secret for the phone; None until the invited person pressed the button."""
    has_account: bool
    """Whether this address has an account, so that its password is asked and no new one."""


def invite(
    session: Session, invited: Invited, *, invited_by: int | None, link: Callable[[str], str]
) -> str:
    """Invite somebody and queue the letter; gives the link, which is kept nowhere else.

    Raises AlreadyMemberError and AdministratorError.
    """
    email = plain_email(invited.email)
    _refuse_double(session, email, invited)
    now, token = utc_now(), new_token()
    invitation = Invitation(
        token_digest=digest_token(token),
        email=email,
        name=invited.name,
        role=invited.role.value,
        house_id=invited.house_id,
        organization_id=invited.organization_id,
        invited_by=invited_by,
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    session.add(invitation)
    session.flush()
    address = link(token)
    queue_letter(
        session,
        LetterDraft(
            kind="invitation",
            recipient=email,
            subject=_("Je bent uitgenodigd voor Dichtbij"),
            body=_(
                "Dag,\n\nJe bent uitgenodigd om mee te werken met Dichtbij.\n"
                "Open deze link om je account te maken:\n\n%(link)s\n\n"
                "De link werkt één keer, en zeven dagen lang.\n"
                "Verwacht je geen uitnodiging? Dan hoef je niets te doen.\n",
                link=address,
            ),
            language=invited.language,
            house_id=invited.house_id,
            about=("invitation", invitation.id),
        ),
    )
    record(
        session,
        "invited",
        actor=Actor.person(invited_by) if invited_by else Actor.system(),
        subject=("invitation", invitation.id),
        house_id=invited.house_id,
        details={"role": invited.role.value, "organization": invited.organization_id},
    )
    return address


def _refuse_double(session: Session, email: str, invited: Invited) -> None:
    person = session.scalars(select(Person).where(Person.email == email, Person.is_active)).first()
    if person is None:
        return
    if person.is_administrator or invited.role is Role.ADMINISTRATOR:
        raise AdministratorError(f"person {person.id} cannot be both")
    if invited.house_id is not None and invited.role in HOUSE_ROLES:
        known = select(Membership.id).where(
            Membership.person_id == person.id, Membership.house_id == invited.house_id
        )
    else:
        known = select(PartnerMembership.person_id).where(
            PartnerMembership.person_id == person.id,
            PartnerMembership.organization_id == invited.organization_id,
        )
    if session.scalar(known) is not None:
        raise AlreadyMemberError(f"person {person.id} has this role already")


def _find_row(session: Session, token: str) -> Invitation | None:
    return session.scalars(
        select(Invitation).where(
            Invitation.token_digest == digest_token(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > utc_now(),
        )
    ).first()


def find_invitation(session: Session, token: str) -> OpenInvitation | None:
    """The invitation of a link, or None when it was used, withdrawn or is over."""
    row = _find_row(session, token)
    if row is None:
        return None
    place = ""
    if row.organization_id is not None:
        place = session.scalars(
            select(Organization.name).where(Organization.id == row.organization_id)
        ).one()
    elif row.house_id is not None:
        place = session.scalars(select(House.name).where(House.id == row.house_id)).one()
    return OpenInvitation(
        id=row.id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        place=place,
        totp_secret=sealing.unseal(session, row.totp_sealed) if row.totp_sealed else None,
        has_account=find_account(session, row.email) is not None,
    )


def find_account(session: Session, email: str) -> Person | None:
    """The account of an address that has a password, or None."""
    return session.scalars(
        select(Person).where(
            Person.email == email, Person.is_active, Person.password_hash.is_not(None)
        )
    ).first()


def open_invitation(session: Session, token: str) -> None:
    """Note that the invited person pressed the button: now there is a secret for the phone."""
    row = _find_row(session, token)
    if row is None:
        raise InvitationUsedError("this invitation cannot be used any more")
    if row.totp_sealed is None:
        row.totp_sealed = sealing.seal(session, codes.new_totp_secret())


def accept_as_new(
    session: Session, token: str, *, name: str, password_hash: str, totp_step: int
) -> tuple[Person, list[str]]:
    """Make the account of an invited person; gives it and the recovery codes to show once."""
    row = take_invitation(session, token)
    if row.totp_sealed is None or find_account(session, row.email) is not None:
        raise InvitationUsedError("this invitation was not opened, or has an account already")
    # Somebody whose access ended and who comes back begins anew, under the same number.
    person = session.scalars(select(Person).where(Person.email == row.email)).first()
    if person is None:
        person = Person(email=row.email, created_at=utc_now(), language="nl")
        session.add(person)
    else:
        end_all_of(session, person.id)
    person.name = name
    person.password_hash = password_hash
    person.totp_sealed = row.totp_sealed
    person.totp_last_step = totp_step
    person.is_active = True
    person.is_administrator = row.role == Role.ADMINISTRATOR.value
    row.totp_sealed = None
    session.flush()
    recovery_codes = codes.new_recovery_codes(session, person.id)
    give_role(session, person, row)
    return person, recovery_codes


def accept_with_account(session: Session, token: str, person_id: int) -> None:
    """Add the role of an invitation to the account that its address has already."""
    row = take_invitation(session, token)
    person = find_account(session, row.email)
    if person is None or person.id != person_id:
        raise InvitationUsedError("this invitation is for somebody else")
    if person.is_administrator or row.role == Role.ADMINISTRATOR.value:
        raise AdministratorError(f"person {person.id} cannot be both")
    row.totp_sealed = None
    give_role(session, person, row)


def take_invitation(session: Session, token: str) -> Invitation:
    """The invitation, used from now on: of two who press at once only one gets it."""
    row = session.scalars(
        update(Invitation)
        .where(
            Invitation.token_digest == digest_token(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > utc_now(),
        )
        .values(used_at=utc_now())
        .returning(Invitation)
    ).first()
    if row is None:
        raise InvitationUsedError("this invitation cannot be used any more")
    drop_letters(session, ("invitation", row.id))
    return row


def give_role(session: Session, person: Person, row: Invitation) -> None:
    """Give an invited person what the invitation holds."""
    if row.organization_id is not None:
        partner = PartnerMembership(person_id=person.id, organization_id=row.organization_id)
        session.merge(partner)
    elif row.house_id is not None:
        known = session.scalars(
            select(Membership).where(
                Membership.person_id == person.id, Membership.house_id == row.house_id
            )
        ).first()
        if known is None:
            session.add(Membership(person_id=person.id, house_id=row.house_id, role=row.role))
    record(
        session,
        "accepted_invitation",
        actor=Actor.person(person.id),
        subject=("invitation", row.id),
        house_id=row.house_id,
        details={"role": row.role, "organization": row.organization_id},
    )


def withdraw_invitation(
    session: Session, invitation_id: int, *, withdrawn_by: int, house_id: int
) -> bool:
    """Take an invitation of a House back; False when it is not of that House or was used."""
    found = session.scalars(
        update(Invitation)
        .where(
            Invitation.id == invitation_id,
            Invitation.house_id == house_id,
            Invitation.used_at.is_(None),
        )
        .values(used_at=utc_now(), totp_sealed=None)
        .returning(Invitation.id)
    ).first()
    if found is None:
        return False
    drop_letters(session, ("invitation", invitation_id))
    actor, subject = Actor.person(withdrawn_by), ("invitation", invitation_id)
    record(session, "withdrew_invitation", actor=actor, subject=subject, house_id=house_id)
    return True
