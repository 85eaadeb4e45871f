"""Who may do what to whom: roles, invitations, devices, other Houses and the glass."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from app import sealing
from app.accounts.models import BrokenGlass, Membership, Person
from app.accounts.permissions import PERMISSIONS, Permission, Role
from app.accounts.sign_ins import find_by_token
from app.audit.models import AuditEntry
from app.db import Database
from app.directory.models.organizations import HousePartner
from app.mail.models import Letter
from tests.accounts.signing_in import COOKIE, find_token, make_member, send, signed_in
from tests.policing import PolicedClient
from tests.sites import visit

PEOPLE, GLASS = "/nl/beheer/mensen", "/nl/beheer/noodtoegang"
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
NEW = "negen paarse paraplus"


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def role_of(database: Database, person_id: int) -> str | None:
    with database.reading() as session:
        found = select(Membership.role).where(Membership.person_id == person_id)
        return session.scalar(found)


def test_volunteers_and_administrators_read_no_questions() -> None:
    readers = {role for role, may in PERMISSIONS.items() if Permission.READ_QUESTIONS in may}
    assert readers == {Role.ONTHAAL, Role.COORDINATOR}


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        (Role.ONTHAAL, PEOPLE, 403),
        (Role.VOLUNTEER, PEOPLE, 403),
        (Role.COORDINATOR, PEOPLE, 200),
        (Role.COORDINATOR, GLASS, 403),
        (Role.COORDINATOR, "/nl/beheer/huizen", 403),
        (Role.ADMINISTRATOR, PEOPLE, 403),
        (Role.ADMINISTRATOR, GLASS, 200),
        (Role.ADMINISTRATOR, "/nl/beheer/huizen", 200),
        (Role.PARTNER, PEOPLE, 403),
        (Role.PARTNER, "/ar/mijn-account", 200),
    ],
)
def test_a_page_opens_for_its_roles_only(
    staff_app: Flask, database: Database, role: Role, address: str, status: int
) -> None:
    answer = signed_in(staff_app, make_member(database, role=role)).get(address)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_passes_without_signing_in(staff_app: Flask) -> None:
    answer = visit(staff_app).get(f"{PEOPLE}?x=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/nl/aanmelden?verder=/nl/beheer/mensen?x%3D1"


def invite_and_find_link(client: PolicedClient, database: Database, **fields: str) -> str:
    answer = send(client, PEOPLE, **{"organization": "", **fields})
    assert answer.status_code == 303
    with database.reading() as session:
        letter = session.scalars(select(Letter).order_by(Letter.id.desc())).first()
        assert letter is not None
        assert sealing.unseal(session, letter.recipient_sealed) == fields["email"]
        body = sealing.unseal(session, letter.body_sealed)
    link = re.search(r"http://localhost:8000(/nl/uitnodiging/\S+)", body)
    assert link is not None
    return link[1]


def test_an_invitation_opens_by_a_button_gives_an_account_and_works_once(
    staff_app: Flask, database: Database
) -> None:
    coordinator = signed_in(staff_app, make_member(database, role=Role.COORDINATOR))
    link = invite_and_find_link(
        coordinator, database, name="Ilse Nieuw", email="ilse@team.example", role="onthaal"
    )
    guest = visit(staff_app)
    assert guest.get(link).status_code == 200
    # Looking, as a mail scanner does, opens nothing.
    assert guest.get(f"{link}/account").status_code == 303
    assert send(guest, link).status_code == 303
    page = guest.get(f"{link}/account").get_data(as_text=True)
    assert 'src="data:image/svg+xml' in page
    found = re.search(r'class="secret" dir="ltr">(\w+)<', page)
    assert found is not None
    filled = {"name": "Ilse Nieuw", "code": pyotp.TOTP(found[1]).now()}
    weak = send(guest, f"{link}/account", **filled, password="Ilse12345678", again="Ilse12345678")
    assert weak.status_code == 422
    answer = send(guest, f"{link}/account", **filled, password=NEW, again=NEW)
    assert answer.headers["Location"] == "/nl/mijn-account/herstelcodes"
    shown = guest.get("/nl/mijn-account/herstelcodes").get_data(as_text=True)
    assert len(re.findall(r"<li>\w{5}-\w{5}</li>", shown)) == 10
    again = guest.get("/nl/mijn-account/herstelcodes").get_data(as_text=True)
    assert not re.findall(r"<li>\w{5}-\w{5}</li>", again)
    assert visit(staff_app).get(link).status_code == 404
    with database.reading() as session:
        person = session.scalars(select(Person).where(Person.email == "ilse@team.example")).one()
    assert role_of(database, person.id) == "onthaal"
    assert actions(database)[-2:] == ["accepted_invitation", "signed_in"]


def test_an_invitation_is_over_after_a_week_and_when_it_is_withdrawn(
    staff_app: Flask, database: Database
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        house = make_member(database, role=Role.COORDINATOR)
        client = signed_in(staff_app, house)
        old = invite_and_find_link(
            client, database, name="Oud", email="oud@team.example", role="volunteer"
        )
        clock.shift(timedelta(days=7, minutes=1))
        assert visit(staff_app).get(old).status_code == 404
        client = signed_in(staff_app, house)
        new = invite_and_find_link(
            client, database, name="Nieuw", email="nieuw@team.example", role="volunteer"
        )
        page = client.get(PEOPLE).get_data(as_text=True)
        taken = re.search(r'action="(/nl/beheer/uitnodigingen/\d+/intrekken)"', page)
        assert taken is not None
        # Somebody of another House cannot.
        there = signed_in(
            staff_app, make_member(database, role=Role.COORDINATOR, house_slug="dender")
        )
        assert send(there, taken[1], page=PEOPLE).status_code == 404
        assert send(client, taken[1], page=PEOPLE).status_code == 303
        assert visit(staff_app).get(new).status_code == 404


def test_a_partner_person_acts_for_that_partner_only(staff_app: Flask, database: Database) -> None:
    with database.reading() as session:
        organization = session.scalars(select(HousePartner.organization_id).limit(1)).one()
    person_id = make_member(database, role=Role.PARTNER, organization_id=organization)
    client = signed_in(staff_app, person_id)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    with database.reading() as session:
        found = find_by_token(session, cookie.value)
    assert found is not None
    assert found.member is not None
    assert found.member.role is Role.PARTNER
    assert found.member.permissions == {Permission.ACT_AS_PARTNER}
    assert found.member.organization_ids == {organization}


def test_changing_a_role_asks_the_password_again_after_ten_minutes(
    staff_app: Flask, database: Database
) -> None:
    colleague = make_member(database, role=Role.VOLUNTEER)
    address = f"{PEOPLE}/{colleague}/rol"
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(staff_app, make_member(database, role=Role.COORDINATOR))
        token = find_token(client, PEOPLE)
        clock.shift(timedelta(minutes=11))
        answer = client.post(
            address,
            data={"csrf_token": token, "role": "coordinator"},
            headers={"Referer": f"http://localhost{PEOPLE}"},
        )
        assert answer.headers["Location"] == f"/nl/mijn-account/bevestig?verder={PEOPLE}"
        assert role_of(database, colleague) == "volunteer"
        fresh = signed_in(staff_app, make_member(database, role=Role.COORDINATOR))
        assert send(fresh, address, page=PEOPLE, role="administrator").status_code == 303
        assert role_of(database, colleague) == "volunteer"
        assert send(fresh, address, page=PEOPLE, role="onthaal").status_code == 303
    assert role_of(database, colleague) == "onthaal"
    assert actions(database)[-1] == "changed_role"


def test_nobody_changes_or_ends_the_own_role(staff_app: Flask, database: Database) -> None:
    own = make_member(database, role=Role.COORDINATOR)
    client = signed_in(staff_app, own)
    send(client, f"{PEOPLE}/{own}/rol", page=PEOPLE, role="volunteer")
    send(client, f"{PEOPLE}/{own}/einde", page=PEOPLE)
    assert role_of(database, own) == "coordinator"


def test_somebody_of_another_house_is_not_there(staff_app: Flask, database: Database) -> None:
    stranger = make_member(database, role=Role.ONTHAAL, house_slug="dender", name="Wout Elders")
    client = signed_in(staff_app, make_member(database, role=Role.COORDINATOR))
    assert "Wout Elders" not in client.get(PEOPLE).get_data(as_text=True)
    for deed in ("rol", "einde"):
        answer = send(client, f"{PEOPLE}/{stranger}/{deed}", page=PEOPLE, role="volunteer")
        assert answer.status_code == 404
    assert role_of(database, stranger) == "onthaal"


def test_ended_access_ends_at_the_next_request(staff_app: Flask, database: Database) -> None:
    colleague = make_member(database, role=Role.ONTHAAL)
    theirs = signed_in(staff_app, colleague)
    assert theirs.get("/nl/mijn-account").status_code == 200
    client = signed_in(staff_app, make_member(database, role=Role.COORDINATOR))
    assert send(client, f"{PEOPLE}/{colleague}/einde", page=PEOPLE).status_code == 303
    assert theirs.get("/nl/mijn-account").status_code == 303


def test_own_devices_are_listed_and_ended_and_those_of_others_are_not(
    staff_app: Flask, database: Database
) -> None:
    own, other = (make_member(database, role=Role.ONTHAAL) for _time in range(2))
    here, there, elsewhere = (signed_in(staff_app, own) for _time in range(3))
    theirs = signed_in(staff_app, other)
    with database.reading() as session:
        their_id = find_by_token(session, theirs.get_cookie(COOKIE).value).member.sign_in_id  # type: ignore[union-attr]
    page = here.get("/nl/mijn-account").get_data(as_text=True)
    ends = re.findall(r'action="(/nl/mijn-account/aanmelding/\d+/einde)"', page)
    assert len(ends) == 2
    foreign = f"/nl/mijn-account/aanmelding/{their_id}/einde"
    assert send(here, foreign, page="/nl/mijn-account").status_code == 404
    assert send(here, ends[0], page="/nl/mijn-account").status_code == 303
    assert elsewhere.get("/nl/mijn-account").status_code == 303
    assert there.get("/nl/mijn-account").status_code == 200
    everything = "/nl/mijn-account/andere-aanmeldingen/einde"
    assert send(here, everything, page="/nl/mijn-account").status_code == 303
    assert there.get("/nl/mijn-account").status_code == 303
    assert theirs.get("/nl/mijn-account").status_code == 200


def test_broken_glass_opens_one_house_for_an_hour_and_its_coordinator_sees_why(
    staff_app: Flask, database: Database
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        client = signed_in(staff_app, make_member(database, role=Role.ADMINISTRATOR, name="Bas"))
        cookie = client.get_cookie(COOKIE)
        assert cookie is not None
        coordinator = signed_in(staff_app, make_member(database, role=Role.COORDINATOR))
        with database.reading() as session:
            here = find_by_token(session, coordinator.get_cookie(COOKIE).value)  # type: ignore[union-attr]
        assert here is not None
        assert here.member is not None
        house_id = here.member.get_house_id()
        empty = send(client, GLASS, house=str(house_id), reason="  ")
        assert empty.status_code == 422
        reason = "De coördinator is ziek en er kwam een klacht."
        assert send(client, GLASS, house=str(house_id), reason=reason).status_code == 303
        with database.reading() as session:
            found = find_by_token(session, cookie.value)
            glass = session.scalars(select(BrokenGlass).order_by(BrokenGlass.id.desc())).first()
        assert found is not None
        assert found.member is not None
        assert found.member.may(Permission.READ_QUESTIONS)
        assert not found.member.may(Permission.ANSWER)
        assert found.member.house_id == house_id
        assert glass is not None
        assert b"ziek" not in glass.reason_sealed
        assert "broke_glass" in actions(database)
        assert reason in coordinator.get(PEOPLE).get_data(as_text=True)
        seen = f"/nl/beheer/noodtoegang/{glass.id}/gezien"
        assert send(coordinator, seen, page=PEOPLE).status_code == 303
        assert reason not in coordinator.get(PEOPLE).get_data(as_text=True)
        clock.shift(timedelta(hours=1, seconds=1))
        with database.transaction() as session:
            after = find_by_token(session, cookie.value)
        assert after is None or after.member is None or not after.member.house_id
