"""Passwords: Argon2id, twelve characters or more, and none that others guess first."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 200
LEAST_DIFFERENT = 5
LEAST_OWN = 6
"""So many letters and digits must be left beside names that everybody knows."""
LEAST_LEFT = 5
"""So many must be left beside rows of the keyboard, the alphabet and the digits."""
SHORTEST_ROW = 4
SITE_WORDS = ("dichtbij", "huisvanhetkind", "huizenvanhetkind", "opgroeien", "onthaal")
COMMON_FILE = Path(__file__).with_name("common_passwords.txt")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "azertyuiop",
    "qwertyuiop",
    "qsdfghjklm",
    "asdfghjkl",
    "wxcvbn",
    "zxcvbnm",
)
_LOOKALIKES = str.maketrans("0134578@$!", "oieastbasi")


class Weakness(StrEnum):
    """Why a new password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    KNOWN_NAME = "known_name"
    REPEATED = "repeated"
    ROW = "row"


@lru_cache(maxsize=1)
def make_hasher() -> PasswordHasher:
    """Argon2id with the parameters that RFC 9106 gives for little memory: 64 MiB, three rounds."""
    return PasswordHasher()


@lru_cache(maxsize=2)
def _dummy_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that nobody has")


def hash_password(password: str) -> str:
    """The hash that is kept of a password."""
    return make_hasher().hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    """Whether a password belongs to a hash; without a hash it takes as long and is False."""
    hasher = make_hasher()
    dummy = _dummy_hash(hasher)
    try:
        # What is longer than any password would only cost time.
        hasher.verify(password_hash or dummy, password[:MOST_CHARACTERS])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None and len(password) <= MOST_CHARACTERS


def must_rehash(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return make_hasher().check_needs_rehash(password_hash)


def find_weakness(password: str, *, name: str, email: str) -> Weakness | None:
    """Why somebody cannot take this password, or None; there are no rules about kinds of signs."""
    if len(password) < LEAST_CHARACTERS:
        return Weakness.TOO_SHORT
    if len(password) > MOST_CHARACTERS:
        return Weakness.TOO_LONG
    if len(set(password.casefold())) < LEAST_DIFFERENT:
        return Weakness.REPEATED
    plain, read = _fold(password), _fold(_word_in(password).translate(_LOOKALIKES))
    if _is_common(plain) or _is_common(read):
        return Weakness.COMMON
    own = [*_parts(name), *_parts(email), *SITE_WORDS]
    for text in (plain, read):
        rest = _without(text, own)
        if rest != text and len(rest) < LEAST_OWN:
            return Weakness.KNOWN_NAME
    if len(_without(plain, _runs())) < LEAST_LEFT:
        return Weakness.ROW
    return None


def _fold(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _word_in(password: str) -> str:
    """A password without the digits and signs around its letters."""
    ends = [place for place, sign in enumerate(password) if sign.isalpha()]
    return password[ends[0] : ends[-1] + 1] if ends else password


def _parts(text: str) -> list[str]:
    words = "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()
    return [word for word in words if len(word) >= 3]


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted(set(words), key=lambda item: (-len(item), item)):
        text = text.replace(word, "")
    return text


@lru_cache(maxsize=1)
def _runs() -> frozenset[str]:
    rows = [*_ROWS, *(row[::-1] for row in _ROWS)]
    return frozenset(
        row[start:end]
        for row in rows
        for start in range(len(row))
        for end in range(start + SHORTEST_ROW, len(row) + 1)
    )


@lru_cache(maxsize=1)
def read_common() -> frozenset[str]:
    """The words that so many people take that they are tried first."""
    lines = COMMON_FILE.read_text("utf-8").splitlines()
    return frozenset(_fold(line) for line in lines if line and not line.startswith("#"))


def _is_common(plain: str) -> bool:
    """A common word, also with digits around it, or said several times."""
    letters = "".join(sign for sign in plain if not sign.isdigit())
    cores = {plain, plain.strip("0123456789"), letters, *_once(plain), *_once(letters)}
    return bool(cores & read_common())


def _once(text: str) -> set[str]:
    """The part of which a text is a repetition, if it is one."""
    half = len(text) // 2
    return {text[:size] for size in range(3, half + 1) if text == text[:size] * (len(text) // size)}
