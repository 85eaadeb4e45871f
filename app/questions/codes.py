"""References and follow-up codes: what people write down, and how forgivingly it is read back."""

from __future__ import annotations

import secrets
import unicodedata

REFERENCE_SIGNS = "34679ACDEFGHJKMNPQRTVWXY"
"""Without signs that look like another: 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B."""
CONSONANTS = "bdfgklmnprstvz"
VOWELS = "aeiou"
GROUPS = 5
SYLLABLES = 2
"""Seventy syllables, ten of them: more than 61 bits."""
# Nobody has to read these aloud.
_NOT_SPOKEN = frozenset({"kaka", "pipi", "popo", "nazi", "titi", "kuti", "sufi", "dodo", "lulu"})
LONGEST_TYPED = 80


def new_reference() -> str:
    """A fresh reference, such as "K7M-3QP": a name for a question, secret to nobody."""
    signs = "".join(secrets.choice(REFERENCE_SIGNS) for _number in range(6))
    return f"{signs[:3]}-{signs[3:]}"


def new_code() -> str:
    """A fresh follow-up code, such as "kito ramu fase lobi demu": what opens a question."""
    return " ".join(_new_group() for _number in range(GROUPS))


def _new_group() -> str:
    while True:
        group = "".join(
            secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _number in range(SYLLABLES)
        )
        if group not in _NOT_SPOKEN:
            return group


def read_reference(typed: str) -> str:
    """The reference in what somebody typed: case, spaces and dashes do not matter."""
    signs = "".join(sign for sign in _plain(typed).upper() if sign.isalnum())[:12]
    return f"{signs[:3]}-{signs[3:]}" if len(signs) == 6 else signs


def read_code(typed: str) -> str:
    """The code in what somebody typed as it is digested: its letters only, small."""
    return "".join(sign for sign in _plain(typed).lower() if "a" <= sign <= "z")


def _plain(typed: str) -> str:
    """The signs without accents or other dress: a phone may write full-width or accented ones."""
    return unicodedata.normalize("NFKD", typed[:LONGEST_TYPED])
