"""People of a partner invite and let go of their own colleagues, and of nobody else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import PartnerMembership, Person
from app.db import Database
from tests.accounts.letters import find_address, find_letters
from tests.accounts.signing_in import send, signed_in
from tests.questions.desk_examples import Example
from tests.questions.referral_site import database_of
from tests.sites import visit

PEOPLE = "/nl/partners/mensen"


@pytest.fixture
def database(site: Flask) -> Database:
    return database_of(site)


def invite(site: Flask, database: Database, example: Example, email: str) -> str:
    """Have Pia invite somebody; gives the path of the link."""
    answer = send(
        signed_in(site, example.partner_id),
        PEOPLE,
        name="Lien Nieuw",
        email=email,
        organization=str(example.organization_id),
    )
    assert answer.status_code == 303
    recipient, text = find_letters(database, "invitation")[0]
    assert recipient == email
    return find_address(text)


def find_organizations(database: Database, email: str) -> list[int]:
    with database.reading() as session:
        return list(
            session.scalars(
                select(PartnerMembership.organization_id)
                .join(Person, Person.id == PartnerMembership.person_id)
                .where(Person.email == email)
            )
        )


def test_an_invited_colleague_joins_with_a_name_only(
    site: Flask, database: Database, example: Example
) -> None:
    link = invite(site, database, example, "lien@bib.example")
    guest = visit(site)
    assert guest.get(link).status_code == 200
    assert find_organizations(database, "lien@bib.example") == []
    assert send(guest, f"{link}/naam", page=link, name=" ").status_code == 422
    assert send(guest, f"{link}/naam", page=link, name="Lien Peeters").status_code == 303
    page = guest.get(PEOPLE).get_data(as_text=True)
    assert "Lien Peeters" in page
    assert find_organizations(database, "lien@bib.example") == [example.organization_id]
    assert visit(site).get(link).status_code == 404


def test_a_password_and_a_phone_stay_possible(
    site: Flask, database: Database, example: Example
) -> None:
    link = invite(site, database, example, "wout@bib.example")
    guest = visit(site)
    assert send(guest, link).status_code == 303
    assert 'class="secret"' in guest.get(f"{link}/account").get_data(as_text=True)


def test_nobody_invites_for_another_partner(site: Flask, example: Example) -> None:
    answer = send(
        signed_in(site, example.partner_id),
        PEOPLE,
        name="Lien",
        email="lien2@bib.example",
        organization=str(example.other_organization_id),
    )
    assert answer.status_code == 422


def test_a_colleague_is_let_go_but_nobody_of_another_partner_and_not_oneself(
    site: Flask, database: Database, example: Example
) -> None:
    link = invite(site, database, example, "gaat@bib.example")
    guest = visit(site)
    assert send(guest, f"{link}/naam", page=link, name="Gaat Weg").status_code == 303
    pia, own = signed_in(site, example.partner_id), str(example.organization_id)
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == "gaat@bib.example")).one()
    for person_id, organization in (
        (example.other_partner_id, str(example.other_organization_id)),
        (example.other_partner_id, own),
        (person.id, str(example.other_organization_id)),
        (person.id, "x"),
    ):
        away = f"{PEOPLE}/{person_id}/weg"
        assert send(pia, away, page=PEOPLE, organization=organization).status_code == 404
    for person_id in (example.partner_id, person.id):
        away = f"{PEOPLE}/{person_id}/weg"
        assert send(pia, away, page=PEOPLE, organization=own).status_code == 303
    assert find_organizations(database, "gaat@bib.example") == []
    assert len(find_organizations(database, "pia@bib-de-pagina.example")) == 1
    assert guest.get(PEOPLE).status_code == 303
