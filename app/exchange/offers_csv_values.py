"""Single values of the offers CSV: ages, amounts, days, addresses of the web, and lists.

Every reader raises `ValueRefused` with what to do; every writer gives the text that reads the same.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from app.agenda.clock import BRUSSELS
from app.exchange.reporting import Sentence

Choice = TypeVar("Choice", bound=StrEnum)

MAX_CENTS = 10_000_000
LOWEST_AGE, HIGHEST_AGE = -9, 1_200
"""Ages in months that can be kept: from conception to a hundred years."""
_AGE = re.compile(
    r"(?P<number>-?[0-9]{1,4}(?:[.,][0-9]{1,3})?)\s*"
    r"(?P<unit>m|mnd|maand|maanden|month|months|j|jaar|y|year|years)?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:€|eur)?\s*([0-9]{1,6})(?:[.,]([0-9]{1,2}))?\s*(?:€|eur|euro)?", re.IGNORECASE
)
_MAIL = re.compile(r"[^\s@<>,;|]+@[^\s@<>,;|]+\.[^\s@<>,;|.]{2,}")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./\-]{2,38}")
_WEB = re.compile(r"https?://[^\s/?#@:]+\.[^\s/?#@:]+(?::[0-9]{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2}")
_DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")


class ValueRefused(ValueError):  # noqa: N818 - it is an answer to a person, not a fault
    """A value cannot be used; `advice` says what to write instead."""

    def __init__(self, dutch: str, english: str) -> None:
        """Keep the advice in both languages."""
        super().__init__(english)
        self.advice = Sentence(dutch, english)


def clean_text(text: str) -> str:
    """A text with plain line ends and without space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def split_list(text: str) -> tuple[str, ...]:
    """The values of a cell, parted by bars, without empty ones, each one once."""
    return tuple(dict.fromkeys(part for item in text.split("|") if (part := clean_text(item))))


def read_short_text(text: str, limit: int) -> str:
    """A text on one line of at most `limit` characters."""
    found = " ".join(text.split())
    if len(found) > limit:
        raise ValueRefused(
            f"Deze tekst telt {len(found)} tekens. Maak hem korter: hoogstens {limit}.",
            f"This text has {len(found)} characters. Make it shorter: at most {limit}.",
        )
    return found


def read_choice(text: str, kind: type[Choice]) -> Choice | None:
    """A value of an enumeration in any case, None when empty."""
    found = clean_text(text).casefold()
    if not found:
        return None
    try:
        return kind(found)
    except ValueError:
        known = ", ".join(item.value for item in kind)
        raise ValueRefused(f"Schrijf een van: {known}.", f"Write one of: {known}.") from None


def _read_months(text: str) -> tuple[int, bool] | None:
    """(months, whole years) of an age as written, None when empty."""
    found = clean_text(text)
    if not found:
        return None
    match = _AGE.fullmatch(found)
    unit = (match["unit"] or "y").casefold() if match else ""
    number = float(match["number"].replace(",", ".")) if match else 0.0
    in_months = unit.startswith("m")
    if match is None or (in_months and not number.is_integer()) or (not in_months and number < 0):
        raise ValueRefused(
            "Schrijf een leeftijd in jaren (2.5), in maanden (18m), of -9m voor zwanger.",
            "Write an age in years (2.5), in months (18m), or -9m for pregnancy.",
        )
    months = int(number) if in_months else round(number * 12)
    if not LOWEST_AGE <= months < HIGHEST_AGE:
        raise ValueRefused(
            "Deze leeftijd kan niet: schrijf -9m tot 99.",
            "This age cannot be: write -9m up to 99.",
        )
    return months, not in_months and number.is_integer()


def read_min_age(text: str) -> int | None:
    """The age from which, in months, inclusive."""
    found = _read_months(text)
    return found[0] if found else None


def read_max_age(text: str) -> int | None:
    """The first month of age that is too old: `5` (the whole sixth year) is 72, `18m` is 19.

    In the file the highest age still takes part; in the model it no longer does.
    """
    found = _read_months(text)
    if found is None:
        return None
    months, is_whole_years = found
    return months + 12 if is_whole_years else months + 1


def write_min_age(months: int | None) -> str:
    """The text from which `read_min_age` reads the same."""
    if months is None:
        return ""
    return str(months // 12) if months >= 0 and months % 12 == 0 else f"{months}m"


def write_max_age(months: int | None) -> str:
    """The text from which `read_max_age` reads the same."""
    if months is None:
        return ""
    return str(months // 12 - 1) if months > 0 and months % 12 == 0 else f"{months - 1}m"


def read_cents(text: str) -> int | None:
    """An amount in euro as cents; 0 is free, None (empty) is unknown."""
    found = clean_text(text)
    if not found:
        return None
    match = _AMOUNT.fullmatch(found)
    cents = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else -1
    if not 0 <= cents <= MAX_CENTS:
        raise ValueRefused(
            "Schrijf een bedrag in euro, zoals 12.50. Schrijf 0 voor gratis en laat leeg als je "
            "het niet weet. Uitleg hoort in de kolom prijsinfo.",
            "Write an amount in euro, like 12.50. Write 0 for free, leave empty when unknown. "
            "Explanation belongs in price_note.",
        )
    return cents


def write_cents(cents: int | None) -> str:
    """The text from which `read_cents` reads the same."""
    if cents is None:
        return ""
    return str(cents // 100) if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02d}"


def read_day(text: str) -> date | None:
    """An ISO date, None when empty."""
    found = clean_text(text)
    if not found:
        return None
    refusal = ValueRefused(
        "Schrijf een bestaande datum als jaar-maand-dag, zoals 2026-05-31.",
        "Write an existing date as year-month-day, like 2026-05-31.",
    )
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found):
        raise refusal
    try:
        return date.fromisoformat(found)
    except ValueError:
        raise refusal from None


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 moment as wall-clock time of Brussels without zone, None when empty."""
    found = clean_text(text)
    if not found:
        return None
    refusal = ValueRefused(
        "Schrijf dag en uur als 2026-05-31T14:00.",
        "Write day and time like 2026-05-31T14:00.",
    )
    if not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}", found):
        raise refusal
    try:
        moment = datetime.fromisoformat(found)
        if moment.tzinfo is not None:
            moment = moment.astimezone(BRUSSELS)
    except (ValueError, OverflowError):
        raise refusal from None
    return moment.replace(tzinfo=None, fold=0, second=0, microsecond=0)


def write_moment(day: date, at: time) -> str:
    """A moment as `read_moment` reads it, to the minute."""
    return datetime.combine(day, at).isoformat(timespec="minutes")


def read_degrees(text: str, limit: float) -> float | None:
    """Degrees between -limit and limit, with a point or a comma; None when empty."""
    found = clean_text(text)
    if not found:
        return None
    if not _DEGREES.fullmatch(found) or abs(float(found.replace(",", "."))) > limit:
        raise ValueRefused(
            f"Schrijf graden met een punt, zoals 51.0543, tussen -{limit:g} en {limit:g}.",
            f"Write degrees with a point, like 51.0543, between -{limit:g} and {limit:g}.",
        )
    return float(found.replace(",", "."))


def write_degrees(degrees: float | None) -> str:
    """Degrees without loss and without exponent."""
    if degrees is None:
        return ""
    text = repr(degrees)
    return text if "e" not in text else f"{degrees:.20f}".rstrip("0").rstrip(".")


def read_web_address(text: str, limit: int) -> str:
    """An address that begins with http:// or https://; `www.` gets https:// in front."""
    found = clean_text(text)
    if found.casefold().startswith("www."):
        found = f"https://{found}"
    if found and not _WEB.fullmatch(found):
        raise ValueRefused(
            "Schrijf het volledige webadres, met https:// vooraan.",
            "Write the whole web address, with https:// in front.",
        )
    return read_short_text(found, limit)


def read_mail(text: str) -> str:
    """A mail address."""
    found = clean_text(text)
    if found and not _MAIL.fullmatch(found):
        raise ValueRefused(
            "Schrijf één e-mailadres, zoals info@huis.example.",
            "Write one mail address, like info@huis.example.",
        )
    return read_short_text(found, 300)


def read_phone(text: str) -> str:
    """A phone number: digits, spaces and the usual signs, 3 to 40 of them."""
    found = " ".join(text.split())
    if found and not _PHONE.fullmatch(found):
        raise ValueRefused(
            "Schrijf één telefoonnummer met alleen cijfers en spaties.",
            "Write one phone number with digits and spaces only.",
        )
    return found


def read_languages(text: str) -> tuple[str, ...]:
    """Codes of languages, two letters each."""
    codes = tuple(part.casefold() for part in split_list(text))
    for code in codes:
        if not _LANGUAGE.fullmatch(code):
            raise ValueRefused(
                "Schrijf talen met hun code van twee letters, zoals nl|fr|ar.",
                "Write languages by their code of two letters, like nl|fr|ar.",
            )
    return tuple(dict.fromkeys(codes))
