"""One cell of the offers CSV from the cells of a foreign row, step by step as its rule says."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from app.exchange.mapping import ColumnRule, FileMapping

_CLOCK = re.compile(r"\b(1[0-2]|0?[1-9])(?::([0-5][0-9]))?\s*([ap])\.?m\b\.?", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w/.-])(?:\+|\(?0|\(?[1-9][0-9]{2}[) .-])[0-9 ()./-]{6,}[0-9](?![\w%])")
HIDDEN = "…"
_EXACT = frozenset(
    (
        "id",
        "starts_at",
        "ends_at",
        "opening_hours",
        "latitude",
        "longitude",
        "postcode",
        "price",
        "website",
        "booking_url",
        "image_url",
    )
)
"""Columns in which no mail address or phone number can be, and digits must stay."""


def map_cells(mapping: FileMapping, foreign: Mapping[str, str]) -> dict[str, str]:
    """The cells of the offers CSV that a foreign row gives; KeyError for a column it has not."""
    cells: dict[str, str] = {}
    for column, rule in mapping.columns.items():
        value = apply_rule(rule, foreign, mapping.empty)
        if mapping.hide_contacts and rule.constant is None:
            value = value if column in _EXACT else hide_contacts(value)
        cells[column] = value
    for column, rule in mapping.columns.items():
        if rule.next_day_after:
            cells[column] = _later(cells[column], cells[rule.next_day_after])
    return cells


def apply_rule(rule: ColumnRule, foreign: Mapping[str, str], empty: frozenset[str]) -> str:
    """The value that one rule gives for a foreign row."""
    if rule.constant is not None:
        return rule.constant
    found = [value for name in rule.sources if (value := foreign[name].strip()) not in empty]
    filled = [value for value in found if value]
    text = (filled[0] if filled else "") if rule.first else rule.join.join(filled)
    parts = text.split(rule.split) if rule.split else [text]
    changed = [_change(rule, part.strip()) for part in parts]
    text = "|".join(dict.fromkeys(part for part in changed if part))
    if rule.digest and text:
        text = hashlib.sha256(text.encode()).hexdigest()[:16]
    return _shorten(text or rule.default, rule.shorten)


def _change(rule: ColumnRule, text: str) -> str:
    if rule.values is not None:
        text = rule.values.get(text, text if rule.other is None else rule.other)
    if rule.twelve_hours:
        text = _CLOCK.sub(_to_24_hours, text)
    for pattern, instead in rule.replace:
        text = pattern.sub(instead, text).strip()
    if rule.keep is not None and not rule.keep.fullmatch(text):
        return ""
    return _to_iso(text, rule.date_format) if rule.date_format and text else text


def _to_24_hours(match: re.Match[str]) -> str:
    hour = int(match[1]) % 12 + (12 if match[3].lower() == "p" else 0)
    return f"{hour:02d}:{match[2] or '00'}"


def _to_iso(text: str, date_format: str) -> str:
    """The moment or day in ISO 8601; a text that does not fit stays, to be refused with reason."""
    try:
        moment = datetime.strptime(text, date_format)  # noqa: DTZ007 - wall-clock time, no zone
    except ValueError:
        return text
    has_time = "%H" in date_format or "%I" in date_format
    return moment.isoformat(timespec="minutes") if has_time else moment.date().isoformat()


def _later(moment: str, after: str) -> str:
    try:
        first, second = datetime.fromisoformat(after), datetime.fromisoformat(moment)
    except ValueError:
        return moment
    if second < first:
        second += timedelta(days=1)
    return second.isoformat(timespec="minutes")


def hide_contacts(text: str) -> str:
    """The text with an ellipsis for each mail address and each number like a phone number."""
    return _PHONE.sub(HIDDEN, _MAIL.sub(HIDDEN, text))


def _shorten(text: str, limit: int) -> str:
    if not limit or len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"
