"""When an offer takes place, whether it is open, and the reason when it is not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from app.agenda.clock import BRUSSELS
from app.agenda.moments import Cancellation, Closure, DayReason, OpenKind
from app.agenda.opening_hours import OpeningHours
from app.agenda.recurrence import HolidayPolicy, Recurrence
from app.agenda.timetable import PlacedHours, Timetable

WEDNESDAY = date(2026, 11, 25)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def rule(starts_on: date = date(2026, 1, 7), rrule: str | None = "FREQ=WEEKLY;BYDAY=WE",
         start: time = time(14), end: time = time(16), **facts: object) -> Recurrence:  # fmt: skip
    return Recurrence(starts_on, start, end, rrule, **facts)  # type: ignore[arg-type]


def repeated(**facts: object) -> Timetable:
    return Timetable(recurrences=(rule(**facts),))  # type: ignore[arg-type]


def opened(text: str, **facts: object) -> Timetable:
    return Timetable(hours=(PlacedHours(OpeningHours.parse(text)),), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_two_in_the_afternoon_stays_two_across_a_clock_change(change: date) -> None:
    table = repeated(starts_on=date(2026, 1, 1), rrule="FREQ=DAILY")
    moments = table.moments(change - timedelta(days=1), change + timedelta(days=1))
    assert [moment.start.hour for moment in moments] == [14, 14, 14]
    offsets = [moment.start.utcoffset() for moment in moments]
    assert offsets[0] != offsets[1] == offsets[2]


def test_night_over_the_spring_change_shifts_forward_and_never_ends_before_it_starts() -> None:
    table = repeated(starts_on=date(2026, 3, 29), rrule=None, start=time(2, 30), end=time(3, 15))
    (moment,) = table.moments(date(2026, 3, 29), date(2026, 3, 29))
    assert moment.start.isoformat() == "2026-03-29T03:30:00+02:00"
    assert moment.end == moment.start
    assert table.day_parts(date(2026, 3, 29), 1)[0] >> 3 == 3


def test_autumn_night_is_an_hour_longer() -> None:
    table = opened("Sa 22:00-06:00")
    (moment,) = table.moments(date(2026, 10, 24), date(2026, 10, 25))
    assert moment.end.timestamp() - moment.start.timestamp() == 9 * 3600
    double_hour = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert table.state_at(double_hour).kind is OpenKind.OPEN


def test_is_it_on_next_wednesday_no_for_it_is_a_school_holiday() -> None:
    answer = repeated(holidays=HolidayPolicy.NOT).on_day(date(2026, 11, 4))
    assert answer.moments == ()
    assert answer.reason is DayReason.SCHOOL_HOLIDAY
    assert answer.next is not None
    assert answer.next.start == at("2026-11-11T14:00")


def test_one_off_cancellation_is_shown_with_its_reason_and_left_out_of_what_comes() -> None:
    table = Timetable(
        recurrences=(rule(),), cancellations=(Cancellation(WEDNESDAY, time(14), "zaal bezet"),)
    )
    answer = table.on_day(WEDNESDAY)
    assert (answer.reason, answer.note) == (DayReason.CANCELLED, "zaal bezet")
    assert answer.moments[0].is_cancelled
    assert answer.moments[0].reason == "zaal bezet"
    assert table.next_moments(at("2026-11-24T09:00"), 1)[0].start == at("2026-12-02T14:00")
    shown = table.next_moments(at("2026-11-24T09:00"), 1, include_cancelled=True)
    assert shown[0].is_cancelled
    assert table.day_parts(WEDNESDAY, 8) == bytes([0] * 7 + [14 << 3 | 2])


def test_cancellation_of_one_hour_leaves_the_other_hour_of_the_day() -> None:
    table = opened("We 09:00-12:00,14:00-16:00", cancellations=(Cancellation(WEDNESDAY, time(9)),))
    answer = table.on_day(WEDNESDAY)
    assert answer.reason is DayReason.TAKES_PLACE
    assert [moment.is_cancelled for moment in answer.moments] == [True, False]
    assert table.day_parts(WEDNESDAY, 1) == bytes([14 << 3 | 2])


def test_yearly_closing_of_a_place_over_new_year() -> None:
    closing = Closure(date(2020, 12, 24), date(2021, 1, 2), yearly=True, reason="jaarlijks verlof")
    table = Timetable(recurrences=(rule(),), closures=(closing,))
    answer = table.on_day(date(2026, 12, 30))
    assert (answer.reason, answer.note) == (DayReason.CLOSED_PERIOD, "jaarlijks verlof")
    assert answer.next is not None
    assert answer.next.start == at("2027-01-06T14:00")
    assert table.on_day(date(2026, 12, 29)).reason is DayReason.NOT_THAT_DAY


def test_yearly_closing_that_ends_on_a_leap_day() -> None:
    closing = Closure(date(2024, 2, 20), date(2024, 2, 29), yearly=True)
    table = opened("Mo-Su 10:00-11:00", closures=(closing,))
    open_days = {
        moment.start.date() for moment in table.moments(date(2027, 2, 1), date(2027, 3, 9))
    }
    assert date(2027, 2, 19) in open_days
    assert date(2027, 3, 1) in open_days
    assert all(not closing.covers(day) for day in open_days)
    assert len(open_days) == 37 - 9


def test_nearest_reason_wins_when_there_are_several_rules() -> None:
    table = Timetable(
        recurrences=(
            rule(holidays=HolidayPolicy.NOT),
            rule(starts_on=date(2026, 1, 5), rrule="FREQ=WEEKLY;BYDAY=MO"),
        )
    )
    assert table.on_day(date(2026, 11, 4)).reason is DayReason.SCHOOL_HOLIDAY
    assert table.on_day(date(2026, 11, 5)).reason is DayReason.NOT_THAT_DAY


def test_open_now_until_the_end_of_hours_that_touch() -> None:
    state = opened("We 09:00-12:00,12:00-16:00").state_at(at("2026-11-25T10:00"))
    assert (state.kind, state.until) == (OpenKind.OPEN, at("2026-11-25T16:00"))
    assert state.next is not None
    assert state.next.start == at("2026-11-25T09:00")


def test_opens_soon_later_today_or_within_two_hours_and_else_closed() -> None:
    table = opened("We 13:30-16:00; Th 00:30-01:00")
    assert table.state_at(at("2026-11-25T08:00")).kind is OpenKind.OPENS_SOON
    assert table.state_at(at("2026-11-25T23:00")).kind is OpenKind.OPENS_SOON
    assert table.state_at(at("2026-11-25T16:00")).kind is OpenKind.CLOSED
    assert table.state_at(at("2026-11-25T16:00")).opens_at == at("2026-11-26T00:30")


def test_past_midnight_is_still_open_the_day_after_but_belongs_to_the_evening() -> None:
    table = opened("Fr 22:00-02:00")
    state = table.state_at(at("2026-11-28T01:00"))
    assert (state.kind, state.until) == (OpenKind.OPEN, at("2026-11-28T02:00"))
    assert table.on_day(date(2026, 11, 28)).reason is DayReason.NOT_THAT_DAY
    assert table.day_parts(date(2026, 11, 27), 2) == bytes([22 << 3 | 4, 0])


def test_always_open_never_closes() -> None:
    state = opened("24/7").state_at(at("2026-11-25T10:00"))
    assert (state.kind, state.until) == (OpenKind.OPEN, None)


def test_nothing_known_and_nothing_left_are_two_things() -> None:
    assert Timetable().state_at(at("2026-11-25T10:00")).kind is OpenKind.NO_TIMES
    assert Timetable().on_day(WEDNESDAY).reason is DayReason.NO_TIMES
    assert opened('"op afspraak"').on_day(WEDNESDAY).reason is DayReason.NO_TIMES
    past = repeated(starts_on=date(2020, 1, 1), rrule=None)
    assert past.state_at(at("2026-11-25T10:00")).kind is OpenKind.CLOSED
    assert past.on_day(WEDNESDAY).next is None


def test_camp_of_five_days_is_one_moment_that_touches_each_day() -> None:
    table = repeated(starts_on=date(2026, 7, 6), rrule=None, start=time(9), end=time(11), days=5)
    (moment,) = table.moments(date(2026, 7, 8), date(2026, 7, 8))
    assert (moment.start, moment.end) == (at("2026-07-06T09:00"), at("2026-07-10T11:00"))
    assert table.day_parts(date(2026, 7, 5), 7) == bytes([0, 9 << 3 | 7, 7, 7, 7, 1, 0])
    assert table.state_at(at("2026-07-08T03:00")).until == at("2026-07-10T11:00")
    answer = table.on_day(date(2026, 7, 8))
    assert (answer.reason, answer.next) == (DayReason.TAKES_PLACE, None)


def test_place_key_tells_where_and_equal_moments_are_said_once() -> None:
    table = Timetable(
        recurrences=(rule(place_key=7), rule(place_key=7), rule(place_key=None)),
        hours=(PlacedHours(OpeningHours.parse("We 10:00-11:00"), 3),),
    )
    moments = table.moments(WEDNESDAY, WEDNESDAY)
    assert [moment.place_key for moment in moments] == [3, None, 7]


def test_hours_with_a_period_are_outside_season_after_it() -> None:
    hours = OpeningHours.parse("We 10:00-11:00")
    table = Timetable(hours=(PlacedHours(hours, valid_until=date(2026, 11, 24)),))
    assert table.on_day(WEDNESDAY).reason is DayReason.OUTSIDE_SEASON
    assert table.moments(date(2026, 11, 1), date(2026, 12, 31))[-1].start.day == 18


def test_interval_from_nine_to_four_touches_morning_and_afternoon() -> None:
    assert opened("We 09:00-16:00").day_parts(WEDNESDAY, 1) == bytes([9 << 3 | 3])
    assert opened("We 09:00-12:00,18:00-20:00").day_parts(WEDNESDAY, 1) == bytes([9 << 3 | 5])
    assert opened("24/7").day_parts(WEDNESDAY, 1) == bytes([7])


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1900, 1, 1), date(9999, 12, 31), date.max])
def test_edges_of_the_calendar_give_an_answer(day: date) -> None:
    table = Timetable(
        recurrences=(rule(starts_on=day, rrule="FREQ=DAILY"), rule(starts_on=day, days=31)),
        hours=(PlacedHours(OpeningHours.parse("24/7; SH off; Dec 25-Jan 01 off")),),
        closures=(Closure(date(2024, 2, 29), date(2024, 3, 1), yearly=True),),
    )
    assert len(table.day_parts(day, 400)) == 400
    assert len(table.moments(day, date.max, 10_000)) <= 1000
    assert table.on_day(day).reason in DayReason
    assert table.state_at(datetime.combine(day, time(12))).kind in OpenKind


def test_no_call_gives_more_than_its_limits() -> None:
    table = opened("Mo-Su 09:00-10:00,11:00-12:00")
    assert len(table.moments(date(2026, 1, 1), date(2100, 1, 1), 5000)) == 1000
    assert len(table.moments(date(2026, 1, 1), date(2100, 1, 1))) == 200
    assert len(table.day_parts(date(2026, 1, 1), 100_000)) == 800
    assert table.moments(date(2026, 2, 1), date(2026, 1, 1)) == ()
    assert table.moments(date(2026, 1, 1), date(2026, 2, 1), 0) == ()
    assert table.day_parts(date(2026, 1, 1), 0) == b""
    once = repeated(rrule="FREQ=WEEKLY;BYDAY=WE")
    assert once.moments(date(2026, 1, 1), date(2100, 1, 1), 999)[-1].start.year == 2028


def test_closing_of_one_place_leaves_the_other_places_open() -> None:
    weekly = OpeningHours.parse("We 14:00-16:00")
    closure = Closure(date(2026, 11, 23), date(2026, 11, 29), place_key=1)
    timetable = Timetable(
        hours=(PlacedHours(weekly, place_key=1), PlacedHours(weekly, place_key=2)),
        closures=(closure,),
    )
    places = [each.place_key for each in timetable.moments(date(2026, 11, 25), date(2026, 11, 25))]
    assert places == [2]
