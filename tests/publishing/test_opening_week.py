"""A table of opening hours and the notation of OpenStreetMap say the same."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.calendar_days import is_public_holiday, is_school_holiday
from app.agenda.opening_hours import OpeningHours
from app.publishing.opening_week import (
    CLOSED_WEEK,
    ClosedDays,
    DayHours,
    OpeningWeek,
    parse_time,
    read_week,
    write_week,
)

MORNING = (time(9), time(12))
AFTERNOON = (time(13, 30), time(17))
EVENING = (time(22), time(2))
HOURS = st.sampled_from([(), (MORNING,), (AFTERNOON,), (MORNING, AFTERNOON), (EVENING,)])
WEEKS = st.tuples(*[HOURS] * 7)
EXCEPTIONS = st.lists(
    st.builds(
        DayHours, st.sampled_from([None, 2026, 2027]), st.integers(1, 12), st.integers(1, 28), HOURS
    ),
    max_size=4,
    unique_by=lambda item: (item.year, item.month, item.day),
)
CLOSINGS = st.lists(
    st.one_of(
        st.builds(
            ClosedDays,
            st.none(),
            st.integers(1, 11),
            st.integers(1, 28),
            st.none(),
            st.just(12),
            st.integers(1, 28),
        ),
        st.builds(
            ClosedDays,
            st.just(2026),
            st.integers(1, 12),
            st.integers(1, 28),
            st.just(2027),
            st.integers(1, 12),
            st.integers(1, 28),
        ),
    ),
    max_size=2,
)
TABLES = st.builds(
    OpeningWeek,
    days=WEEKS,
    holiday_days=st.one_of(st.none(), st.just(CLOSED_WEEK), WEEKS),
    is_off_on_public_holidays=st.booleans(),
    closings=CLOSINGS.map(tuple),
    exceptions=EXCEPTIONS.map(tuple),
)


@given(TABLES)
@settings(max_examples=150)
def test_table_that_is_written_reads_as_the_same_table(table: OpeningWeek) -> None:
    assert read_week(write_week(table)) == table


@given(TABLES, st.integers(0, 500))
@settings(max_examples=150)
def test_written_hours_mean_what_the_table_says_on_every_day(table: OpeningWeek, at: int) -> None:
    day = date(2026, 3, 1) + timedelta(days=at)
    text = write_week(table)
    # Two exceptions on one day, of each year and of this one, add up: not told by a table alone.
    own = [x for x in table.exceptions if (x.month, x.day) == (day.month, day.day)]
    own = [item for item in own if item.year in {None, day.year}]
    if not text or len(own) > 1:
        return
    expected = table.days[day.weekday()]
    if table.holiday_days is not None and is_school_holiday(day):
        expected = table.holiday_days[day.weekday()]
    if table.is_off_on_public_holidays and is_public_holiday(day):
        expected = ()
    if any(_covers(item, day) for item in table.closings):
        expected = ()
    if own:
        expected = own[0].intervals
    assert OpeningHours.parse(text).intervals_on(day) == expected


def _covers(item: ClosedDays, day: date) -> bool:
    first, last = (item.first_month, item.first_day), (item.last_month, item.last_day)
    if item.first_year is None:
        return first <= (day.month, day.day) <= last
    return (item.first_year, *first) <= (day.year, day.month, day.day) <= (item.last_year, *last)


@pytest.mark.parametrize(
    "text",
    [
        'Mo-Fr 09:00-12:00 "bel eerst"',
        "Th[1] 14:00-16:00",
        "Jul-Aug Mo-Fr 09:00-12:00",
        "PH 10:00-12:00",
        "Mo-Fr 09:00-10:00,11:00-12:00,13:00-14:00",
        "Mo-Fr 09:00-12:00; PH off; SH Mo-Fr 10:00-11:00",
        "Mo-Fr 09:00-12:00; Dec 24 09:00-10:00; Dec 20-Jan 05 off",
        "dit zijn geen uren",
    ],
)
def test_notation_that_says_more_than_a_table_is_left_alone(text: str) -> None:
    assert read_week(text) is None


def test_table_reads_what_partners_files_hold() -> None:
    week = read_week("PH,SH off; Mo,We 09:00-12:00; We 13:30-17:00; Jul off; Dec 24 off")
    assert week is not None
    assert week.days[2] == (MORNING, AFTERNOON)
    assert week.days[1] == ()
    assert week.is_off_on_public_holidays
    assert week.holiday_days == CLOSED_WEEK
    assert week.closings == (ClosedDays(None, 7, 1, None, 7, 31),)
    assert week.exceptions == (DayHours(None, 12, 24),)
    assert read_week("") == OpeningWeek()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9", time(9)),
        ("9u30", time(9, 30)),
        ("9.30 uur", time(9, 30)),
        ("13:05", time(13, 5)),
        ("24:00", time(0)),
        ("25", None),
        ("9:3", None),
        ("negen", None),
        ("", None),
    ],
)
def test_time_is_read_as_people_write_it(text: str, moment: time | None) -> None:
    assert parse_time(text) == moment
