"""What people type as a place finds the place, or a choice, and never an error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.geo.gazetteer import Gazetteer
from app.geo.names import fold
from app.geo.places import LookupStatus, PlaceKind, UnknownPlaceError


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("st niklaas", "sint-niklaas"),
        ("St.-Niklaas", "sint-niklaas"),
        ("SINT NIKLAAS", "sint-niklaas"),
        ("sintniklaas", "sint-niklaas"),
        ("Sint-Niklaas 9100", "sint-niklaas"),
        ("9100 sint niklaas", "sint-niklaas"),
        ("B-9100 Sint-Niklaas", "sint-niklaas"),
        ("9100", "sint-niklaas"),
        ("9111", "belsele"),
        ("belsele", "belsele"),
        ("in Belsele", "belsele"),
        ("Bruxelles", "brussel"),
        ("Brussel-Stad", "brussel"),
        ("Anvers", "antwerpen"),
        ("Gand", "gent"),
        ("Liege", "luik"),
        ("liège", "luik"),
        ("Waremme", "borgworm"),
        ("Namen", "namen"),
        ("1060 saint-gilles", "sint-gillis"),
        ("2018 antwerpen", "antwerpen"),
        ("stad Gent", "gent"),
        ("beveren (roeselare)", "beveren-roeselare"),
        ("Beveren Roeselare", "beveren-roeselare"),
        ("Beveren-Waas", "beveren"),
        ("9120 Beveren", "beveren"),
        ("9120", "beveren"),
        ("1570", "galmaarden"),
        ("9180 moerbeke", "moerbeke"),
        ("ik woon in lokeren", "lokeren"),
        ("As", "as"),
        ("mol", "mol"),
        ("De Haan", "de-haan"),
        ("'s-Gravenwezel", "s-gravenwezel"),
        ("s gravenwezel", "s-gravenwezel"),
        ("sint job in t goor", "sint-job-in-t-goor"),
    ],
)
def test_a_clear_text_means_one_place(gazetteer: Gazetteer, typed: str, place_id: str) -> None:
    answer = gazetteer.lookup(typed)
    assert [place.id for place in answer.places] == [place_id]
    assert answer.status is LookupStatus.ONE
    assert not answer.is_corrected


@pytest.mark.parametrize(
    ("typed", "place_id"),
    [
        ("sint niklaes", "sint-niklaas"),
        ("Lokeeren", "lokeren"),
        ("antwerpne", "antwerpen"),
        ("gemt", "gent"),
        ("Dendermode", "dendermonde"),
        ("heist op de berg", "heist-op-den-berg"),
        ("9140 Temsse", "temse"),
        ("bruxeles", "brussel"),
    ],
)
def test_a_typo_is_mended_and_said_to_be(gazetteer: Gazetteer, typed: str, place_id: str) -> None:
    answer = gazetteer.lookup(typed)
    assert answer.places[0].id == place_id
    assert answer.is_corrected


@pytest.mark.parametrize("typed", ["", "   ", "?", "xq", "qzxqzx", "2026", "0000", "12345", "de"])
def test_a_text_that_names_no_place_gives_none(gazetteer: Gazetteer, typed: str) -> None:
    answer = gazetteer.lookup(typed)
    assert answer.status is LookupStatus.NONE
    assert answer.places == ()


@pytest.mark.parametrize(
    ("typed", "first", "others"),
    [
        ("Beveren", "beveren", {"beveren-roeselare", "beveren-waregem", "beveren-alveringem"}),
        ("Moerbeke", "moerbeke", {"moerbeke-geraardsbergen"}),
        ("Halle", "halle", {"halle-zoersel"}),
        ("Aalst", "aalst", {"aalst-sint-truiden"}),
        ("Sint-Martens", "sint-martens-latem", {"sint-martens-bodegem", "sint-martens-lierde"}),
        ("Sint-Gillis", "sint-gillis", {"sint-gillis-waas"}),
        ("Heist", "heist-op-den-berg", {"heist"}),
        ("Saint-Nicolas", "sint-niklaas", {"saint-nicolas"}),
        ("2040", "berendrecht", {"zandvliet", "lillo"}),
    ],
)
def test_a_name_of_several_places_gives_a_choice_with_the_largest_first(
    gazetteer: Gazetteer, typed: str, first: str, others: set[str]
) -> None:
    answer = gazetteer.lookup(typed)
    assert answer.status is LookupStatus.AMBIGUOUS
    assert answer.places[0].id == first
    assert others <= {place.id for place in answer.places[1:]}


def test_the_nearest_of_several_comes_first_where_one_is(gazetteer: Gazetteer) -> None:
    poperinge = gazetteer.get_place("poperinge").point
    answer = gazetteer.lookup("Beveren", near=poperinge)
    assert answer.places[0].id == "beveren-alveringem"
    assert len(answer.places) == len(gazetteer.lookup("Beveren").places)


def test_a_name_and_a_postcode_that_disagree_give_both(gazetteer: Gazetteer) -> None:
    answer = gazetteer.lookup("Temse 9100")
    assert answer.status is LookupStatus.AMBIGUOUS
    assert [place.id for place in answer.places] == ["temse", "sint-niklaas"]


def test_an_exact_name_beats_a_nearer_typo(gazetteer: Gazetteer) -> None:
    for name in ("Loker", "Lokeren", "Melle", "Halle", "Zele", "Zelem"):
        answer = gazetteer.lookup(name)
        assert not answer.is_corrected
        assert fold(answer.places[0].name_nl) == fold(name)


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("Kruibeke", "Beveren-Kruibeke-Zwijndrecht"),
        ("Zwijndrecht", "Beveren-Kruibeke-Zwijndrecht"),
        ("Wachtebeke", "Lochristi"),
        ("Borsbeek", "Antwerpen"),
        ("Kortessem", "Hasselt"),
        ("Gooik", "Pajottegem"),
        ("Ruiselede", "Wingene"),
        ("Meulebeke", "Tielt"),
        ("Melle", "Merelbeke-Melle"),
        ("Puurs", "Puurs-Sint-Amands"),
        ("Nevele", "Deinze"),
        ("Neerpelt", "Pelt"),
        ("Zomergem", "Lievegem"),
        ("Bertogne", "Bastenaken"),
    ],
)
def test_a_merged_municipality_is_found_and_leads_to_that_of_today_and_back(
    gazetteer: Gazetteer, old: str, today: str
) -> None:
    place = gazetteer.lookup(old).places[0]
    assert place.kind is PlaceKind.FORMER_MUNICIPALITY
    assert place.municipality_name == today
    assert place.nis is not None
    whole = gazetteer.get_municipality(place.municipality_nis)
    assert whole.name_nl == today
    assert place in gazetteer.list_parts(whole.municipality_nis)


def test_the_old_code_of_a_municipality_that_kept_its_name_leads_to_it(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.get_municipality("46014").id == "lokeren"
    assert gazetteer.get_municipality("46029").id == "lokeren"


def test_unknown_ids_and_codes_are_told_apart_from_known(gazetteer: Gazetteer) -> None:
    assert gazetteer.find_place("atlantis") is None
    assert gazetteer.find_municipality("00000") is None
    with pytest.raises(UnknownPlaceError):
        gazetteer.get_place("atlantis")
    with pytest.raises(UnknownPlaceError):
        gazetteer.get_municipality("00000")


def test_names_follow_the_language(gazetteer: Gazetteer) -> None:
    gent, luik, lasne = (gazetteer.get_place(i) for i in ("gent", "luik", "lasne"))
    assert (gent.name("nl"), gent.name("fr"), gent.name("ar")) == ("Gent", "Gand", "Gent")
    assert (luik.name("en"), luik.name("fr-BE")) == ("Luik", "Liège")
    assert lasne.name("nl") == lasne.name("fr") == "Lasne"
    assert gazetteer.get_place("belsele").label("nl") == "Belsele (Sint-Niklaas)"
    assert gent.label("fr") == "Gand"


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_lookup_suggestions_or_mentions(gazetteer: Gazetteer, text: str) -> None:
    answer = gazetteer.lookup(text)
    assert (answer.status is LookupStatus.NONE) == (not answer.places)
    assert (answer.status is LookupStatus.ONE) == (len(answer.places) == 1)
    assert len(gazetteer.suggest(text)) <= 8
    ends = 0
    for mention in gazetteer.mentions(text):
        assert ends <= mention.start < mention.end <= min(len(text), 200)
        assert mention.places
        ends = mention.end


@given(
    st.lists(
        st.sampled_from(
            [
                "st",
                "sint",
                "9100",
                "2000",
                "gent",
                "in",
                "de",
                "bij",
                "-",
                ",",
                ".",
                "'",
                "as",
                "mol",
                "É",
            ]
        )
    )
)
@settings(max_examples=150, deadline=None)
def test_no_mix_of_place_words_breaks_anything(gazetteer: Gazetteer, words: list[str]) -> None:
    text = " ".join(words)
    gazetteer.suggest(text)
    for mention in gazetteer.mentions(text):
        assert fold(text[mention.start : mention.end])
    assert len({place.id for place in gazetteer.lookup(text).places}) == len(
        gazetteer.lookup(text).places
    )


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_every_name_finds_its_place_however_it_is_written(
    gazetteer: Gazetteer, data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(gazetteer.list_places()))
    name = data.draw(st.sampled_from([place.name_nl, place.name_fr, *place.other_names]))
    for written in (name, name.upper(), name.replace("-", " "), f"{name} {place.postcodes[0]}"):
        answer = gazetteer.lookup(written)
        assert place in answer.places, written
        assert not answer.is_corrected
