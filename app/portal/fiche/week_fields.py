"""The fields of a table of opening hours: seven days, dates that differ, and closed days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time
from typing import Any

from wtforms import BooleanField, DateField
from wtforms.validators import Optional

from app.agenda.opening_hours import TimePair
from app.finder.wording import weekday_name
from app.i18n import gettext as _
from app.publishing.opening_week import (
    MOST_INTERVALS,
    ClosedDays,
    DayHours,
    Week,
    count_minutes,
    day_of,
    do_overlap,
    parse_time,
)
from app.web.forms import LineField, at_most, lazy_gettext

LONGEST_OPEN = 16 * 60
"""Minutes: hours that take longer are most often two times in the wrong order."""
MIDNIGHT = time(0)


def time_fields(prefix: str) -> dict[str, Any]:
    """The fields of the hours of one day, such as d0_0_from and d0_1_to."""
    return {
        f"{prefix}_{number}_{part}": LineField(label, [at_most(10)])
        for number in range(MOST_INTERVALS)
        for part, label in (("from", lazy_gettext("van")), ("to", lazy_gettext("tot")))
    }


def week_fields(prefix: str) -> dict[str, Any]:
    """The fields of a week."""
    return {
        name: field for day in range(7) for name, field in time_fields(f"{prefix}{day}").items()
    }


def exception_fields(number: int) -> dict[str, Any]:
    """The fields of a date with other hours."""
    return {
        f"e{number}_day": DateField(lazy_gettext("Datum"), [Optional()]),
        f"e{number}_yearly": BooleanField(lazy_gettext("Elk jaar")),
        **time_fields(f"e{number}"),
    }


def closing_fields(number: int) -> dict[str, Any]:
    """The fields of days in a row that are closed."""
    return {
        f"c{number}_first": DateField(lazy_gettext("Van"), [Optional()]),
        f"c{number}_last": DateField(lazy_gettext("Tot en met"), [Optional()]),
        f"c{number}_yearly": BooleanField(lazy_gettext("Elk jaar"), default=True),
    }


def time_values(prefix: str, pairs: tuple[TimePair, ...]) -> Iterator[tuple[str, str]]:
    """Hours as the fields of a day show them."""
    for number, (start, end) in enumerate(pairs):
        yield f"{prefix}_{number}_from", start.strftime("%H:%M")
        yield f"{prefix}_{number}_to", end.strftime("%H:%M")


def week_values(prefix: str, week: Week) -> dict[str, str]:
    """A week as its fields show it."""
    return {
        name: value
        for day, pairs in enumerate(week)
        for name, value in time_values(f"{prefix}{day}", pairs)
    }


def exception_values(number: int, item: DayHours, today: date) -> dict[str, Any]:
    """A date with other hours as its fields show it."""
    return {
        f"e{number}_day": day_of(item.year, item.month, item.day, today),
        f"e{number}_yearly": item.year is None,
        **dict(time_values(f"e{number}", item.intervals)),
    }


def closing_values(number: int, item: ClosedDays, today: date) -> dict[str, Any]:
    """Closed days as their fields show them; yearly ones with the dates of the next time."""
    first = day_of(item.first_year, item.first_month, item.first_day, today)
    return {
        f"c{number}_first": first,
        f"c{number}_last": day_of(item.last_year, item.last_month, item.last_day, first),
        f"c{number}_yearly": item.first_year is None,
    }


class HoursReader:
    """Reads hours out of a form and says at the field what cannot be so."""

    def __init__(self, form: Any, refuse: Callable[[str, str], None]) -> None:
        """Read the fields of a form; mistakes go to `refuse`."""
        self._form = form
        self._refuse = refuse

    def read_week(self, prefix: str) -> Week:
        """A whole week."""
        return tuple(
            self.read_day(f"{prefix}{day}", weekday_name(day).capitalize()) for day in range(7)
        )

    def read_day(self, prefix: str, name: str) -> tuple[TimePair, ...]:
        """The hours of one day, in order; `name` is how a mistake calls it."""
        found = []
        for number in range(MOST_INTERVALS):
            pair = self._read_pair(f"{prefix}_{number}", name)
            if pair is not None:
                found.append(pair)
        if do_overlap(found):
            text = _("%(day)s: deze uren lopen door elkaar.", day=name)
            self._refuse(f"{prefix}_1_from", text)
        return tuple(sorted(found))

    def _read_pair(self, prefix: str, name: str) -> TimePair | None:
        texts = [self._form[f"{prefix}_{part}"].data or "" for part in ("from", "to")]
        if not any(texts):
            return None
        times = [parse_time(text) for text in texts]
        for part, text, moment in zip(("from", "to"), texts, times, strict=True):
            if moment is None:
                told = _("%(day)s: vul een uur in, zoals 14:30.", day=name)
                missing = _("%(day)s: vul allebei de uren in.", day=name)
                self._refuse(f"{prefix}_{part}", told if text else missing)
        if times[0] is None or times[1] is None:
            return None
        pair = (times[0], times[1])
        # A whole day, and until midnight, are no mistakes.
        if times[1] != MIDNIGHT and count_minutes(pair) > LONGEST_OPEN and times[1] <= times[0]:
            self._refuse(f"{prefix}_to", _("%(day)s: het einde komt na het begin.", day=name))
        return pair

    def read_exception(self, number: int) -> DayHours | None:
        """A date with other hours; None for an empty row."""
        day: date | None = self._form[f"e{number}_day"].data
        pairs = self.read_day(f"e{number}", _("Uitzondering %(number)s", number=number + 1))
        if day is None:
            if pairs:
                self._refuse(f"e{number}_day", _("Kies bij deze uren ook een datum."))
            return None
        is_yearly = self._form[f"e{number}_yearly"].data
        return DayHours(None if is_yearly else day.year, day.month, day.day, pairs)

    def read_closing(self, number: int) -> ClosedDays | DayHours | None:
        """Closed days; one day is an exception without hours; None for an empty row."""
        first: date | None = self._form[f"c{number}_first"].data
        last: date | None = self._form[f"c{number}_last"].data
        if first is None and last is None:
            return None
        if first is None or last is None or last < first:
            self._refuse(f"c{number}_last", _("Kies een eerste dag, en een laatste dag daarna."))
            return None
        is_yearly = self._form[f"c{number}_yearly"].data
        if is_yearly and (last - first).days > 360:
            self._refuse(f"c{number}_last", _("Een sluiting van elk jaar duurt geen heel jaar."))
        years = (None, None) if is_yearly else (first.year, last.year)
        if first == last:
            return DayHours(years[0], first.month, first.day)
        return ClosedDays(years[0], first.month, first.day, years[1], last.month, last.day)
