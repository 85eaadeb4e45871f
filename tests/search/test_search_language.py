"""Compounds, typing errors, sounds and letters, without an index."""

import pytest

from app.search.reading.correction import Corrector, sound_of
from app.search.table.synonyms import Synonyms
from app.search.text.compounds import Lexicon
from app.search.text.folding import fold
from app.search.text.stemming import Stems

COMPOUNDS = (
    ("babymassage", ("baby", "massage")),
    ("zwangerschapscursus", ("zwangerschap", "cursus")),
    ("huiswerkbegeleiding", ("huiswerk", "begeleiding")),
    ("kinderkleding", ("kinder", "kleding")),
    ("ouderavond", ("ouder", "avond")),
    ("zwemmen", ()),
    ("kinderen", ()),
    ("aanbod", ()),
    ("huis", ()),
)


@pytest.mark.parametrize(("word", "parts"), COMPOUNDS)
def test_compounds_fall_apart_into_their_parts(word: str, parts: tuple[str, ...]) -> None:
    assert Lexicon.learn({}).split(word) == parts


FAMILIES = (
    "fiets fietsen fietsje fietske",
    "plaats plaatsen",
    "dans dansen",
    "zwemles zwemlessen zwemlesje",
    "kamp kampje kampen",
    "kinderwagen kinderwagens kinderwagentje",
    "deken dekens dekentje",
    "schuld schulden",
    "woord woorden",
    "foto fotos",
    "idee ideeen",
    "boos boze",
    "doof dove",
    "betaalbaar betaalbare",
    "dakloos dakloze",
    "vlaams vlaamse",
    "dik dikke",
    "pest gepest pesten",
    "gescheiden scheiden scheiding",
    "test testje",
    "verslaafd verslaafde",
    "opa opas grootvader",
)


@pytest.mark.parametrize("forms", FAMILIES)
def test_forms_of_a_word_have_one_stem(forms: str) -> None:
    stems = Stems()
    assert len({stems.stem(word, "nl") for word in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["dans dan", "gezond zon", "gezin zin", "les lezen", "raam ram"])
def test_words_that_look_alike_stay_apart(pair: str) -> None:
    one, other = pair.split()
    stems = Stems()
    assert stems.stem(one, "nl") != stems.stem(other, "nl")


def test_lexicon_learns_parts_from_the_offers() -> None:
    assert Lexicon.learn({}).split("kabouterfeest") == ()
    taught = Lexicon.learn({"kabouter": 3})
    assert taught.split("kabouterfeest") == ("kabouter", "feest")
    assert Lexicon.from_json(taught.to_json()).split("kabouterfeest") == ("kabouter", "feest")


CORRECTIONS = (
    ("kinderopvnag", "kinderopvang"),
    ("borstvoedng", "borstvoeding"),
    ("zwemen", "zwemmen"),
    ("sykoloog", None),
    ("psichologg", "psycholoog"),
    ("yga", None),
    ("9100", None),
    ("asdfgh", None),
    ("xwemmen", "zwemmen"),
)


@pytest.mark.parametrize(("typed", "meant"), CORRECTIONS)
def test_typing_errors_are_mended_with_care(typed: str, meant: str | None) -> None:
    counts = {"kinderopvang": 40, "borstvoeding": 9, "zwemmen": 12, "psycholoog": 5, "yoga": 9}
    assert Corrector(counts, Synonyms.of()).correct(typed) == meant


def test_rare_word_is_offered_its_frequent_neighbour_and_stays() -> None:
    counts = {"zwemmen": 200, "zwemen": 1, "tekenen": 8, "rekenen": 1}
    corrector = Corrector(counts, Synonyms.of())
    assert corrector.offer("zwemen") == "zwemmen"
    assert corrector.offer("rekenen") is None
    assert corrector.offer("zwemmen") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("psygoloog", "psicholoog"), ("kado", "cado"), ("reis", "rijs"), ("hont", "hond")],
)
def test_words_that_sound_alike_have_one_sound(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crèche", "creche"),
        ("ŞEHİR", "sehir"),
        ("Łódź", "lodz"),
        ("أطفال", "اطفال"),
        ("مدرسة", "مدرسه"),
        ("Straße", "strasse"),
    ],
)
def test_letters_with_marks_fold_to_their_bare_form(one: str, other: str) -> None:
    assert fold(one) == fold(other)
