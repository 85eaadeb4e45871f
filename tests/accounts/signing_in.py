"""People with an account for the tests, and visitors that are signed in without a password."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from app.accounts.guards import COOKIE
from app.accounts.models import Membership, PartnerMembership, Person
from app.accounts.permissions import HOUSE_ROLES, Role
from app.accounts.sign_ins import begin_sign_in
from app.db import Database, utc_now
from app.directory.models.organizations import House
from app.web.installation import Installation
from tests.policing import PolicedClient
from tests.sites import visit


def make_member(
    database: Database,
    *,
    role: Role | str,
    house_slug: str = "waasland",
    name: str = "Noor Demo",
    organization_id: int | None = None,
) -> int:
    """A person with a role (in a House, or for a partner), without password; gives the number."""
    role = Role(role)
    with database.transaction() as session:
        number = (session.scalar(select(func.max(Person.id))) or 0) + 1
        person = Person(
            email=f"persoon{number}@team.example",
            name=name,
            is_administrator=role is Role.ADMINISTRATOR,
            created_at=utc_now(),
        )
        session.add(person)
        session.flush()
        if role in HOUSE_ROLES:
            house_id = session.scalars(select(House.id).where(House.slug == house_slug)).one()
            session.add(Membership(person_id=person.id, house_id=house_id, role=role.value))
        if organization_id is not None:
            session.add(PartnerMembership(person_id=person.id, organization_id=organization_id))
        return person.id


def signed_in(app: Flask, person_id: int) -> PolicedClient:
    """A visitor who is this person, signed in a moment ago."""
    client = visit(app)
    installation: Installation = app.extensions["dichtbij"]
    with installation.database.transaction() as session:
        person = session.get_one(Person, person_id)
        _sign_in, token = begin_sign_in(session, person, device="Firefox, Linux")
    client.set_cookie(COOKIE, token)
    return client


def find_token(client: PolicedClient, address: str) -> str:
    """The form token of a page, for a form that is sent right after."""
    page = client.get(address).get_data(as_text=True)
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def send(
    client: PolicedClient, address: str, /, *, page: str | None = None, **fields: str
) -> TestResponse:
    """Send a form to an address with the token of the page it stands on."""
    token = find_token(client, page or address)
    return client.post(address, data={"csrf_token": token, **fields})
