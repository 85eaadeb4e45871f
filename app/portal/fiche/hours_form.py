"""The opening hours of a place: as a table, or as notation when a table cannot say it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import AnyOf

from app.agenda.opening_hours import OpeningHours
from app.agenda.opening_notation import OpeningHoursError
from app.directory.drafts import OfferDraft, ScheduleDraft
from app.finder.rules import hours_notes, hours_rows
from app.finder.site import read_hours
from app.finder.wording import weekday_name
from app.i18n import gettext as _
from app.portal.fiche.editing import SPARE_ROWS, Editing, SectionForm
from app.portal.fiche.week_fields import (
    HoursReader,
    closing_fields,
    closing_values,
    exception_fields,
    exception_values,
    week_fields,
    week_values,
)
from app.publishing.opening_week import (
    CLOSED_WEEK,
    ClosedDays,
    DayHours,
    OpeningWeek,
    read_week,
    write_week,
)
from app.web.forms import WordsField, at_most, lazy_gettext

SAME, CLOSED, OTHER = "same", "closed", "other"


@dataclass(frozen=True, slots=True)
class DayRow:
    """The fields of one day: its name, and two times from and to."""

    name: str
    times: tuple[tuple[Any, Any], ...]


class WeekForm(SectionForm):
    """A table of hours; each exception and each closing adds fields."""

    page = "uren.html"
    holidays = RadioField(
        lazy_gettext("In de schoolvakanties"), [AnyOf([SAME, CLOSED, OTHER])], default=SAME
    )
    is_off_on_public_holidays = BooleanField(lazy_gettext("Gesloten op feestdagen"))
    exception_count = 0
    closing_count = 0

    def offer(self) -> None:
        """Give the choices their words."""
        self.holidays.choices = [
            (SAME, _("Open zoals altijd")),
            (CLOSED, _("Gesloten")),
            (OTHER, _("Andere uren")),
        ]

    def days(self, prefix: str) -> list[DayRow]:
        """The rows of a week: "d" for every week, "h" for the school holidays."""
        return [
            DayRow(weekday_name(day).capitalize(), self.times(f"{prefix}{day}")) for day in range(7)
        ]

    def times(self, prefix: str) -> tuple[tuple[Any, Any], ...]:
        """The fields from and to of one day."""
        return tuple((self[f"{prefix}_{at}_from"], self[f"{prefix}_{at}_to"]) for at in range(2))

    def exceptions(self) -> list[tuple[Any, Any, tuple[tuple[Any, Any], ...]]]:
        """Day, yearly and times of each date with other hours."""
        return [
            (self[f"e{at}_day"], self[f"e{at}_yearly"], self.times(f"e{at}"))
            for at in range(self.exception_count)
        ]

    def closings(self) -> list[tuple[Any, Any, Any]]:
        """First day, last day and yearly of each row of closed days."""
        return [
            (self[f"c{at}_first"], self[f"c{at}_last"], self[f"c{at}_yearly"])
            for at in range(self.closing_count)
        ]

    def is_whole(self) -> bool:
        """Whether the hours can be so, and are not too many to write down."""
        week = self._read()
        days = [(item.year, item.month, item.day) for item in week.exceptions]
        if len(set(days)) < len(days):
            self.refuse("e0_day", _("Zet elke datum er maar één keer in."))
        text = write_week(week)
        if not self.list_mistakes() and text and read_hours(text) is None:
            self.refuse(
                "e0_day", _("Kijk de datums na. Het zijn er te veel, of een jaar klopt niet.")
            )
        return not self.list_mistakes()

    def _read(self) -> OpeningWeek:
        reader = HoursReader(self, self.refuse)
        holidays = {SAME: None, CLOSED: CLOSED_WEEK}.get(self.holidays.data)
        if self.holidays.data == OTHER:
            holidays = reader.read_week("h")
        found = [reader.read_closing(at) for at in range(self.closing_count)]
        exceptions = [reader.read_exception(at) for at in range(self.exception_count)]
        return OpeningWeek(
            days=reader.read_week("d"),
            holiday_days=holidays,
            is_off_on_public_holidays=bool(self.is_off_on_public_holidays.data),
            closings=tuple(item for item in found if isinstance(item, ClosedDays)),
            exceptions=tuple(item for item in (*exceptions, *found) if isinstance(item, DayHours)),
        )

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with these hours at the place; an empty table takes them away."""
        week = self._read()
        return put_hours(editing, write_week(week) if week.has_hours else "")


class NotationForm(SectionForm):
    """Hours that say more than a table can, in the notation of OpenStreetMap."""

    page = "notatie.html"
    notation = WordsField(
        lazy_gettext("Uren in de schrijfwijze van OpenStreetMap"), [at_most(1000)]
    )

    def told(self, editing: Editing) -> tuple[str, ...]:
        """The stored hours in words."""
        hours = read_hours(hours_text_of(editing))
        if hours is None:
            return ()
        rows = [f"{row.day}: {row.hours}" for row in hours_rows(hours, editing.today)]
        return (*rows, *hours_notes(hours))

    def is_whole(self) -> bool:
        """Whether the notation can be read."""
        text = self.notation.data or ""
        try:
            if text:
                OpeningHours.parse(text)
        except OpeningHoursError as error:
            sentence = _(
                "We begrijpen dit niet vanaf “%(part)s”.", part=error.found[:20] or text[:20]
            )
            self.refuse("notation", sentence)
        return not self.list_mistakes()

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with these hours at the place."""
        return put_hours(editing, self.notation.data or "")


def place_key(editing: Editing) -> str | None:
    """The key of the place whose hours are edited; None for every place."""
    return editing.offer.location_keys[editing.place - 1] if editing.place else None


def hours_text_of(editing: Editing) -> str:
    """The stored hours of the place, all rules in one text."""
    key = place_key(editing)
    found = [item.opening_hours for item in editing.offer.schedules if item.location_key == key]
    return "; ".join(text for text in found if text)


def put_hours(editing: Editing, text: str) -> OfferDraft:
    """The offer with other hours at the place, where the former ones stood."""
    key, schedules = place_key(editing), list(editing.offer.schedules)
    at = [
        number
        for number, item in enumerate(schedules)
        if item.opening_hours and item.location_key == key
    ]
    first = at[0] if at else len(schedules)
    kept = [item for number, item in enumerate(schedules) if number not in at]
    if text:
        kept.insert(first, ScheduleDraft(opening_hours=text, location_key=key))
    return replace(editing.offer, schedules=tuple(kept))


def make_hours_form(editing: Editing) -> SectionForm:
    """The form with the stored hours of the place in it."""
    text = hours_text_of(editing)
    week = read_week(text)
    if week is None:
        return NotationForm(data={"version": editing.version, "notation": text})
    exceptions, closings = len(week.exceptions) + SPARE_ROWS, len(week.closings) + SPARE_ROWS
    fields: dict[str, Any] = {"exception_count": exceptions, "closing_count": closings}
    fields |= week_fields("d") | week_fields("h")
    for at in range(exceptions):
        fields |= exception_fields(at)
    for at in range(closings):
        fields |= closing_fields(at)
    form: WeekForm = type("FilledWeekForm", (WeekForm,), fields)(data=_values(week, editing))
    form.offer()
    return form


def _values(week: OpeningWeek, editing: Editing) -> dict[str, Any]:
    holidays = week.holiday_days
    values: dict[str, Any] = {
        "version": editing.version,
        "holidays": SAME if holidays is None else OTHER if any(holidays) else CLOSED,
        "is_off_on_public_holidays": week.is_off_on_public_holidays,
        **week_values("d", week.days),
        **week_values("h", holidays or CLOSED_WEEK),
    }
    for at, exception in enumerate(week.exceptions):
        values |= exception_values(at, exception, editing.today)
    for at, closing in enumerate(week.closings):
        values |= closing_values(at, closing, editing.today)
    return values
