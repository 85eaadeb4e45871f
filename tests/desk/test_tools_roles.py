"""Counting, the steps and the rota: what a volunteer can do, and that it is nothing else."""

from __future__ import annotations

import csv
import io
from datetime import time

import pytest
from flask import Flask
from sqlalchemy import delete, select

from app.accounts.permissions import Permission
from app.agenda.clock import as_local
from app.audit.trail import Actor
from app.db import Database, utc_now
from app.desk.figures_view import FiguresPage, FigureTable, figures_csv
from app.questions.models.desks import ContactMoment, ShiftKind
from app.questions.operations.rota import ShiftDraft, add_shift
from app.web.access import find_access
from tests.accounts.signing_in import find_token, send, signed_in
from tests.desk.tools_site import text_of
from tests.policing import PolicedClient
from tests.questions.desk_examples import Example

COUNT, HARD, ROTA = "/nl/onthaal/tel", "/nl/onthaal/te-moeilijk", "/nl/onthaal/rooster"
FOR_VOLUNTEERS = {
    Permission.SEARCH_STAFF,
    Permission.COUNT_CONTACTS,
    Permission.ESCALATE,
    Permission.USE_ROTA,
}


@pytest.fixture
def volunteer(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.volunteer_id)


@pytest.fixture
def onthaal(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.onthaal_id)


def counted(database: Database) -> list[tuple[str, str | None, str | None]]:
    with database.reading() as session:
        rows = session.scalars(select(ContactMoment).order_by(ContactMoment.id))
        return [(row.result, row.theme_id, row.municipality_nis) for row in rows]


@pytest.fixture(autouse=True)
def nothing_counted(database: Database) -> None:
    with database.transaction() as session:
        session.execute(delete(ContactMoment))


def test_a_volunteer_opens_these_addresses_of_the_desk_and_no_other(
    site: Flask,
    volunteer: PolicedClient,
    example: Example,
) -> None:
    values = {"language": "nl", "way": "omhoog"}
    opened, closed = set(), set()
    for rule in site.url_map.iter_rules():
        if not rule.endpoint.startswith("desk") or "GET" not in (rule.methods or set()):
            continue
        numbers = dict.fromkeys(rule.arguments - {"language", "way"}, example.offer_id)
        builder = site.url_map.bind("localhost")
        address = builder.build(rule.endpoint, {**values, **numbers})
        status = volunteer.get(address).status_code
        allowed = find_access(site, rule.endpoint) in {
            f"permission:{item.value}" for item in FOR_VOLUNTEERS
        }
        assert (status == 403) != allowed, (address, status)
        (opened if allowed else closed).add(rule.endpoint)
    assert opened == {
        "desk_finding.search",
        "desk_finding.offer",
        "desk_finding.print_card",
        "desk_counting.count",
        "desk_help.steps",
        "desk_help.too_hard",
        "desk_rota.show",
    }
    assert {
        "desk_settings.overview",
        "desk_counting.figures",
        "desk_counting.figures_file",
    } < closed


def test_a_contact_is_counted_by_pressing_and_taken_back(
    volunteer: PolicedClient,
    database: Database,
) -> None:
    page = text_of(volunteer, COUNT)
    assert 'type="text"' not in page.split('class="count-form"')[1].split("</form>")[0]
    answer = send(
        volunteer,
        COUNT,
        theme="meeting",
        age="age-3-6",
        channel="phone",
        municipality="46029",
        result="referred",
        mark="a",
    )
    assert answer.status_code == 303
    assert counted(database) == [("referred", "meeting", "46029")]
    page = text_of(volunteer, COUNT)
    assert "Geteld. Nog een?" in page
    # The channel of the last one is chosen already.
    assert 'value="phone" checked' in page
    assert send(volunteer, f"{COUNT}/neem-terug", page=COUNT).status_code == 303
    assert counted(database) == []
    send(volunteer, f"{COUNT}/neem-terug", page=COUNT)
    assert "kan je niet meer terugnemen" in text_of(volunteer, COUNT)


def test_pressing_twice_counts_once(volunteer: PolicedClient, database: Database) -> None:
    for _time in range(2):
        send(volunteer, COUNT, channel="walk-in", result="informed", mark="zelfde")
    assert len(counted(database)) == 1


def test_without_a_result_nothing_is_counted(
    volunteer: PolicedClient,
    database: Database,
) -> None:
    answer = send(volunteer, COUNT, theme="meeting", channel="walk-in")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Kies wat ervan kwam." in page
    assert 'value="meeting" checked' in page
    assert send(volunteer, COUNT, channel="fax", result="onzin").status_code == 422
    assert counted(database) == []


def test_too_hard_names_todays_back_up_and_counts_by_one_press(
    volunteer: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    assert "Er staat geen back-up in het rooster" in text_of(volunteer, HARD)
    draft = ShiftDraft(
        as_local(utc_now()).date(),
        time(0, 0),
        time(23, 59, 59),
        ShiftKind.BACKUP,
        name="Griet De Wilde",
        phone="0470 00 22 33",
    )
    with database.transaction() as session:
        add_shift(session, example.house_id, draft, by=Actor.person(example.coordinator_id))
    page = text_of(volunteer, HARD)
    assert "Griet De Wilde" in page
    assert 'href="tel:+32470002233"' in page
    assert "Cleo" in page
    assert send(volunteer, HARD).status_code == 303
    assert counted(database) == [("escalated", None, None)]


def test_a_volunteer_sees_the_rota_and_cannot_change_it(
    volunteer: PolicedClient,
    onthaal: PolicedClient,
    example: Example,
) -> None:
    page = text_of(volunteer, f"{ROTA}?week=2026-W10")
    assert "Zet iemand in het rooster" not in page
    week = f"{ROTA}?week=2026-W10"
    fields = {
        "day": "2026-03-04",
        "starts": "09:00",
        "ends": "12:00",
        "kind": "desk",
        "person": str(example.onthaal_id),
    }
    assert send(volunteer, week, **fields).status_code == 403
    assert send(onthaal, week, **fields).status_code == 303
    assert "09.00" in text_of(volunteer, week)
    wrong = send(onthaal, week, **{**fields, "ends": "08:00", "kind": "backup"})
    assert wrong.status_code == 422
    assert "Het einde komt na het begin." in wrong.get_data(as_text=True)
    stranger = {**fields, "person": str(example.other_onthaal_id)}
    assert send(onthaal, week, **stranger).status_code == 422


def test_a_shift_of_another_house_is_not_found(
    onthaal: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    draft = ShiftDraft(utc_now().date(), time(9), time(10), ShiftKind.DESK, name="Vreemd")
    with database.transaction() as session:
        number = add_shift(session, example.other_house_id, draft, by=Actor.system()).id
    token = find_token(onthaal, ROTA)
    answer = onthaal.post(f"{ROTA}/{number}/weg", data={"csrf_token": token})
    assert answer.status_code == 404


def test_cells_of_the_figures_run_no_formula() -> None:
    table = FigureTable("Thema", (("=HYPERLINK(1)", "<5"), ("@som", "*"), ("-1", "7")), False)
    page = FiguresPage(2026, (), "12", "12", "0", (table,), (), (), "")
    rows = list(csv.reader(io.StringIO(figures_csv(page)), delimiter=";"))
    assert ["'=HYPERLINK(1)", "<5"] in rows
    assert ["'@som", "*"] in rows
    assert ["'-1", "7"] in rows


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_pages_are_sound(volunteer: PolicedClient, language: str) -> None:
    for name in ("tel", "stappen", "te-moeilijk", "rooster", "rooster?week=9999-W99"):
        assert text_of(volunteer, f"/{language}/onthaal/{name}")
