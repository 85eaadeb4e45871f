"""On which weekdays and parts of the day offers happen, within a range of days, read from the ring
of days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from app.search.arrays import AnyArray, Documents, Flags, Integers
from app.search.index.packing import DAY_RING, DAYS_KEPT
from app.search.index.segments import Segment
from app.search.index.snapshot import Snapshot
from app.search.queries import PARTS, Part, Query

COMING_DAYS = 92
NO_DAY = -1
_PART_BITS = 7
_NOON, _EVENING = 12, 18


@dataclass(frozen=True, slots=True)
class Window:
    """Days from `first` up to and including `last` (ordinals); of today only the parts that are not
    over.
    """

    first: int
    last: int
    today: int
    today_parts: int

    @property
    def days(self) -> range:
        """The ordinals of the window."""
        return range(self.first, self.last + 1)

    def parts_on(self, day: int) -> int:
        """The bits of the parts that count on a day: none before today."""
        if day < self.today:
            return 0
        return self.today_parts if day == self.today else _PART_BITS


def make_window(query: Query, now: datetime) -> Window:
    """Gives the days a query asks about: its own range, or else the coming 92 days."""
    today = now.date().toordinal()
    first = max(_ordinal(query.first_day, today), today)
    last = min(_ordinal(query.last_day, first + COMING_DAYS - 1), today + DAYS_KEPT)
    return Window(first, last, today, parts_left(now))


def parts_left(now: datetime) -> int:
    """Gives the bits of the parts of this day that are not over at a (local) moment."""
    if now.hour < _NOON:
        return 7
    return 6 if now.hour < _EVENING else 4


def part_bits(parts: Iterable[Part]) -> int:
    """Gives the bits of some parts, or all bits when there are none."""
    return sum(1 << PARTS.index(part) for part in set(parts)) or _PART_BITS


def asks_for_moments(query: Query) -> bool:
    """Says whether a query limits days or parts of days."""
    return bool(query.weekdays or query.parts or query.first_day or query.last_day)


def happenings(snapshot: Snapshot, window: Window) -> Integers:
    """Gives for each document 21 bits: bit 3 * weekday + part, set when it happens so within the
    window.
    """
    key = ("happenings", window)
    return snapshot.remembered(key, lambda: _happenings(snapshot, window))


def weekday_bits(weekdays: Iterable[int]) -> int:
    """Gives the morning bits of `happenings` of some weekdays, or of all when there are none."""
    return sum(1 << (3 * weekday) for weekday in set(weekdays) or range(7))


def selected_bits(weekdays: Iterable[int], parts: Iterable[Part]) -> int:
    """Gives the bits of `happenings` for any of the weekdays (all without any) and of the parts."""
    return weekday_bits(weekdays) * part_bits(parts)


def next_days(snapshot: Snapshot, window: Window, query: Query, horizon: int) -> AnyArray:
    """Gives for each document the days from today to its first moment that the query allows, or -1.

    It looks no further than `horizon` days from the first day of the window.
    """
    weekdays = frozenset(query.weekdays)
    bits = part_bits(query.parts)
    limit = window.today + DAYS_KEPT if query.last_day is None else window.last
    days = range(window.first, min(limit, window.first + horizon) + 1)
    key = ("next", days, window.today, window.today_parts, weekdays, bits)
    return snapshot.remembered(key, lambda: _next_days(snapshot, window, days, weekdays, bits))


def next_hours(snapshot: Snapshot, documents: Documents, days: Integers, today: int) -> Integers:
    """Gives the hour of the first start of each document on its own day from today; 0 without a
    day.
    """
    hours = np.zeros(len(documents), dtype=np.int16)
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        is_here = (documents >= base) & (documents < base + segment.size) & (days >= 0)
        slots = (today + days[is_here].astype(np.int64)) % DAY_RING
        hours[is_here] = segment.days[slots, documents[is_here] - base] >> 3
    return hours


def _happenings(snapshot: Snapshot, window: Window) -> Integers:
    found = np.zeros(snapshot.size, dtype=np.uint32)
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        target = found[base : base + segment.size]
        weekly = np.zeros((7, segment.size), dtype=np.uint8)
        for day in window.days:
            bits = window.parts_on(day)
            if bits:
                row = _day_row(snapshot, segment, base, day)
                weekly[(day - 1) % 7] |= row if bits == _PART_BITS else row & bits
        for weekday in range(7):
            parts = (weekly[weekday] & _PART_BITS).astype(np.uint32)
            target |= parts << np.uint32(3 * weekday)
    return found


def _next_days(
    snapshot: Snapshot, window: Window, days: range, weekdays: frozenset[int], bits: int
) -> Integers:
    found = np.full(snapshot.size, NO_DAY, dtype=np.int16)
    for base, segment in zip(snapshot.bases, snapshot.segments, strict=False):
        target = found[base : base + segment.size]
        for day in days:
            allowed = window.parts_on(day) & bits
            if allowed and (not weekdays or (day - 1) % 7 in weekdays):
                row = _day_row(snapshot, segment, base, day) & allowed
                first: Flags = (row != 0) & (target == NO_DAY)
                target[first] = day - window.today
    return found


def _day_row(snapshot: Snapshot, segment: Segment, base: int, day: int) -> AnyArray:
    """Gives the byte of one day for each document; a day outside what a document was given is
    empty.
    """
    row: AnyArray = segment.days[day % DAY_RING]
    first, last = _filled(snapshot, segment, base)
    if first <= day < last:
        return row
    starts = snapshot.parts_from[base : base + segment.size]
    return np.where((starts <= day) & (day < starts + DAYS_KEPT), row, 0).astype(np.uint8)


def _filled(snapshot: Snapshot, segment: Segment, base: int) -> tuple[int, int]:
    """Gives the days (from, before) that hold for every document of a segment."""

    def measure() -> tuple[int, int]:
        starts = snapshot.parts_from[base : base + segment.documents]
        starts = starts[starts != 0]
        if not len(starts):
            return 0, 0
        return int(starts.max()), int(starts.min()) + DAYS_KEPT

    return snapshot.remembered(("filled", base), measure)


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()
