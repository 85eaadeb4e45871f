"""The columns of the offers CSV, their Dutch names, and the guard against spreadsheet formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the contract; `is_number` cells are plain numbers, which no spreadsheet runs."""

    name: str
    dutch: str
    is_required: bool = False
    is_number: bool = False


COLUMNS = (
    Column("id", "id", is_required=True),
    Column("title", "titel", is_required=True),
    Column("summary", "samenvatting"),
    Column("description", "beschrijving"),
    Column("kind", "soort", is_required=True),
    Column("organization", "organisatie", is_required=True),
    Column("themes", "themas"),
    Column("min_age", "leeftijd_van", is_number=True),
    Column("max_age", "leeftijd_tot", is_number=True),
    Column("for_whom", "voor_wie"),
    Column("location", "locatie"),
    Column("street", "straat"),
    Column("postcode", "postcode"),
    Column("municipality", "gemeente"),
    Column("latitude", "breedtegraad", is_number=True),
    Column("longitude", "lengtegraad", is_number=True),
    Column("service_area", "werkingsgebied"),
    Column("online", "online"),
    Column("starts_at", "begin"),
    Column("ends_at", "einde"),
    Column("rrule", "herhaling"),
    Column("except_dates", "behalve"),
    Column("holidays", "schoolvakanties"),
    Column("opening_hours", "openingsuren"),
    Column("price", "prijs", is_number=True),
    Column("price_note", "prijsinfo"),
    Column("reductions", "korting"),
    Column("registration", "inschrijven"),
    Column("appointment", "afspraak"),
    Column("languages", "talen"),
    Column("accessibility", "toegankelijkheid"),
    Column("phone", "telefoon"),
    Column("email", "e-mail"),
    Column("website", "website"),
    Column("booking_url", "inschrijflink"),
    Column("image_url", "afbeelding"),
    Column("verified_on", "nagekeken_op"),
    Column("status", "status"),
)
COLUMN_NAMES = tuple(column.name for column in COLUMNS)
NUMBER_NAMES = frozenset(column.name for column in COLUMNS if column.is_number)

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def fold_header(text: str) -> str:
    """The comparison form of a header: lower case, words parted by one underscore."""
    return re.sub(r"[\s_\-]+", "_", text.strip().casefold()).strip("_")


def find_column(header: str) -> str | None:
    """The English name of a column for a header in English or Dutch, in any case, or None."""
    folded = fold_header(header)
    for column in COLUMNS:
        if folded in (column.name, fold_header(column.dutch)):
            return column.name
    return None


def guard_cell(name: str, text: str) -> str:
    """A cell as it is written: what a spreadsheet would run as a formula gets an apostrophe.

    CSV injection as OWASP describes it: cells that begin with = + - @ tab, CR or LF. A text that
    already begins with apostrophes before such a sign gets one more, so that reading is exact.
    """
    if not _FORMULA.match(text):
        return text
    if name in NUMBER_NAMES and _PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def unguard_cell(text: str) -> str:
    """A cell as it was meant: without the apostrophe of `guard_cell`."""
    return text[1:] if _GUARDED.match(text) else text
