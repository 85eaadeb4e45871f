"""The dates near by on which opening hours are not as always, in words."""

from __future__ import annotations

from datetime import date, timedelta

from app.agenda.opening_hours import OpeningHours
from app.finder.wording import day_text, hours_text
from app.i18n import gettext as _
from app.publishing.opening_week import day_of, read_week

AHEAD = timedelta(days=60)


def date_notes(hours: OpeningHours, today: date) -> tuple[str, ...]:
    """What is different in the coming 60 days, the first date first; nothing for odd notations."""
    week = read_week(hours.format())
    if week is None:
        return ()
    found: list[tuple[date, str]] = []
    for item in week.exceptions:
        day = day_of(item.year, item.month, item.day, today)
        times = _(" en ").join(hours_text(start, end) for start, end in item.intervals)
        told = times or _("gesloten")
        found.append((day, _("%(day)s: %(hours)s.", day=day_text(day, today), hours=told)))
    for span in week.closings:
        first = day_of(span.first_year, span.first_month, span.first_day, today)
        last = day_of(span.last_year, span.last_month, span.last_day, today)
        if last < today:
            continue
        # What comes back each year and ends before it begins anew, is going on now.
        if first > last or first < today:
            text = _("Gesloten tot en met %(last)s.", last=day_text(last, today))
            found.append((today, text))
        else:
            days = {"first": day_text(first, today), "last": day_text(last, today)}
            found.append((first, _("Gesloten van %(first)s tot en met %(last)s.", **days)))
    near = sorted(pair for pair in found if today <= pair[0] <= today + AHEAD)
    return tuple(text[:1].upper() + text[1:] for _day, text in near)
