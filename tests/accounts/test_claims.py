"""Joining as a partner: confirmed by mail, decided by the coordinator of the House, forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts import limits
from app.accounts.claims import count_forgettable_claims, forget_old_claims
from app.accounts.models import Claim, PartnerMembership, Person
from app.db import Database, utc_now
from app.directory.models.organizations import HousePartner, Organization
from tests.accounts.letters import find_address, find_letters
from tests.accounts.signing_in import find_token, send, signed_in
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example
from tests.questions.referral_site import database_of
from tests.sites import visit

JOIN, CLAIMS = "/nl/partners/aansluiten", "/nl/beheer/aanvragen"


@pytest.fixture
def database(site: Flask) -> Database:
    return database_of(site)


def ask(site: Flask, *, seconds: float = 20, **fields: str) -> int:
    """Fill the form in, in so many seconds; gives the status."""
    client = visit(site)
    with time_machine.travel(utc_now(), tick=False) as clock:
        page = f"{JOIN}?nieuw=1"
        stamp = client.get(page).get_data(as_text=True).split('name="stamp" value="')[1]
        token = find_token(client, page)
        clock.shift(timedelta(seconds=seconds))
        filled = {"name": "Rik Nieuw", "note": "Ik ben vrijwilliger.", **fields}
        data = {"csrf_token": token, "stamp": stamp.split('"')[0], **filled}
        return client.post(JOIN, data=data).status_code


def confirm(site: Flask, database: Database, email: str) -> str:
    """Press the button of the letter; gives its path."""
    texts = [
        text for recipient, text in find_letters(database, "claim-confirm") if recipient == email
    ]
    link = find_address(texts[0])
    client = visit(site)
    assert client.get(link).status_code == 200
    assert find_claim(database, email).state == "unconfirmed"
    assert send(client, link).status_code == 303
    return link


def find_claim(database: Database, email: str) -> Claim:
    with database.reading() as session:
        return session.scalars(select(Claim).where(Claim.email == email)).one()


def wait_for(site: Flask, database: Database, email: str, organization_id: int) -> int:
    """A claim for a known partner that waits for a decision."""
    assert ask(site, email=email, organization=str(organization_id)) == 303
    confirm(site, database, email)
    return find_claim(database, email).id


def decide(client: PolicedClient, claim_id: int, answer: str, **fields: str) -> int:
    return send(client, f"{CLAIMS}/{claim_id}/{answer}", page=CLAIMS, **fields).status_code


def test_a_partner_is_found_by_a_part_of_its_name(site: Flask, example: Example) -> None:
    client = visit(site)
    page = client.get(f"{JOIN}?naam=PAGINA bib").get_data(as_text=True)
    assert f"{JOIN}?partner={example.organization_id}" in page
    assert "De Tol" not in page
    assert client.get(f"{JOIN}?partner={example.organization_id}").status_code == 200
    for odd in ("?naam=%25", "?partner=999999", "?partner=²", "?partner=x&naam=_"):
        found = client.get(f"{JOIN}{odd}").get_data(as_text=True)
        assert f"partner={example.organization_id}" not in found


def test_a_claim_is_confirmed_approved_and_signs_in_by_link(
    site: Flask, database: Database, example: Example
) -> None:
    email = "rik@bibdepagina.example"
    claim_id = wait_for(site, database, email, example.organization_id)
    # The coordinator hears that something waits, and neither who nor what.
    told = dict(find_letters(database, "claim-waiting"))
    assert "Rik" not in told["cleo@durme.example"]
    assert "Pagina" not in told["cleo@durme.example"]
    assert [to for to, _ in find_letters(database, "claim-colleague")] == [
        "pia@bib-de-pagina.example"
    ]
    coordinator = signed_in(site, example.coordinator_id)
    page = coordinator.get(CLAIMS).get_data(as_text=True)
    assert "Ik ben vrijwilliger." in page
    assert "Dit adres past bij de organisatie." in page
    assert decide(coordinator, claim_id, "ja") == 303
    recipient, text = find_letters(database, "claim-approved")[0]
    assert (recipient, find_address(text)) == (email, "/nl/aanmelden/link")
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == email)).one()
        key = (person.id, example.organization_id)
        assert session.get(PartnerMembership, key) is not None
        assert person.password_hash is None
    # It was decided once.
    assert (
        decide(coordinator, claim_id, "nee", **{f"aanvraag-{claim_id}-reason": "Toch niet."}) == 404
    )


def test_a_new_partner_is_made_in_the_house_of_its_municipality(
    site: Flask, database: Database, example: Example
) -> None:
    new = {"organization_name": "Speelplein De Vlieger", "municipality": "9140"}
    for email in ("an@vlieger.example", "bo@vlieger.example"):
        assert ask(site, email=email, **new) == 303
        confirm(site, database, email)
    other = signed_in(site, example.other_coordinator_id)
    for email in ("an@vlieger.example", "bo@vlieger.example"):
        assert decide(other, find_claim(database, email).id, "ja") == 303
    with database.reading() as session:
        # The same name twice is one partner.
        made = session.scalars(
            select(Organization).where(Organization.name == new["organization_name"])
        ).one()
        assert made.slug == "speelplein-de-vlieger"
        houses = select(HousePartner.house_id).where(HousePartner.organization_id == made.id)
        assert session.scalars(houses).all() == [example.other_house_id]
    assert (
        ask(site, email="c@vlieger.example", organization_name="Iets", municipality="Qxqxqxqz")
        == 422
    )


def test_a_refusal_is_mailed_with_its_reason(
    site: Flask, database: Database, example: Example
) -> None:
    email = "onbekend@post.example"
    claim_id = wait_for(site, database, email, example.organization_id)
    coordinator = signed_in(site, example.coordinator_id)
    assert "niet dat van de organisatie" in coordinator.get(CLAIMS).get_data(as_text=True)
    assert decide(coordinator, claim_id, "nee") == 422
    field = f"aanvraag-{claim_id}-reason"
    assert decide(coordinator, claim_id, "nee", **{field: "Pia kent je niet."}) == 303
    recipient, text = find_letters(database, "claim-declined")[0]
    assert recipient == email
    assert "Pia kent je niet." in text
    with database.reading() as session:
        assert session.scalars(select(Person).where(Person.email == email)).first() is None


def test_nobody_decides_about_the_own_claim_or_that_of_another_house(
    site: Flask, database: Database, example: Example
) -> None:
    claim_id = wait_for(site, database, "cleo@durme.example", example.organization_id)
    assert decide(signed_in(site, example.other_coordinator_id), claim_id, "ja") == 404
    coordinator = signed_in(site, example.coordinator_id)
    assert decide(coordinator, claim_id, "ja") == 303
    assert find_claim(database, "cleo@durme.example").state == "waiting"


def test_an_administrator_never_acts_for_a_partner(
    site: Flask, database: Database, example: Example
) -> None:
    claim_id = wait_for(site, database, "ada@beheer.example", example.organization_id)
    assert decide(signed_in(site, example.coordinator_id), claim_id, "ja") == 303
    with database.reading() as session:
        key = (example.administrator_id, example.organization_id)
        assert session.get(PartnerMembership, key) is None
    assert find_claim(database, "ada@beheer.example").state == "waiting"


@pytest.mark.parametrize(
    ("email", "seconds", "hidden"),
    [("snel@robot.example", 1, ""), ("vol@robot.example", 20, "https://koop.example")],
)
def test_a_machine_gets_the_same_answer_and_a_coordinator_can_mail_the_link(
    site: Flask, database: Database, example: Example, email: str, seconds: float, hidden: str
) -> None:
    organization = str(example.organization_id)
    assert ask(site, seconds=seconds, email=email, organization=organization, website=hidden) == 303
    assert email not in dict(find_letters(database, "claim-confirm"))
    coordinator = signed_in(site, example.coordinator_id)
    assert decide(coordinator, find_claim(database, email).id, "mail") == 303
    assert email in dict(find_letters(database, "claim-confirm"))


def test_claims_are_forgotten_in_time(site: Flask, database: Database, example: Example) -> None:
    organization = str(example.organization_id)
    assert ask(site, email="weg@post.example", organization=organization) == 303
    kept = wait_for(site, database, "blijft@post.example", example.organization_id)
    assert decide(signed_in(site, example.coordinator_id), kept, "ja") == 303
    with database.transaction() as session:
        forget_old_claims(session, utc_now() + timedelta(days=6))
        assert session.scalars(select(Claim).where(Claim.email == "weg@post.example")).one()
    with database.transaction() as session:
        later = utc_now() + timedelta(days=31)
        counted = count_forgettable_claims(session, later)
        assert forget_old_claims(session, later) == counted >= 2
        assert count_forgettable_claims(session, later) == 0
        assert not session.scalars(select(Claim).where(Claim.email == "weg@post.example")).all()
        assert session.get_one(Claim, kept).note_sealed is None


def test_asking_for_one_address_again_and_again_has_to_wait(site: Flask, example: Example) -> None:
    fields = {"email": "veel@post.example", "organization": str(example.organization_id)}
    tries = [ask(site, **fields) for _time in range(limits.FREE_TRIES["claim-mail"] + 1)]
    assert tries == [303, 303, 303, 422]


def test_the_first_page_for_partners_sends_who_is_signed_in_to_the_offers(
    site: Flask, example: Example
) -> None:
    assert visit(site).get("/nl/partners").status_code == 200
    answer = signed_in(site, example.partner_id).get("/nl/partners")
    assert (answer.status_code, answer.location) == (302, "/nl/partners/aanbod")
