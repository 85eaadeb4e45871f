"""Facts in the words of the page's language: ages, days, hours, prices, distances."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from babel import Locale

from app.i18n import current_locale, format_day, ngettext
from app.i18n import gettext as _

MONTHS_A_YEAR = 12
# Ages of toddlers are told in months up to two years, as parents do.
MONTHS_UNTIL = 24
PREGNANCY = -9
GROWN_UP = 288
NO_BREAK_DASH = "\u2060–\u2060"
"""A dash between word joiners: "14.00-16.00" stays on one line."""


def amount_of_age(months: int) -> str:
    """An age in words: "9 maanden", "2,5 jaar", "4 jaar"."""
    if months < MONTHS_UNTIL and months % MONTHS_A_YEAR:
        return ngettext("%(num)s maand", "%(num)s maanden", months)
    years, rest = divmod(months, MONTHS_A_YEAR)
    if rest == 6:
        return _("%(years)s,5 jaar", years=years)
    if rest:
        return ngettext("%(num)s maand", "%(num)s maanden", months)
    return ngettext("%(num)s jaar", "%(num)s jaar", years)


def age_range_text(minimum: int | None, maximum: int | None) -> str | None:
    """A range of ages in words, or None when nothing is known; months, maximum exclusive."""
    if minimum is None and maximum is None:
        return None
    if (minimum is None or minimum <= PREGNANCY) and (maximum is None or maximum >= GROWN_UP):
        return _("alle leeftijden")
    if minimum is not None and minimum < 0:
        if maximum is not None and maximum <= 0:
            return _("tijdens de zwangerschap")
        if maximum is None:
            return _("vanaf de zwangerschap")
        return _("van zwangerschap tot %(age)s", age=amount_of_age(maximum))
    if maximum is None or maximum >= GROWN_UP:
        return _("vanaf %(age)s", age=amount_of_age(minimum or 0))
    if not minimum:
        return _("0 tot %(age)s", age=amount_of_age(maximum))
    if minimum % MONTHS_A_YEAR == 0 and maximum % MONTHS_A_YEAR == 0:
        first, last = minimum // MONTHS_A_YEAR, maximum // MONTHS_A_YEAR
        return _("%(first)s tot %(last)s jaar", first=first, last=last)
    return _("%(first)s tot %(last)s", first=amount_of_age(minimum), last=amount_of_age(maximum))


def child_text(months: int) -> str:
    """A child as the family said it: "kind van 4 jaar", "zwanger"."""
    if months < PREGNANCY:
        return _("kinderwens")
    if months < 0:
        return _("zwanger")
    if months == 0:
        return _("pasgeboren baby")
    return _("kind van %(age)s", age=amount_of_age(months))


def suits_text(months: int) -> str:
    """Which of several children an offer suits."""
    if months < 0:
        return _("past bij je zwangerschap")
    if months == 0:
        return _("past bij je baby")
    return _("past bij je kind van %(age)s", age=amount_of_age(months))


def euro_text(cents: int) -> str:
    """An amount: "gratis", "€ 5", "€ 2,50"."""
    if cents == 0:
        return _("gratis")
    whole, rest = divmod(cents, 100)
    if rest == 0:
        return f"€\u00a0{whole}"
    mark = "." if current_locale() in (Locale("en"), Locale("ar")) else ","
    return f"€\u00a0{whole}{mark}{rest:02d}"


def distance_text(kilometres: float) -> str:
    """A distance as the crow flies: "600 m", "2,3 km", "14 km"."""
    # Not 1: what is rounded to a whole kilometre, or to ten, is told as such.
    if kilometres < 0.95:
        return _("%(metres)s m", metres=max(100, round(kilometres * 10) * 100))
    if kilometres < 9.95:
        mark = "." if current_locale() in (Locale("en"), Locale("ar")) else ","
        return _("%(distance)s km", distance=f"{kilometres:.1f}".replace(".", mark))
    return _("%(distance)s km", distance=round(kilometres))


def clock_text(moment: time) -> str:
    """A time of the day: "14.00", or "14:00" outside Dutch."""
    mark = "." if str(current_locale()) == "nl" else ":"
    return f"{moment.hour:02d}{mark}{moment.minute:02d}"


def hours_text(start: time, end: time) -> str:
    """From when to when; only the start when the end is not known."""
    if start == end:
        return _("om %(start)s uur", start=clock_text(start))
    if end == time(0, 0) and start == time(0, 0):
        return _("de hele dag")
    text = _("%(start)s–%(end)s uur", start=clock_text(start), end=clock_text(end))
    return text.replace("–", NO_BREAK_DASH)


def weekday_name(weekday: int) -> str:
    """The name of a weekday, 0 is Monday."""
    return format_day(date(2024, 1, 1) + timedelta(days=weekday), "EEEE")


def day_text(day: date, today: date) -> str:
    """A day with its weekday; the year only when it is far away."""
    pattern = "EEEE d MMMM" if abs((day - today).days) < 330 else "EEEE d MMMM y"
    return format_day(day, pattern)


def near_day_text(day: date, today: date) -> str:
    """A day as people say it: vandaag, morgen, or its date."""
    if day == today:
        return _("vandaag")
    if day == today + timedelta(days=1):
        return _("morgen")
    return day_text(day, today)


def moment_text(start: datetime, end: datetime, today: date, *, is_dated: bool = False) -> str:
    """A moment in words: "morgen, 14.00-16.00 uur" or "14 juli tot en met 18 juli".

    With `is_dated` every day has its date: on paper "morgen" is another day for who reads it.
    """
    in_words = day_text if is_dated else near_day_text
    day = in_words(start.date(), today)
    if end.date() > start.date() and end - start > timedelta(hours=24):
        last = in_words(end.date(), today)
        return _("%(first)s tot en met %(last)s", first=day, last=last)
    return _("%(day)s, %(hours)s", day=day, hours=hours_text(start.time(), end.time()))


def full_day_text(day: date) -> str:
    """A day with its year and without its weekday: "3 mei 2026"."""
    return format_day(day, "d MMMM y")


def month_text(day: date) -> str:
    """A month and its year: "mei 2026"."""
    return format_day(day, "MMMM y")


def join_words(words: list[str]) -> str:
    """Words in a row: "a, b en c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(rest)s en %(last)s", rest=_(", ").join(words[:-1]), last=words[-1])


def language_name(code: str) -> str:
    """The name of a language in the page's language, or the code when Babel has none."""
    name = current_locale().languages.get(code)
    return str(name) if name else code
