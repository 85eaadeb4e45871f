"""How to reach somebody about an offer: phone numbers, mail addresses and web pages, in rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from app.directory.drafts import ContactDraft, OfferDraft
from app.finder.site import read_hours
from app.finder.wording import weekday_name
from app.i18n import gettext as _
from app.portal.fiche.conditions_form import is_safe_address
from app.portal.fiche.editing import SPARE_ROWS, Editing, SectionForm
from app.portal.fiche.week_fields import MIDNIGHT
from app.publishing.opening_week import CLOSED_WEEK, OpeningWeek, parse_time, read_week, write_week
from app.publishing.protected import REGION
from app.web.forms import ChoiceField, LineField, at_most, lazy_gettext

MOST_ROWS = 12
KINDS = ("phone", "email", "website")
FAMILIES, COLLEAGUES = "families", "colleagues"
_SHORT_NUMBER = re.compile(r"[0-9]{3,4}")
"""Such as 1712: no library knows every one of them."""


@dataclass(frozen=True, slots=True)
class ContactRow:
    """The fields of one contact."""

    kind: Any
    value: Any
    label: Any
    seen_by: Any
    first_day: Any
    last_day: Any
    start: Any
    end: Any
    hours: Any | None
    """Only for hours that days and times cannot say."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self.value.data


class ContactForm(SectionForm):
    """The contacts of an offer; each row adds fields, such as k0_kind and k0_value."""

    page = "contact.html"
    row_count = 0

    def rows(self) -> list[ContactRow]:
        """The fields by row; the last ones are empty."""
        return [self._row(number) for number in range(self.row_count)]

    def _row(self, number: int) -> ContactRow:
        return ContactRow(
            kind=self[f"k{number}_kind"],
            value=self[f"k{number}_value"],
            label=self[f"k{number}_label"],
            seen_by=self[f"k{number}_seen_by"],
            first_day=self[f"k{number}_first_day"],
            last_day=self[f"k{number}_last_day"],
            start=self[f"k{number}_start"],
            end=self[f"k{number}_end"],
            hours=self._fields.get(f"k{number}_hours"),
        )

    def is_whole(self) -> bool:
        """Whether each row that has a value can reach somebody."""
        for row in self.rows():
            if row.is_empty:
                if row.label.data:
                    self.refuse(row.value.name, _("Vul een nummer of adres in."))
                continue
            if read_value(row.kind.data, row.value.data) is None:
                self.refuse(row.value.name, _mistake(row.kind.data))
            if row.hours is not None:
                if row.hours.data and read_hours(row.hours.data) is None:
                    self.refuse(row.hours.name, _("Deze schrijfwijze kennen we niet."))
            elif _read_hours(row) is None:
                told = _("Vul de eerste dag in, en van hoe laat tot hoe laat.")
                self.refuse(row.start.name, told)
        return not self.list_mistakes()

    def put_in(self, editing: Editing) -> OfferDraft:
        """The offer with these contacts, without the rows that were emptied."""
        contacts = tuple(
            ContactDraft(
                kind=row.kind.data,
                value=read_value(row.kind.data, row.value.data) or "",
                label=row.label.data or "",
                hours=(row.hours.data if row.hours is not None else _read_hours(row)) or "",
                is_public=row.seen_by.data == FAMILIES,
            )
            for row in self.rows()
            if not row.is_empty
        )
        return replace(editing.offer, contacts=contacts)


def read_value(kind: str, text: str) -> str | None:
    """A number or address as it is kept, or None when it reaches nobody."""
    match kind:
        case "phone":
            return _read_phone(text)
        case "email":
            try:
                found = validate_email(text, check_deliverability=False, test_environment=True)
            except EmailNotValidError:
                return None
            return str(found.normalized)
        case _:
            return text if is_safe_address(text) else None


def _read_phone(text: str) -> str | None:
    plain = " ".join(text.split())
    if _SHORT_NUMBER.fullmatch(plain):
        return plain
    try:
        number = phonenumbers.parse(plain, REGION)
    except phonenumbers.NumberParseException:
        return None
    # Possible, not sure to exist: the lists of a library are older than the newest numbers.
    is_number = phonenumbers.is_possible_number(number) and not number.extension
    is_plain = re.fullmatch(r"[0-9+()/. -]+", plain) is not None
    return plain if is_number and is_plain else None


def _mistake(kind: str) -> str:
    match kind:
        case "phone":
            return _("Dit is geen telefoonnummer. Typ het zoals 03 123 45 67.")
        case "email":
            return _("Vul een e-mailadres in, zoals naam@voorbeeld.be.")
        case _:
            return _("Vul een heel webadres in. Het begint met https://.")


def _read_hours(row: ContactRow) -> str | None:
    """The hours of a row in notation, empty without any; None when they are not whole."""
    texts = (row.first_day.data, row.start.data, row.end.data)
    if not any(texts):
        return ""
    start, end = parse_time(row.start.data or ""), parse_time(row.end.data or "")
    if not row.first_day.data or start is None or end is None:
        return None
    if end <= start and end != MIDNIGHT:
        return None
    first = int(row.first_day.data)
    last = int(row.last_day.data or first)
    days = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    hours = tuple(((start, end),) if day in days else () for day in range(7))
    return write_week(OpeningWeek(hours))


def _hours_values(number: int, text: str) -> dict[str, str] | None:
    """Hours of a contact as days and times; None when these cannot say them."""
    week = read_week(text)
    if week is None or week != OpeningWeek(week.days):
        return None
    if week.days == CLOSED_WEEK:
        return {}
    days = [day for day, pairs in enumerate(week.days) if pairs]
    first, last = days[0], days[-1]
    is_plain = days == list(range(first, last + 1)) and len({week.days[day] for day in days}) == 1
    if not is_plain or len(week.days[first]) != 1:
        return None
    start, end = week.days[first][0]
    return {
        f"k{number}_first_day": str(first),
        f"k{number}_last_day": str(last),
        f"k{number}_start": start.strftime("%H:%M"),
        f"k{number}_end": end.strftime("%H:%M"),
    }


def _row_fields(number: int, *, has_notation: bool) -> dict[str, Any]:
    kinds = [("phone", _("Telefoon")), ("email", _("E-mail")), ("website", _("Website"))]
    seen = [(FAMILIES, _("Gezinnen en collega’s")), (COLLEAGUES, _("Alleen collega’s"))]
    days = [("", _("Kies een dag")), *((str(day), weekday_name(day)) for day in range(7))]
    fields: dict[str, Any] = {
        "kind": ChoiceField(lazy_gettext("Wat is het?"), choices=kinds),
        "value": LineField(lazy_gettext("Nummer of adres"), [at_most(300)]),
        "label": LineField(lazy_gettext("Bij wie komt het aan?"), [at_most(100)]),
        "seen_by": ChoiceField(lazy_gettext("Wie ziet dit?"), choices=seen),
        "first_day": ChoiceField(lazy_gettext("Bereikbaar van"), choices=days),
        "last_day": ChoiceField(lazy_gettext("Tot en met"), choices=days),
        "start": LineField(lazy_gettext("Van hoe laat?"), [at_most(10)]),
        "end": LineField(lazy_gettext("Tot hoe laat?"), [at_most(10)]),
    }
    if has_notation:
        fields["hours"] = LineField(
            lazy_gettext("Uren in de schrijfwijze van OpenStreetMap"), [at_most(300)]
        )
    return {f"k{number}_{name}": field for name, field in fields.items()}


def make_contact_form(editing: Editing) -> SectionForm:
    """The form with the contacts of the version in it, and empty rows below them."""
    contacts = editing.offer.contacts
    count = max(len(contacts), min(len(contacts) + SPARE_ROWS, MOST_ROWS))
    fields: dict[str, Any] = {"row_count": count}
    values: dict[str, Any] = {"version": editing.version}
    for number in range(count):
        item = contacts[number] if number < len(contacts) else ContactDraft("phone", "")
        hours = _hours_values(number, item.hours)
        fields |= _row_fields(number, has_notation=hours is None)
        values |= {
            f"k{number}_kind": item.kind if item.kind in KINDS else "website",
            f"k{number}_value": item.value,
            f"k{number}_label": item.label,
            f"k{number}_seen_by": FAMILIES if item.is_public else COLLEAGUES,
            f"k{number}_hours": item.hours,
            **(hours or {}),
        }
    form: ContactForm = type("FilledContactForm", (ContactForm,), fields)(data=values)
    return form
