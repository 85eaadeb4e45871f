"""Rules of repetition: their days, their holidays and their limits."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.clock import local_datetime
from app.agenda.moments import DayReason
from app.agenda.recurrence import HolidayPolicy, Recurrence
from app.agenda.recurrence_text import RecurrenceError, parse_rule

START, END = time(14), time(16)


def days_of(rule: Recurrence, first: date, last: date) -> list[date]:
    found = rule.start_ordinals(first.toordinal(), last.toordinal())
    return [date.fromordinal(ordinal) for ordinal in found]


def weekly(**facts: object) -> Recurrence:
    return Recurrence(date(2026, 9, 2), START, END, "FREQ=WEEKLY;BYDAY=WE", **facts)  # type: ignore[arg-type]


def test_every_wednesday_except_in_school_holidays() -> None:
    rule = weekly(holidays=HolidayPolicy.NOT)
    found = days_of(rule, date(2026, 10, 20), date(2026, 11, 20))
    assert found == [date(2026, 10, 21), date(2026, 10, 28), date(2026, 11, 11), date(2026, 11, 18)]
    assert rule.reason_on(date(2026, 11, 4)) is DayReason.SCHOOL_HOLIDAY
    assert rule.reason_on(date(2026, 11, 5)) is DayReason.NOT_THAT_DAY
    assert rule.reason_on(date(2026, 8, 26)) is DayReason.OUTSIDE_SEASON


def test_public_holiday_takes_the_moment_away_only_when_asked() -> None:
    rule = weekly(off_on_public_holidays=True)
    assert days_of(rule, date(2026, 11, 11), date(2026, 11, 18)) == [date(2026, 11, 18)]
    assert rule.reason_on(date(2026, 11, 11)) is DayReason.PUBLIC_HOLIDAY
    assert weekly().reason_on(date(2026, 11, 11)) is DayReason.TAKES_PLACE


def test_only_in_the_summer_holidays() -> None:
    rule = Recurrence(
        date(2026, 1, 1), START, END, "FREQ=WEEKLY;BYDAY=TU;BYMONTH=7,8",
        holidays=HolidayPolicy.ONLY,
    )  # fmt: skip
    found = days_of(rule, date(2026, 6, 1), date(2026, 9, 30))
    assert found[0] == date(2026, 7, 7)
    assert found[-1] == date(2026, 8, 25)
    assert len(found) == 8


def test_only_in_school_holidays_says_so_on_a_school_day() -> None:
    rule = weekly(holidays=HolidayPolicy.ONLY)
    assert rule.reason_on(date(2026, 11, 18)) is DayReason.ONLY_SCHOOL_HOLIDAYS
    assert rule.reason_on(date(2026, 11, 4)) is DayReason.TAKES_PLACE


def test_first_sunday_of_the_month() -> None:
    rule = Recurrence(date(2026, 1, 4), START, END, "FREQ=MONTHLY;BYDAY=1SU")
    found = days_of(rule, date(2026, 10, 1), date(2027, 1, 31))
    assert found == [date(2026, 10, 4), date(2026, 11, 1), date(2026, 12, 6), date(2027, 1, 3)]


def test_every_second_week_keeps_its_rhythm_over_the_years() -> None:
    rule = Recurrence(date(2020, 1, 1), START, END, "FREQ=WEEKLY;INTERVAL=2")
    found = days_of(rule, date(2026, 11, 1), date(2026, 12, 31))
    assert all((day - date(2020, 1, 1)).days % 14 == 0 for day in found)
    assert len(found) == 4


def test_leap_day_comes_back_only_in_leap_years() -> None:
    rule = Recurrence(date(2024, 2, 29), START, END, "FREQ=YEARLY")
    assert days_of(rule, date(2027, 1, 1), date(2028, 12, 31)) == [date(2028, 2, 29)]


def test_except_and_extra_dates_have_the_last_word() -> None:
    rule = weekly(
        holidays=HolidayPolicy.NOT,
        except_dates=frozenset({date(2026, 11, 18)}),
        extra_dates=frozenset({date(2026, 11, 5), date(2026, 11, 20)}),
    )
    found = days_of(rule, date(2026, 11, 1), date(2026, 11, 25))
    assert found == [date(2026, 11, 5), date(2026, 11, 11), date(2026, 11, 20), date(2026, 11, 25)]
    assert rule.reason_on(date(2026, 11, 18)) is DayReason.CANCELLED


def test_validity_bounds_the_rule_on_both_days() -> None:
    rule = weekly(valid_from=date(2026, 11, 11), valid_until=date(2026, 11, 18))
    found = days_of(rule, date(2026, 1, 1), date(2027, 12, 31))
    assert found == [date(2026, 11, 11), date(2026, 11, 18)]
    assert rule.reason_on(date(2026, 11, 25)) is DayReason.OUTSIDE_SEASON


def test_until_counts_the_last_day_only_when_its_start_is_in_time() -> None:
    for until, last in (
        ("20261118", date(2026, 11, 18)),
        ("20261118T140000", date(2026, 11, 18)),
        ("20261118T135900", date(2026, 11, 11)),
        ("20261118T130000Z", date(2026, 11, 18)),
    ):
        rule = Recurrence(date(2026, 9, 2), START, END, f"FREQ=WEEKLY;BYDAY=WE;UNTIL={until}")
        assert days_of(rule, date(2026, 9, 1), date(2027, 9, 1))[-1] == last, until


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("FREQ=SECONDLY", "frequency-not-allowed"),
        ("FREQ=HOURLY", "frequency-not-allowed"),
        ("BYDAY=MO", "frequency-missing"),
        ("FREQ=DAILY;COUNT=999999", "count-out-of-range"),
        ("FREQ=DAILY;COUNT=0", "count-out-of-range"),
        ("FREQ=DAILY;INTERVAL=0", "interval-out-of-range"),
        ("FREQ=DAILY;INTERVAL=99999999999999", "interval-out-of-range"),
        ("FREQ=DAILY;BYSETPOS=1", "position-needs-longer-period"),
        ("FREQ=YEARLY;BYSETPOS=99999", "position-out-of-range"),
        ("FREQ=YEARLY;BYWEEKNO=20", "unsupported-part"),
        ("FREQ=DAILY;BYSECOND=1", "unsupported-part"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20260101", "count-and-until"),
        ("FREQ=DAILY;FREQ=DAILY", "part-twice"),
        ("FREQ=WEEKLY;BYDAY=1MO", "numbered-weekday-needs-month"),
        ("FREQ=WEEKLY;BYDAY=XX", "weekday-unknown"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "month-day-out-of-range"),
        ("FREQ=MONTHLY;BYMONTH=13", "month-out-of-range"),
        ("FREQ=DAILY;UNTIL=20261332", "until-unreadable"),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", "until-unreadable"),
        ("FREQ=DAILY;" + "X" * 500, "rule-too-long"),
        ("every wednesday", "not-a-rule"),
    ],
)
def test_hostile_or_unreadable_rule_is_refused_with_the_fact(text: str, key: str) -> None:
    with pytest.raises(RecurrenceError) as caught:
        Recurrence(date(2026, 1, 1), START, END, text)
    assert caught.value.key == key


def test_facts_around_the_rule_are_checked_too() -> None:
    with pytest.raises(RecurrenceError, match="days-out-of-range"):
        weekly(days=32)
    with pytest.raises(RecurrenceError, match="days-out-of-range"):
        weekly(days=0)
    with pytest.raises(RecurrenceError, match="valid-until-before-valid-from"):
        weekly(valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1))
    many = frozenset(date(2026, 1, 1) + timedelta(days=at) for at in range(1001))
    with pytest.raises(RecurrenceError, match="too-many-dates"):
        weekly(except_dates=many)


@pytest.mark.parametrize("start", [date(1, 1, 1), date(1900, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize(
    "text",
    [
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-31,31,366;COUNT=1000",
        "FREQ=WEEKLY;BYYEARDAY=366;COUNT=1000",
        "FREQ=DAILY",
    ],
)
def test_no_rule_gives_more_than_its_window(start: date, text: str) -> None:
    rule = Recurrence(start, START, END, text)
    for first in (date(1, 1, 1), date(2026, 1, 1), date(9997, 12, 1)):
        low = first.toordinal()
        found = rule.start_ordinals(low, low + 799)
        assert len(found) <= 800
        assert all(low <= ordinal < low + 800 for ordinal in found)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
        "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20281231T000000",
    ],
)
def test_rule_that_never_happens_is_refused_instead_of_looked_for(text: str) -> None:
    with pytest.raises(RecurrenceError) as refused:
        Recurrence(date(2026, 1, 1), START, END, text)
    assert refused.value.key == "never-happens"


DAY_LISTS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3)


@st.composite
def rule_texts(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    weekdays = draw(DAY_LISTS)
    if frequency in ("MONTHLY", "YEARLY") and weekdays and draw(st.booleans()):
        weekdays = [f"{draw(st.sampled_from([1, 2, 4, -1, -2]))}{day}" for day in weekdays]
    if weekdays:
        parts.append("BYDAY=" + ",".join(weekdays))
    if draw(st.booleans()):
        parts.append(f"BYMONTH={draw(st.integers(1, 12))}")
    if frequency in ("MONTHLY", "YEARLY", "DAILY") and draw(st.integers(0, 3)) == 0:
        parts.append(f"BYMONTHDAY={draw(st.sampled_from([1, 13, 28, -1, -5]))}")
    if frequency in ("MONTHLY", "YEARLY") and weekdays and draw(st.integers(0, 2)) == 0:
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}")
    ending = draw(st.integers(0, 2))
    if ending == 1:
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    if ending == 2:
        parts.append("UNTIL=20270315T120000")
    if draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(['MO', 'SU', 'TH']))}")
    return ";".join(parts)


@settings(max_examples=150, deadline=None)
@given(rule_texts(), st.dates(date(2024, 1, 1), date(2026, 12, 31)))
def test_days_are_those_of_dateutil(text: str, starts_on: date) -> None:
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    ends = "" if "COUNT" in text or "UNTIL" in text else ";UNTIL=20280101T000000"
    expected = rrulestr(text + ends, dtstart=datetime.combine(starts_on, START))
    days = [moment.date() for moment in expected.between(*bounds(first, last), inc=True)]
    try:
        recurrence = Recurrence(starts_on, START, END, text)
    except RecurrenceError as error:
        assert error.key == "never-happens"
        assert days == []
    else:
        assert days_of(recurrence, first, last) == days


def bounds(first: date, last: date) -> tuple[datetime, datetime]:
    return datetime.combine(first, time()), datetime.combine(last, time(23, 59))


def test_rule_text_is_read_once_with_its_prefix_and_in_small_letters() -> None:
    assert parse_rule("RRULE:freq=weekly;byday=we") == parse_rule("FREQ=WEEKLY;BYDAY=WE")


def test_time_that_does_not_exist_moves_forward_and_a_double_one_is_the_first() -> None:
    spring = local_datetime(date(2026, 3, 29), time(2, 30))
    assert (spring.hour, spring.minute) == (3, 30)
    assert spring.utcoffset() == timedelta(hours=2)
    autumn = local_datetime(date(2026, 10, 25), time(2, 30))
    assert (autumn.hour, autumn.minute) == (2, 30)
    assert autumn.utcoffset() == timedelta(hours=2)
