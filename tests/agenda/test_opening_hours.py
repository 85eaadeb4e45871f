"""Opening hours in the notation of the offers CSV."""

from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.moments import DayReason
from app.agenda.opening_hours import OpeningHours
from app.agenda.opening_notation import OpeningHoursError

MONDAY, WEDNESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 26)
HOLIDAY_WEDNESDAY, ARMISTICE = date(2026, 11, 4), date(2026, 11, 11)
CSV_EXAMPLE = "Mo,We 09:00-12:00; We 13:30-16:00; PH off; SH off"


def hours(text: str, day: date) -> str:
    found = OpeningHours.parse(text).intervals_on(day)
    return ",".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in found)


def test_hours_of_the_same_weekday_in_two_rules_add_up() -> None:
    assert hours(CSV_EXAMPLE, MONDAY) == "09:00-12:00"
    assert hours(CSV_EXAMPLE, WEDNESDAY) == "09:00-12:00,13:30-16:00"
    assert hours(CSV_EXAMPLE, THURSDAY) == ""


def test_overlapping_hours_of_a_later_rule_replace_the_earlier_ones() -> None:
    assert hours("Mo-Fr 09:00-17:00; We 09:00-12:00", WEDNESDAY) == "09:00-12:00"


def test_closed_on_public_and_school_holidays_with_the_reason() -> None:
    place = OpeningHours.parse(CSV_EXAMPLE)
    assert place.reason_on(HOLIDAY_WEDNESDAY) is DayReason.SCHOOL_HOLIDAY
    assert place.reason_on(ARMISTICE) is DayReason.PUBLIC_HOLIDAY
    assert place.reason_on(THURSDAY) is DayReason.NOT_THAT_DAY
    assert place.reason_on(WEDNESDAY) is DayReason.TAKES_PLACE
    assert place.is_closed_on_public_holidays
    assert place.is_closed_in_school_holidays
    assert not place.has_other_hours_in_school_holidays


def test_order_of_a_holiday_rule_and_a_weekly_rule_does_not_matter() -> None:
    assert hours("PH off; Mo-Fr 09:00-17:00", ARMISTICE) == ""
    assert hours("Mo-Fr 09:00-17:00; PH off", ARMISTICE) == ""


def test_other_hours_in_school_holidays() -> None:
    text = "Mo-Sa 09:00-17:00; SH Mo-Fr 10:00-12:00"
    assert hours(text, HOLIDAY_WEDNESDAY) == "10:00-12:00"
    assert hours(text, date(2026, 11, 7)) == "09:00-17:00"
    place = OpeningHours.parse(text)
    assert place.has_other_hours_in_school_holidays
    assert not place.is_closed_in_school_holidays
    assert place.school_holiday_weekly()[2].intervals == ((time(10), time(12)),)
    assert place.weekly()[2].intervals == ((time(9), time(17)),)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("Mo-Fr 09:00-12:00,13:00-16:00", MONDAY, "09:00-12:00,13:00-16:00"),
        ("Fr-Mo 10:00-11:00", date(2026, 11, 22), "10:00-11:00"),
        ("Fr-Mo 10:00-11:00", WEDNESDAY, ""),
        ("Th[1] 19:00-21:00", date(2026, 12, 3), "19:00-21:00"),
        ("Th[1] 19:00-21:00", date(2026, 12, 10), ""),
        ("Th[-1] 19:00-21:00", date(2026, 12, 31), "19:00-21:00"),
        ("Th[1-2] 19:00-21:00", date(2026, 12, 10), "19:00-21:00"),
        ("Th 14:00-16:00; Th[1] 19:00-21:00", date(2026, 12, 3), "14:00-16:00,19:00-21:00"),
        ("Mo-Su 09:00-12:00; Jul-Aug off", date(2026, 8, 31), ""),
        ("Mo-Su 09:00-12:00; Jul-Aug off", date(2026, 9, 1), "09:00-12:00"),
        ("Mo-Su 09:00-12:00; Jul-Aug Mo 10:00-11:00", date(2026, 7, 6), "10:00-11:00"),
        ("Nov-Feb Mo-Su 09:00-12:00", date(2028, 2, 29), "09:00-12:00"),
        ("Mo-Su 09:00-12:00; 2026 Dec 24 off", date(2026, 12, 24), ""),
        ("Mo-Su 09:00-12:00; 2026 Dec 24 off", date(2027, 12, 24), "09:00-12:00"),
        ("Mo-Su 09:00-12:00; Dec 25-Jan 01 off", date(2031, 1, 1), ""),
        ("Mo-Su 09:00-12:00; Dec 25-Jan 01 off", date(2031, 1, 2), "09:00-12:00"),
        ("Mo-Su 09:00-12:00; 2026 Dec 24-Jan 03 off", date(2027, 1, 3), ""),
        ("Mo-Su 09:00-12:00; Dec 24-26,Dec 31 off", date(2026, 12, 31), ""),
        ("24/7", MONDAY, "00:00-00:00"),
        ("24/7; Dec 25 off", date(2026, 12, 25), ""),
        ("Fr 22:00-02:00", date(2026, 11, 27), "22:00-02:00"),
        ("Fr 22:00-26:00", date(2026, 11, 27), "22:00-02:00"),
        ("08:00-24:00", MONDAY, "08:00-00:00"),
        ("Mo-Fr,PH 10:00-11:00", date(2026, 12, 25), "10:00-11:00"),
        ("Su,PH 10:00-11:00", date(2026, 7, 21), "10:00-11:00"),
        ("PH Mo-Fr 10:00-11:00", date(2026, 11, 23), ""),
        ("Mo 9:00-12:00, We 13:00-14:00", WEDNESDAY, "13:00-14:00"),
        ('Mo 09:00-12:00 "bel eerst"; Tu "op afspraak"', MONDAY, "09:00-12:00"),
        ("mo\u2013fr 09:00\u201312:00", MONDAY, "09:00-12:00"),
        ("Mo 09:00-12:00,11:00-13:00", MONDAY, "09:00-13:00"),
    ],
)
def test_notation(text: str, day: date, expected: str) -> None:
    assert hours(text, day) == expected
    place = OpeningHours.parse(text)
    assert OpeningHours.parse(place.format()) == place


def test_quoted_remark_alone_is_no_hour_and_no_error() -> None:
    place = OpeningHours.parse('"by appointment"')
    assert not place.has_times
    assert place.comments == ("by appointment",)
    assert place.intervals_on(MONDAY) == ()
    assert place.reason_on(MONDAY) is DayReason.NO_TIMES
    assert place.format() == '"by appointment"'


def test_holiday_and_season_hours_alone_give_their_own_reason() -> None:
    only = OpeningHours.parse("SH Mo-Fr 10:00-12:00")
    assert only.reason_on(MONDAY) is DayReason.ONLY_SCHOOL_HOLIDAYS
    summer = OpeningHours.parse("Jul-Aug Mo-Fr 10:00-12:00")
    assert summer.reason_on(MONDAY) is DayReason.OUTSIDE_SEASON
    closed = OpeningHours.parse("Mo-Fr 10:00-12:00; Nov off")
    assert closed.reason_on(MONDAY) is DayReason.CLOSED_PERIOD


def test_table_has_seven_rows_and_the_weekdays_of_the_month() -> None:
    place = OpeningHours.parse("Mo,We 09:00-12:00; Th[1] 19:00-21:00")
    rows = place.weekly()
    assert [row.weekday for row in rows if row.intervals] == [0, 2]
    assert len(rows) == 7
    (monthly,) = place.monthly()
    assert (monthly.weekday, monthly.position) == (3, 1)
    assert monthly.intervals == ((time(19), time(21)),)


@pytest.mark.parametrize(
    ("text", "key", "position"),
    [
        ("", "empty", 0),
        (" ; ", "empty", 3),
        ("Ma 09:00-12:00", "unknown-word", 0),
        ("Mo 09:00", "end-time-expected", 8),
        ("Mo 09:00-", "time-expected", 9),
        ("Mo 25:00-26:00", "time-out-of-range", 3),
        ("Mo 09:75-12:00", "time-out-of-range", 3),
        ("Mo 09:00-34:00", "time-out-of-range", 9),
        ("Mo-Fr", "hours-expected", 5),
        ("Mo-09:00", "weekday-expected", 3),
        ("Th[6] 09:00-12:00", "position-out-of-range", 3),
        ("Th[1 09:00-12:00", "bracket-not-closed", 5),
        ("Feb 30 off", "date-out-of-range", 4),
        ("2026 Feb 29 off", "date-out-of-range", 9),
        ("2026 off", "month-expected", 5),
        ("Dec 26-24 off", "ends-before-it-starts", 7),
        ("2027 Jan 2-2026 Dec 1 off", "ends-before-it-starts", 20),
        ("Mo 09:00-12:00 Tu 09:00-12:00", "separator-expected", 15),
        ('Mo 09:00-12:00 "op afspraak', "quote-not-closed", 15),
        ("Mo 09.00-12.00", "unexpected-character", 5),
        ("Mo 09:00+", "unexpected-character", 8),
        ("Mo 09:00-12:00; " * 61, "too-many-rules", 974),
        ("x" * 1001, "too-long", 1000),
    ],
)
def test_unreadable_hours_say_what_and_where(text: str, key: str, position: int) -> None:
    with pytest.raises(OpeningHoursError) as caught:
        OpeningHours.parse(text)
    assert (caught.value.key, caught.value.position) == (key, position)


DAYS = st.sampled_from(
    ["", "Mo", "Mo-Fr", "Tu,Th", "Sa-Mo", "We[2]", "Su[-1]", "PH", "SH", "SH Mo-We"]
)
SPANS = st.sampled_from(["", "Jul-Aug ", "Dec 25-Jan 01 ", "2026 Dec 24 ", "Feb ", "Mar 3-9 "])
TIMES = st.sampled_from(
    ["off", "09:00-12:00", "13:00-16:00", "22:00-02:00", "10:00-11:00,14:00-20:00"]
)
TEXTS = st.lists(st.tuples(SPANS, DAYS, TIMES), min_size=1, max_size=5).map(
    lambda rules: "; ".join(f"{span}{day} {times}" for span, day, times in rules)
)


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.dates(date(2026, 1, 1), date(2027, 12, 1)))
def test_whole_window_equals_day_by_day_and_text_round_trips(text: str, first: date) -> None:
    place = OpeningHours.parse(text)
    assert OpeningHours.parse(place.format()) == place
    low = first.toordinal()
    by_day: dict[int, list[tuple[time, time]]] = {}
    for interval, ordinals in place.ordinals_by_interval(low, low + 60).items():
        for ordinal in ordinals:
            by_day.setdefault(ordinal, []).append(interval.as_times())
    for ordinal in range(low, low + 61):
        day = date.fromordinal(ordinal)
        expected = place.intervals_on(day)
        assert tuple(sorted(by_day.get(ordinal, []))) == expected
        assert (place.reason_on(day) is DayReason.TAKES_PLACE) is bool(expected)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='MoTuWeFrSPHJan0129:-,;[]"/ off', max_size=40))
def test_any_text_is_read_or_refused_with_a_fact(text: str) -> None:
    try:
        place = OpeningHours.parse(text)
    except OpeningHoursError as error:
        assert error.key
        assert 0 <= error.position <= len(text)
    else:
        assert OpeningHours.parse(place.format()) == place
