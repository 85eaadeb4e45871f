"""A timetable joins all rules of an offer and says when it takes place and whether it is open."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from app.agenda.clock import LAST_ORDINAL, as_local
from app.agenda.moments import (
    Cancellation,
    Closure,
    DayAnswer,
    DayReason,
    Moment,
    OpenKind,
    OpenState,
    closed_ordinals,
)
from app.agenda.opening_hours import OpeningHours
from app.agenda.recurrence import Recurrence
from app.agenda.series import Series, called_off_ordinals, end_offset_of

MAX_WINDOW_DAYS = 800
MAX_MOMENTS = 1000
_HORIZONS = (9, 62, MAX_WINDOW_DAYS)
"""Days to look ahead, widened only when nothing was found in the shorter one."""
_SOON = timedelta(hours=2)
_ALWAYS = timedelta(days=6)
"""When moments follow each other without a gap for this long, no closing time is worth saying."""

_WEIGHT = {reason: weight for weight, reason in enumerate(DayReason)}
_CalledOff = dict[tuple[int, time | None], str | None]


@dataclass(frozen=True, slots=True)
class PlacedHours:
    """Opening hours at a place, in a period if they have one, both days included."""

    hours: OpeningHours
    place_key: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Says whether a day is in the period of these hours."""
        is_begun = self.valid_from is None or day >= self.valid_from
        return is_begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Timetable:
    """All rules of one offer: recurrences, opening hours, closures and cancellations.

    A moment belongs to the day on which it starts, and only one longer than 24 hours also to the
    days after. A closure takes away the moments that start in it; a cancellation keeps them,
    marked. No call looks further than 800 days or gives more than 1,000 moments.
    """

    recurrences: tuple[Recurrence, ...] = ()
    hours: tuple[PlacedHours, ...] = ()
    closures: tuple[Closure, ...] = ()
    cancellations: tuple[Cancellation, ...] = ()

    @property
    def has_times(self) -> bool:
        """Says whether any day or hour is known at all."""
        return bool(self.recurrences) or any(placed.hours.has_times for placed in self.hours)

    def moments(
        self,
        first_day: date,
        last_day: date,
        limit: int = 200,
        *,
        include_cancelled: bool = True,
    ) -> tuple[Moment, ...]:
        """Gives the moments of the days from first to last included, sorted, at most ``limit``.

        A window of more than 800 days is cut to its first 800, a limit to 1,000.
        """
        limit = max(0, min(limit, MAX_MOMENTS))
        first, last = _window(first_day, (last_day - first_day).days + 1)
        called_off = self._called_off()
        all_series = self._series(first, last)
        starts = sorted(
            (
                (ordinal, series.start_time, series.end_offset, series.end_time, place, at)
                for at, (series, place) in enumerate(_with_place(all_series))
                for ordinal in series.ordinals
            ),
        )
        found: list[Moment] = []
        previous: object = None
        for start in starts if limit else ():
            if start[:5] == previous:
                continue
            previous = start[:5]
            moment = all_series[start[5]].moment(start[0])
            for key in ((start[0], start[1]), (start[0], None)):
                if key in called_off:
                    moment = replace(moment, is_cancelled=True, reason=called_off[key])
                    break
            if include_cancelled or not moment.is_cancelled:
                found.append(moment)
            if len(found) == limit:
                break
        return tuple(sorted(found, key=_order))

    def next_moments(
        self, now: datetime, limit: int = 10, *, include_cancelled: bool = False
    ) -> tuple[Moment, ...]:
        """Gives the moments that are running or still to come in the next 800 days, sorted."""
        coming = self._coming(now, limit, include_cancelled=include_cancelled)
        return tuple(coming[: max(0, limit)])

    def state_at(self, now: datetime) -> OpenState:
        """Says whether it is open now, opens soon (in two hours, or later today), or is closed."""
        if not self.has_times:
            return OpenState(OpenKind.NO_TIMES)
        return _state(self._coming(now, 1, include_cancelled=False), now)

    def outlook(self, now: datetime, limit: int = 3) -> tuple[OpenState, tuple[Moment, ...]]:
        """Gives the state now and the next moments, cancelled ones too, from one look ahead."""
        if not self.has_times:
            return OpenState(OpenKind.NO_TIMES), ()
        coming = self._coming(now, limit, include_cancelled=True)
        going_on = [moment for moment in coming if not moment.is_cancelled]
        state = _state(going_on, now) if going_on or not coming else self.state_at(now)
        return state, tuple(coming[: max(0, limit)])

    def on_day(self, day: date) -> DayAnswer:
        """Answers whether it takes place on a day, with the reason when not and the next moment.

        Of several rules the one nearest to taking place, in the order of DayReason, gives it.
        """
        if not self.has_times:
            return DayAnswer((), DayReason.NO_TIMES)
        moments = self.moments(day, day)
        following = self._first_after(day)
        if any(not moment.is_cancelled for moment in moments):
            return DayAnswer(moments, DayReason.TAKES_PLACE, following)
        if moments:
            return DayAnswer(moments, DayReason.CANCELLED, following, moments[0].reason)
        reason = min(self._reasons_on(day), key=lambda each: _WEIGHT[each])
        note = None
        if reason is DayReason.TAKES_PLACE:
            reason = DayReason.CLOSED_PERIOD
            closed = [closure.reason for closure in self.closures if closure.covers(day)]
            note = next((text for text in closed if text), None)
        return DayAnswer((), reason, following, note)

    def day_parts(self, first_day: date, days: int) -> bytes:
        """Gives one byte for each of some days (at most 800), without cancelled moments.

        Bits 0-2 are morning (before 12:00), afternoon (12:00-17:59) and evening (from 18:00), set
        when a moment touches them; bits 3-7 are the hour (0-23) of the first start, 0 on a day on
        which a longer moment just goes on; 0 when there is nothing.
        """
        size = max(0, min(days, MAX_WINDOW_DAYS))
        parts = bytearray(size)
        first, last = _window(first_day, size)
        called_off = self._called_off()
        for series in self._series(first, last):
            series.mark(parts, first, called_off_ordinals(called_off, series.start_time))
        return bytes(parts)

    def _series(self, first: int, last: int) -> list[Series]:
        if first > last:
            return []
        found: list[Series] = []
        for rule in self.recurrences:
            offset = end_offset_of(rule.start_time, rule.end_time, rule.days)
            empty = Series([], rule.start_time, rule.end_time, offset, rule.place_key)
            ordinals = rule.start_ordinals(first - empty.reach, last)
            if ordinals:
                found.append(replace(empty, ordinals=ordinals))
        for placed in self.hours:
            found.extend(_hours_series(placed, first, last))
        if not self.closures or not found:
            return found
        earliest = min(series.ordinals[0] for series in found)
        closed = {
            place: closed_ordinals(
                [each for each in self.closures if each.place_key in {None, place}], earliest, last
            )
            for place in {series.place_key for series in found}
        }
        return [
            replace(
                series,
                ordinals=[day for day in series.ordinals if day not in closed[series.place_key]],
            )
            for series in found
        ]

    def _called_off(self) -> _CalledOff:
        return {(item.day.toordinal(), item.start_time): item.reason for item in self.cancellations}

    def _reasons_on(self, day: date) -> list[DayReason]:
        reasons = [rule.reason_on(day) for rule in self.recurrences]
        for placed in self.hours:
            is_valid = placed.is_valid_on(day)
            reasons.append(placed.hours.reason_on(day) if is_valid else DayReason.OUTSIDE_SEASON)
        return reasons

    def _coming(self, now: datetime, wanted: int, *, include_cancelled: bool) -> list[Moment]:
        instant = as_local(now).timestamp()
        yesterday = _shifted(as_local(now).date(), -1)
        found: list[Moment] = []
        for days in _HORIZONS:
            found = [
                moment
                for moment in self.moments(
                    yesterday,
                    _shifted(yesterday, days - 1),
                    MAX_MOMENTS,
                    include_cancelled=include_cancelled,
                )
                if moment.end.timestamp() > instant or moment.start.timestamp() >= instant
            ]
            if len(found) >= wanted:
                break
        return found

    def _first_after(self, day: date) -> Moment | None:
        start = _shifted(day, 1)
        for days in _HORIZONS:
            end = _shifted(start, days - 1)
            for moment in self.moments(start, end, MAX_MOMENTS, include_cancelled=False):
                if moment.start.date() > day:
                    return moment
        return None


def _state(coming: list[Moment], now: datetime) -> OpenState:
    """Gives the state at a moment from the sorted moments that run or come, none of them off."""
    instant = as_local(now).timestamp()
    running = [moment for moment in coming if moment.start.timestamp() <= instant]
    if running:
        until = _joined_end(coming, len(running))
        is_long = until.timestamp() - instant >= _ALWAYS.total_seconds()
        is_endless = is_long and until > max(moment.end for moment in running)
        return OpenState(OpenKind.OPEN, None if is_endless else until, next=running[0])
    if not coming:
        return OpenState(OpenKind.CLOSED)
    opens_at = coming[0].start
    is_soon = opens_at.timestamp() - instant <= _SOON.total_seconds()
    is_today = opens_at.date() == as_local(now).date()
    kind = OpenKind.OPENS_SOON if is_soon or is_today else OpenKind.CLOSED
    return OpenState(kind, opens_at=opens_at, next=coming[0])


def _joined_end(moments: list[Moment], running: int) -> datetime:
    """Gives when the running moments end, and those that follow them without a gap."""
    until = max(moment.end for moment in moments[:running])
    for moment in moments[running:]:
        if moment.start > until:
            break
        until = max(until, moment.end)
    return until


def _with_place(all_series: list[Series]) -> list[tuple[Series, int]]:
    return [(each, -1 if each.place_key is None else each.place_key) for each in all_series]


def _hours_series(placed: PlacedHours, first: int, last: int) -> list[Series]:
    if placed.valid_from:
        first = max(first, placed.valid_from.toordinal())
    if placed.valid_until:
        last = min(last, placed.valid_until.toordinal())
    if first > last:
        return []
    found = []
    for interval, ordinals in placed.hours.ordinals_by_interval(first, last).items():
        start_time, end_time = interval.as_times()
        offset = interval.end_minute // 1440
        found.append(Series(ordinals, start_time, end_time, offset, placed.place_key))
    return found


def _window(first_day: date, days: int) -> tuple[int, int]:
    first = first_day.toordinal()
    return first, min(first + min(days, MAX_WINDOW_DAYS) - 1, LAST_ORDINAL)


def _shifted(day: date, days: int) -> date:
    return date.fromordinal(max(1, min(day.toordinal() + days, LAST_ORDINAL)))


def _order(moment: Moment) -> tuple[float, float, int]:
    place = -1 if moment.place_key is None else moment.place_key
    return moment.start.timestamp(), moment.end.timestamp(), place
