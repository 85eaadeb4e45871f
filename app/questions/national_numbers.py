"""National register numbers in what people type: found by their checksum, and masked."""

from __future__ import annotations

import re

MASK = "••.••.••-•••.••"
_NUMBER = re.compile(r"(?<![\d+])(?:\d[ .\-/_]{0,3}){10}\d(?!\d)")
_BORN_SINCE_2000 = 2_000_000_000


def mask_numbers(text: str) -> str:
    """The text with every national register number masked."""
    return _NUMBER.sub(lambda found: MASK if _is_national(found[0]) else found[0], text)


def has_number(text: str) -> bool:
    """Whether a national register number stands in a text."""
    return any(_is_national(found[0]) for found in _NUMBER.finditer(text))


def _is_national(written: str) -> bool:
    """Eleven digits: the birth day, a number for that day, and 97 minus what both leave by 97.

    Who was born since 2000 has a 2 before the nine digits. Numbers of people without a place in
    the national register have a month that is raised by 20 or 40.
    """
    digits = "".join(str(int(sign)) for sign in written if sign.isdigit())
    base, check = int(digits[:9]), int(digits[9:])
    month, day = int(digits[2:4]), int(digits[4:6])
    if month > 52 or month % 20 > 12 or day > 31:
        return False
    return check in {97 - base % 97, 97 - (_BORN_SINCE_2000 + base) % 97}
