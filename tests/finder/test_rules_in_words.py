"""Schedules and opening hours as sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from flask import Flask

from app.agenda.clock import BRUSSELS
from app.agenda.opening_hours import OpeningHours
from app.agenda.recurrence import HolidayPolicy, Recurrence
from app.agenda.timetable import PlacedHours, Timetable
from app.finder.rules import (
    day_note,
    hours_notes,
    hours_rows,
    position_text,
    recurrence_text,
    short_hours,
    week_days,
)
from app.finder.states import state_label
from app.i18n import LANGUAGES
from tests.finder.asked_pages import visiting

TODAY = date(2026, 5, 4)


@pytest.fixture(autouse=True)
def dutch(app: Flask) -> Iterator[None]:
    with visiting(app, "/nl/"):
        yield


def plain(text: str | None) -> str | None:
    return text.replace("\u00a0", " ").replace("\u2060", "") if text is not None else None


def rule(rrule: str | None, **facts: object) -> Recurrence:
    told: dict[str, object] = {
        "starts_on": date(2026, 1, 7),
        "start_time": time(14),
        "end_time": time(16),
        "rrule": rrule,
        **facts,
    }
    return Recurrence(**told)  # type: ignore[arg-type]  # names of facts


SENTENCES: dict[str, tuple[Recurrence, str]] = {
    "one day": (rule(None), "woensdag 7 januari, 14.00–16.00 uur"),
    "every day": (rule("FREQ=DAILY"), "Elke dag, 14.00–16.00 uur"),
    "every week": (
        rule("FREQ=WEEKLY;BYDAY=WE", holidays=HolidayPolicy.NOT),
        "Elke week op woensdag, 14.00–16.00 uur, niet in de schoolvakanties",
    ),
    "two days": (
        rule("FREQ=WEEKLY;BYDAY=MO,WE"),
        "Elke week op maandag en woensdag, 14.00–16.00 uur",
    ),
    "every other week": (
        rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        "Om de twee weken op woensdag, 14.00–16.00 uur",
    ),
    "every third week": (
        rule("FREQ=WEEKLY;INTERVAL=3;BYDAY=WE"),
        "Om de 3 weken op woensdag, 14.00–16.00 uur",
    ),
    "first sunday": (
        rule("FREQ=MONTHLY;BYDAY=1SU", starts_on=date(2026, 1, 4)),
        "Elke maand op de eerste zondag, 14.00–16.00 uur",
    ),
    "last friday": (
        rule("FREQ=MONTHLY;BYDAY=-1FR", off_on_public_holidays=True),
        "Elke maand op de laatste vrijdag, 14.00–16.00 uur, niet op feestdagen",
    ),
    "the fifteenth": (
        rule("FREQ=MONTHLY;BYMONTHDAY=15"),
        "Op de 15 van elke maand, 14.00–16.00 uur",
    ),
    "only in holidays": (
        rule("FREQ=WEEKLY;BYDAY=WE", holidays=HolidayPolicy.ONLY),
        "Elke week op woensdag, 14.00–16.00 uur, alleen in de schoolvakanties",
    ),
    "a camp": (
        rule("FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=6", days=5),
        "Elk jaar op 6 juli, 5 dagen lang, 14.00–16.00 uur",
    ),
    "in months": (
        rule("FREQ=WEEKLY;BYDAY=WE;BYMONTH=7,8"),
        "Elke week op woensdag, 14.00–16.00 uur, in juli en augustus",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_rule_is_one_sentence(name: str) -> None:
    recurrence, sentence = SENTENCES[name]
    assert plain(recurrence_text(recurrence, TODAY)) == sentence


@pytest.mark.parametrize(
    "rrule", ["FREQ=WEEKLY;BYDAY=WE;COUNT=4", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"]
)
def test_a_rule_that_is_too_odd_for_a_sentence_says_nothing(rrule: str) -> None:
    assert recurrence_text(rule(rrule), TODAY) is None


def test_every_rule_has_words_in_every_language(app: Flask) -> None:
    for language in LANGUAGES:
        with visiting(app, f"/{language}/"):
            for recurrence, _sentence in SENTENCES.values():
                text = recurrence_text(recurrence, TODAY)
                assert text
                assert "%(" not in text


def test_positions_in_a_month() -> None:
    texts = [position_text(number, 6) for number in (1, 2, 3, 4, -1)]
    assert texts == [
        "de eerste zondag",
        "de tweede zondag",
        "de derde zondag",
        "de vierde zondag",
        "de laatste zondag",
    ]
    assert position_text(7, 6) is None


def test_a_week_of_opening_hours_is_a_table() -> None:
    rows = hours_rows(OpeningHours.parse("Mo,We 09:00-12:00,13:00-16:00; PH off"), TODAY)
    told = [(row.day, plain(row.hours), row.is_today) for row in rows]
    assert told[0] == ("Maandag", "09.00–12.00 uur en 13.00–16.00 uur", True)
    assert told[1] == ("Dinsdag", "gesloten", False)
    assert len(told) == 7


def test_days_of_the_month_have_lines_of_their_own() -> None:
    rows = hours_rows(OpeningHours.parse("We 13:30-16:30; Sa[1] 10:00-12:00"), TODAY)
    assert [plain(row.hours) for row in rows if "eerste zaterdag" in row.day.lower()] == [
        "10.00–12.00 uur"
    ]


@pytest.mark.parametrize(
    ("hours", "note"),
    [
        ("Mo 09:00-12:00; PH off", "Gesloten op feestdagen."),
        ("Mo 09:00-12:00; SH off", "Gesloten in de schoolvakanties."),
        ("Mo 09:00-12:00; SH Mo 10:00-11:00", "In de schoolvakanties: maandag 10.00–11.00 uur."),
    ],
)
def test_what_a_table_cannot_tell_stands_below_it(hours: str, note: str) -> None:
    assert note in [plain(text) for text in hours_notes(OpeningHours.parse(hours))]


@pytest.mark.parametrize(
    ("hours", "short"),
    [
        ("Mo-Fr 09:00-12:00", "maandag tot vrijdag 09.00–12.00 uur"),
        ("We 13:30-16:30", "woensdag 13.30–16.30 uur"),
        ("Mo 09:00-12:00; Th 09:00-12:00", "maandag 09.00–12.00 uur; donderdag 09.00–12.00 uur"),
        ("Sa[1] 10:00-12:00", None),
    ],
)
def test_opening_hours_on_one_line(hours: str, short: str | None) -> None:
    assert plain(short_hours(OpeningHours.parse(hours))) == short


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 5, 4, 10, tzinfo=BRUSSELS), "Nu open, tot 12.00 uur"),
        (datetime(2026, 5, 4, 8, tzinfo=BRUSSELS), "Straks, om 09.00 uur"),
        (datetime(2026, 5, 4, 13, tzinfo=BRUSSELS), "Opnieuw morgen om 09.00 uur"),
        (datetime(2026, 5, 8, 13, tzinfo=BRUSSELS), "Opnieuw maandag 11 mei om 09.00 uur"),
    ],
)
def test_the_state_of_a_place_at_a_moment(moment: datetime, text: str) -> None:
    timetable = Timetable(hours=(PlacedHours(OpeningHours.parse("Mo-Fr 09:00-12:00")),))
    label = state_label(timetable.state_at(moment), moment)
    assert label is not None
    assert plain(label.text) == text
    phone = state_label(timetable.state_at(moment), moment, is_phone=True)
    assert phone is not None
    assert "bereikbaar" in phone.text


def test_what_is_never_open_has_no_state() -> None:
    now = datetime(2026, 5, 4, 10, tzinfo=BRUSSELS)
    assert state_label(Timetable().state_at(now), now) is None


def test_days_are_told_to_be_holidays() -> None:
    assert day_note(date(2026, 12, 25)) == "feestdag"
    assert day_note(date(2026, 11, 3)) == "schoolvakantie"
    assert day_note(date(2026, 5, 6)) is None
    assert [day.isoformat()[-2:] for day in week_days(date(2026, 5, 4))] == [
        "04", "05", "06", "07", "08", "09", "10",
    ]  # fmt: skip
