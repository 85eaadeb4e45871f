"""Which lines of families bring the numbers for danger to the top, and which everyday ones do not.

A number too many costs little, so what may mean danger always counts. But a parent who asks why a
child no longer wants its bed must not be told about suicide.
"""

from __future__ import annotations

import pytest

from app.search.table.synonyms import Synonyms
from app.search.text.folding import split_words

TERMS = {"suicidal-thoughts", "unsafe-at-home"}
DANGER = (
    "ik wil niet meer leven",
    "ik wil er niet meer zijn",
    "ik wil hier niet meer zijn",
    "ik wil gewoon niet meer bestaan",
    "ik wil niet meer wakker worden",
    "ik wil slapen en nooit meer wakker worden",
    "ik kan niet meer verder",
    "hij wil er een einde aan maken",
    "mijn zoon wil dood",
    "mijn dochter snijdt in haar arm",
    "mijn man slaat mij",
    "papa slaat mama",
    "mijn broer slaat mij",
    "blauwe plekken thuis",
)
EVERYDAY = (
    "mijn zoon wil niet meer in zijn bed slapen",
    "hij wil niet meer naar zijn voetbal",
    "hij wil niet meer op zijn potje",
    "wij willen hier niet meer wonen",
    "elke ochtend om vier uur wakker en wil dan niet meer slapen",
    "baby slaapt niet door en blijft elke nacht wakker worden",
    "onze hond is dood en mijn zoon is verdrietig",
    "oma is dood, hoe vertel ik het mijn kind",
    "hij maakt een einde aan zijn relatie",
    "mijn peuter slaat zijn broertje",
    "mijn dochter van 3 slaat andere kinderen",
    "mijn kleine bijt en slaat",
    "ze wil niet meer eten en niet meer drinken",
    "ik roep te veel tegen mijn kinderen",
)


def alarms(synonyms: Synonyms, line: str) -> set[str]:
    words = split_words(line)
    known = (*synonyms.find_worries(words), *synonyms.find_phrases(words))
    return {str(meaning.term_id) for found in known for meaning in found.meanings} & TERMS


@pytest.mark.parametrize("line", DANGER)
def test_danger_is_always_heard(synonyms: Synonyms, line: str) -> None:
    assert alarms(synonyms, line)


@pytest.mark.parametrize("line", EVERYDAY)
def test_everyday_words_are_no_alarm(synonyms: Synonyms, line: str) -> None:
    assert alarms(synonyms, line) == set()
