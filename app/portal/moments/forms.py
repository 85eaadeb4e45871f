"""The forms of dates: a series, a single moment, a date that changes or is called off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time

from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectMultipleField,
    TimeField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from app.agenda.recurrence import HolidayPolicy
from app.finder.wording import weekday_name
from app.i18n import gettext as _
from app.publishing.operations.calling_off import LONGEST_REASON
from app.publishing.series import Pattern, SeriesChoice
from app.web.forms import ChoiceField, Form, HasWords, LineField, at_most, lazy_gettext

Pairs = Sequence[tuple[str, str]]
MOST_DAYS = 31
LONGEST_LINE = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100


class PartForm(Form):
    """A part of a bigger form, which carries the token for all."""

    class Meta(Form.Meta):
        """Without a token of its own."""

        csrf = False

    first_day = DateField(lazy_gettext("Datum"), [Optional()])
    start_time = TimeField(lazy_gettext("Van"), [Optional()])
    end_time = TimeField(lazy_gettext("Tot"), [Optional()])
    days = IntegerField(
        lazy_gettext("Hoeveel dagen na elkaar?"), [Optional(), NumberRange(1, MOST_DAYS)], default=1
    )
    place = ChoiceField(lazy_gettext("Waar?"))

    def offer_places(self, places: Pairs) -> None:
        """Give the places; the empty choice is every place of the offer."""
        self.place.choices = [("", _("Overal waar dit aanbod is")), *places]
        # Their rules are looked at by `has_day_and_times`: an empty form may stay empty as a whole.
        for field in (self.first_day, self.start_time, self.place):
            field.flags.required = True

    @property
    def is_filled(self) -> bool:
        """Whether somebody began to fill it in."""
        return bool(self.first_day.raw_data and self.first_day.raw_data[0]) or bool(
            self.start_time.raw_data and self.start_time.raw_data[0]
        )

    def has_day_and_times(self) -> bool:
        """Whether the day and the begin are there and can be; else the fields say what to do."""
        day = self.first_day.data
        if day is None and not self.first_day.errors:
            self.refuse("first_day", _("Kies een datum."))
        elif day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.refuse("first_day", _("Kijk het jaar na."))
        if self.start_time.data is None and not self.start_time.errors:
            self.refuse("start_time", _("Vul in wanneer het begint."))
        return not self.list_mistakes()

    @property
    def times(self) -> tuple[time, time]:
        """Begin and end; without an end they are the same."""
        start = self.start_time.data
        if start is None:
            raise ValueError("ask has_day_and_times first")
        return start, self.end_time.data or start


class SeriesForm(PartForm):
    """A series as people think of it."""

    pattern = ChoiceField(lazy_gettext("Hoe vaak?"), default=Pattern.WEEKLY.value)
    weekdays = SelectMultipleField(lazy_gettext("Op welke dagen?"))
    last_day = DateField(lazy_gettext("Tot en met"), [Optional()])
    holidays = ChoiceField(lazy_gettext("In de schoolvakanties?"), default=HolidayPolicy.ALSO.value)
    is_off_on_public_holidays = BooleanField(lazy_gettext("Niet op feestdagen"))
    is_last_week = BooleanField(lazy_gettext("Altijd de laatste van de maand"))
    leave_out = LineField(lazy_gettext("Behalve op"), [at_most(LONGEST_LINE)])

    def offer(self, places: Pairs) -> None:
        """Give every field its choices."""
        self.offer_places(places)
        self.pattern.flags.required = self.holidays.flags.required = True
        self.pattern.choices = [
            (Pattern.WEEKLY.value, _("Elke week")),
            (Pattern.FORTNIGHTLY.value, _("Om de twee weken")),
            (Pattern.MONTHLY_WEEKDAY.value, _("Elke maand, op dezelfde weekdag")),
            (Pattern.WEEKDAYS.value, _("Elke week op meer dagen")),
        ]
        self.weekdays.choices = [(str(day), weekday_name(day)) for day in range(7)]
        self.holidays.choices = [
            (HolidayPolicy.ALSO.value, _("Ja, dan ook")),
            (HolidayPolicy.NOT.value, _("Nee, dan niet")),
            (HolidayPolicy.ONLY.value, _("Alleen dan")),
        ]

    def fill(self, choice: SeriesChoice) -> None:
        """Show a series that is there."""
        self.first_day.data, self.last_day.data = choice.first_day, choice.last_day
        self.start_time.data, self.end_time.data = choice.start_time, choice.end_time
        self.pattern.data, self.holidays.data = choice.pattern.value, choice.holidays
        self.weekdays.data = [str(day) for day in choice.weekdays]
        self.is_off_on_public_holidays.data = choice.is_off_on_public_holidays
        self.is_last_week.data = choice.is_last_week
        self.days.data, self.place.data = choice.days, choice.location_key or ""

    def read_choice(self) -> SeriesChoice | None:
        """The series that was filled in, or None when something is missing."""
        first, last = self.first_day.data, self.last_day.data
        if not self.has_day_and_times() or first is None:
            return None
        pattern = Pattern(self.pattern.data)
        if last is not None and last < first:
            self.refuse("last_day", _("De laatste dag komt na de eerste."))
        if pattern is Pattern.WEEKDAYS and not self.weekdays.data:
            self.refuse("weekdays", _("Kies de dagen van de week."))
        if self.list_mistakes():
            return None
        start, end = self.times
        return SeriesChoice(
            first_day=first,
            start_time=start,
            end_time=end,
            pattern=pattern,
            weekdays=tuple(int(day) for day in self.weekdays.data or ())
            if pattern is Pattern.WEEKDAYS
            else (),
            last_day=last,
            holidays=str(self.holidays.data),
            is_off_on_public_holidays=bool(self.is_off_on_public_holidays.data),
            location_key=self.place.data or None,
            days=self.days.data or 1,
            is_last_week=bool(self.is_last_week.data),
        )


class SingleForm(PartForm):
    """One moment by itself."""

    def fill(self, choice: SeriesChoice) -> None:
        """Show a moment that is there."""
        self.first_day.data, self.days.data = choice.first_day, choice.days
        self.start_time.data, self.end_time.data = choice.start_time, choice.end_time
        self.place.data = choice.location_key or ""

    def read_choice(self) -> SeriesChoice | None:
        """The moment that was filled in, or None when something is missing."""
        first = self.first_day.data
        if not self.has_day_and_times() or first is None:
            return None
        start, end = self.times
        return SeriesChoice(
            first_day=first,
            start_time=start,
            end_time=end,
            pattern=Pattern.ONCE,
            location_key=self.place.data or None,
            days=self.days.data or 1,
        )


class DatesForm(Form):
    """The frame of the page of series: which version of the facts was read."""

    version = HiddenField()

    def read_version(self) -> int:
        """The version that was read; nonsense is a version that never was."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1


class CallOffForm(Form):
    """Calling one moment off."""

    day = HiddenField()
    start = HiddenField()
    reason = LineField(
        lazy_gettext("Waarom gaat het niet door?"), [HasWords(), at_most(LONGEST_REASON)]
    )


class ChangeForm(Form):
    """One date that changes: what it becomes, and for which dates that holds."""

    scope = ChoiceField(lazy_gettext("Voor welke data?"), default="one")
    day = DateField(lazy_gettext("Nieuwe datum"), [InputRequired()])
    start_time = TimeField(lazy_gettext("Van"), [InputRequired()])
    end_time = TimeField(lazy_gettext("Tot"), [Optional()])
    place = ChoiceField(lazy_gettext("Waar?"))

    def offer(self, places: Pairs, *, is_series: bool) -> None:
        """Give the choices; what is no series changes one date at a time."""
        self.scope.flags.required = self.place.flags.required = True
        self.place.choices = [("", _("Overal waar dit aanbod is")), *places]
        scopes = [("one", _("Alleen deze datum"))]
        if is_series:
            scopes += [
                ("from", _("Deze datum en alle volgende")),
                ("all", _("Alle data die nog komen")),
            ]
        self.scope.choices = scopes
