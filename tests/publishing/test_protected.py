"""Ways to reach or to pay somebody are found wherever they stand; school years are none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.directory.drafts import CancellationDraft, ContactDraft
from app.publishing.facts import ProposedOffer
from app.publishing.protected import brings_new_reaches, find_reaches
from tests.data.directory_examples import STORY_HOUR

BASE = ProposedOffer(STORY_HOUR)
IBAN = "BE68 5390 0754 7034"


def told_in(fact: str, text: str) -> ProposedOffer:
    words = {**STORY_HOUR.words, "nl": replace(STORY_HOUR.words["nl"], **{fact: text})}
    return ProposedOffer(replace(STORY_HOUR, words=words))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bel 0470 11 22 33.", {"+32470112233"}),
        ("Bel +32 9 225 10 10!", {"+3292251010"}),
        ("Mail naar Iemand@Elders.example.", {"iemand@elders.example"}),
        ("Kijk op www.elders.example/kom, of later.", {"elders.example/kom"}),
        ("Alles staat op speelclub.be.", {"speelclub.be"}),
        ("We spelen.De kinderen eten om 16.00 uur.", set()),
        (f"Stort op {IBAN}.", {"BE68539007547034"}),
        (f"Stort op {IBAN} of bel nu.", {"BE68539007547034"}),
        ("Rekening be68539007547034", {"BE68539007547034"}),
        ("Voor het schooljaar 2026-2027 en 2025/2026.", set()),
        ("Van 3 tot 12 jaar, 2,50 euro, op 12 juni om 14.00 uur.", set()),
    ],
)
def test_a_way_to_reach_is_read_from_a_text(text: str, found: set[str]) -> None:
    assert find_reaches(text) == found


@pytest.mark.parametrize("fact", ["title", "description", "join", "price_note", "waiting"])
@pytest.mark.parametrize(
    "text", ["0470 11 22 33", "ik@elders.example", "https://elders.example", "elders.be", IBAN]
)
def test_a_new_way_inside_a_text_needs_a_review(fact: str, text: str) -> None:
    assert brings_new_reaches(BASE, told_in(fact, f"Meer weten? {text}"))


def test_so_does_one_in_a_field() -> None:
    contact = ContactDraft("phone", "0470 11 22 33")
    unreadable = ContactDraft("phone", "vraag naar An")
    for facts in (
        {"contacts": (*STORY_HOUR.contacts, contact)},
        {"contacts": (*STORY_HOUR.contacts, unreadable)},
        {"booking_url": "https://elders.example/boek"},
        {"cancellations": (CancellationDraft(STORY_HOUR.closures[0].first_day, None, IBAN),)},
    ):
        assert brings_new_reaches(BASE, ProposedOffer(replace(STORY_HOUR, **facts))), facts


def test_what_was_told_before_or_is_known_elsewhere_needs_none() -> None:
    assert not brings_new_reaches(BASE, told_in("join", "Bel 09 000 56 78."))
    again = told_in("join", "Mail hallo@bibdepagina.example")
    assert not brings_new_reaches(BASE, again, known=["hallo@bibdepagina.example"])
    assert not brings_new_reaches(BASE, ProposedOffer(replace(STORY_HOUR, contacts=())))
    assert not brings_new_reaches(BASE, told_in("description", "Schooljaar 2026-2027."))
