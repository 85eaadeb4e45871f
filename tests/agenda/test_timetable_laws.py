"""Laws that hold for every timetable, whatever its rules."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.clock import BRUSSELS
from app.agenda.moments import Cancellation, Closure, DayReason, Moment, OpenKind
from app.agenda.opening_hours import OpeningHours
from app.agenda.recurrence import HolidayPolicy, Recurrence
from app.agenda.timetable import PlacedHours, Timetable

DATES = st.dates(date(2026, 1, 1), date(2027, 6, 30))
TIMES = st.builds(
    time, st.sampled_from([0, 1, 2, 3, 9, 11, 12, 14, 18, 23]), st.sampled_from([0, 30])
)
RULES = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=WE,SU", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYDAY=1SU",
     "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=YEARLY", "FREQ=WEEKLY;COUNT=5", None]
)  # fmt: skip
HOURS = st.sampled_from(
    ["Mo-Fr 09:00-12:00,13:00-16:00; SH Mo-Fr 10:00-12:00; PH off", "Sa 22:00-03:30", "24/7",
     "Su 02:30-02:45; Jul-Aug off", "Th[1] 19:00-21:00; Dec 25-Jan 01 off"]
)  # fmt: skip
CLOSURES = st.builds(
    lambda first, length, yearly: Closure(first, first + timedelta(days=length), yearly),
    DATES, st.integers(0, 40), st.booleans(),
)  # fmt: skip
RECURRENCES = st.builds(
    Recurrence,
    starts_on=DATES,
    start_time=TIMES,
    end_time=TIMES,
    rrule=RULES,
    days=st.sampled_from([1, 1, 1, 2, 5]),
    holidays=st.sampled_from(HolidayPolicy),
    off_on_public_holidays=st.booleans(),
    except_dates=st.frozensets(DATES, max_size=2),
    extra_dates=st.frozensets(DATES, max_size=2),
    place_key=st.sampled_from([None, 1]),
)
TABLES = st.builds(
    Timetable,
    recurrences=st.lists(RECURRENCES, max_size=3).map(tuple),
    hours=st.lists(HOURS.map(lambda text: PlacedHours(OpeningHours.parse(text))), max_size=1).map(
        tuple
    ),
    closures=st.lists(CLOSURES, max_size=2).map(tuple),
    cancellations=st.lists(st.builds(Cancellation, DATES, st.none() | TIMES), max_size=3).map(
        tuple
    ),
)
WINDOW = 45


def touched_days(moment: Moment) -> list[tuple[date, int, int]]:
    """Lists the days of a moment with their first and last second, by its clock times alone."""
    start, end = moment.start.replace(tzinfo=None), moment.end.replace(tzinfo=None)
    spans, day = [], start.date()
    while day == start.date() or (
        end - start > timedelta(days=1) and datetime.combine(day, time()) < end
    ):
        midnight = datetime.combine(day, time())
        low = max(0, int((start - midnight).total_seconds()))
        high = min(86_400, int((end - midnight).total_seconds()))
        spans.append((day, low, max(high, low + 1)))
        day += timedelta(days=1)
    return spans


@settings(max_examples=120, deadline=None)
@given(TABLES, DATES)
def test_moments_are_sorted_inside_the_window_and_outside_closures(
    table: Timetable, first: date
) -> None:
    last = first + timedelta(days=WINDOW - 1)
    moments = table.moments(first, last, 1000)
    stamps = [moment.start.timestamp() for moment in moments]
    assert stamps == sorted(stamps)
    assert len(set(moments)) == len(moments)
    for moment in moments:
        assert moment.end.timestamp() >= moment.start.timestamp()
        assert moment.start.date() <= last
        assert moment.start.date() >= first or touched_days(moment)[-1][0] >= first
        assert not any(closure.covers(moment.start.date()) for closure in table.closures)
    assert table.moments(first, last, 3) == moments[:3]


@settings(max_examples=120, deadline=None)
@given(TABLES, DATES)
def test_day_parts_say_the_same_as_the_moments(table: Timetable, first: date) -> None:
    hours: dict[date, int] = {}
    parts: dict[date, int] = {}
    last = first + timedelta(days=WINDOW - 1)
    for moment in table.moments(first, last, 1000, include_cancelled=False):
        for day, low, high in touched_days(moment):
            touched = sum(
                bit for bit, start, end in ((1, 0, 12), (2, 12, 18), (4, 18, 24))
                if low < end * 3600 and high > start * 3600
            )  # fmt: skip
            parts[day] = parts.get(day, 0) | touched
            hours[day] = min(hours.get(day, 23), low // 3600)
    days = [first + timedelta(days=at) for at in range(WINDOW)]
    expected = bytes(parts.get(day, 0) | hours.get(day, 0) << 3 for day in days)
    assert table.day_parts(first, WINDOW) == expected


@settings(max_examples=60, deadline=None)
@given(TABLES, DATES, TIMES)
def test_open_means_that_a_moment_is_running(table: Timetable, day: date, now: time) -> None:
    instant = datetime.combine(day, now, BRUSSELS)
    state = table.state_at(instant)
    stamp = instant.timestamp()
    near = table.moments(
        day - timedelta(days=6), day + timedelta(days=1), 1000, include_cancelled=False
    )
    running = [m for m in near if m.start.timestamp() <= stamp < m.end.timestamp()]
    if running:
        assert state.kind is OpenKind.OPEN
    elif state.kind is OpenKind.OPEN:
        assert state.next is not None
        assert state.next.start.timestamp() == state.next.end.timestamp() == stamp
    if state.kind is OpenKind.CLOSED and state.opens_at:
        assert state.opens_at.timestamp() > stamp


@settings(max_examples=60, deadline=None)
@given(TABLES, DATES)
def test_answer_of_a_day_agrees_with_its_moments(table: Timetable, day: date) -> None:
    answer = table.on_day(day)
    assert answer.moments == table.moments(day, day)
    is_on = any(not moment.is_cancelled for moment in answer.moments)
    assert (answer.reason is DayReason.TAKES_PLACE) is is_on
    assert answer.next is None or answer.next.start.date() > day
