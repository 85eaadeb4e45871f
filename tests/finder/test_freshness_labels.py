"""Families read who checked an offer and when, what nobody confirmed, and what may be old."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.directory.models.checks import FactCheck
from app.directory.models.offers import Offer
from app.finder.cards import Tone
from app.finder.notices import offer_notices, verified_label

TODAY = date(2026, 5, 4)
CHECKED = date(2026, 5, 3)


def make_offer(**facts: object) -> Offer:
    values = {
        "kind": "service",
        "state": "published",
        "online": "no",
        "is_at_home": True,
        "price_cents": 200,
        "verified_on": CHECKED,
        "verified_by": "partner",
        "check_every_months": 12,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
        **facts,
    }
    return Offer(**values)


def doubt(fact: str) -> FactCheck:
    return FactCheck(fact=fact, checked_on=CHECKED, is_right=False)


@pytest.mark.parametrize(
    ("facts", "text", "tone"),
    [
        ({}, "Nagekeken door de partner op 3 mei 2026", Tone.GOOD),
        ({"verified_by": "house"}, "Nagekeken door het Huis op 3 mei 2026", Tone.GOOD),
        (
            {"verified_by": "source"},
            "Ingelezen uit een lijst, nagekeken op 3 mei 2026",
            Tone.GOOD,
        ),
        ({"verified_by": ""}, "Nagekeken op 3 mei 2026", Tone.GOOD),
        (
            {"checks": [doubt("price")]},
            "Nagekeken door de partner op 3 mei 2026; prijs nog niet bevestigd",
            Tone.CALM,
        ),
        (
            {"checks": [doubt("price"), doubt("where"), doubt("contact")]},
            "Nagekeken door de partner op 3 mei 2026; plaats, prijs en contact nog niet bevestigd",
            Tone.CALM,
        ),
        (
            {"verified_on": None, "verified_by": ""},
            "Nog niet nagekeken door de partner",
            Tone.CALM,
        ),
        (
            {"verified_on": date(2025, 5, 3)},
            "Nagekeken door de partner op 3 mei 2025: mogelijk verouderd",
            Tone.WARN,
        ),
        (
            {"verified_on": date(2026, 4, 3), "check_every_months": 1},
            "Nagekeken door de partner op 3 april 2026: mogelijk verouderd",
            Tone.WARN,
        ),
    ],
)
def test_the_label_says_who_when_and_what_not(
    facts: dict[str, object], text: str, tone: Tone
) -> None:
    label = verified_label(make_offer(**facts), TODAY)
    assert (label.text, label.tone) == (text, tone)


@pytest.mark.parametrize(
    ("facts", "notices"),
    [
        ({}, []),
        ({"verified_on": date(2025, 5, 4)}, []),
        ({"verified_on": date(2025, 5, 3)}, ["Mogelijk verouderd, bel even vooraf"]),
        (
            {"hidden_on": date(2026, 5, 1)},
            ["Al lang niet nagekeken: bel eerst. In de zoekresultaten staat dit niet meer."],
        ),
    ],
)
def test_what_is_overdue_or_hidden_says_so_first(
    facts: dict[str, object], notices: list[str]
) -> None:
    now = datetime(2026, 5, 4, 9, tzinfo=UTC)
    assert [label.text for label in offer_notices(make_offer(**facts), (), now)] == notices
