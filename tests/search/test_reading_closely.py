"""Fine concepts, what must not be it, small words, and slips of the finger."""

from __future__ import annotations

from pathlib import Path

import pytest
from search_examples import NOW, make_offer

from app.search.engine import SearchEngine
from app.search.queries import Hits, Query
from app.search.reading.correction import Corrector
from app.search.table.synonym_table import NARROWER, WORRY, SynonymRow
from app.search.table.synonyms import Synonyms
from app.search.text.folding import split_words
from app.search.text.keyboard import SLIP, SOUND, saved_by_slip

LABELS = [("sports", "nl", "Sport"), ("debts", "nl", "Schulden"), ("arts", "nl", "Kunst")]


def _row(canonical: str, variant: str, term: str, kind: str = NARROWER) -> SynonymRow:
    return SynonymRow(canonical, variant, "nl", kind, term)


ROWS = [
    _row("sport", "sporten", "sports", "synonym"),
    _row("zwemles", "zwemles", "sports"),
    _row("zwemles", "kikkerdiploma", "sports"),
    _row("voetbal", "voetbal", "sports"),
    _row("deurwaarder", "deurwaarder", "debts"),
    _row("schulden", "enig geld", "debts", "synonym"),
    _row("kunst", "tekenen", "arts", "synonym"),
    _row("schulden", "deurwaarders", "debts", "synonym"),
    _row("sport", "gezinszwemles", "sports", "synonym"),
    _row("schulden", "geld moeder", "debts", WORRY),
    _row("schulden", "aflossen", "debts", "synonym"),
    _row("sport", "lost", "sports", "synonym"),
]
OFFERS = [
    make_offer(1, "Naar het kikkerdiploma", term_ids=("sports",)),
    make_offer(2, "Elke zondag voetbal", term_ids=("sports",)),
    make_offer(3, "Budget op orde", term_ids=("debts",)),
    make_offer(4, "Tekenen en voetbal kijken", term_ids=("arts", "sports")),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    made = SearchEngine(tmp_path_factory.mktemp("fine") / "index", Synonyms.of(ROWS, LABELS))
    made.rebuild(OFFERS)
    return made


def ask(engine: SearchEngine, words: str, **facts: object) -> Hits:
    return engine.search(Query(words=words, **facts), NOW)  # type: ignore[arg-type]


def ids(hits: Hits) -> list[int]:
    return [hit.offer_id for hit in hits.hits]


def test_a_fine_concept_finds_its_other_words_before_the_rest_of_its_term(
    engine: SearchEngine,
) -> None:
    found = ids(ask(engine, "zwemles"))
    assert found[0] == 1
    assert set(found) <= {1, 2, 4}


def test_a_fine_concept_that_no_offer_has_stands_for_its_whole_term(engine: SearchEngine) -> None:
    assert ids(ask(engine, "deurwaarder")) == [3]
    (group,) = ask(engine, "deurwaarder").reading
    assert group.terms == (("debts", 1.0),)


def test_a_plural_of_its_own_keeps_the_fine_concept_of_the_word() -> None:
    synonyms = Synonyms.of(ROWS, LABELS)
    (phrase,) = synonyms.find_phrases(split_words("deurwaarders"))
    assert {meaning.canonical for meaning in phrase.meanings} == {"schulden", "deurwaarder"}


def test_a_compound_of_a_term_also_means_what_its_part_is_of_it(engine: SearchEngine) -> None:
    found = ids(ask(engine, "gezinszwemles"))
    assert found[0] == 1


@pytest.mark.parametrize(
    ("words", "typed", "term"),
    [
        ("hoe los ik dat af", "los … af", "debts"),
        ("wie lost mijn lening af?", "lost … af", "debts"),
        ("wie lost af", "lost af", "debts"),
        ("ze lost het op, want ik kijk af", "lost", "sports"),
        ("wie lost het af te laat", "lost", "sports"),
    ],
)
def test_a_verb_in_two_parts_is_read_as_one(
    engine: SearchEngine, words: str, typed: str, term: str
) -> None:
    known = {group.typed: group.terms for group in ask(engine, words).reading if group.terms}
    assert known == {typed: ((term, 1.0),)}


@pytest.mark.parametrize("word", ["mammie", "mama's", "moeders", "papa"])
def test_words_for_one_member_of_the_family_are_one(word: str) -> None:
    found = bool(Synonyms.of(ROWS, LABELS).find_worries(split_words(f"{word} zonder geld")))
    assert found == (word != "papa")


def test_an_offer_about_what_is_asked_comes_before_one_about_more(engine: SearchEngine) -> None:
    assert ids(ask(engine, "voetbal")) == [2, 4]


@pytest.mark.parametrize(
    ("words", "unwanted"),
    [
        ("sporten maar geen voetbal", ("voetbal",)),
        ("sporten, geen voetbal", ("voetbal",)),
        ("sporten behalve voetbal", ("voetbal",)),
        ("sporten, liever geen tekenen", ("tekenen",)),
        # Who finds none wants it all the same, and who has none needs it.
        ("geen voetbal gevonden", ()),
        ("tekenen, geen voetbal", ()),
        ("tekenen maar geen voetbal", ()),
        ("sporten en voetbal", ()),
    ],
)
def test_what_must_not_be_it_is_left_out(
    engine: SearchEngine, words: str, unwanted: tuple[str, ...]
) -> None:
    hits = ask(engine, words)
    assert hits.unwanted == unwanted
    if unwanted:
        assert ids(hits) == ([1] if "voetbal" in unwanted else [1, 2])
    else:
        assert 2 in ids(hits)


def test_words_that_nothing_has_are_told(engine: SearchEngine) -> None:
    assert ask(engine, "voetbal met zwxbrq").unmet == ("zwxbrq",)
    assert ask(engine, "voetbal").unmet == ()


def test_a_small_word_is_no_other_word_with_its_stem() -> None:
    table = Synonyms.of([*ROWS, SynonymRow("was", "was/strijk doen", "nl", WORRY, "debts")], LABELS)
    assert table.find_phrases(split_words("enig geld"))
    assert not table.find_phrases(split_words("een geld"))
    assert table.find_worries(split_words("de strijk doen"))
    assert table.find_worries(split_words("wat was er te doen"))
    washing = Synonyms.of([SynonymRow("was", "wassen drogen", "nl", WORRY, "debts")], LABELS)
    assert washing.find_worries(split_words("wassen en drogen"))
    assert not washing.find_worries(split_words("het was aan het drogen"))


def test_an_apostrophe_in_a_worry_makes_no_word_of_its_last_letter() -> None:
    table = Synonyms.of([SynonymRow("samen", "mama's praten", "nl", WORRY, "debts")], LABELS)
    assert table.find_worries(split_words("praten met andere mama's"))
    assert not table.find_worries(split_words("'s avonds praten"))


def test_a_slip_to_the_next_key_costs_less_than_any_other_letter(tmp_path: Path) -> None:
    assert saved_by_slip("kleutrr", "kleuter") == pytest.approx(1 - SLIP)
    assert saved_by_slip("cindig", "kindig") == pytest.approx(1 - SOUND)
    assert saved_by_slip("pamlers", "pampers") == saved_by_slip("kamp", "kampen") == 0.0
    # On the Belgian keyboard the r lies beside the t, and far from the n.
    assert Corrector({"bakken": 9, "batken": 9}, Synonyms.of()).correct("barken") == "batken"
