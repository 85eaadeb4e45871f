from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import inspect, select

from app.db import Database
from app.questions.errors import HouseRowNotFoundError
from app.questions.models.desks import ContactMoment, ContactResult
from app.questions.models.questions import Channel
from app.questions.operations.counting import (
    ContactDraft,
    count_contact,
    count_escalation,
    undo_contact,
)
from app.questions.operations.figures import list_years, year_figures
from tests.questions.desk_examples import NOW, Example, add_question

INFORMED = ContactDraft(Channel.WALK_IN, ContactResult.INFORMED)


def count_at(database: Database, house_id: int, *moments: datetime, **facts: object) -> None:
    draft = {"channel": Channel.WALK_IN, "result": ContactResult.INFORMED, **facts}
    with database.transaction() as session:
        for moment in moments:
            count_contact(session, house_id, ContactDraft(**draft), now=moment)


def test_a_contact_has_no_place_for_a_name_or_a_text() -> None:
    columns = {column.key for column in inspect(ContactMoment).columns}
    facts = {"theme_id", "age_id", "channel", "municipality_nis", "result"}
    assert columns == {"id", "house_id", "at"} | facts


def test_what_is_no_theme_age_or_own_municipality_is_left_empty(
    database: Database, example: Example
) -> None:
    draft = ContactDraft(
        Channel.PHONE,
        ContactResult.REFERRED,
        theme_id=example.age_id,
        age_id=example.theme_id,
        municipality_nis=example.other_municipality,
    )
    with database.transaction() as session:
        moment = count_contact(session, example.house_id, draft, now=NOW)
    assert (moment.theme_id, moment.age_id, moment.municipality_nis) == (None, None, None)


def test_the_last_contact_is_undone_within_five_minutes_and_only_in_its_house(
    database: Database, example: Example
) -> None:
    with database.transaction() as session:
        first = count_contact(session, example.house_id, INFORMED, now=NOW)
        second = count_escalation(session, example.house_id, now=NOW)
        assert second.result == "escalated"
        with pytest.raises(HouseRowNotFoundError):
            undo_contact(session, example.other_house_id, first.id, now=NOW)
        with pytest.raises(HouseRowNotFoundError):
            undo_contact(session, example.house_id, first.id, now=NOW + timedelta(minutes=5))
        almost = NOW + timedelta(minutes=4, seconds=59)
        undo_contact(session, example.house_id, first.id, now=almost)
        assert session.scalars(select(ContactMoment.id)).all() == [second.id]


def test_a_year_begins_and_ends_on_the_clock_of_brussels(
    database: Database, example: Example
) -> None:
    """23:30 in UTC on the last day of December is half past midnight of the new year here."""
    old = [datetime(2025, 12, 31, 22, minute, tzinfo=UTC) for minute in range(5)]
    new = [datetime(2025, 12, 31, 23, minute, tzinfo=UTC) for minute in range(6)]
    count_at(database, example.house_id, *old, *new)
    with database.reading() as session:
        figures = [year_figures(session, example.house_id, year) for year in (2024, 2025, 2026)]
        years = list_years(session, example.house_id, now=datetime(2026, 6, 1, tzinfo=UTC))
    assert [item.total for item in figures] == ["0", "5", "6"]
    assert dict(figures[2].months.cells) == {1: "6"}
    assert dict(figures[2].hours.cells) == {(7, date(2026, 1, 1).weekday()): "6"}
    assert years == [2026, 2025]


def test_hours_are_those_of_the_wall_clock_in_summer_and_winter(
    database: Database, example: Example
) -> None:
    """Ten o'clock in Brussels is nine in UTC in March and eight in July; both are Tuesdays."""
    winter, summer = datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2026, 7, 7, 8, tzinfo=UTC)
    count_at(database, example.house_id, *[winter] * 3, *[summer] * 3)
    with database.reading() as session:
        figures = year_figures(session, example.house_id, 2026)
    assert dict(figures.hours.cells) == {(10, 1): "6"}


def test_questions_count_along_and_a_contact_that_became_one_counts_once(
    database: Database, example: Example
) -> None:
    count_at(database, example.house_id, *[NOW] * 7, theme_id=example.theme_id)
    count_at(database, example.house_id, *[NOW] * 9, result=ContactResult.ASKED)
    with database.transaction() as session:
        for _number in range(6):
            add_question(session, example, theme_id=example.parent_theme_id, child_age_months=40)
        closed = {"state": "closed", "closed_at": NOW}
        add_question(session, example, close_reason="merged", **closed)
        add_question(session, example, close_reason="no-question", **closed)
        add_question(session, example, is_quarantined=True)
        add_question(session, example, house_id=example.other_house_id, team_id=None)
    with database.reading() as session:
        figures = year_figures(session, example.house_id, 2026)
    assert (figures.total, figures.contacts, figures.questions) == ("13", "7", "6")
    assert dict(figures.themes.cells) == {example.parent_theme_id: "13"}
    assert dict(figures.ages.cells) == {"": "7", example.age_id: "6"}
    assert dict(figures.outcomes.cells) == {"informed": "7", "open": "6"}
    assert dict(figures.channels.cells) == {"walk-in": "7", "form": "6"}


def test_few_questions_cannot_be_worked_out_from_the_hours_of_contacts(
    database: Database, example: Example
) -> None:
    count_at(database, example.house_id, *[NOW] * 20)
    with database.transaction() as session:
        for _number in range(3):
            add_question(session, example)
    with database.reading() as session:
        figures = year_figures(session, example.house_id, 2026)
    assert (figures.total, figures.contacts, figures.questions) == ("23", "*", "<5")
    assert figures.hours.is_merged
    assert not figures.hours.cells
