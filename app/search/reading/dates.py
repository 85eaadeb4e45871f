"""Days, weeks and holidays in a typed line, as ranges of days counted from today."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from app.agenda.calendar_days import SchoolHolidayName, find_school_holiday, next_school_holiday
from app.search.facts import DateRange, FactKind, Line
from app.search.queries import Part
from app.search.text.folding import lower
from app.search.text.numbers import COUNTED_WORD, number_of

_MONTH_NAMES = (
    ("januari", "jan", "janvier", "january"),
    ("februari", "feb", "février", "fevrier", "february"),
    ("maart", "mrt", "mars", "march"),
    ("april", "apr", "avril"),
    ("mei", "mai", "may"),
    ("juni", "jun", "juin", "june"),
    ("juli", "jul", "juillet", "july"),
    ("augustus", "aug", "août", "aout", "august"),
    ("september", "sept", "sep", "septembre"),
    ("oktober", "okt", "octobre", "october"),
    ("november", "nov", "novembre"),
    ("december", "dec", "décembre", "decembre"),
)
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})"
_YEAR = r"(?:\s+(?P<year>20\d\d))?"
_UNTIL = r"(?:\s*(?:tot(?:\s+en\s+met)?|t/m|-|–|au|to)\s*(?P<last>[0-3]?\d))?"
_NAMED_DAY = re.compile(
    rf"(?<!\w)(?:op\s+|van\s+|le\s+|on\s+)?(?P<day>[0-3]?\d|{COUNTED_WORD}){_UNTIL}"
    rf"\s+{_MONTH}{_YEAR}(?!\w)",
    re.IGNORECASE,
)
_NUMBERED_DAY = re.compile(
    r"(?<![\w/])(?:op\s+)?(?P<day>[0-3]?\d)/(?P<month>[01]?\d)(?:/(?P<year>20\d\d))?(?![\w/])"
)
_HOLIDAYS = {
    SchoolHolidayName.AUTUMN: (
        r"herfstvakantie|allerheiligenvakantie|vacances\s+(?:de\s+toussaint|d['’]automne)"
        r"|autumn\s+(?:break|holidays?)"
    ),
    SchoolHolidayName.CHRISTMAS: (
        r"kerstvakantie|vacances\s+(?:de\s+no[eë]l|d['’]hiver)|christmas\s+(?:break|holidays?)"
    ),
    SchoolHolidayName.CARNIVAL: (
        r"krokusvakantie|krokus|vacances\s+de\s+carnaval|cong[eé]\s+de\s+d[eé]tente"
        r"|carnival\s+(?:break|holidays?)"
    ),
    SchoolHolidayName.EASTER: (
        r"paasvakantie|vacances\s+de\s+(?:p[aâ]ques|printemps)|easter\s+(?:break|holidays?)"
    ),
    SchoolHolidayName.SUMMER: (
        r"zomervakantie|grote\s+vakantie|zomer|vacances\s+d['’][eé]t[eé]|grandes\s+vacances"
        r"|summer\s+(?:break|holidays?)"
    ),
}
_BEFORE_HOLIDAY = r"(?<!\w)(?:in\s+de\s+|tijdens\s+de\s+|deze\s+|pendant\s+les\s+|during\s+the\s+)?"
_HOLIDAY_PATTERNS = tuple(
    (re.compile(rf"{_BEFORE_HOLIDAY}(?:{words})(?!\w)", re.IGNORECASE), name)
    for name, words in _HOLIDAYS.items()
)
_ANY_HOLIDAY = re.compile(
    r"(?<!\w)(?:(?:in|tijdens)\s+de\s+(?:school)?vakanties?|schoolvakanties?"
    r"|pendant\s+les\s+vacances)(?!\w)",
    re.IGNORECASE,
)


def read_dates(line: Line, today: date) -> None:
    """Notes single days, `vanavond`, `morgen`, `volgende week`, school holidays and written dates.

    A holiday is the running one or else the next; a day without a year is the next one of that
    name.
    """
    for pattern, holiday in _HOLIDAY_PATTERNS:
        for match in pattern.finditer(line.text):
            if line.is_free(*match.span()):
                _add(line, match, holiday_range(holiday, today))
    for match in _ANY_HOLIDAY.finditer(line.text):
        if line.is_free(*match.span()):
            ranges = [found for name in SchoolHolidayName if (found := holiday_range(name, today))]
            _add(line, match, min(ranges, key=lambda found: found.first, default=None))
    for pattern in (_NAMED_DAY, _NUMBERED_DAY):
        for match in pattern.finditer(line.text):
            if line.is_free(*match.span()):
                _add(line, match, _written_range(match, today))
    for pattern, find, part in _SPOKEN:
        for match in pattern.finditer(line.text):
            if line.is_free(*match.span()):
                _add(line, match, find(today))
                if part is not None:
                    line.add(FactKind.PART, part, *match.span())


def holiday_range(name: SchoolHolidayName, today: date) -> DateRange | None:
    """Gives what is left of the running school holiday of that name, or the next one."""
    running = find_school_holiday(today)
    if running is not None and running.name is name:
        return DateRange(today, running.last_day)
    coming = next_school_holiday(name, today)
    return None if coming is None else DateRange(coming.first_day, coming.last_day)


def _add(line: Line, match: re.Match[str], found: DateRange | None) -> None:
    if found is not None:
        line.add(FactKind.DATES, found, *match.span())


def _written_range(match: re.Match[str], today: date) -> DateRange | None:
    groups = match.groupdict()
    month = _MONTHS.get(lower(match["month"])) or int(match["month"])
    years = (int(groups["year"]),) if groups.get("year") else (today.year, today.year + 1)
    for year in years:
        try:
            first = date(year, month, number_of(match["day"]))
            last = date(year, month, number_of(groups.get("last") or match["day"]))
        except ValueError:
            return None
        if last >= today or groups.get("year"):
            return DateRange(first, max(first, last))
    return None


def _day_after(days: int) -> Callable[[date], DateRange]:
    return lambda today: DateRange(today + timedelta(days), today + timedelta(days))


def _this_week(today: date) -> DateRange:
    return DateRange(today, today + timedelta(6 - today.weekday()))


def _next_week(today: date) -> DateRange:
    monday = today + timedelta(7 - today.weekday())
    return DateRange(monday, monday + timedelta(6))


def _this_month(today: date) -> DateRange:
    following = (today.replace(day=1) + timedelta(32)).replace(day=1)
    return DateRange(today, following - timedelta(1))


def _next_month(today: date) -> DateRange:
    first = (today.replace(day=1) + timedelta(32)).replace(day=1)
    following = (first + timedelta(32)).replace(day=1)
    return DateRange(first, following - timedelta(1))


def _coming_days(today: date) -> DateRange:
    return DateRange(today, today + timedelta(7))


_SAID = (
    ("vanochtend|vanmorgen|deze voormiddag|ce matin|this morning", _day_after(0), Part.MORNING),
    (
        "vanmiddag|vannamiddag|deze namiddag|cet après-midi|this afternoon",
        _day_after(0),
        Part.AFTERNOON,
    ),
    ("vanavond|deze avond|ce soir|tonight|this evening", _day_after(0), Part.EVENING),
    (
        "morgenvroeg|morgenochtend|morgenvoormiddag|demain matin|tomorrow morning",
        _day_after(1),
        Part.MORNING,
    ),
    ("morgen ?(?:na)?middag|tomorrow afternoon", _day_after(1), Part.AFTERNOON),
    ("morgen ?avond|demain soir|tomorrow evening", _day_after(1), Part.EVENING),
    ("vandaag|nu open|aujourd['’]hui|today", _day_after(0), None),
    ("overmorgen|après-demain", _day_after(2), None),
    ("morgen|demain|tomorrow", _day_after(1), None),
    ("deze week|cette semaine|this week", _this_week, None),
    ("volgende week|(?:la )?semaine prochaine|next week", _next_week, None),
    ("deze maand|ce mois(?:-ci)?|this month", _this_month, None),
    ("volgende maand|le mois prochain|next month", _next_month, None),
    ("komende dagen|de komende week|komende week|binnenkort", _coming_days, None),
)
_SPOKEN = tuple(
    (re.compile(rf"(?<!\w)(?:{said})(?!\w)".replace(" ", r"\s"), re.IGNORECASE), find, part)
    for said, find, part in _SAID
)
