"""The clock turns Belgian days and wall-clock times into exact moments."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
LAST_ORDINAL = date.max.toordinal() - 1
"""The last day that is used (9999-12-30): the night after it must still end in the calendar."""


def local_datetime(day: date, wall_time: time) -> datetime:
    """Gives the aware Brussels datetime of a wall-clock time on a day.

    A time that does not exist (02:30 when the clock goes forward) moves forward by the length of
    the gap (03:30); of a time that exists twice the first one is taken (``fold=0``).
    """
    moment = datetime.combine(day, wall_time.replace(tzinfo=None, fold=0), BRUSSELS)
    if day in clock_change_days(day.year):
        return moment.astimezone(UTC).astimezone(BRUSSELS).replace(fold=0)
    return moment


def as_local(moment: datetime) -> datetime:
    """Gives the same moment on the clock of Brussels; a moment without zone is already local."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=BRUSSELS)
    return moment.astimezone(BRUSSELS)


@lru_cache(maxsize=512)
def clock_change_days(year: int) -> frozenset[date]:
    """Gives the days of a year (1-9999) on which the clock of Brussels changes."""
    changed = []
    day = date(year, 1, 1)
    before = _offset_at_midnight(day)
    while day.year == year and day.toordinal() <= LAST_ORDINAL:
        following = day + timedelta(days=1)
        after = _offset_at_midnight(following)
        if after != before:
            changed.append(day)
        day, before = following, after
    return frozenset(changed)


def _offset_at_midnight(day: date) -> timedelta | None:
    return datetime.combine(day, time(), BRUSSELS).utcoffset()
