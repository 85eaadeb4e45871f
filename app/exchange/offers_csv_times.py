"""When an offer happens, from the cells of a row to schedules and back.

A row tells one recurrence (starts_at, ends_at, rrule, except_dates, holidays) and one text of
opening hours. Times are wall-clock times in Europe/Brussels.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from app.agenda.opening_hours import OpeningHours
from app.agenda.opening_notation import OpeningHoursError
from app.agenda.opening_rules import HolidayKind
from app.agenda.recurrence import HolidayPolicy
from app.agenda.recurrence_text import RecurrenceError
from app.agenda.series import end_offset_of
from app.directory.drafts import ScheduleDraft
from app.directory.timetables import make_recurrence
from app.exchange.offers_csv_cells import CellReader
from app.exchange.offers_csv_values import (
    ValueRefused,
    clean_text,
    read_choice,
    read_day,
    read_moment,
    split_list,
    write_moment,
)
from app.exchange.reporting import Sentence

_NO_DAYS: tuple[date, ...] = ()
_RULE_ADVICE: Mapping[str, tuple[str, str]] = {
    "frequency-missing": (
        "Zet FREQ= in de herhaling, zoals FREQ=WEEKLY;BYDAY=WE.",
        "Put FREQ= in the rule, like FREQ=WEEKLY;BYDAY=WE.",
    ),
    "frequency-not-allowed": (
        "FREQ is DAILY, WEEKLY, MONTHLY of YEARLY.",
        "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.",
    ),
    "unsupported-part": (
        "Dit deel van de herhaling kennen we niet. Laat het weg.",
        "This part of the rule is not understood. Leave it out.",
    ),
    "count-and-until": (
        "Kies een einde: COUNT of UNTIL, niet allebei.",
        "Choose one end: COUNT or UNTIL, not both.",
    ),
    "part-twice": (
        "Een deel staat er twee keer in. Laat er een staan.",
        "A part is there twice. Keep one of them.",
    ),
    "until-unreadable": (
        "Schrijf UNTIL als UNTIL=20260630.",
        "Write UNTIL like UNTIL=20260630.",
    ),
    "weekday-unknown": (
        "Dagen zijn MO, TU, WE, TH, FR, SA en SU.",
        "Days are MO, TU, WE, TH, FR, SA and SU.",
    ),
    "numbered-weekday-needs-month": (
        "Een dag met een nummer (1WE) hoort bij FREQ=MONTHLY of YEARLY.",
        "A numbered day (1WE) belongs with FREQ=MONTHLY or YEARLY.",
    ),
    "days-out-of-range": (
        "Een moment duurt hoogstens 366 dagen, of 31 dagen met een herhaling.",
        "A moment lasts at most 366 days, or 31 days with a rule.",
    ),
    "too-many-dates": ("Schrijf hoogstens 1000 datums.", "Write at most 1,000 dates."),
}
_OTHER_RULE_ADVICE = (
    "Schrijf een herhaling zoals FREQ=WEEKLY;BYDAY=WE;UNTIL=20260630.",
    "Write a rule like FREQ=WEEKLY;BYDAY=WE;UNTIL=20260630.",
)
_HOURS_ADVICE: Mapping[str, tuple[str, str]] = {
    "unknown-word": (
        "Schrijf dagen als Mo, Tu, We, Th, Fr, Sa, Su, feestdagen als PH, schoolvakantie als SH.",
        "Write days as Mo, Tu, We, Th, Fr, Sa, Su, public holidays as PH, school holidays as SH.",
    ),
    "hours-expected": (
        "Zet na de dagen de uren, zoals Mo,We 09:00-12:00, of off.",
        "Put hours after the days, like Mo,We 09:00-12:00, or off.",
    ),
    "time-out-of-range": ("Dit uur bestaat niet.", "This time does not exist."),
    "end-time-expected": (
        "Schrijf ook het einduur, zoals 09:00-12:00.",
        "Write the end too, like 09:00-12:00.",
    ),
    "separator-expected": (
        "Zet een puntkomma tussen de regels: Mo 09:00-12:00; We 13:00-16:00.",
        "Put a semicolon between the rules: Mo 09:00-12:00; We 13:00-16:00.",
    ),
    "too-long": ("Maak de openingsuren korter.", "Make the opening hours shorter."),
    "too-many-rules": ("Maak de openingsuren korter.", "Make the opening hours shorter."),
    "quote-not-closed": ("Sluit het aanhalingsteken.", "Close the quote."),
}
_OTHER_HOURS_ADVICE = (
    "Schrijf openingsuren zoals Mo,We 09:00-12:00; We 13:30-16:00; PH off; SH off.",
    "Write opening hours like Mo,We 09:00-12:00; We 13:30-16:00; PH off; SH off.",
)


def read_days(text: str) -> tuple[date, ...]:
    """ISO dates parted by bars, sorted, each one once."""
    found = {read_day(part) for part in split_list(text)}
    return tuple(sorted(day for day in found if day is not None))


def read_times(cells: CellReader) -> tuple[ScheduleDraft | None, str]:
    """The recurrence and the opening hours of a row."""
    holidays = cells.read("holidays", lambda text: read_choice(text, HolidayPolicy), None)
    start = cells.read("starts_at", read_moment, None)
    end = cells.read("ends_at", read_moment, None)
    days: tuple[date, ...] = cells.read("except_dates", read_days, _NO_DAYS)
    rrule = clean_text(cells.cell("rrule"))
    hours = clean_text(cells.cell("opening_hours"))
    recurrence = None
    if start is not None:
        kept = "rrule" if rrule else "ends_at"
        try:
            recurrence = read_recurrence(
                start, end, rrule=rrule, except_days=days, holidays=holidays
            )
        except ValueRefused as error:
            cells.refuse("ends_at" if end is not None and end < start else kept, error.advice)
    elif cells.is_empty("starts_at"):
        _refuse_without_begin(cells)
    if hours:
        policy = holidays if start is None else None
        hours = cells.read(
            "opening_hours", lambda text: read_opening_hours(clean_text(text), policy), ""
        )
    return recurrence, hours


def _refuse_without_begin(cells: CellReader) -> None:
    for name in ("ends_at", "rrule", "except_dates"):
        if not cells.is_empty(name):
            advice = Sentence(
                "Vul ook het begin in: de eerste dag met het uur.",
                "Fill in starts_at too: the first day with its time.",
            )
            cells.refuse(name, advice)
    if not cells.is_empty("holidays") and cells.is_empty("opening_hours"):
        advice = Sentence(
            "Vul ook het begin of de openingsuren in, of laat schoolvakanties leeg.",
            "Fill in starts_at or opening_hours too, or leave holidays empty.",
        )
        cells.refuse("holidays", advice)


def read_recurrence(
    start: datetime,
    end: datetime | None,
    *,
    rrule: str,
    except_days: tuple[date, ...],
    holidays: HolidayPolicy | None,
) -> ScheduleDraft:
    """The schedule of a row that has a begin; raises ValueRefused when the agenda refuses it.

    Without an end, or with one equal to the begin, the end is not known. An end on the next day
    and earlier on the clock is a night, one on a later day a moment of several days.
    """
    end = start if end is None else end
    if end < start:
        raise ValueRefused(
            "Het einde ligt voor het begin. Een activiteit tot na middernacht eindigt op de "
            "volgende dag.",
            "The end lies before the begin. What goes on after midnight ends on the next day.",
        )
    offset = (end.date() - start.date()).days
    is_night = offset == 1 and end.time() < start.time()
    draft = ScheduleDraft(
        starts_on=start.date(),
        start_time=start.time(),
        end_time=end.time(),
        days=1 if is_night else offset + 1,
        rrule=rrule,
        except_days=except_days,
        holidays=(holidays or HolidayPolicy.ALSO).value,
    )
    if draft.days > 60:
        raise ValueRefused(
            "Een moment duurt hoogstens 60 dagen. Gebruik openingsuren voor wat altijd open is.",
            "A moment lasts at most 60 days. Use opening hours for what is always open.",
        )
    try:
        make_recurrence(draft, None)
    except RecurrenceError as error:
        dutch, english = _RULE_ADVICE.get(error.key, _OTHER_RULE_ADVICE)
        raise ValueRefused(
            f"{dutch} Fout bij: {error.value}.", f"{english} Wrong at: {error.value}."
        ) from error
    return draft


def read_opening_hours(text: str, holidays: HolidayPolicy | None) -> str:
    """Checked opening hours in their own words; `not` for holidays adds `SH off` to them.

    `only` cannot be said of hours for every week and is refused.
    """
    try:
        hours = OpeningHours.parse(text)
    except OpeningHoursError as error:
        dutch, english = _HOURS_ADVICE.get(error.key, _OTHER_HOURS_ADVICE)
        at = f"{error.found!r} ({error.position + 1})"
        raise ValueRefused(f"{dutch} Fout bij: {at}.", f"{english} Wrong at: {at}.") from error
    if holidays is HolidayPolicy.ONLY:
        raise ValueRefused(
            "Zet SH voor de uren die alleen in de schoolvakanties gelden (SH Mo-Fr 09:00-12:00) en "
            "laat schoolvakanties leeg.",
            "Put SH before hours that hold in school holidays only (SH Mo-Fr 09:00-12:00) and "
            "leave holidays empty.",
        )
    names_holidays = any(HolidayKind.SCHOOL in rule.selector.holidays for rule in hours.rules)
    if holidays is HolidayPolicy.NOT and not names_holidays:
        return f"{text.rstrip('; ')}; SH off"
    return text


def write_recurrence(schedule: ScheduleDraft) -> Mapping[str, str]:
    """The cells of a schedule that has a first day."""
    if schedule.starts_on is None or schedule.start_time is None or schedule.end_time is None:
        raise ValueError("a recurrence needs a first day and times")
    is_open_end = schedule.days == 1 and schedule.end_time == schedule.start_time
    offset = end_offset_of(schedule.start_time, schedule.end_time, schedule.days)
    ends_on = schedule.starts_on + timedelta(days=offset)
    return {
        "starts_at": write_moment(schedule.starts_on, schedule.start_time),
        "ends_at": "" if is_open_end else write_moment(ends_on, schedule.end_time),
        "rrule": schedule.rrule,
        "except_dates": "|".join(day.isoformat() for day in schedule.except_days),
        "holidays": schedule.holidays,
    }
