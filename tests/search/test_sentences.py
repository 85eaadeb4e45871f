"""Where a sentence ends, which of them asks, and that a worry stands in one."""

from __future__ import annotations

import pytest
from search_examples import NOW, make_offer

from app.search.engine import SearchEngine
from app.search.queries import Query
from app.search.ranking import ONLY_TOLD
from app.search.reading.sentences import places_asking, split_sentences
from app.search.reading.wording import word_the_query
from app.search.table.synonym_table import WORRY, SynonymRow
from app.search.table.synonyms import Synonyms
from app.search.text.folding import split_words

ROWS = [
    SynonymRow("slapen", "slaapt niet", "nl", WORRY, "sleep"),
    SynonymRow("zwemmen", "zwemles", "nl", "synonym", "swimming"),
]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", [""]),
        ("een zin", ["een zin"]),
        ("Ze huilt. Wat nu?", ["ze huilt", "wat nu"]),
        ("eerst dit\ndan dat", ["eerst dit", "dan dat"]),
        ("om 18.30 uur, bij 2.5 jaar", ["om 18 30 uur bij 2 5 jaar"]),
        ("Echt waar?! Ja...", ["echt waar", "ja"]),
    ],
)
def test_a_mark_and_a_space_end_a_sentence(text: str, sentences: list[str]) -> None:
    words = split_words(text)
    found = [" ".join(words[place].folded for place in one) for one in split_sentences(words, text)]
    assert found == sentences


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("Hij is vier. Waar kan hij zwemmen?", "waar kan hij zwemmen"),
        ("Ik zoek een zwemles. Hij is vier.", "ik zoek een zwemles"),
        ("Waar kan hij zwemmen? Hij is vier.", "waar kan hij zwemmen"),
        ("هو في الرابعة. أين يسبح؟", "اين يسبح"),
        ("Waar is dat? En wanneer?", ""),
        ("Hij is vier. Hij slaapt slecht.", ""),
        ("waar kan hij zwemmen?", ""),
        ("", ""),
    ],
)
def test_the_sentence_that_asks_stands_out_among_those_that_tell(text: str, asking: str) -> None:
    words = split_words(text)
    places = sorted(places_asking(words, text))
    assert " ".join(words[place].folded for place in places) == asking


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    made = SearchEngine(tmp_path_factory.mktemp("told") / "index", Synonyms.of(ROWS, []))
    made.rebuild(
        [
            make_offer(1, "Rustige nachten", term_ids=("sleep",)),
            make_offer(2, "In het water", term_ids=("swimming",)),
        ]
    )
    return made


def shares(engine: SearchEngine, words: str) -> dict[str, float]:
    hits = engine.search(Query(words=words), NOW)
    return {term_id: group.share for group in hits.reading for term_id, _sure in group.terms}


def test_a_worry_stands_in_one_sentence(engine: SearchEngine) -> None:
    assert "sleep" in shares(engine, "zijn broer slaapt nog niet")
    assert "sleep" not in shares(engine, "zijn broer slaapt nog. Niet te geloven")


def test_what_is_only_told_weighs_less_than_what_is_asked(engine: SearchEngine) -> None:
    told = shares(engine, "Hij slaapt niet. Waar is er zwemles?")
    both = shares(engine, "Hij slaapt niet, waar is er zwemles?")
    assert told["swimming"] / told["sleep"] == pytest.approx(
        both["swimming"] / both["sleep"] / ONLY_TOLD
    )
    # Who helps says nothing of what it is about: nothing of the rest weighs less then.
    told = shares(engine, "Hij slaapt niet, en er is zwemles. Wie helpt ons daarmee?")
    asked = shares(engine, "Hij slaapt niet, en er is zwemles, wie helpt ons daarmee")
    assert told == pytest.approx(asked)
    first = engine.search(Query(words="Hij slaapt niet. Waar is er zwemles?"), NOW).hits[0]
    assert first.offer_id == 2


def test_the_same_words_in_a_row_are_read_once(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def note(query: Query, *given: object) -> object:
        read.append(query.words)
        return word_the_query(query, *given)  # type: ignore[arg-type]

    monkeypatch.setattr("app.search.engine.word_the_query", note)
    first = engine.search(Query(words="zwemles baby"), NOW)
    assert engine.search(Query(words="zwemles baby", ages=(6,)), NOW).reading == first.reading
    assert read == ["zwemles baby"]
    engine.search(Query(words="zwemles baby", is_exact=True), NOW)
    engine.search(Query(words="zwemles"), NOW)
    engine.update([make_offer(3, "Zwemles voor baby's", term_ids=("swimming",))])
    assert 3 in {hit.offer_id for hit in engine.search(Query(words="zwemles"), NOW).hits}
    assert read == ["zwemles baby", "zwemles baby", "zwemles", "zwemles"]
