"""Commands for people with an account: invite, list, end, and made-up staff to try things."""

from __future__ import annotations

import argparse
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import sealing
from app.accounts.entering import plain_email
from app.accounts.invitations import AdministratorError, AlreadyMemberError, Invited, invite
from app.accounts.models import Membership, PartnerMembership, Person
from app.accounts.passwords import hash_password
from app.accounts.people import end_person
from app.accounts.permissions import HOUSE_ROLES, Role
from app.config import Settings
from app.db import Database, utc_now
from app.directory.models.organizations import House, HousePartner
from app.sealing import Keyring

DEMO_HOUSE = "waasland"
DEMO_PASSWORD = "vier eenden op een rijtje"  # noqa: S105 - for made-up people on one's own machine
DEMO_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - the same
DEMO_PEOPLE = (
    ("Vera Vrijwilliger", "vera@dichtbij.example", Role.VOLUNTEER),
    ("Omar Onthaal", "omar@dichtbij.example", Role.ONTHAAL),
    ("Cato Coördinator", "cato@dichtbij.example", Role.COORDINATOR),
    ("Bas Beheerder", "bas@dichtbij.example", Role.ADMINISTRATOR),
    ("Petra Partner", "petra@dichtbij.example", Role.PARTNER),
)
OWN_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


def _open(settings: Settings) -> Database:
    return Database(settings.database_url, Keyring.load(settings))


def _find_house(session: Session, slug: str | None) -> House | None:
    return session.scalars(select(House).where(House.slug == (slug or ""))).first()


def run_user_add(settings: Settings, arguments: argparse.Namespace) -> int:
    """Invite somebody, and print the link of the invitation."""
    # Without a role somebody begins with the least.
    role = Role(arguments.role or Role.VOLUNTEER.value)
    role = Role.ADMINISTRATOR if arguments.administrator else role
    site = settings.site_url.rstrip("/")
    with _open(settings).transaction() as session:
        house = _find_house(session, arguments.house)
        if house is None and role is not Role.ADMINISTRATOR:
            print(f"There is no House {arguments.house}: give one with --house.")
            return 1
        invited = Invited(
            arguments.email,
            arguments.name or plain_email(arguments.email).partition("@")[0],
            role,
            house.id if house is not None and role is not Role.ADMINISTRATOR else None,
        )
        try:
            link = invite(
                session,
                invited,
                invited_by=None,
                link=lambda token: f"{site}/nl/uitnodiging/{token}",
            )
        except AlreadyMemberError:
            print("This person has that role already.")
            return 1
        except AdministratorError:
            print("An administrator cannot have a role in a House too.")
            return 1
    print(f"Open within seven days, once: {link}")
    return 0


def run_user_list(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Print everybody with an account, with the roles."""
    with _open(settings).reading() as session:
        houses = {house.id: house.slug for house in session.scalars(select(House))}
        for person in session.scalars(select(Person).order_by(Person.email)):
            roles = ["administrator"] if person.is_administrator else []
            own = select(Membership).where(Membership.person_id == person.id)
            roles += [f"{row.role} in {houses[row.house_id]}" for row in session.scalars(own)]
            partner = select(PartnerMembership).where(PartnerMembership.person_id == person.id)
            roles += [f"partner {row.organization_id}" for row in session.scalars(partner)]
            state = ", ".join(roles) if person.is_active else "ended"
            print(f"{person.email}\t{person.name}\t{state}")
    return 0


def run_user_end(settings: Settings, arguments: argparse.Namespace) -> int:
    """End all access of somebody, at once."""
    with _open(settings).transaction() as session:
        email = plain_email(arguments.email)
        person = session.scalars(select(Person).where(Person.email == email)).first()
        if person is None:
            print("Nobody has an account with this address.")
            return 1
        end_person(session, person)
    print("This person has no access any more.")
    return 0


def run_demo_staff(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Make one made-up person for each role, only on one's own machine."""
    if urlsplit(settings.site_url).hostname not in OWN_HOSTS:
        print("Made-up staff has a known password: only for a site on localhost.")
        return 1
    password_hash = hash_password(DEMO_PASSWORD)
    with _open(settings).transaction() as session:
        house = _find_house(session, DEMO_HOUSE)
        if house is None:
            print(f"There is no House {DEMO_HOUSE}: seed the site first.")
            return 1
        for name, email, role in DEMO_PEOPLE:
            _make_demo_person(session, house.id, name, email, role, password_hash)
    print(f"Password of everybody: {DEMO_PASSWORD}")
    print(f"Secret for the codes of everybody: {DEMO_SECRET}")
    for name, email, role in DEMO_PEOPLE:
        print(f"{role.value}\t{email}\t{name}")
    return 0


def _make_demo_person(
    session: Session, house_id: int, name: str, email: str, role: Role, password_hash: str
) -> None:
    person = session.scalars(select(Person).where(Person.email == email)).first()
    if person is None:
        person = Person(email=email, created_at=utc_now(), language="nl")
        session.add(person)
    person.name = name
    person.password_hash = password_hash
    person.totp_sealed = sealing.seal(session, DEMO_SECRET)
    person.totp_last_step = None
    person.is_active = True
    person.is_administrator = role is Role.ADMINISTRATOR
    session.flush()
    if role in HOUSE_ROLES:
        known = select(Membership).where(
            Membership.person_id == person.id, Membership.house_id == house_id
        )
        membership = session.scalars(known).first()
        if membership is None:
            session.add(Membership(person_id=person.id, house_id=house_id, role=role.value))
        else:
            membership.role = role.value
    if role is Role.PARTNER:
        partners = select(HousePartner.organization_id).where(HousePartner.house_id == house_id)
        first = session.scalar(partners.order_by(HousePartner.organization_id).limit(1))
        if first is not None:
            session.merge(PartnerMembership(person_id=person.id, organization_id=first))


def add_user_commands(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> None:
    """Add `user add`, `user list`, `user end` and `demo-staff` to the commands."""
    user = commands.add_parser("user", help="People with an account.")
    deeds = user.add_subparsers(dest="deed", required=True)
    adding = deeds.add_parser("add", help=run_user_add.__doc__)
    adding.set_defaults(run=run_user_add)
    adding.add_argument("email")
    adding.add_argument("--name")
    adding.add_argument("--house", help="short name of the House, such as waasland")
    adding.add_argument("--role", choices=[role.value for role in HOUSE_ROLES])
    adding.add_argument("--administrator", action="store_true")
    deeds.add_parser("list", help=run_user_list.__doc__).set_defaults(run=run_user_list)
    ending = deeds.add_parser("end", help=run_user_end.__doc__)
    ending.set_defaults(run=run_user_end)
    ending.add_argument("email")
    demo = commands.add_parser("demo-staff", help=run_demo_staff.__doc__)
    demo.set_defaults(run=run_demo_staff)
