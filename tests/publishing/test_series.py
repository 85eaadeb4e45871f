"""Series as people think of them: the rules, and that a change moves nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.agenda.recurrence_text import RecurrenceError
from app.directory.drafts import (
    CancellationDraft,
    LocationDraft,
    OfferDraft,
    ScheduleDraft,
    WordsDraft,
)
from app.directory.models.offers import OfferKind
from app.directory.timetables import timetable_of_draft
from app.publishing.series import Pattern, SeriesChoice, choice_of, rule_days, schedule_of
from app.publishing.series_changes import (
    MomentChange,
    bring_back,
    call_off,
    change_all,
    change_from,
    change_one,
    leave_out,
    put_back,
    with_place,
)
from app.publishing.series_moving import SeriesCannotChangeError

BEGIN = date(2027, 1, 6)
"""A Wednesday, the first of its month."""
PLACES = (
    LocationDraft("zaal", "De Zaal", place="Lokeren"),
    LocationDraft("bib", "De Bib", place="Lokeren"),
)
FEW = settings(max_examples=25, deadline=None, database=None)


def offer_with(*schedules: ScheduleDraft, **facts: object) -> OfferDraft:
    words = {"nl": WordsDraft("Speelnamiddag", "Kom spelen.")}
    draft = OfferDraft("test", "1", OfferKind.ACTIVITY, "speelclub", words)
    return replace(draft, location_keys=("zaal",), schedules=schedules, **facts)


def moments_of(draft: OfferDraft) -> set[tuple[date, time, time, int | None, bool]]:
    """Every moment of two years, with its place and whether it is called off."""
    found = timetable_of_draft(draft, PLACES).moments(BEGIN, BEGIN + timedelta(days=730), 1000)
    return {
        (item.start.date(), item.start.time(), item.end.time(), item.place_key, item.is_cancelled)
        for item in found
    }


def days_of(draft: OfferDraft) -> list[date]:
    return sorted(item[0] for item in moments_of(draft))


choices = st.builds(
    SeriesChoice,
    first_day=st.dates(BEGIN, BEGIN + timedelta(days=200)),
    start_time=st.sampled_from([time(9, 30), time(14)]),
    end_time=st.sampled_from([time(16), time(17, 15)]),
    pattern=st.sampled_from(Pattern),
    weekdays=st.sets(st.integers(0, 6), min_size=1, max_size=3).map(
        lambda days: tuple(sorted(days))
    ),
    last_day=st.none() | st.dates(BEGIN + timedelta(days=260), BEGIN + timedelta(days=600)),
    holidays=st.sampled_from(["also", "not"]),
    is_off_on_public_holidays=st.booleans(),
    is_last_week=st.booleans(),
)


def test_every_second_wednesday_except_school_holidays_and_one_day_in_the_library():
    choice = SeriesChoice(
        date(2027, 4, 14),
        time(14),
        time(16),
        Pattern.FORTNIGHTLY,
        last_day=date(2027, 7, 7),
        holidays="not",
    )
    draft = leave_out(offer_with(schedule_of(choice)), date(2027, 5, 12), 0)
    draft = with_place(draft, "bib")
    single = ScheduleDraft("", date(2027, 6, 12), time(10), time(12), location_key="bib")
    draft = replace(draft, schedules=(*draft.schedules, single))
    # 14 April is after the Easter holidays, 7 July is in the summer ones.
    assert moments_of(draft) == {
        *(
            (day, time(14), time(16), 1, False)
            for day in (
                date(2027, 4, 14),
                date(2027, 4, 28),
                date(2027, 5, 26),
                date(2027, 6, 9),
                date(2027, 6, 23),
            )
        ),
        (date(2027, 6, 12), time(10), time(12), 2, False),
    }
    assert days_of(put_back(draft, date(2027, 5, 12), 0))[2] == date(2027, 5, 12)


@FEW
@given(choices)
def test_a_series_reads_back_as_the_same_days(choice):
    schedule = schedule_of(choice)
    found = choice_of(schedule)
    assert found is not None
    again = schedule_of(found)
    until = BEGIN + timedelta(days=700)
    assert rule_days(again, BEGIN, last=until) == rule_days(schedule, BEGIN, last=until)
    assert choice_of(again) == found


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        ("FREQ=WEEKLY;COUNT=3", Pattern.WEEKLY),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU", Pattern.FORTNIGHTLY),
        ("FREQ=DAILY;UNTIL=20270301T120000", Pattern.WEEKDAYS),
        ("FREQ=MONTHLY;BYDAY=-1FR", Pattern.MONTHLY_WEEKDAY),
        ("FREQ=MONTHLY;BYDAY=5WE", None),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", None),
        ("FREQ=WEEKLY;BYDAY=WE;BYMONTH=5", None),
        ("FREQ=YEARLY", None),
    ],
)
def test_a_rule_of_elsewhere_is_a_pattern_with_the_same_days_or_none(rule, pattern):
    schedule = ScheduleDraft(starts_on=BEGIN, start_time=time(14), end_time=time(16), rrule=rule)
    found = choice_of(schedule)
    assert (found and found.pattern) == pattern
    if found:
        until = BEGIN + timedelta(days=600)
        again = rule_days(schedule_of(found), BEGIN, last=until)
        assert again == rule_days(schedule, BEGIN, last=until)


def test_opening_hours_are_no_series_and_an_end_before_the_begin_is_refused():
    assert choice_of(ScheduleDraft(opening_hours="We 14:00-16:00")) is None
    with pytest.raises(RecurrenceError):
        schedule_of(
            SeriesChoice(BEGIN, time(9), time(10), Pattern.WEEKLY, last_day=date(2027, 1, 5))
        )


OTHER = ScheduleDraft(
    starts_on=BEGIN, start_time=time(9), end_time=time(11), rrule="FREQ=WEEKLY;BYDAY=SA"
)


@st.composite
def changes(draw):
    """A series of some pattern next to another one, a moment of it, and what that becomes."""
    choice = replace(draw(choices), holidays="also", is_off_on_public_holidays=False)
    schedule = schedule_of(choice)
    days = rule_days(schedule, BEGIN)[:40]
    day = draw(st.sampled_from(days))
    out = {draw(st.sampled_from(days)) for _number in range(draw(st.integers(0, 2)))} - {day}
    off = draw(st.sampled_from(days))
    draft = offer_with(
        OTHER,
        replace(schedule, except_days=tuple(out)) if schedule.rrule else schedule,
        cancellations=(CancellationDraft(off, choice.start_time, "ziek"),),
    )
    shift = (
        0
        if choice.pattern in {Pattern.WEEKDAYS, Pattern.MONTHLY_WEEKDAY}
        else draw(st.integers(-3, 3))
    )
    # An hour that no series of these tests has, so that moments never fall together.
    change = MomentChange(
        day + timedelta(days=shift), time(18), time(19), draw(st.sampled_from([None, "bib"]))
    )
    return draft, day, change


def _expected(draft: OfferDraft, change: MomentChange, shift: timedelta, is_moved) -> set:
    """The moments with those of the second rule that `is_moved` says changed."""
    others = moments_of(replace(draft, schedules=draft.schedules[:1]))
    own = moments_of(replace(draft, schedules=draft.schedules[1:]))
    place = 2 if change.location_key else 1
    moved = {
        (day + shift, change.start_time, change.end_time, place, is_off)
        for day, _start, _end, _place, is_off in own
        if is_moved(day)
    }
    return others | moved | {item for item in own if not is_moved(item[0])}


def _between(first: date, limit: date, moments: set) -> set:
    return {item for item in moments if first <= item[0] < limit}


@FEW
@given(changes())
def test_changing_a_date_moves_that_date_and_nothing_else(example):
    draft, day, change = example
    found = moments_of(change_one(draft, 1, day, change))
    shift = change.day - day
    expected = _expected(draft, change, shift, lambda other: other == day)
    # What gets a new day goes on there.
    expected = {(*item[:4], False) if item[1] == change.start_time else item for item in expected}
    # A date that moves to before the first day looked at is not seen there.
    assert found == {item for item in expected if item[0] >= BEGIN}


@FEW
@given(changes())
def test_changing_from_a_date_on_moves_what_follows_and_nothing_before(example):
    draft, day, change = example
    found = moments_of(change_from(draft, 1, day, change))
    expected = _expected(draft, change, change.day - day, lambda other: other >= day)
    limit = BEGIN + timedelta(days=700)
    assert _between(BEGIN, limit, found) == _between(BEGIN, limit, expected)


@FEW
@given(changes())
def test_changing_all_dates_moves_every_one_of_the_series(example):
    draft, day, change = example
    found = moments_of(change_all(draft, 1, day, change))
    expected = _expected(draft, change, change.day - day, lambda _other: True)
    limit = BEGIN + timedelta(days=700)
    first = BEGIN + timedelta(days=4)
    assert _between(first, limit, found) == _between(first, limit, expected)


def test_the_last_friday_becomes_the_last_thursday_of_the_month():
    monthly = SeriesChoice(
        date(2027, 1, 29), time(14), time(16), Pattern.MONTHLY_WEEKDAY, last_day=date(2027, 5, 31)
    )
    draft = offer_with(replace(schedule_of(monthly), except_days=(date(2027, 4, 30),)))
    change = MomentChange(date(2027, 3, 25), time(14), time(16))
    changed = change_from(draft, 0, date(2027, 3, 26), change)
    assert days_of(changed) == [
        date(2027, 1, 29),
        date(2027, 2, 26),
        date(2027, 3, 25),
        date(2027, 5, 27),
    ]


def test_a_series_with_several_weekdays_keeps_its_days():
    several = SeriesChoice(BEGIN, time(14), time(16), Pattern.WEEKDAYS, weekdays=(0, 2))
    draft = offer_with(schedule_of(several))
    with pytest.raises(SeriesCannotChangeError):
        change_from(draft, 0, BEGIN, MomentChange(date(2027, 1, 7), time(14), time(16)))


def test_bringing_one_time_back_leaves_the_other_times_of_that_day_off():
    twice = (
        ScheduleDraft(starts_on=BEGIN, start_time=time(9), end_time=time(10)),
        ScheduleDraft(starts_on=BEGIN, start_time=time(14), end_time=time(15)),
    )
    draft = call_off(offer_with(*twice), BEGIN, None, "ziek")
    assert {item[4] for item in moments_of(draft)} == {True}
    assert {(item[1], item[4]) for item in moments_of(bring_back(draft, BEGIN, time(9)))} == {
        (time(9), False),
        (time(14), True),
    }
