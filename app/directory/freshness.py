"""How fresh an offer is: when it was checked, which facts were not, and when it is asked again."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.agenda.clock import LAST_ORDINAL, as_local
from app.agenda.recurrence import Recurrence
from app.agenda.recurrence_rule import last_ordinal
from app.agenda.recurrence_text import RecurrenceError
from app.directory.models.checks import CheckedFact, Checker, FactCheck
from app.directory.models.offers import Offer, OfferKind, Online, Registration
from app.directory.timetables import make_recurrence, schedule_facts

MONTHS_A_YEAR = 12
ASKED_FIRST, ASKED_AGAIN = 10, 11
"""After so many twelfths of its period an offer is asked about."""
WARNED_BEFORE = timedelta(days=14)
"""Before searches leave an offer out, its partner knows it for this long."""
ASKED_AFTER_END = timedelta(days=30)
"""How long after its last day a series is asked about: is there more to come?"""
_LAST_YEARS_DAYS = 800


class FreshnessState(StrEnum):
    """How an offer stands with its checks."""

    FRESH = "fresh"
    DUE = "due"
    """Its partner is asked; families notice nothing yet."""
    OVERDUE = "overdue"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Freshness:
    """The checks of an offer, behind it and ahead."""

    state: FreshnessState
    checked_on: date | None
    """When somebody last confirmed anything of it."""
    checked_by: Checker | None
    unconfirmed: tuple[CheckedFact, ...]
    """What was said to be wrong, or was not confirmed when the rest was."""
    due_on: date
    """From the day after, it is overdue; of a series that ends before that, its last day."""
    hides_on: date | None
    """When searches leave it out; empty for a series that ends, which nobody finds anyway."""
    first_on: date
    """From when its partner is asked."""
    second_on: date
    ends_on: date | None = None
    """The last day of a series that is asked about at its end, and not by its period."""

    @property
    def warns_on(self) -> date | None:
        """From when its partner is told that searches will leave it out."""
        return self.hides_on - WARNED_BEFORE if self.hides_on else None


def freshness_of(offer: Offer, today: date) -> Freshness:
    """How an offer whose checks and schedules are loaded stands on a day.

    Reminders count from the last time that all of it was confirmed, and what is overdue from the
    last time that anything was: who answered half is not punished for the other half.
    """
    begun_on = offer.verified_on or as_local(offer.created_at).date()
    confirmed = _confirmed_days(offer)
    checked_on, checked_by = _last_check(offer, confirmed)
    counted_from = max(begun_on, checked_on or begun_on)
    period = offer.check_every_months
    due_on = add_months(counted_from, period)
    ends_on = series_end(offer)
    is_by_end = ends_on is not None and (ends_on < today or ends_on <= due_on)
    hides_on = None if is_by_end else _hiding_day(due_on, period)
    first_on, second_on = (_share(begun_on, period, share) for share in (ASKED_FIRST, ASKED_AGAIN))
    if is_by_end and ends_on is not None:
        due_on, first_on, second_on = ends_on, *[ends_on + timedelta(days=1)] * 2
    return Freshness(
        state=_state(offer, today, counted_from, first_on, due_on, is_by_end=is_by_end),
        checked_on=checked_on,
        checked_by=checked_by,
        unconfirmed=_unconfirmed(offer, confirmed, checked_on),
        due_on=due_on,
        hides_on=hides_on,
        first_on=first_on,
        second_on=second_on,
        ends_on=ends_on if is_by_end else None,
    )


def is_overdue(offer: Offer, today: date) -> bool:
    """Whether nobody confirmed an offer for longer than its period."""
    begun_on = offer.verified_on or as_local(offer.created_at).date()
    # Most offers are fresh: their series need not be read for that.
    if offer.hidden_on is None and today <= add_months(begun_on, offer.check_every_months):
        return False
    return freshness_of(offer, today).state in {FreshnessState.OVERDUE, FreshnessState.HIDDEN}


def asked_facts(offer: Offer) -> tuple[CheckedFact, ...]:
    """The facts that an offer tells, and that its partner is asked to confirm."""
    is_somewhere = bool(offer.locations or offer.is_at_home or offer.areas)
    may_be_full = offer.registration in {
        Registration.REQUIRED.value,
        Registration.RECOMMENDED.value,
    }
    rules = (
        (CheckedFact.WHEN, bool(offer.schedules)),
        (CheckedFact.WHERE, is_somewhere or offer.online != Online.NO.value),
        (CheckedFact.PRICE, offer.price_cents is not None),
        (CheckedFact.AGES, offer.min_age_months is not None or offer.max_age_months is not None),
        (CheckedFact.CONTACT, True),
        (CheckedFact.PLACES_LEFT, offer.kind == OfferKind.ACTIVITY.value and may_be_full),
    )
    return tuple(fact for fact, is_told in rules if is_told)


def series_end(offer: Offer) -> date | None:
    """The last day of an activity; None when it runs on, has no dates, or is no activity."""
    if offer.kind != OfferKind.ACTIVITY.value or not offer.schedules:
        return None
    last: date | None = None
    for row in offer.schedules:
        if row.opening_hours:
            return None
        try:
            end = _last_day(make_recurrence(schedule_facts(row), None))
        except RecurrenceError:
            return None
        if end is None:
            return None
        last = max(last or end, end)
    return last


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _share(begun_on: date, period: int, twelfths: int) -> date:
    """A number of twelfths of a period on: whole months of a year, days of a shorter period."""
    if period % MONTHS_A_YEAR == 0:
        return add_months(begun_on, period * twelfths // MONTHS_A_YEAR)
    days = (add_months(begun_on, period) - begun_on).days
    return begun_on + timedelta(days=days * twelfths // MONTHS_A_YEAR)


def _hiding_day(due_on: date, period: int) -> date:
    """A quarter of the period after it was due, and a month at the least."""
    quarters, rest = divmod(period, 4)
    if rest == 0:
        return add_months(due_on, max(1, quarters))
    days = (add_months(due_on, period) - due_on).days
    return max(add_months(due_on, 1), due_on + timedelta(days=days // 4))


def _last_day(recurrence: Recurrence) -> date | None:
    named = [recurrence.starts_on.toordinal()] if recurrence.rule is None else []
    named += [day.toordinal() for day in recurrence.extra_dates]
    end = max(named, default=recurrence.starts_on.toordinal())
    if recurrence.rule is not None:
        until = last_ordinal(recurrence.rule, recurrence.starts_on, recurrence.start_time)
        if until >= LAST_ORDINAL:
            return None
        end = max(end, until)
    starts = recurrence.start_ordinals(end - _LAST_YEARS_DAYS, end)
    return date.fromordinal(starts[-1] if starts else end) + timedelta(days=recurrence.days - 1)


def _confirmed_days(offer: Offer) -> Mapping[CheckedFact, date | None]:
    rows = {row.fact: row for row in offer.checks}
    return {
        fact: _confirmed_day(rows.get(fact.value), offer.verified_on) for fact in asked_facts(offer)
    }


def _confirmed_day(row: FactCheck | None, verified_on: date | None) -> date | None:
    """When a fact was last confirmed; None when never, or when it was said to be wrong since."""
    if row is None:
        return verified_on
    if row.is_right:
        return max(row.checked_on, verified_on or row.checked_on)
    return verified_on if verified_on is not None and verified_on > row.checked_on else None


def _last_check(
    offer: Offer, confirmed: Mapping[CheckedFact, date | None]
) -> tuple[date | None, Checker | None]:
    whole = Checker(offer.verified_by) if offer.verified_by else None
    last = max((day for day in confirmed.values() if day is not None), default=None)
    if last is None or (offer.verified_on is not None and offer.verified_on >= last):
        return offer.verified_on, whole
    # One fact at a time is only confirmed by who answers a letter.
    return last, Checker.PARTNER


def _unconfirmed(
    offer: Offer, confirmed: Mapping[CheckedFact, date | None], checked_on: date | None
) -> tuple[CheckedFact, ...]:
    wrong = {row.fact for row in offer.checks if not row.is_right}
    if checked_on is None:
        return tuple(fact for fact in confirmed if fact.value in wrong)
    return tuple(
        fact
        for fact, day in confirmed.items()
        if day is None or _share(day, offer.check_every_months, ASKED_FIRST) <= checked_on
    )


def _state(
    offer: Offer,
    today: date,
    counted_from: date,
    first_on: date,
    due_on: date,
    *,
    is_by_end: bool,
) -> FreshnessState:
    if offer.hidden_on is not None:
        return FreshnessState.HIDDEN
    if is_by_end:
        is_asked = counted_from <= due_on < today
        return FreshnessState.DUE if is_asked else FreshnessState.FRESH
    if today > due_on:
        return FreshnessState.OVERDUE
    return FreshnessState.DUE if today >= first_on else FreshnessState.FRESH
