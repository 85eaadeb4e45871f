"""What the pages of dates show: every date to come, and those that are left out with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.agenda.moments import DayReason, Moment
from app.agenda.recurrence_text import RecurrenceError
from app.agenda.timetable import Timetable
from app.directory.drafts import LocationDraft, OfferDraft, ScheduleDraft
from app.directory.timetables import make_recurrence, timetable_of_draft
from app.finder.rules import day_note, hours_rows, recurrence_text
from app.finder.site import read_hours
from app.finder.wording import day_text, hours_text
from app.i18n import gettext as _
from app.portal.moments.forms import SeriesForm, SingleForm
from app.portal.moments.saving import Entry
from app.portal.submitting.quick_values import place_label
from app.publishing.facts import ProposedOffer
from app.publishing.series import rule_days
from app.publishing.series_changes import takes_place

DAYS_AHEAD = 400
MOST_MOMENTS = 200


@dataclass(frozen=True, slots=True)
class DateRow:
    """One date of the preview."""

    day: date
    text: str
    hours: str
    place: str
    note: str
    """schoolvakantie or feestdag."""
    off: str
    """Why it is not, in words; empty for what takes place."""


@dataclass(frozen=True, slots=True)
class Preview:
    """All dates to come of a version."""

    rows: tuple[DateRow, ...]
    count: int
    """Of what takes place."""
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ComingDate:
    """One moment of a published offer that can be called off or changed."""

    day: str
    start: str
    text: str
    hours: str
    place: str
    note: str
    is_cancelled: bool
    reason: str
    index: int | None
    """The rule it comes from; None for opening hours, which change elsewhere."""
    field_id: str


def make_preview(proposed: ProposedOffer, today: date) -> Preview:
    """All dates from today on, 400 days and 200 moments at the most."""
    places = proposed.places
    timetable = timetable_of_draft(proposed.offer, places)
    last = today + timedelta(days=DAYS_AHEAD)
    moments = timetable.moments(today, last, MOST_MOMENTS + 1)
    is_cut = len(moments) > MOST_MOMENTS
    moments = moments[:MOST_MOMENTS]
    end = moments[-1].start.date() if is_cut else last
    rows = [_row(item, places, today) for item in moments]
    rows.extend(_left_out(proposed.offer, timetable, today, end))
    rows.sort(key=lambda row: (row.day, row.hours))
    return Preview(tuple(rows), sum(not item.is_cancelled for item in moments), is_cut)


def _row(moment: Moment, places: tuple[LocationDraft, ...], today: date) -> DateRow:
    day, off = moment.start.date(), ""
    if moment.is_cancelled:
        off = _("gelast af")
        if moment.reason:
            off = _("gelast af: %(reason)s", reason=moment.reason)
    return DateRow(
        day,
        day_text(day, today),
        hours_text(moment.start.time(), moment.end.time()),
        place_of(moment, places),
        day_note(day) or "",
        off,
    )


def place_of(moment: Moment, places: tuple[LocationDraft, ...]) -> str:
    """The place of a moment, when it has one of its own and there are several."""
    key = moment.place_key
    return place_label(places[key - 1]) if key and len(places) > 1 else ""


def _left_out(
    offer: OfferDraft, timetable: Timetable, today: date, last: date
) -> Iterator[DateRow]:
    """The days that a rule would have, but for a day left out, a holiday or a closing."""
    left = MOST_MOMENTS
    for schedule in offer.schedules:
        if schedule.start_time is None or schedule.end_time is None or not _is_readable(schedule):
            continue
        happening = {
            item.start.date()
            for item in timetable.moments(today, last, 1000)
            if item.start.time() == schedule.start_time
        }
        for day in rule_days(schedule, today, last=last):
            if day in happening or not left:
                continue
            left -= 1
            hours = hours_text(schedule.start_time, schedule.end_time)
            why = _why_not(schedule, timetable, day)
            yield DateRow(day, day_text(day, today), hours, "", "", why)


def _is_readable(schedule: ScheduleDraft) -> bool:
    try:
        make_recurrence(schedule, None)
    except RecurrenceError:
        return False
    return True


def _why_not(schedule: ScheduleDraft, timetable: Timetable, day: date) -> str:
    match make_recurrence(schedule, None).reason_on(day):
        case DayReason.SCHOOL_HOLIDAY:
            return _("schoolvakantie")
        case DayReason.PUBLIC_HOLIDAY:
            return _("feestdag")
        case DayReason.ONLY_SCHOOL_HOLIDAYS:
            return _("geen schoolvakantie")
        case DayReason.TAKES_PLACE:
            notes = [item.reason for item in timetable.closures if item.covers(day)]
            reason = next((note for note in notes if note), "")
            return _("gesloten: %(reason)s", reason=reason) if reason else _("gesloten")
        case _:
            return _("overgeslagen")


def schedule_text(schedule: ScheduleDraft, today: date) -> str:
    """A rule in words, for one that no form can change."""
    if schedule.opening_hours:
        hours = read_hours(schedule.opening_hours)
        rows = hours_rows(hours, today) if hours else ()
        return "; ".join(f"{row.day} {row.hours}" for row in rows) or schedule.opening_hours
    try:
        text = recurrence_text(make_recurrence(schedule, None), today)
    except RecurrenceError:
        text = None
    return text or _("Een reeks met een eigen regel")


@dataclass(frozen=True, slots=True)
class LeftOutDay:
    """A coming day on which a series is not, that can be put back."""

    day: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleItem:
    """One rule on the page of a version."""

    entry: Entry
    title: str
    words: str
    """In words, when no form can change it."""
    is_series: bool
    left_out: tuple[LeftOutDay, ...]


def list_items(entries: Iterable[Entry], today: date) -> list[RuleItem]:
    """The rules of a version that are not over."""
    return [
        RuleItem(
            entry,
            _title(entry, today),
            "" if entry.form else schedule_text(entry.schedule, today),
            isinstance(entry.form, SeriesForm),
            tuple(
                LeftOutDay(day.isoformat(), day_text(day, today))
                for day in entry.schedule.except_days
                if day >= today
            ),
        )
        for entry in entries
        if not entry.is_over
    ]


def _title(entry: Entry, today: date) -> str:
    if isinstance(entry.form, SingleForm) and entry.schedule.starts_on is not None:
        return _("Eén keer: %(day)s", day=day_text(entry.schedule.starts_on, today))
    if entry.schedule.opening_hours:
        return _("Openingsuren")
    return schedule_text(entry.schedule, today) if entry.form else _("Een reeks")


def find_rule(offer: OfferDraft, moment: Moment, places: tuple[LocationDraft, ...]) -> int | None:
    """The number of the rule that a moment comes from, or None for opening hours."""
    numbers: Mapping[int, str] = {number: place.key for number, place in enumerate(places, start=1)}
    only = offer.location_keys[0] if len(offer.location_keys) == 1 else None
    for index, schedule in enumerate(offer.schedules):
        key = schedule.location_key or only
        is_here = numbers.get(moment.place_key or 0) == key
        is_then = schedule.start_time == moment.start.time() and is_here
        if is_then and _is_readable(schedule) and takes_place(schedule, moment.start.date()):
            return index
    return None


def list_coming(
    proposed: ProposedOffer, now: datetime, first: date, limit: int
) -> list[ComingDate]:
    """The moments of an offer that are still to come from a day on."""
    offer, places = proposed.offer, proposed.places
    moments = timetable_of_draft(offer, places).moments(
        max(first, now.date()), max(first, now.date()) + timedelta(days=DAYS_AHEAD), limit
    )
    return [
        ComingDate(
            day=item.start.date().isoformat(),
            start=item.start.strftime("%H:%M"),
            text=day_text(item.start.date(), now.date()),
            hours=hours_text(item.start.time(), item.end.time()),
            place=place_of(item, places),
            note=day_note(item.start.date()) or "",
            is_cancelled=item.is_cancelled,
            reason=item.reason or "",
            index=find_rule(offer, item, places),
            field_id=f"reden-{number}",
        )
        for number, item in enumerate(moments)
        if item.end > now or item.start > now
    ]
