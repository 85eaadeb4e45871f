"""What is proposed while somebody types, by the same understanding as that of the search."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_examples import make_offer
from search_house import OFFERS

from app.search.engine import SearchEngine
from app.search.suggesting.typos import near_beginnings
from app.search.table.synonym_table import SynonymRow
from app.search.table.synonyms import Synonyms

LABELS = (
    ("form-toy-library", "nl", "Spelotheek"),
    ("childcare", "nl", "Kinderopvang"),
    ("childcare", "fr", "Garde d'enfants"),
    ("sleep", "nl", "Slapen"),
    ("swimming", "nl", "Zwemmen"),
    ("babies", "nl", "Baden met baby"),
    ("fear", "nl", "Bang zijn"),
    ("acc-free", "nl", "Gratis"),
    ("nothing-here", "nl", "Krekels"),
)
ROWS = (
    SynonymRow("spelotheek", "speel-o-theek", "nl", term_id="form-toy-library"),
    SynonymRow("kinderopvang", "crèche", "nl", term_id="childcare"),
    SynonymRow("kinderopvang", "kinderopvank", "nl", "misspelling", term_id="childcare"),
    SynonymRow("slapen", "slaapt niet", "nl", "worry", term_id="sleep"),
    SynonymRow("zwemmen", "zwemles", "nl", term_id="swimming"),
    SynonymRow("babyzwemmen", "baby water", "nl", term_id="babies"),
    SynonymRow("angst", "bang", "nl", term_id="fear"),
    SynonymRow("gratis", "kosteloos", "nl", term_id="acc-free"),
)
TITLES = (
    ("Spelotheek De Tol", ("form-toy-library", "acc-free")),
    ("Crèche De Kikker", ("childcare",)),
    ("Slaapadvies", ("sleep",)),
    ("Samen zwemmen met baby in het diepe", ("swimming", "babies")),
    ("Praten over angst", ("fear",)),
)

MORE_OFFERS = (("Slaapadvies", ("sleep",)), ("Prikken voor kleuters", ("vaccination",)))


def fill(folder: Path, synonyms: Synonyms) -> SearchEngine:
    engine = SearchEngine(folder, synonyms)
    engine.rebuild(
        make_offer(number, title, term_ids=terms) for number, (title, terms) in enumerate(TITLES, 1)
    )
    return engine


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    """Some offers, and a table of a few rows."""
    return fill(tmp_path_factory.mktemp("small"), Synonyms.of(ROWS, LABELS))


def named(engine: SearchEngine, text: str, kind: str, language: str = "nl") -> list[str]:
    return [one.label for one in engine.suggest(text, language) if one.kind == kind]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, synonyms: Synonyms) -> SearchEngine:
    engine = SearchEngine(tmp_path_factory.mktemp("typing"), synonyms)
    engine.rebuild(
        make_offer(number, title, term_ids=terms)
        for number, (title, terms, *_) in enumerate((*OFFERS, *MORE_OFFERS), 1)
    )
    return engine


TYPED = (
    ("spelo", "form-toy-library"),
    ("speloth", "form-toy-library"),
    ("krech", "childcare-baby-toddler"),
    ("pampr", "nappies-baby-milk"),
    ("huilba", "crying-baby"),
    ("vacin", "vaccination"),
    ("sgool", "education"),
    ("kinderopvnag", "childcare"),
    ("huiswrkbegeleid", "homework"),
    ("slaapt n", "sleep"),
    ("mijn zoon van 3 slaapt n", "sleep"),
    ("slapt ni", "sleep"),
    ("gratis pampe", "nappies-baby-milk"),
    ("حفاظ", "nappies-baby-milk"),
    ("boşan", "separation"),
)


@pytest.mark.parametrize(("typed", "term_id"), TYPED)
def test_a_beginning_in_the_words_of_families_becomes_the_term(
    house: SearchEngine, typed: str, term_id: str
) -> None:
    terms = [one.value for one in house.suggest(typed, "nl") if one.kind == "term"]
    assert term_id in terms


def test_what_is_spelt_so_comes_before_what_nearly_is(small: SearchEngine) -> None:
    assert named(small, "spelot", "term") == ["Spelotheek"]
    assert named(small, "bang", "term") == ["Bang zijn"]
    assert named(small, "bnag", "term") == ["Bang zijn"]


def test_a_name_in_another_language_shows_the_label_of_the_page(small: SearchEngine) -> None:
    found = small.suggest("crech", "fr")[0]
    assert (found.label, found.detail) == ("Garde d'enfants", "crèche")


def test_nobody_is_shown_a_misspelling_or_a_theme_without_offers(small: SearchEngine) -> None:
    found = small.suggest("kinderopvank", "nl")[0]
    assert (found.label, found.detail) == ("Kinderopvang", "")
    assert small.suggest("krekels", "nl") == ()


def test_words_before_the_last_stay_when_they_are_understood(small: SearchEngine) -> None:
    assert named(small, "kosteloos spe", "term") == ["kosteloos spelotheek"]
    assert named(small, "mijn baby slaapt n", "term") == ["mijn baby slaapt niet"]
    assert named(small, "waar kan ik terecht met een spelo", "term") == ["Spelotheek"]
    assert small.suggest("qwrtp spe", "nl") == ()


def test_what_follows_a_topic_leads_to_offers_about_both(small: SearchEngine) -> None:
    assert named(small, "zwemles ba", "term") == ["zwemles babyzwemmen"]
    assert named(small, "zwemles diep", "word") == ["zwemles diepe"]
    assert not any("angst" in one.label for one in small.suggest("zwemles an", "nl"))


def test_a_title_is_found_by_a_mistyped_word(small: SearchEngine) -> None:
    assert named(small, "slaapdavi", "offer") == ["Slaapadvies"]
    assert named(small, "samen zwmme", "offer") == ["Samen zwemmen met baby in het diepe"]
    assert named(small, "praten over a", "offer") == ["Praten over angst"]


def test_what_means_the_same_is_proposed_once(small: SearchEngine) -> None:
    assert [one.kind for one in small.suggest("zwem", "nl")] == ["term", "offer"]


def test_staff_decide_how_a_word_is_read(tmp_path: Path) -> None:
    spelling = {"bnag": "", "nanny": "crèche"}
    engine = fill(tmp_path, Synonyms.of(ROWS, LABELS, spelling=spelling))
    assert engine.suggest("bnag", "nl") == ()
    assert named(engine, "nanny", "term") == ["Kinderopvang"]


KNOWN = sorted(("kinderopvang", "luierbank", "spelotheek", "vaccinatie", "zwangerschap", "مدرسه"))


@settings(max_examples=200, deadline=None)
@given(data=st.data(), word=st.sampled_from(KNOWN))
def test_one_slip_in_a_beginning_is_repaired(data: st.DataObject, word: str) -> None:
    beginning = word[: data.draw(st.integers(5, len(word)))]
    place = data.draw(st.integers(1, len(beginning) - 2))
    letter = data.draw(st.sampled_from("xqeu"))
    kept, slipped, rest = beginning[:place], beginning[place], beginning[place + 1 :]
    typed = data.draw(
        st.sampled_from(
            (kept + rest, kept + letter + rest, kept + rest[0] + slipped + rest[1:])
            + ((kept + letter + slipped + rest),) * (len(beginning) > 5)
        )
    )
    meant = [word.startswith(one.text) for one in near_beginnings(KNOWN, typed)]
    assert word.startswith(typed) or any(meant)


@given(typed=st.text(max_size=60))
def test_every_repair_begins_a_known_word(typed: str) -> None:
    found = near_beginnings(KNOWN, typed)
    assert len(found) <= 10
    assert all(any(word.startswith(one.text) for word in KNOWN) for one in found)
