"""Schedules in words: "elke woensdag, 14.00-16.00 uur, niet in de schoolvakanties"."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from app.agenda.calendar_days import is_public_holiday, is_school_holiday
from app.agenda.opening_hours import OpeningHours, WeekdayHours
from app.agenda.recurrence import HolidayPolicy, Recurrence
from app.agenda.recurrence_text import Frequency, RecurrenceRule
from app.finder.cards import HoursRow
from app.finder.wording import day_text, hours_text, join_words, weekday_name
from app.i18n import format_day, ngettext
from app.i18n import gettext as _

LEAP_YEAR = 2024
"""A year in which every day of any month exists, to name days and months."""


def recurrence_text(recurrence: Recurrence, today: date) -> str | None:
    """A recurrence in words, or None when its rule is too odd for a sentence."""
    rule = recurrence.rule
    hours = hours_text(recurrence.start_time, recurrence.end_time)
    if rule is None:
        return _("%(day)s, %(hours)s", day=day_text(recurrence.starts_on, today), hours=hours)
    rhythm = _rhythm(rule, recurrence.starts_on)
    if rhythm is None:
        return None
    parts = [rhythm]
    if recurrence.days > 1:
        parts.append(ngettext("%(num)s dag lang", "%(num)s dagen lang", recurrence.days))
    parts.append(hours)
    if rule.months and rule.frequency is not Frequency.YEARLY:
        parts.append(_months(rule.months))
    if recurrence.holidays is HolidayPolicy.NOT:
        parts.append(_("niet in de schoolvakanties"))
    elif recurrence.holidays is HolidayPolicy.ONLY:
        parts.append(_("alleen in de schoolvakanties"))
    if recurrence.off_on_public_holidays:
        parts.append(_("niet op feestdagen"))
    text = _(", ").join(parts)
    return text[0].upper() + text[1:]


def _rhythm(rule: RecurrenceRule, starts_on: date) -> str | None:
    days = sorted(rule.weekdays, key=lambda item: (item[1], item[0]))
    if rule.positions or rule.year_days or rule.count:
        return None
    match rule.frequency:
        case Frequency.DAILY if rule.interval == 1 and not days:
            return _("elke dag")
        case Frequency.WEEKLY:
            # Without days it is the one of the first moment (RFC 5545, 3.3.10).
            weekdays = [weekday for _position, weekday in days] or [starts_on.weekday()]
            names = join_words([weekday_name(weekday) for weekday in weekdays])
            if rule.interval == 1:
                return _("elke week op %(days)s", days=names)
            if rule.interval == 2:
                return _("om de twee weken op %(days)s", days=names)
            return _("om de %(num)s weken op %(days)s", num=rule.interval, days=names)
        case Frequency.MONTHLY if days and not rule.month_days:
            return _monthly(days, rule.interval)
        case Frequency.MONTHLY if rule.month_days and not days:
            listed = join_words([str(day) for day in sorted(rule.month_days)])
            return _("op de %(days)s van elke maand", days=listed)
        case Frequency.YEARLY if rule.months:
            return _yearly(rule, days)
        case _:
            return None


def _monthly(days: list[tuple[int, int]], interval: int) -> str | None:
    names = []
    for position, weekday in days:
        name = position_text(position, weekday)
        if name is None:
            return None
        names.append(name)
    if interval == 1:
        return _("elke maand op %(days)s", days=join_words(names))
    if interval == 2:
        return _("om de twee maanden op %(days)s", days=join_words(names))
    return _("om de %(num)s maanden op %(days)s", num=interval, days=join_words(names))


def _yearly(rule: RecurrenceRule, days: list[tuple[int, int]]) -> str | None:
    months = _months(rule.months)
    if days:
        if all(position == 0 for position, _weekday in days):
            names = join_words([weekday_name(weekday) for _position, weekday in days])
            return _("elke week op %(days)s %(months)s", days=names, months=months)
        found = [position_text(position, weekday) for position, weekday in days]
        if None in found:
            return None
        named = join_words([name for name in found if name])
        return _("elk jaar op %(days)s %(months)s", days=named, months=months)
    if rule.month_days and min(rule.month_days) > 0:
        listed = [
            format_day(date(LEAP_YEAR, month, day), "d MMMM")
            for month in sorted(rule.months)
            for day in sorted(rule.month_days)
            if day <= monthrange(LEAP_YEAR, month)[1]
        ]
        return _("elk jaar op %(days)s", days=join_words(listed))
    return None


def position_text(position: int, weekday: int) -> str | None:
    """A weekday of the month: "de eerste zondag" for (1, 6), None for odd positions."""
    name = weekday_name(weekday)
    match position:
        case 1:
            return _("de eerste %(day)s", day=name)
        case 2:
            return _("de tweede %(day)s", day=name)
        case 3:
            return _("de derde %(day)s", day=name)
        case 4:
            return _("de vierde %(day)s", day=name)
        case -1:
            return _("de laatste %(day)s", day=name)
        case _:
            return None


def _months(months: frozenset[int]) -> str:
    names = [format_day(date(LEAP_YEAR, month, 1), "MMMM") for month in sorted(months)]
    return _("in %(months)s", months=join_words(names))


def hours_rows(hours: OpeningHours, today: date) -> tuple[HoursRow, ...]:
    """The table of a week: seven days, and lines for days of the month with hours of their own."""
    weekly = [row for row in hours.weekly() if row.intervals]
    rows = [
        HoursRow(
            weekday_name(row.weekday).capitalize(),
            _hours_of(row) if row.intervals else _("gesloten"),
            row.weekday == today.weekday(),
        )
        for row in hours.weekly()
        if weekly
    ]
    for row in hours.monthly():
        day = position_text(row.position, row.weekday) or weekday_name(row.weekday)
        rows.append(HoursRow(day[0].upper() + day[1:], _hours_of(row)))
    return tuple(rows)


def _hours_of(row: WeekdayHours) -> str:
    return _(" en ").join(hours_text(start, end) for start, end in row.intervals)


def hours_notes(hours: OpeningHours) -> tuple[str, ...]:
    """What the table of a week does not tell: holidays and remarks."""
    notes = []
    if hours.is_closed_on_public_holidays:
        notes.append(_("Gesloten op feestdagen."))
    if hours.is_closed_in_school_holidays:
        notes.append(_("Gesloten in de schoolvakanties."))
    elif hours.has_other_hours_in_school_holidays:
        listed = [
            _("%(day)s %(hours)s", day=weekday_name(row.weekday), hours=_hours_of(row))
            for row in hours.school_holiday_weekly()
            if row.intervals
        ]
        if listed:
            notes.append(_("In de schoolvakanties: %(hours)s.", hours=join_words(listed)))
        else:
            notes.append(_("Gesloten in de schoolvakanties."))
    return (*notes, *hours.comments)


def short_hours(hours: OpeningHours) -> str | None:
    """Opening hours on one line: "maandag tot vrijdag 9.00-12.00 uur"; None without any."""
    groups: list[tuple[int, int, str]] = []
    for row in hours.weekly():
        if not row.intervals:
            continue
        text = _hours_of(row)
        if groups and groups[-1][1] == row.weekday - 1 and groups[-1][2] == text:
            groups[-1] = (groups[-1][0], row.weekday, text)
        else:
            groups.append((row.weekday, row.weekday, text))
    if not groups:
        return None
    return _("; ").join(
        f"{weekday_name(first)} {text}"
        if first == last
        else _(
            "%(first)s tot %(last)s %(hours)s",
            first=weekday_name(first),
            last=weekday_name(last),
            hours=text,
        )
        for first, last, text in groups
    )


def day_note(day: date) -> str | None:
    """What is special about a day for an agenda: a public or a school holiday."""
    if is_public_holiday(day):
        return _("feestdag")
    if is_school_holiday(day):
        return _("schoolvakantie")
    return None


def week_days(monday: date) -> tuple[date, ...]:
    """The seven days of a week."""
    return tuple(monday + timedelta(days=number) for number in range(7))
