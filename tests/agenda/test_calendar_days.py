"""The Flemish school holidays by rule, held against the calendars that were published."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.agenda.calendar_days import (
    SchoolHolidayName,
    find_school_holiday,
    is_public_holiday,
    is_school_holiday,
    next_school_holiday,
    public_holidays,
    school_holiday_ordinals,
    school_holidays,
)

# School year, then the published first day (a Monday) and last day of autumn, Christmas, carnival
# and Easter. An Easter holiday before a late Easter ends with Easter Monday.
PUBLISHED = {
    2006: ("2006-10-30/2006-11-05", "2006-12-25/2007-01-07", "2007-02-19/2007-02-25",
           "2007-04-02/2007-04-15"),
    2007: ("2007-10-29/2007-11-04", "2007-12-24/2008-01-06", "2008-02-04/2008-02-10",
           "2008-03-24/2008-04-06"),
    2009: ("2009-11-02/2009-11-08", "2009-12-21/2010-01-03", "2010-02-15/2010-02-21",
           "2010-04-05/2010-04-18"),
    2015: ("2015-11-02/2015-11-08", "2015-12-21/2016-01-03", "2016-02-08/2016-02-14",
           "2016-03-28/2016-04-10"),
    2018: ("2018-10-29/2018-11-04", "2018-12-24/2019-01-06", "2019-03-04/2019-03-10",
           "2019-04-08/2019-04-22"),
    2019: ("2019-10-28/2019-11-03", "2019-12-23/2020-01-05", "2020-02-24/2020-03-01",
           "2020-04-06/2020-04-19"),
    2020: ("2020-11-02/2020-11-08", "2020-12-21/2021-01-03", "2021-02-15/2021-02-21",
           "2021-04-05/2021-04-18"),
    2021: ("2021-11-01/2021-11-07", "2021-12-27/2022-01-09", "2022-02-28/2022-03-06",
           "2022-04-04/2022-04-18"),
    2022: ("2022-10-31/2022-11-06", "2022-12-26/2023-01-08", "2023-02-20/2023-02-26",
           "2023-04-03/2023-04-16"),
    2023: ("2023-10-30/2023-11-05", "2023-12-25/2024-01-07", "2024-02-12/2024-02-18",
           "2024-04-01/2024-04-14"),
    2024: ("2024-10-28/2024-11-03", "2024-12-23/2025-01-05", "2025-03-03/2025-03-09",
           "2025-04-07/2025-04-21"),
    2025: ("2025-10-27/2025-11-02", "2025-12-22/2026-01-04", "2026-02-16/2026-02-22",
           "2026-04-06/2026-04-19"),
    2026: ("2026-11-02/2026-11-08", "2026-12-21/2027-01-03", "2027-02-08/2027-02-14",
           "2027-03-29/2027-04-11"),
}  # fmt: skip


@pytest.mark.parametrize("school_year", PUBLISHED)
def test_rule_gives_the_published_calendar(school_year: int) -> None:
    ruled = school_holidays(school_year)
    assert [holiday.name for holiday in ruled] == list(SchoolHolidayName)
    found = tuple(f"{each.first_day}/{each.last_day}" for each in ruled[:4])
    assert found == PUBLISHED[school_year]
    assert ruled[4].first_day == date(school_year + 1, 7, 1)
    assert ruled[4].last_day == date(school_year + 1, 8, 31)


@pytest.mark.parametrize("school_year", range(1990, 2060))
def test_holidays_of_any_year_come_in_order_and_start_on_a_monday(
    school_year: int,
) -> None:
    ruled = school_holidays(school_year)
    for holiday, following in pairwise(ruled):
        assert holiday.last_day < following.first_day
    for holiday in ruled[:4]:
        assert holiday.first_day.weekday() == 0


def test_weekend_before_a_holiday_is_an_ordinary_one_and_the_last_weekend_is_free() -> None:
    assert not is_school_holiday(date(2026, 11, 1))
    assert is_school_holiday(date(2026, 11, 2))
    assert is_school_holiday(date(2026, 11, 8))
    assert not is_school_holiday(date(2026, 11, 9))


def test_holiday_of_a_day_is_found_across_new_year() -> None:
    christmas = find_school_holiday(date(2027, 1, 1))
    assert christmas is not None
    assert christmas.name is SchoolHolidayName.CHRISTMAS
    assert find_school_holiday(date(2026, 9, 1)) is None


def test_fast_set_of_days_equals_the_look_up() -> None:
    day, ordinals = date(2024, 1, 1), school_holiday_ordinals(2024, 2026)
    while day.year <= 2026:
        assert (day.toordinal() in ordinals) is (find_school_holiday(day) is not None), day
        day += timedelta(days=1)


def test_next_easter_holiday_on_its_first_day_is_that_of_the_next_year() -> None:
    coming = next_school_holiday(SchoolHolidayName.EASTER, date(2026, 11, 22))
    assert coming is not None
    assert coming.first_day == date(2027, 3, 29)
    later = next_school_holiday(SchoolHolidayName.EASTER, coming.first_day)
    assert later is not None
    assert later.first_day == date(2028, 4, 3)


def test_public_holidays_are_the_belgian_ones_with_dutch_names() -> None:
    known = public_holidays(2027)
    assert known[date(2027, 7, 21)] == "Nationale feestdag"
    assert known[date(2027, 3, 29)] == "Paasmaandag"
    assert is_public_holiday(date(2026, 11, 11))
    assert not is_public_holiday(date(2026, 7, 11))


@pytest.mark.parametrize("year", [1, 1899, 4100, 9999])
def test_years_outside_the_rule_have_no_holidays(year: int) -> None:
    assert school_holidays(year) == ()
    assert public_holidays(year) == {}
    assert not is_school_holiday(date(year, 7, 15))
    assert next_school_holiday(SchoolHolidayName.SUMMER, date(year, 9, 1)) is None or year == 1899
