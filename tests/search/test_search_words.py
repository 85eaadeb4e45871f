"""What words find: synonyms, compounds, stems, typing errors, languages, and in which order."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_examples import NOW, make_offer
from search_house import OFFERS

from app.geo.points import Point
from app.search.documents import DocumentText, OfferDocument
from app.search.engine import SearchEngine
from app.search.queries import Hits, Query, Sort
from app.search.table.synonyms import Synonyms

Fill = Callable[..., SearchEngine]
SEED_DATA = Path(__file__).parent.parent.parent / "data" / "seed"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, synonyms: Synonyms) -> SearchEngine:
    with (SEED_DATA / "taxonomy.csv").open(encoding="utf-8", newline="") as file:
        labels = {row["id"]: row["label_nl"] for row in csv.DictReader(file)}
    engine = SearchEngine(tmp_path_factory.mktemp("house"), synonyms)
    engine.rebuild(
        make_offer(
            number,
            title,
            term_ids=terms,
            labels=tuple(("nl", labels[term]) for term in terms),
            min_age_months=low,
            max_age_months=high,
        )
        for number, (title, terms, low, high) in enumerate(OFFERS, 1)
    )
    return engine


def titles(hits: Hits) -> list[str]:
    return [OFFERS[hit.offer_id - 1][0] for hit in hits.hits]


def ask(house: SearchEngine, words: str, language: str = "nl") -> list[str]:
    return titles(house.search(Query(words=words, language=language), NOW))


FIRST = (
    ("luierbank", "Luiers voor wie ze nodig heeft"),
    ("kraamhulp", "Kraamzorg thuis"),
    ("spellotheek", "Spelotheek De Tol"),
    ("speelotheek", "Spelotheek De Tol"),
    ("CB", "Bureau voor de groei van je baby"),
    ("jac", "Jongerenadvies"),
    ("onthaalmoeder", "Onthaalouders in je straat"),
    ("naschoolse", "Opvang na de lessen"),
    ("kindergeld", "Groeipakket uitgelegd"),
    ("potje", "Zindelijk worden, stap voor stap"),
    ("huistaken", "Huiswerkklas Het Nest"),
    ("huiswerk", "Huiswerkklas Het Nest"),
    ("kleertjes te klein", "Ruilkast kinderkleren"),
    ("tolk", "Een tolk bij je gesprek"),
    ("hij slaat mij", "Veilig spreken over geweld"),
    ("niet meer willen leven", "Praten over zelfdoding"),
    ("psygoloog tiener", "Eerstelijnspsycholoog voor jongeren"),
    ("couches gratuites", "Luiers voor wie ze nodig heeft"),
    ("ik maak me zorgen", "Zorgen om je kind?"),
    ("baby weent", "Huilende baby's"),
    ("zoon gamet nacht luistert niet", "Schermtijd bij tieners"),
    ("boşanma", "Bemiddeling bij scheiding"),
    ("divorce", "Bemiddeling bij scheiding"),
    ("التسجيل في المدرسة", "Inschrijven in een school"),
    ("حفاضات", "Luiers voor wie ze nodig heeft"),
    ("speelgroep", "Speelgroep Pluk"),
    ("timerren", "Timmeren in het buurthuis"),
    ("zwemles", "Zwemmen met peuters"),
    ("zwangerschapscursus", "Cursus voor zwangere vrouwen"),
    ("babymassage", "Babymassage"),
    ("baby massage", "Babymassage"),
    ("ZWEMMEN", "Zwemmen met peuters"),
    ("kinderkleren", "Ruilkast kinderkleren"),
)


@pytest.mark.parametrize(("words", "title"), FIRST)
def test_first_answer_is_the_one_families_mean(house: SearchEngine, words: str, title: str) -> None:
    assert ask(house, words)[:1] == [title]


SAME = (
    ("luiers", "luierbank", "pamperbank", "gratis pampers", "pampers", "couches"),
    ("crèche", "creche", "kribbe", "kreche", "kinderdagverblijf"),
    ("kinderopvang", "kinderopvnag"),
    ("scheiding", "scheiden", "uit elkaar gaan", "divorce", "boşanma"),
    ("spelotheek", "speelotheek", "speel-o-theek", "ludothèque", "toy library"),
)


@pytest.mark.parametrize("group", SAME, ids=lambda group: group[0])
def test_synonyms_give_the_same_first_answer(house: SearchEngine, group: tuple[str, ...]) -> None:
    answers = [ask(house, words)[:1] for words in group]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("words", ["asdfgh", "ґґґґ ґґґґґ", "qqqq", "%%%", "zzz yyy"])
def test_nonsense_finds_nothing_silly(house: SearchEngine, words: str) -> None:
    hits = house.search(Query(words=words), NOW)
    assert hits.correction is None
    assert hits.total == (len(OFFERS) if words == "%%%" else 0)


def test_soft_age_orders_but_does_not_hide(house: SearchEngine) -> None:
    query = Query(words="babymassage zwanger", soft_ages=(-4,))
    found = titles(house.search(query, NOW))
    assert "Babymassage" in found
    assert titles(house.search(Query(words="cursus", soft_ages=(-4,)), NOW))[0].startswith("Cursus")


def test_correction_is_told_and_can_be_refused(house: SearchEngine) -> None:
    hits = house.search(Query(words="tmmeren"), NOW)
    assert hits.correction is not None
    assert (hits.correction.typed, hits.correction.corrected) == ("tmmeren", "timmeren")
    assert hits.correction.is_applied
    assert house.search(Query(words="tmmeren", is_exact=True), NOW).total == 0


def test_expansion_is_told(house: SearchEngine) -> None:
    expansions = house.search(Query(words="luierbank"), NOW).expansions
    assert ("luierbank", "pamperbank", "form-nappy-bank") in [
        (one.typed, one.canonical, one.term_id) for one in expansions
    ]


def test_more_of_the_words_comes_first_and_too_little_is_left_out(filled: Fill) -> None:
    engine = filled(
        make_offer(1, "Schilderen en boetseren"),
        make_offer(2, "Schilderen"),
        make_offer(3, "Boetseren, schilderen en tekenen"),
        make_offer(4, "Paardrijden"),
    )
    hits = engine.search(Query(words="boetseren schilderen tekenen"), NOW).hits
    assert [hit.offer_id for hit in hits] == [3, 1]


def test_title_counts_more_than_description_and_the_whole_title_most(filled: Fill) -> None:
    text = DocumentText("nl", "Namiddag", "", "We doen aan boogschieten in het bos.")
    engine = filled(
        make_offer(1, texts=(text,)),
        make_offer(2, "Boogschieten voor families en grootouders in het park"),
        make_offer(3, "Boogschieten"),
    )
    hits = engine.search(Query(words="boogschieten"), NOW).hits
    assert [hit.offer_id for hit in hits] == [3, 2, 1]
    assert "whole_title" in {reason.name for reason in hits[0].explanation}


def test_offers_that_suit_all_children_come_first(filled: Fill) -> None:
    engine = filled(
        make_offer(1, "Zwemles zwemles", min_age_months=0, max_age_months=12),
        make_offer(2, "Zwemles voor iedereen", min_age_months=0, max_age_months=144),
        make_offer(3, "Zwemles", min_age_months=48, max_age_months=60),
        make_offer(4, "Zwemles", min_age_months=144, max_age_months=216),
    )
    for sort in Sort:
        hits = engine.search(Query(words="zwemles", ages=(9, 50), sort=sort), NOW).hits
        assert hits[0].offer_id == 2
        assert {hit.offer_id: hit.suits for hit in hits} == {2: (0, 1), 1: (0,), 3: (1,)}


def test_offer_that_serves_the_village_stands_above_a_nearer_one_that_does_not(
    filled: Fill,
) -> None:
    here = Point(51.16, 4.14)
    engine = filled(
        make_offer(
            1, "Speelgroep", points=(Point(51.17, 4.14),), service_area=frozenset({"44021"})
        ),
        make_offer(
            2, "Speelgroep", points=(Point(51.30, 4.30),), service_area=frozenset({"46021"})
        ),
    )
    query = Query(words="speelgroep", point=here, near="46021", radius_km=10)
    assert [hit.offer_id for hit in engine.search(query, NOW).hits] == [2, 1]


def test_checked_and_complete_card_wins_between_equals(filled: Fill) -> None:
    engine = filled(
        make_offer(1, "Yoga", verified_on=date(2024, 1, 1), completeness=0.5),
        make_offer(2, "Yoga", verified_on=date(2026, 11, 1), completeness=0.5),
        make_offer(3, "Yoga", verified_on=date(2026, 11, 1), completeness=0.9),
    )
    assert [hit.offer_id for hit in engine.search(Query(words="yoga"), NOW).hits] == [3, 2, 1]


def test_explanation_adds_up_to_the_score(house: SearchEngine) -> None:
    query = Query(words="zwemmen peuters", ages=(24,), point=Point(51, 4))
    for hit in house.search(query, NOW).hits:
        assert sum(reason.amount for reason in hit.explanation) == pytest.approx(
            hit.score, abs=0.01
        )


def test_french_text_is_found_by_french_words_with_their_endings(filled: Fill) -> None:
    engine = filled(
        make_offer(
            1,
            texts=(
                DocumentText("nl", "Koken"),
                DocumentText("fr", "Ateliers de cuisine familiale"),
            ),
        )
    )
    assert engine.search(Query(words="atelier familial", language="fr"), NOW).total == 1
    assert engine.search(Query(words="koken"), NOW).total == 1


def test_offers_for_professionals_are_left_out_unless_asked(filled: Fill) -> None:
    engine = filled(make_offer(1, "Vorming", audience="professional"), make_offer(2, "Vorming"))
    assert [hit.offer_id for hit in engine.search(Query(words="vorming"), NOW).hits] == [2]
    hits = engine.search(Query(words="vorming", audience="professional"), NOW).hits
    assert [hit.offer_id for hit in hits] == [1]
    assert {one.value for one in engine.suggest("vorm", "nl") if one.kind == "offer"} == {"2"}


def test_abbreviation_in_a_text_counts_only_as_it_is_written(
    tmp_path: Path, synonyms: Synonyms
) -> None:
    engine = SearchEngine(tmp_path, synonyms)
    engine.rebuild([make_offer(1, "Zo so so"), make_offer(2, "Info over het SO")])
    assert [hit.offer_id for hit in engine.search(Query(words="so"), NOW).hits] == [2]


def test_suggestions_are_terms_then_offers_then_words(house: SearchEngine) -> None:
    found = house.suggest("spel", "nl")
    assert [one.kind for one in found] == sorted(
        (one.kind for one in found), key=["term", "offer", "word"].index
    )
    assert ("term", "form-toy-library") in {(one.kind, one.value) for one in found}
    assert ("offer", "Spelotheek De Tol") in {(one.kind, one.label) for one in found}
    assert house.suggest("tol", "nl")[-1].label
    assert house.suggest("s", "nl") == ()
    assert house.suggest("xyzzy", "nl") == ()
    assert len(house.suggest("de", "nl", limit=2)) <= 2


def test_suggested_term_has_the_label_of_the_language(house: SearchEngine) -> None:
    labels = {one.value: one.label for one in house.suggest("speloth", "fr")}
    assert labels["form-toy-library"] == "Ludothèque"


@settings(max_examples=120, deadline=None)
@given(
    words=st.one_of(
        st.text(max_size=400),
        st.sampled_from(("[a TO z]", "NOT NOT", "*" * 300, "((((" * 60, "a" * 4096)),
    ),
    language=st.sampled_from(("nl", "fr", "ar", "xx", "")),
    limit=st.integers(-3, 50),
    offset=st.integers(-3, 50),
)
def test_nothing_asked_raises(
    house: SearchEngine, words: str, language: str, limit: int, offset: int
) -> None:
    query = Query(words=words, language=language, limit=limit, offset=offset)
    hits = house.search(query, NOW)
    assert len(hits.hits) <= max(0, limit)
    assert len(house.suggest(words, language)) <= 8


def test_documents_may_be_as_poor_as_can_be(filled: Fill) -> None:
    engine = filled(
        OfferDocument(1, "service", ()),
        OfferDocument(2, "", (DocumentText("xx", ""),), min_age_months=-99, max_age_months=99_999),
        make_offer(3, "\x00 \ud83d\ude00 ʼn", day_parts=bytes(2000), completeness=-4.0),
    )
    assert engine.search(Query(), NOW).total == 3
