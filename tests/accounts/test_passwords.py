"""New passwords: long enough, and not what others guess first."""

from __future__ import annotations

import pytest

from app.accounts.passwords import Weakness, find_weakness, read_common


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("elf tekens!", Weakness.TOO_SHORT),
        ("a" * 201, Weakness.TOO_LONG),
        ("abababababababab", Weakness.REPEATED),
        ("Wachtwoord1234!", Weakness.COMMON),
        ("W@chtw00rd2026", Weakness.COMMON),
        ("welkomwelkomwelkom", Weakness.COMMON),
        ("2026-Zonnebloem-2026", Weakness.COMMON),
        ("azertyuiop123456", Weakness.COMMON),
        ("NoorJanssens99", Weakness.KNOWN_NAME),
        ("noor.janssens@huis", Weakness.KNOWN_NAME),
        ("dichtbijdichtbij7", Weakness.KNOWN_NAME),
        ("lkjhgfdsq87654321", Weakness.ROW),
        ("mnopqrstu3456789", Weakness.ROW),
        ("zeven gele laarzen", None),
        ("mijn fiets staat in de regen", None),
        ("Tr4pleuning-mosterd", None),
    ],
)
def test_a_password_that_many_would_guess_is_refused(
    password: str, weakness: Weakness | None
) -> None:
    found = find_weakness(password, name="Noor Janssens", email="noor.janssens@huis.example")
    assert found is weakness


def test_the_list_of_common_passwords_is_there() -> None:
    assert len(read_common()) > 300
