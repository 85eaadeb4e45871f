"""Abilities taken away one at a time: what is put in their place is truly there, and no longer."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from app.search.table.synonym_table import WORRY, SynonymRow
from app.search.table.synonyms import Synonyms
from app.search.text.compounds import Lexicon
from benchmarks.relevance.ablation import (
    ABILITIES,
    Ability,
    AbilityNotFoundError,
    make_words,
    take_away,
)


@pytest.mark.parametrize("ability", ABILITIES, ids=lambda ability: ability.name)
def test_what_an_ability_is_taken_away_by_still_exists(ability: Ability) -> None:
    with ExitStack() as stack:
        assert take_away(ability, stack) == dict.fromkeys(ability.instead, 0)


def test_an_ability_is_away_until_the_end_and_its_calls_are_counted() -> None:
    lexicon = Lexicon({"huiswerk": 5, "begeleiding": 5})
    compounds = next(ability for ability in ABILITIES if ability.name == "compounds")
    with ExitStack() as stack:
        reached = take_away(compounds, stack)
        assert lexicon.split("huiswerkbegeleiding") == ()
        assert reached["app.search.text.compounds.Lexicon.split"] == 1
    assert lexicon.split("huiswerkbegeleiding") == ("huiswerk", "begeleiding")


def test_a_function_that_is_gone_stops_the_measuring() -> None:
    gone = Ability("gone", instead={"app.search.text.compounds.Lexicon.cut": lambda: ()})
    with ExitStack() as stack, pytest.raises(AttributeError):
        take_away(gone, stack)
    unknown = Ability("unknown", words={"dreams": lambda _known: ()})
    with pytest.raises(AbilityNotFoundError):
        make_words(Synonyms.of(), (), unknown)


def test_tables_are_made_without_worries_or_without_the_rest() -> None:
    named = {ability.name: ability for ability in ABILITIES}
    synonym = SynonymRow("kinderopvang", "kribbe", "nl")
    worry = SynonymRow("slaap", "slaapt niet", "nl", WORRY)
    known = Synonyms.of([synonym, worry])
    assert make_words(known, (), named["worries"]).rows == (synonym,)
    assert make_words(known, (), named["synonyms"]).rows == (worry,)
    whole = make_words(known, (), named["stems"])
    assert whole.stems.stem("kleertjes", "nl") == "kleertjes"
    assert known.stems.stem("kleertjes", "nl") != "kleertjes"
