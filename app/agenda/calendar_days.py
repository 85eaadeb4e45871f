"""The calendar knows the Flemish school holidays of any year and the Belgian public holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

import holidays
from dateutil.easter import easter

_FIRST_SCHOOL_YEAR = 1900
_LAST_SCHOOL_YEAR = 4098
"""The Easter formula of dateutil holds up to 4099; outside these years nothing is known."""


class SchoolHolidayName(StrEnum):
    """The five holidays of a Flemish school year, in the order in which they come."""

    AUTUMN = "autumn"
    CHRISTMAS = "christmas"
    CARNIVAL = "carnival"
    EASTER = "easter"
    SUMMER = "summer"


@dataclass(frozen=True, slots=True)
class SchoolHoliday:
    """One school holiday, first and last day included, as the government publishes it."""

    name: SchoolHolidayName
    first_day: date
    last_day: date

    def covers(self, day: date) -> bool:
        """Says whether a day is in this holiday."""
        return self.first_day <= day <= self.last_day


@lru_cache(maxsize=512)
def school_holidays(school_year: int) -> tuple[SchoolHoliday, ...]:
    """Gives the five holidays of the Flemish school year that starts on 1 September of a year.

    Source: Besluit van de Vlaamse Regering van 17 april 1991 (basisonderwijs) and van 31 augustus
    2001 houdende de organisatie van het schooljaar in het secundair onderwijs, artikel 7:

    - autumn: one week from the Monday of the week of 1 November; 2 November if the 1st is a Sunday;
    - Christmas: two weeks from the Monday of the week of 25 December; from the Monday after if the
      25th is a Saturday or a Sunday;
    - carnival: one week from the seventh Monday before Easter;
    - Easter: two weeks from the first Monday of April; from Easter Monday if Easter is in March;
      from the second Monday before Easter if Easter is after 15 April, and then Easter Monday,
      itself a free day, closes it;
    - summer: 1 July up to and including 31 August.

    The decree and the published calendars run from Monday up to and including Sunday: the Saturday
    before is an ordinary one, on which academies and clubs still teach. One-off deviations (the
    longer autumn holiday of 2020) are not in the rule. Empty outside 1900-4098.
    """
    if not _FIRST_SCHOOL_YEAR <= school_year <= _LAST_SCHOOL_YEAR:
        return ()
    year = school_year + 1
    easter_day = easter(year)
    return (
        _from_monday(SchoolHolidayName.AUTUMN, _autumn_monday(school_year), 1),
        _from_monday(SchoolHolidayName.CHRISTMAS, _christmas_monday(school_year), 2),
        _from_monday(SchoolHolidayName.CARNIVAL, easter_day - timedelta(days=48), 1),
        _easter_holiday(easter_day),
        SchoolHoliday(SchoolHolidayName.SUMMER, date(year, 7, 1), date(year, 8, 31)),
    )


def find_school_holiday(day: date) -> SchoolHoliday | None:
    """Finds the school holiday in which a day falls, or None on a school day."""
    for school_year in (day.year - 1, day.year):
        for holiday in school_holidays(school_year):
            if holiday.covers(day):
                return holiday
    return None


def is_school_holiday(day: date) -> bool:
    """Says whether a day falls in a Flemish school holiday."""
    return day.toordinal() in school_holiday_ordinals(day.year, day.year)


def next_school_holiday(name: SchoolHolidayName, after: date) -> SchoolHoliday | None:
    """Finds the first holiday of this name that starts after a day; None past the year 4098."""
    for school_year in range(after.year - 1, after.year + 3):
        for holiday in school_holidays(school_year):
            if holiday.name is name and holiday.first_day > after:
                return holiday
    return None


@lru_cache(maxsize=512)
def school_holiday_ordinals(first_year: int, last_year: int) -> frozenset[int]:
    """Gives the proleptic ordinals of the school holidays in some calendar years, ends included."""
    return frozenset(
        ordinal
        for school_year in range(first_year - 1, last_year + 1)
        for holiday in school_holidays(school_year)
        for ordinal in range(holiday.first_day.toordinal(), holiday.last_day.toordinal() + 1)
    )


@lru_cache(maxsize=512)
def public_holidays(year: int) -> Mapping[date, str]:
    """Gives the Belgian public holidays of a calendar year with their Dutch names.

    Source: the holidays library (wet van 4 januari 1974 betreffende de feestdagen). Empty for years
    outside 1900-4098.
    """
    if not _FIRST_SCHOOL_YEAR <= year <= _LAST_SCHOOL_YEAR:
        return MappingProxyType({})
    known = holidays.country_holidays("BE", years=year, language="nl")
    return MappingProxyType({day: known[day] for day in sorted(known)})


def is_public_holiday(day: date) -> bool:
    """Says whether a day is a Belgian public holiday."""
    return day in public_holidays(day.year)


@lru_cache(maxsize=512)
def public_holiday_ordinals(first_year: int, last_year: int) -> frozenset[int]:
    """Gives the proleptic ordinals of the public holidays in some calendar years, ends included."""
    return frozenset(
        day.toordinal()
        for year in range(first_year, last_year + 1)
        for day in public_holidays(year)
    )


def _from_monday(name: SchoolHolidayName, monday: date, weeks: int) -> SchoolHoliday:
    return SchoolHoliday(name, monday, monday + timedelta(weeks=weeks, days=-1))


def _monday_of_week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _autumn_monday(year: int) -> date:
    all_saints = date(year, 11, 1)
    if all_saints.weekday() == 6:
        return date(year, 11, 2)
    return _monday_of_week(all_saints)


def _christmas_monday(year: int) -> date:
    christmas = date(year, 12, 25)
    monday = _monday_of_week(christmas)
    return monday + timedelta(weeks=1) if christmas.weekday() >= 5 else monday


def _easter_holiday(easter_day: date) -> SchoolHoliday:
    if easter_day.month == 3:
        monday = easter_day + timedelta(days=1)
    elif easter_day > date(easter_day.year, 4, 15):
        monday = easter_day - timedelta(days=13)
    else:
        first_of_april = date(easter_day.year, 4, 1)
        monday = first_of_april + timedelta(days=-first_of_april.weekday() % 7)
    two_weeks = _from_monday(SchoolHolidayName.EASTER, monday, 2)
    last_day = two_weeks.last_day
    if last_day == easter_day:
        last_day = easter_day + timedelta(days=1)
    return SchoolHoliday(two_weeks.name, monday, last_day)
