"""Each thing that was understood can be taken away, and only that."""

from __future__ import annotations

import pytest

from tests.finder.conftest import Find


def test_line_of_a_parent_becomes_chips(find: Find) -> None:
    page = find("?q=zwemmen+woensdagnamiddag+6+jaar+gratis+Lokeren")
    texts = [chip.text for chip in page.chips]
    assert texts[0] == "zwemmen"
    for part in ("woensdag namiddag", "kind van 6 jaar", "gratis", "bij Lokeren, tot 10 km"):
        assert part in texts
    assert page.total >= 1
    assert "zwemmen" in page.cards[0].title.lower()


@pytest.mark.parametrize(
    "address",
    [
        "?q=zwemmen+woensdagnamiddag+6+jaar+gratis+Lokeren",
        "?q=knutselen&plaats=Temse&kind=4+jaar&kind=9+maanden&dag=wo&prijs=gratis",
        "?q=praten+zonder+afspraak&thema=parenting&taal=fr&toegang=acc-wheelchair",
        "?q=sport+zaterdag&van=2026-12-01&tot=2027-03-01&soort=activiteit&inloop=1",
    ],
)
def test_taking_one_chip_away_keeps_all_others(find: Find, address: str) -> None:
    chips = find(address).chips
    assert len(chips) >= 3
    for gone in chips:
        left = {chip.text for chip in find(gone.remove_url).chips}
        assert gone.text not in left
        assert left == {chip.text for chip in chips} - {gone.text}


def test_place_in_its_field_wins_from_a_place_in_the_words(find: Find) -> None:
    page = find("?q=zwemmen+Lokeren&plaats=Temse")
    assert "bij Temse, tot 10 km" in [chip.text for chip in page.chips]


def test_stage_of_life_is_a_topic_and_an_age(find: Find) -> None:
    page = find("?q=babymassage+zwanger")
    assert "zwanger" in [chip.text for chip in page.chips]
    assert "massage" in page.cards[0].title.lower()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2,5 jaar", "kind van 2,5 jaar"),
        ("18 maanden", "kind van 18 maanden"),
        ("4", "kind van 4 jaar"),
        ("zwanger", "zwanger"),
    ],
)
def test_age_field_reads_ages_as_people_write_them(find: Find, typed: str, shown: str) -> None:
    page = find(f"?kind={typed.replace(' ', '+')}")
    assert [chip.text for chip in page.chips] == [shown]


def test_odd_age_gets_a_sentence_and_is_kept_in_its_field(find: Find) -> None:
    page = find("?q=spelen&kind=heel+klein+beetje")
    assert any("heel klein beetje" in message.text for message in page.messages)
    assert "heel klein beetje" in page.box.ages


def test_unknown_place_gets_a_sentence_and_is_kept_in_its_field(find: Find) -> None:
    page = find("?q=spelen&plaats=Qwertyxyz")
    assert any("Qwertyxyz" in message.text for message in page.messages)
    assert page.box.place == "Qwertyxyz"
    assert page.total > 0


def test_place_of_several_names_offers_the_others(find: Find) -> None:
    page = find("?q=spelen&plaats=Beveren")
    assert len(page.place_choices) >= 2
    other = page.place_choices[0]
    assert find(other.url).box.place == other.text
