"""What people type in one field of the short form, as the value that an offer holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.directory.drafts import LocationDraft

LONGEST_SUMMARY = 300
PREGNANCY_UNIT = "pregnancy"
PREGNANCY_MONTHS = -9
MONTHS_A_YEAR = 12
HIGHEST_EURO = 10_000
_POSTCODE = re.compile(r"^\s*(\d{4})\b\s*(.*)$", re.DOTALL)
_AMOUNT = re.compile(r"^\d{1,5}(?:[.,]\d{1,2})?$")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What cannot be so, at its field; a town that can be several brings the choice."""

    field: str
    text: str
    towns: tuple[tuple[str, str], ...] = ()


def months_of(number: int | None, unit: str) -> int | None:
    """An age in months, or None when nothing was told; "pregnancy" needs no number."""
    if unit == PREGNANCY_UNIT:
        return PREGNANCY_MONTHS
    if number is None:
        return None
    return number if unit == "months" else number * MONTHS_A_YEAR


def age_fields(months: int | None) -> tuple[int | None, str]:
    """(number, unit) of an age in months, in years where these are whole."""
    if months is None:
        return None, "years"
    if months < 0:
        return None, PREGNANCY_UNIT
    years, rest = divmod(months, MONTHS_A_YEAR)
    return (months, "months") if rest else (years, "years")


def parse_cents(text: str) -> int | None:
    """An amount in euro as cents, or None when it is none: "2", "2,50", "€ 2.50"."""
    plain = text.replace("€", "").replace("\u00a0", " ").strip()
    if not _AMOUNT.match(plain):
        return None
    try:
        amount = Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None
    return int(amount * 100) if amount <= HIGHEST_EURO else None


def euro_field(cents: int | None) -> str:
    """Cents as people type euros: "2", "2,50"; nothing for what is not known."""
    if cents is None:
        return ""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02d}" if rest else str(whole)


def split_town(text: str) -> tuple[str, str]:
    """(postcode, town) of what somebody typed in one line; either may be empty."""
    match = _POSTCODE.match(text)
    return (match.group(1), match.group(2).strip()) if match else ("", text.strip())


def place_label(place: LocationDraft) -> str:
    """A place in one line."""
    parts = (place.name, place.street, place.place)
    return ", ".join(dict.fromkeys(part for part in parts if part))
