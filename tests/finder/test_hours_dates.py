"""Families read which dates near by are not as always."""

from __future__ import annotations

from datetime import date

import pytest

from app.agenda.opening_hours import OpeningHours
from app.finder.hours_dates import date_notes

TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "Mo-Fr 09:00-17:00; Dec 26-Jan 02 off; Dec 24 09:00-12:00; 2026 Dec 25 off",
            (
                "Donderdag 24 december: 09.00\u2060–\u206012.00 uur.",
                "Vrijdag 25 december: gesloten.",
                "Gesloten van zaterdag 26 december tot en met zaterdag 2 januari.",
            ),
        ),
        ("Mo-Fr 09:00-17:00; Nov 20-Dec 05 off", ("Gesloten tot en met zaterdag 5 december.",)),
        ("Mo-Fr 09:00-17:00; Jul 01-Aug 15 off; 2026 Nov 30 off", ()),
        ("Th[1] 14:00-16:00; 2026 Dec 24 off", ()),
    ],
)
def test_dates_near_by_are_told_in_order(text: str, notes: tuple[str, ...]) -> None:
    assert date_notes(OpeningHours.parse(text), TODAY) == notes
