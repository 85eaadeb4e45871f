"""The form that puts somebody in the rota, and the week it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from flask import url_for
from wtforms import RadioField, TimeField
from wtforms.validators import InputRequired

from app.finder.cards import Link
from app.finder.site import phone_href
from app.finder.wording import day_text, hours_text
from app.i18n import format_day
from app.i18n import gettext as _
from app.questions.models.desks import RotaShift, ShiftKind
from app.questions.operations.rota import Shift, ShiftDraft
from app.web.forms import ChoiceField, Form, LineField, at_most, lazy_gettext, required

EARLIEST, LATEST = date(2020, 1, 1), date(2100, 12, 20)
OTHER = "partner"
PHONE_SIGNS = frozenset("0123456789 +./()-")


class ShiftForm(Form):
    """A shift: a colleague, or the name of somebody of a partner."""

    day = ChoiceField(lazy_gettext("Welke dag?"), validators=[required()])
    starts = TimeField(
        lazy_gettext("Van"), validators=[InputRequired(lazy_gettext("Vul in vanaf welk uur."))]
    )
    ends = TimeField(
        lazy_gettext("Tot"), validators=[InputRequired(lazy_gettext("Vul in tot welk uur."))]
    )
    kind = RadioField(
        lazy_gettext("Wat doet die persoon?"),
        validators=[required()],
        default=ShiftKind.DESK.value,
    )
    person = ChoiceField(lazy_gettext("Wie?"), validators=[required()])
    name = LineField(lazy_gettext("Naam, als het iemand van een partner is"), [at_most(80)])
    phone = LineField(lazy_gettext("Telefoon, voor wie hulp nodig heeft"), [at_most(30)])

    def offer(self, monday: date, people: list[tuple[int, str]]) -> None:
        """Give the days of a week and the colleagues."""
        days = [monday + timedelta(days=number) for number in range(7)]
        self.day.choices = [(day.isoformat(), day_text(day, day)) for day in days]
        self.kind.choices = [(item.value, kind_text(item)) for item in ShiftKind]
        others = [(OTHER, _("iemand van een partner"))]
        self.person.choices = [*((str(number), name) for number, name in people), *others]

    def is_whole(self) -> bool:
        """Whether the fields go together; what does not gets a sentence at its field."""
        if self.starts.data and self.ends.data and self.ends.data <= self.starts.data:
            self.refuse("ends", _("Het einde komt na het begin."))
        if self.person.data == OTHER and not self.name.data:
            self.refuse("name", _("Vul de naam in, of kies een collega."))
        phone = self.phone.data or ""
        if phone and not (set(phone) <= PHONE_SIGNS and sum(map(str.isdigit, phone)) >= 8):
            self.refuse("phone", _("Vul een telefoonnummer in, zoals 0470 12 34 56."))
        if self.kind.data == ShiftKind.BACKUP.value and not phone:
            self.refuse("phone", _("Vul het nummer in waarop de back-up te bellen is."))
        return not self.list_mistakes()

    def to_draft(self) -> ShiftDraft:
        """The shift as it was filled in."""
        is_colleague = self.person.data != OTHER
        return ShiftDraft(
            day=date.fromisoformat(self.day.data),
            starts=self.starts.data or time(),
            ends=self.ends.data or time(),
            kind=ShiftKind(self.kind.data),
            person_id=int(self.person.data) if is_colleague else None,
            name="" if is_colleague else self.name.data or "",
            phone=self.phone.data or "",
        )


@dataclass(frozen=True, slots=True)
class ShiftView:
    """A shift in words."""

    id: int
    name: str
    hours: str
    kind: str
    is_backup: bool
    phone: str
    phone_href: str


@dataclass(frozen=True, slots=True)
class RotaDay:
    """One day of the rota."""

    title: str
    date: str
    is_today: bool
    shifts: tuple[ShiftView, ...]


@dataclass(frozen=True, slots=True)
class RotaPage:
    """A week of the rota, and who is there now."""

    title: str
    monday: str
    week: str
    days: tuple[RotaDay, ...]
    now: tuple[ShiftView, ...]
    links: tuple[Link, ...]
    may_change: bool


def kind_text(kind: ShiftKind) -> str:
    """How people call what somebody does in a shift."""
    return {ShiftKind.DESK: _("Aan het onthaal"), ShiftKind.BACKUP: _("Back-up")}[kind]


def shift_view(shift: Shift | RotaShift, name: str) -> ShiftView:
    """A shift in words."""
    kind = ShiftKind(shift.kind)
    return ShiftView(
        shift.id,
        name,
        hours_text(shift.starts, shift.ends),
        kind_text(kind),
        kind is ShiftKind.BACKUP,
        shift.phone,
        phone_href(shift.phone) if shift.phone else "",
    )


def read_week(text: str, today: date) -> date:
    """The Monday of an address such as "2026-W48"; this week's when it says no week."""
    monday = today - timedelta(days=today.weekday())
    try:
        year, week = text.upper().split("-W")
        asked = date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        return monday
    return asked if EARLIEST <= asked <= LATEST else monday


def week_code(monday: date) -> str:
    """A week as an address names it."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02d}"


def make_rota_page(
    monday: date, shifts: list[Shift], now: list[ShiftView], *, today: date, may_change: bool
) -> RotaPage:
    """A week of shifts as a page."""
    days = [monday + timedelta(days=number) for number in range(7)]
    week = timedelta(days=7)
    return RotaPage(
        title=_(
            "Week van %(first)s tot %(last)s",
            first=format_day(days[0], "d MMMM"),
            last=format_day(days[-1], "d MMMM y"),
        ),
        monday=monday.isoformat(),
        week=week_code(monday),
        days=tuple(
            RotaDay(
                format_day(day, "EEEE d MMMM"),
                day.isoformat(),
                day == today,
                tuple(shift_view(shift, shift.name) for shift in shifts if shift.day == day),
            )
            for day in days
        ),
        now=tuple(now),
        links=(
            Link(_("Vorige week"), _week_url(monday - week), "ui-arrow-left"),
            Link(_("Deze week"), url_for("desk_rota.show"), "ui-calendar"),
            Link(_("Volgende week"), _week_url(monday + week), "ui-arrow-right"),
        ),
        may_change=may_change,
    )


def _week_url(monday: date) -> str:
    return url_for("desk_rota.show", week=week_code(monday))
