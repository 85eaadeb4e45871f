"""The settings of a House: for its coordinator only, and each change is in the trail."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.trail import Actor
from app.db import Database
from app.questions.models.desks import ReplyTemplate, RoutingRule, Team, TeamMember
from app.questions.models.referrals import DeclineReason
from app.questions.operations.house_settings import add_closure
from app.questions.operations.house_texts import add_reason, save_template
from app.questions.operations.routing import RoutedFacts, find_route
from app.questions.operations.routing_rules import RuleDraft, add_rule, list_rules, move_rule
from app.questions.operations.rules import get_rules
from tests.accounts.signing_in import find_token, send, signed_in
from tests.desk.tools_site import text_of
from tests.policing import PolicedClient
from tests.questions.desk_examples import NOW, Example

HOME = "/nl/onthaal/beheer"
SYSTEM = Actor.system()
RULES = {
    "answer_days": "3",
    "backup_days": "1",
    "contact_check_days": "5",
    "first_reminder_days": "3",
    "second_reminder_days": "7",
    "expiry_days": "15",
    "contact_kept_days": "30",
    "text_kept_days": "90",
    "unanswered_kept_days": "180",
}


@pytest.fixture
def cleo(site: Flask, example: Example) -> PolicedClient:
    return signed_in(site, example.coordinator_id)


def last_action(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first().action


def test_rules_are_kept_within_their_ranges_and_in_the_trail(
    cleo: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    address = f"{HOME}/afspraken"
    assert send(cleo, address, **RULES).status_code == 303
    with database.reading() as session:
        assert get_rules(session, example.house_id).answer_days == 3
        assert get_rules(session, example.other_house_id).answer_days == 2
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert (entry.action, entry.details) == ("house-rules-changed", '{"answer_days":"2-3"}')
    for wrong in (
        {"answer_days": "11"},
        {"second_reminder_days": "3"},
        {"expiry_days": "7"},
        {"text_kept_days": "29"},
        {"unanswered_kept_days": "181"},
        {"answer_days": "veel"},
    ):
        answer = send(cleo, address, **{**RULES, **wrong})
        assert answer.status_code == 422, wrong


def test_a_closing_is_added_and_another_houses_is_not_found(
    cleo: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    address = f"{HOME}/sluiting"
    year = NOW.year + 2
    days = {"first_day": f"{year}-07-20", "last_day": f"{year}-08-03", "reason": "Vakantie"}
    assert send(cleo, address, **days).status_code == 303
    assert "Vakantie" in text_of(cleo, address)
    assert send(cleo, address, **{**days, "last_day": f"{year}-07-01"}).status_code == 422
    assert send(cleo, address, first_day="2020-01-01").status_code == 422
    with database.transaction() as session:
        day = NOW.date()
        other = add_closure(session, example.other_house_id, day, day, "", by=SYSTEM).id
    assert send(cleo, f"{address}/{other}/weg", page=address).status_code == 404


def test_a_team_gets_members_of_its_own_house_only(
    cleo: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    address = f"{HOME}/teams/{example.second_team_id}"
    fields = {"name": "Opvoeding", "is_active": "y"}
    stranger = {**fields, "members": str(example.other_onthaal_id)}
    assert send(cleo, address, **stranger).status_code == 422
    assert send(cleo, address, **fields, members=str(example.onthaal_id)).status_code == 303
    with database.reading() as session:
        members = session.scalars(
            select(TeamMember.person_id).where(TeamMember.team_id == example.second_team_id)
        ).all()
    assert members == [example.onthaal_id]
    other = f"{HOME}/teams/{example.other_team_id}"
    text_of(cleo, other, 404)
    for path in (other, f"{other}/onthaal"):
        assert send(cleo, path, page=f"{HOME}/teams", **fields).status_code == 404


def test_the_desk_stays_in_use(cleo: PolicedClient, database: Database, example: Example) -> None:
    answer = send(cleo, f"{HOME}/teams/{example.team_id}", name="Onthaal")
    assert answer.status_code == 422
    with database.reading() as session:
        assert session.get_one(Team, example.team_id).is_active


def test_the_first_rule_that_fits_decides_else_the_desk(
    cleo: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    address = f"{HOME}/verdeling"
    empty = dict.fromkeys(("theme", "min_years", "language", "municipality", "owner"), "")
    fields = {
        **empty,
        "theme": example.parent_theme_id,
        "max_years": "6",
        "team": str(example.second_team_id),
        "owner": str(example.colleague_id),
    }
    assert send(cleo, address, **fields).status_code == 303
    turkish = {**empty, "language": "tr", "team": str(example.team_id)}
    assert send(cleo, address, **turkish).status_code == 303
    with database.transaction() as session:
        narrow = RoutedFacts(71, example.theme_id, frozenset({"tr"}))
        route = find_route(session, example.house_id, narrow)
        assert (route.team_id, route.owner_id) == (example.second_team_id, example.colleague_id)
        second = list_rules(session, example.house_id)[1].id
        move_rule(session, example.house_id, second, step=-1, by=SYSTEM)
        assert find_route(session, example.house_id, narrow).team_id == example.team_id
        older = RoutedFacts(72, example.theme_id)
        assert find_route(session, example.house_id, older).rule_id is None
    tried = f"{address}?probeer=1&thema={example.theme_id}&jaar=4"
    assert "Deze vraag gaat naar Karel van Opvoeding, door regel 2." in text_of(cleo, tried)
    assert "geen enkele regel past" in text_of(cleo, f"{address}?probeer=1&jaar=onzin&thema=x")
    nothing = send(cleo, address, **{**empty, "team": str(example.team_id)})
    assert nothing.status_code == 422
    assert "Kies minstens één voorwaarde." in nothing.get_data(as_text=True)
    other = {**fields, "team": str(example.other_team_id)}
    assert send(cleo, address, **other).status_code == 422


def test_rules_of_another_house_cannot_be_moved_or_removed(
    cleo: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    with database.transaction() as session:
        draft = RuleDraft(example.other_team_id, language="fr")
        number = add_rule(session, example.other_house_id, draft, by=SYSTEM).id
    for way in ("omhoog", "weg"):
        address = f"{HOME}/verdeling/{number}/{way}"
        assert send(cleo, address, page=f"{HOME}/verdeling").status_code == 404
    with database.reading() as session:
        assert session.get(RoutingRule, number) is not None


def test_a_text_is_shown_as_a_family_reads_it_before_it_is_kept(
    cleo: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    address = f"{HOME}/teksten/nieuw"
    fields = {"title": "Dag", "language": "nl", "body": "Bel {desk_phone}, vraag {naam}."}
    shown = send(cleo, address, **fields, preview="1")
    assert shown.status_code == 200
    page = shown.get_data(as_text=True)
    assert "Bel 09 000 12 34, vraag {naam}." in page
    assert "Dit kennen we niet: {naam}." in page
    with database.reading() as session:
        assert session.scalars(select(ReplyTemplate)).all() == []
    assert send(cleo, address, **fields).status_code == 303
    assert last_action(database) == "reply-template-added"
    with database.transaction() as session:
        facts = {"title": "T", "body": "B", "language": "nl", "by": SYSTEM}
        other = save_template(session, example.other_house_id, None, **facts).id
    text_of(cleo, f"{HOME}/teksten/{other}", 404)
    for path in (f"{HOME}/teksten/{other}", f"{HOME}/teksten/{other}/weg"):
        assert send(cleo, path, page=f"{HOME}/teksten/nieuw", **fields).status_code == 404


def test_reasons_of_the_house_are_changed_and_those_of_others_stay(
    cleo: PolicedClient,
    database: Database,
    example: Example,
) -> None:
    address = f"{HOME}/redenen"
    for _time in range(2):
        assert send(cleo, address, label="Geen tolk, spijtig!").status_code == 303
    with database.transaction() as session:
        own = session.scalars(
            select(DeclineReason).where(DeclineReason.house_id == example.house_id)
        ).all()
        assert [item.key for item in own] == ["geen-tolk-spijtig", "geen-tolk-spijtig-2"]
        other = add_reason(session, example.other_house_id, "Vol", by=SYSTEM).id
        shared = DeclineReason(key="nacht", label="Nacht")
        session.add(shared)
        session.flush()
    assert send(cleo, f"{address}/{own[0].id}", page=address, label="Geen tolk").status_code == 303
    with database.reading() as session:
        changed = session.get_one(DeclineReason, own[0].id)
        assert (changed.label, changed.is_active) == ("Geen tolk", False)
    for number in (other, shared.id):
        answer = send(cleo, f"{address}/{number}", page=address, label="Van mij")
        assert answer.status_code == 404


def test_nobody_but_the_coordinator_sets_anything(site: Flask, example: Example) -> None:
    """Every address of the settings, for whoever answers questions."""
    omar = signed_in(site, example.onthaal_id)
    doors = ("desk_settings", "desk_teams", "desk_routing", "desk_templates", "desk_reasons")
    doors += ("desk_answers",)
    builder = site.url_map.bind("localhost")
    token = find_token(omar, "/nl/onthaal/tel")
    seen = 0
    for rule in site.url_map.iter_rules():
        if not rule.endpoint.startswith(doors):
            continue
        values = dict.fromkeys(rule.arguments, 1) | {"language": "nl", "way": "omhoog"}
        method = "GET" if "GET" in (rule.methods or set()) else "POST"
        address = builder.build(rule.endpoint, values, method=method)
        answer = omar.open(address, method=method, data={"csrf_token": token})
        assert answer.status_code == 403, address
        seen += 1
    assert seen > 20


@pytest.mark.parametrize("language", ["nl", "ar"])
def test_the_pages_are_sound(cleo: PolicedClient, example: Example, language: str) -> None:
    names = ("", "/afspraken", "/sluiting", "/teams", "/verdeling", "/teksten", "/redenen")
    for name in (*names, f"/teams/{example.team_id}", "/teksten/nieuw"):
        assert text_of(cleo, f"/{language}/onthaal/beheer{name}")
    assert text_of(cleo, f"/{language}/onthaal/cijfers?jaar=onzin")
    assert text_of(cleo, f"/{language}/onthaal/cijfers.csv?jaar=2026")
