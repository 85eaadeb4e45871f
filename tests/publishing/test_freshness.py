"""When an offer is due, overdue and hidden, and what families read as not confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from app.directory.freshness import FreshnessState, add_months, freshness_of, series_end
from app.directory.models.checks import CheckedFact, Checker, FactCheck
from app.directory.models.offers import Offer
from app.directory.models.schedules import Schedule
from app.publishing.check_stages import find_stage
from app.publishing.models.checks import CheckStage

CHECKED = date(2026, 1, 31)


def make_offer(**facts: object) -> Offer:
    values = {
        "kind": "service",
        "online": "no",
        "is_at_home": True,
        "verified_on": CHECKED,
        "verified_by": "house",
        "check_every_months": 12,
        "price_cents": 200,
        "created_at": datetime(2025, 6, 30, 22, 30, tzinfo=UTC),
        **facts,
    }
    return Offer(**values)


def weekly(rrule: str, **facts: object) -> Schedule:
    return Schedule(
        starts_on=date(2026, 1, 7),
        start_time=time(14),
        end_time=time(16),
        opening_hours="",
        rrule=rrule,
        days=1,
        holidays="also",
        is_off_on_public_holidays=False,
        **facts,
    )


@pytest.mark.parametrize(
    ("months", "first", "second", "due", "hides"),
    [
        (12, date(2026, 11, 30), date(2026, 12, 31), date(2027, 1, 31), date(2027, 4, 30)),
        (6, date(2026, 6, 30), date(2026, 7, 15), date(2026, 7, 31), date(2026, 9, 15)),
        (3, date(2026, 4, 15), date(2026, 4, 22), date(2026, 4, 30), date(2026, 5, 30)),
        (1, date(2026, 2, 23), date(2026, 2, 25), date(2026, 2, 28), date(2026, 3, 28)),
    ],
)
def test_each_period_has_its_days_also_at_the_end_of_a_month(
    months: int, first: date, second: date, due: date, hides: date
) -> None:
    found = freshness_of(make_offer(check_every_months=months), CHECKED)
    days = (found.first_on, found.second_on, found.due_on, found.hides_on)
    assert days == (first, second, due, hides)
    assert first < second < due < hides


@pytest.mark.parametrize(
    ("today", "state", "stage"),
    [
        (date(2026, 11, 29), FreshnessState.FRESH, None),
        (date(2026, 11, 30), FreshnessState.DUE, CheckStage.FIRST),
        (date(2026, 12, 31), FreshnessState.DUE, CheckStage.SECOND),
        (date(2027, 1, 31), FreshnessState.DUE, CheckStage.LAST),
        (date(2027, 2, 1), FreshnessState.OVERDUE, CheckStage.LAST),
        (date(2027, 4, 15), FreshnessState.OVERDUE, CheckStage.LAST),
        (date(2027, 4, 16), FreshnessState.OVERDUE, CheckStage.HIDING),
        (date(2028, 1, 1), FreshnessState.OVERDUE, CheckStage.HIDING),
    ],
)
def test_the_asking_goes_on_step_by_step(
    today: date, state: FreshnessState, stage: CheckStage | None
) -> None:
    found = freshness_of(make_offer(), today)
    assert (found.state, find_stage(found, today)) == (state, stage)


def test_a_hidden_offer_is_hidden_until_somebody_confirms_it() -> None:
    found = freshness_of(make_offer(hidden_on=date(2027, 5, 1)), date(2027, 5, 2))
    assert find_stage(found, date(2027, 5, 2)) is CheckStage.HIDDEN


def test_what_nobody_checked_counts_from_the_day_in_brussels_on_which_it_came() -> None:
    found = freshness_of(make_offer(verified_on=None, verified_by=""), date(2025, 7, 2))
    assert (found.checked_on, found.checked_by) == (None, None)
    assert found.due_on == date(2026, 7, 1)


def test_a_leap_day_and_the_end_of_a_year() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2025, 12, 31), 2) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


def test_a_fact_that_was_not_confirmed_with_the_rest_is_named() -> None:
    today = date(2026, 12, 10)
    offer = make_offer(checks=[FactCheck(fact="where", checked_on=today, is_right=True)])
    found = freshness_of(offer, today)
    assert (found.checked_on, found.checked_by) == (today, Checker.PARTNER)
    assert found.unconfirmed == (CheckedFact.PRICE, CheckedFact.CONTACT)
    # Half an answer asks once more, but nothing is overdue for it.
    assert find_stage(found, today) is CheckStage.FIRST
    assert found.due_on == date(2027, 12, 10)


def test_a_fact_that_is_said_to_be_wrong_is_not_confirmed_until_the_whole_is_checked_again() -> (
    None
):
    doubt = FactCheck(fact="price", checked_on=date(2026, 3, 1), is_right=False)
    offer = make_offer(checks=[doubt])
    assert freshness_of(offer, date(2026, 3, 2)).unconfirmed == (CheckedFact.PRICE,)
    offer.verified_on = date(2026, 4, 1)
    assert freshness_of(offer, date(2026, 4, 2)).unconfirmed == ()


def test_a_series_that_ends_is_due_at_its_end_and_never_hidden() -> None:
    offer = make_offer(kind="activity", schedules=[weekly("FREQ=WEEKLY;UNTIL=20260614T220000Z")])
    last = date(2026, 6, 10)
    assert series_end(offer) == last
    before, after = freshness_of(offer, last), freshness_of(offer, date(2026, 6, 11))
    assert (before.state, find_stage(before, last)) == (FreshnessState.FRESH, None)
    assert (after.state, after.due_on, after.hides_on) == (FreshnessState.DUE, last, None)
    assert find_stage(after, date(2026, 6, 11)) is CheckStage.FIRST
    long_after = date(2027, 8, 1)
    assert find_stage(freshness_of(offer, long_after), long_after) is None
    # Who said that it is over is not asked again.
    offer.verified_on = date(2026, 6, 12)
    assert freshness_of(offer, date(2026, 6, 13)).state is FreshnessState.FRESH


@pytest.mark.parametrize(
    ("rrule", "end"),
    [
        ("", date(2026, 1, 7)),
        ("FREQ=WEEKLY;COUNT=3", date(2026, 1, 21)),
        ("FREQ=WEEKLY", None),
        ("FREQ=NEVER", None),
    ],
)
def test_the_end_of_a_series(rrule: str, end: date | None) -> None:
    offer = make_offer(kind="activity", schedules=[weekly(rrule)])
    assert series_end(offer) == end


def test_a_series_that_runs_on_and_hours_have_the_normal_period() -> None:
    endless = make_offer(kind="activity", schedules=[weekly("FREQ=WEEKLY")])
    assert freshness_of(endless, CHECKED).due_on == date(2027, 1, 31)
    hours = make_offer(kind="activity", schedules=[Schedule(opening_hours="Mo 09:00-12:00")])
    assert series_end(hours) is None
