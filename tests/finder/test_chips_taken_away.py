"""Taking a chip away takes exactly its own part out of the address, and out of the words."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask

from app.finder.searching import Search
from tests.finder.asked_pages import (
    address_of,
    ask,
    chips_of,
    find,
    pairs_of,
    read_address,
    understand,
    visiting,
)

Query = dict[str, object]
# What each parameter of a search adds, all different, none of it in the words.
FIELDS: list[tuple[str, str]] = [
    ("plaats", "Temse"),
    ("kind", "9 maanden"),
    ("kind", "4 jaar"),
    ("thema", "sports"),
    ("soort", "activiteit"),
    ("dag", "wo"),
    ("dag", "za"),
    ("dagdeel", "namiddag"),
    ("prijs", "gratis"),
    ("prijs", "pas"),
    ("inloop", "1"),
    ("taal", "fr"),
    ("toegang", "acc-buggy"),
    ("van", "2026-01-01"),
]
SENTENCES = {
    "zwemmen woensdagnamiddag 6 jaar gratis Lokeren": 5,
    "voorlezen zaterdag zonder afspraak binnen 5 km van Temse": 5,
    "judo voor 8 jaar met kansenpas online": 4,
    "kamp in de paasvakantie 10 jaar Sint-Niklaas": 4,
    "muziek vandaag aan huis": 3,
}


def listed(pairs: list[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter(pair for pair in pairs if pair[0] != "pagina")


@pytest.mark.parametrize("language", ["nl", "fr", "ar"])
def test_each_field_is_one_chip_that_takes_exactly_that_away(app: Flask, language: str) -> None:
    fields = [
        ("q", "spelen"),
        *FIELDS,
        ("weergave", "kaart"),
        ("sorteer", "eerst"),
        ("lijst", "1,2"),
    ]
    page = ask(app, address_of("&".join(f"{name}={value}" for name, value in fields), language))
    assert len(page.chips) == len(FIELDS) + 1
    whole = listed(fields)
    for chip in page.chips:
        gone = whole - listed(pairs_of(chip.remove_url))
        assert len(gone) == 1, chip.text
        assert listed(pairs_of(chip.remove_url)) <= whole, chip.text
    left = [listed(pairs_of(chip.remove_url)) for chip in page.chips]
    assert {next(iter(whole - rest)) for rest in left} == {("q", "spelen"), *FIELDS}


def facts_of(search: Search) -> Counter[tuple[str, str]]:
    return Counter((fact.kind.value, str(fact.value)) for fact in search.facts)


@pytest.mark.parametrize("words", SENTENCES)
def test_each_fact_of_a_sentence_is_a_chip_that_takes_only_that_away(
    app: Flask, words: str
) -> None:
    whole = understand(app, q=words)
    page = find(app, q=words)
    assert len(page.chips) == SENTENCES[words], [chip.text for chip in page.chips]
    topic, *facts = page.chips
    for chip in facts:
        with visiting(app, chip.remove_url):
            left = ask(app, chip.remove_url)
        taken = set(chips_of(page)) - set(chips_of(left))
        assert chip.text in taken
        # The distance says where it is measured from, so it goes along with the place.
        assert len(taken) == 1 or all(" km" in text for text in taken)
        assert topic.text in chips_of(left)
    without = read_address(app, topic.remove_url)
    again = understand(app, q=without.words)
    assert again.query.words == ""
    assert facts_of(again) == facts_of(whole)


def test_the_chips_are_gone_one_by_one_until_nothing_is_left(app: Flask) -> None:
    address = address_of({"q": "zwemmen woensdag 6 jaar gratis", "plaats": "9160", "kind": "4"})
    count = len(ask(app, address).chips)
    assert count == 6
    while page_chips := ask(app, address).chips:
        assert len(page_chips) == count
        address = page_chips[0].remove_url
        count -= 1
    assert pairs_of(address) == []


def test_an_age_group_is_a_chip_of_its_own(app: Flask) -> None:
    page = find(app, leeftijd="age-6-9", dag="wo")
    assert len(page.chips) == 2
    chip = next(chip for chip in page.chips if "leeftijd" not in chip.remove_url)
    assert pairs_of(chip.remove_url) == [("dag", "wo")]


def test_a_page_without_a_question_has_no_chips(app: Flask) -> None:
    assert find(app).chips == ()


def test_taking_a_chip_away_starts_at_the_first_page(app: Flask) -> None:
    page = find(app, q="spelen", dag="wo", pagina="2")
    assert all("pagina" not in dict(pairs_of(chip.remove_url)) for chip in page.chips)


def test_one_press_takes_everything_away(app: Flask) -> None:
    page = find(app, q="spelen", dag="wo", plaats="Temse")
    assert page.clear_url == "/nl/zoek"


def test_the_summary_tells_the_chips_in_one_sentence(app: Flask) -> None:
    page = find(app, q="zwemmen", prijs="gratis", plaats="Temse")
    assert page.summary.endswith(": zwemmen · bij Temse, tot 10 km · gratis.")
    assert page.summary.startswith(f"{page.total} result")
