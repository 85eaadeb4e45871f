"""A series is the starting days of one pair of wall-clock times, before they become moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache

from app.agenda.clock import clock_change_days, local_datetime
from app.agenda.moments import Moment

MORNING, AFTERNOON, EVENING = 1, 2, 4
_PART_SECONDS = ((MORNING, 0, 43_200), (AFTERNOON, 43_200, 64_800), (EVENING, 64_800, 86_400))
_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Series:
    """Days as sorted ordinals, one start and end time, and on which day after the first it ends."""

    ordinals: list[int]
    start_time: time
    end_time: time
    end_offset: int
    place_key: int | None

    @property
    def reach(self) -> int:
        """Gives on how many later days it still goes on; a night of at most 24 hours has none."""
        return days_reached(self.start_time, self.end_time, self.end_offset)

    def moment(self, ordinal: int) -> Moment:
        """Gives the moment that starts on a day; its end is never before its start."""
        start = local_datetime(date.fromordinal(ordinal), self.start_time)
        end = local_datetime(date.fromordinal(ordinal + self.end_offset), self.end_time)
        if end.timestamp() < start.timestamp():
            end = start
        return Moment(start, end, place_key=self.place_key)

    def mark(self, parts: bytearray, first: int, called_off: frozenset[int]) -> None:
        """Adds the bytes of its days to those of a window that starts at an ordinal."""
        usual = day_bytes(self.start_time, self.end_time, self.end_offset)
        size = len(parts)
        years = (date.fromordinal(first).year, date.fromordinal(first + size - 1).year)
        changes = _change_ordinals(*years)
        for ordinal in self.ordinals:
            if ordinal in called_off:
                continue
            pattern = usual
            if ordinal in changes or (ordinal + self.end_offset) in changes:
                pattern = moment_bytes(self.moment(ordinal))
            at = ordinal - first
            if len(pattern) == 1:
                before = parts[at]
                parts[at] = joined_byte(before, pattern[0]) if before else pattern[0]
                continue
            for later, byte in enumerate(pattern, at):
                if 0 <= later < size:
                    before = parts[later]
                    parts[later] = joined_byte(before, byte) if before else byte


def days_reached(start_time: time, end_time: time, end_offset: int) -> int:
    """Gives on how many days after its first a moment still goes on.

    A moment of at most 24 hours on the clock belongs to the day on which it starts, so that a party
    until two at night is not found in the morning after; an end at midnight is no further day.
    """
    length = end_offset * _DAY_SECONDS + _seconds(end_time) - _seconds(start_time)
    if length <= _DAY_SECONDS:
        return 0
    return end_offset if _seconds(end_time) else end_offset - 1


@lru_cache(maxsize=4096)
def day_bytes(start_time: time, end_time: time, end_offset: int) -> bytes:
    """Gives the byte of each day that a moment touches, from its first day on.

    Bits 0-2 are morning (before 12:00), afternoon (12:00-17:59) and evening (from 18:00), bits 3-7
    the hour in which it starts that day, 0 on a day on which it goes on from the day before.
    """
    reach = days_reached(start_time, end_time, end_offset)
    start = _seconds(start_time)
    if reach == 0:
        end = _seconds(end_time) if end_offset == 0 else _DAY_SECONDS
        return bytes([_touched(start, end) | start_time.hour << 3])
    last = _seconds(end_time) if reach == end_offset else _DAY_SECONDS
    middle = [MORNING | AFTERNOON | EVENING] * (reach - 1)
    first = _touched(start, _DAY_SECONDS) | start_time.hour << 3
    return bytes([first, *middle, _touched(0, last)])


def moment_bytes(moment: Moment) -> bytes:
    """Gives the same bytes for a moment, by the clock times at which it really starts and ends."""
    offset = (moment.end.date() - moment.start.date()).days
    return day_bytes(moment.start.time(), moment.end.time(), offset)


def joined_byte(one: int, other: int) -> int:
    """Joins the bytes of two moments of a day: all parts, and the first hour."""
    return (one | other) & 7 | min(one >> 3, other >> 3) << 3


def called_off_ordinals(
    called_off: Mapping[tuple[int, time | None], str | None], start_time: time
) -> frozenset[int]:
    """Gives the days on which moments that start at a time are cancelled."""
    return frozenset(day for day, at in called_off if at is None or at == start_time)


def end_offset_of(start_time: time, end_time: time, days: int) -> int:
    """Gives the day of the end of a moment of some calendar days, counted from its first day."""
    return 1 if days == 1 and end_time < start_time else days - 1


def _touched(start: int, end: int) -> int:
    end = max(end, start + 1)
    return sum(part for part, low, high in _PART_SECONDS if start < high and end > low)


def _seconds(wall_time: time) -> int:
    return wall_time.hour * 3600 + wall_time.minute * 60 + wall_time.second


@lru_cache(maxsize=256)
def _change_ordinals(first_year: int, last_year: int) -> frozenset[int]:
    return frozenset(
        day.toordinal()
        for year in range(first_year, last_year + 1)
        for day in clock_change_days(year)
    )
