"""Moments are the dated answers of a timetable; closures and cancellations shape them."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Closure:
    """A period in which nothing takes place, both days included, once or every year.

    With a ``place_key`` only that place is closed, without one the whole offer.
    """

    first_day: date
    last_day: date
    yearly: bool = False
    reason: str = ""
    place_key: int | None = None

    def __post_init__(self) -> None:
        """Refuses a period that ends before it starts with ValueError."""
        if self.last_day < self.first_day:
            raise ValueError("a closure ends before it starts")

    def covers(self, day: date) -> bool:
        """Says whether a day is in this closure; a yearly one covers those days of every year."""
        if not self.yearly:
            return self.first_day <= day <= self.last_day
        if (self.last_day - self.first_day).days >= 365:
            return True
        start = (self.first_day.month, self.first_day.day)
        end = (self.last_day.month, self.last_day.day)
        here = (day.month, day.day)
        return start <= here <= end if start <= end else here >= start or here <= end


@dataclass(frozen=True, slots=True)
class Cancellation:
    """One day, or one start time on it (the wall-clock time of the rule), that is called off."""

    day: date
    start_time: time | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One dated time of an offer, as aware datetimes on the clock of Brussels."""

    start: datetime
    end: datetime
    is_cancelled: bool = False
    reason: str | None = None
    place_key: int | None = None


class OpenKind(StrEnum):
    """What can be said about an offer at this moment."""

    OPEN = "open"
    OPENS_SOON = "opens_soon"
    CLOSED = "closed"
    NO_TIMES = "no_times"


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether an offer is open now.

    ``until`` is set when open (None when it never closes), ``opens_at`` when it opens soon or
    later, ``next`` is the running moment when open and else the first one to come, or None.
    """

    kind: OpenKind
    until: datetime | None = None
    opens_at: datetime | None = None
    next: Moment | None = None


class DayReason(StrEnum):
    """Why an offer does or does not take place on a day."""

    TAKES_PLACE = "takes_place"
    CANCELLED = "cancelled"
    CLOSED_PERIOD = "closed_period"
    SCHOOL_HOLIDAY = "school_holiday"
    ONLY_SCHOOL_HOLIDAYS = "only_school_holidays"
    PUBLIC_HOLIDAY = "public_holiday"
    OUTSIDE_SEASON = "outside_season"
    NOT_THAT_DAY = "not_that_day"
    NO_TIMES = "no_times"


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """The answer to "is it on that day?": its moments, why (not), and the next moment after it.

    ``moments`` holds the cancelled moments of the day too; ``note`` is the reason that people wrote
    with the closure or cancellation; ``next`` is the first moment of a later day that goes on.
    """

    moments: tuple[Moment, ...]
    reason: DayReason
    next: Moment | None = None
    note: str | None = None


def closed_ordinals(closures: Iterable[Closure], first: int, last: int) -> set[int]:
    """Gives the proleptic ordinals from first to last, both included, that are in some closure."""
    closed: set[int] = set()
    for closure in closures:
        for start, end in _closed_ranges(closure, first, last):
            closed.update(range(max(first, start), min(last, end) + 1))
    return closed


def _closed_ranges(closure: Closure, first: int, last: int) -> list[tuple[int, int]]:
    if not closure.yearly:
        return [(closure.first_day.toordinal(), closure.last_day.toordinal())]
    if (closure.last_day - closure.first_day).days >= 365:
        return [(first, last)]
    starts, ends = closure.first_day, closure.last_day
    extra = 1 if (ends.month, ends.day) < (starts.month, starts.day) else 0
    first_year = max(1, date.fromordinal(first).year - 1)
    last_year = min(9999 - extra, date.fromordinal(last).year)
    return [
        (
            _ordinal_before(year, starts.month, starts.day) + 1,
            _ordinal_before(year + extra, ends.month, ends.day + 1),
        )
        for year in range(first_year, last_year + 1)
    ]


def _ordinal_before(year: int, month: int, day: int) -> int:
    """Gives the ordinal before a day of the month; a day past its end counts as the end."""
    return date(year, month, 1).toordinal() + min(day - 1, monthrange(year, month)[1]) - 1
