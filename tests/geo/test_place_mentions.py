"""Places inside a typed line are recognised, and ordinary words are left alone."""

import pytest

from app.geo.gazetteer import Gazetteer


def _found(gazetteer: Gazetteer, text: str) -> list[tuple[str, str]]:
    """The words of each mention with the id of its first place."""
    return [(text[m.start : m.end], m.places[0].id) for m in gazetteer.mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zwemmen woensdag Lokeren", [("Lokeren", "lokeren")]),
        ("zwemmen woensdagnamiddag 6 jaar gratis Lokeren", [("Lokeren", "lokeren")]),
        ("speelgroep in sint niklaas", [("sint niklaas", "sint-niklaas")]),
        ("speelgroep st. niklaas", [("st. niklaas", "sint-niklaas")]),
        ("speelgroep ST-NIKLAAS!", [("ST-NIKLAAS", "sint-niklaas")]),
        ("oppas 9140", [("9140", "temse")]),
        ("opvang Beveren 9120", [("Beveren 9120", "beveren")]),
        ("Kerkstraat 12, 9100 Sint-Niklaas", [("9100 Sint-Niklaas", "sint-niklaas")]),
        ("2000 Antwerpen", [("2000 Antwerpen", "antwerpen")]),
        ("2020 antwerpen", [("2020 antwerpen", "antwerpen")]),
        ("Belsele of Temse", [("Belsele", "belsele"), ("Temse", "temse")]),
        ("Lokeren. Temse", [("Lokeren", "lokeren"), ("Temse", "temse")]),
        ("crèche à Liège", [("Liège", "luik")]),
        ("kraamhulp in Heist-op-den-Berg", [("Heist-op-den-Berg", "heist-op-den-berg")]),
        ("Huis van het Kind Sint-Gillis-Waas", [("Sint-Gillis-Waas", "sint-gillis-waas")]),
        ("zwemmen in Mol", [("Mol", "mol")]),
        ("zwemmen 2400 mol", [("2400 mol", "mol")]),
        ("babymassage te Peer", [("Peer", "peer")]),
        ("opvang bij As", [("As", "as")]),
        ("knutselen rond Boom", [("Boom", "boom")]),
        ("zele", [("zele", "zele")]),
        ("hove", [("hove", "hove")]),
    ],
)
def test_places_in_a_text_are_found_where_they_stand(
    gazetteer: Gazetteer, text: str, expected: list[tuple[str, str]]
) -> None:
    assert _found(gazetteer, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "mijn kind eet een peer",
        "zwemmen mol",
        "Peer en appels",
        "de boom in het bos",
        "kind leest boek",
        "knippen van haren",
        "wandelen bij de hoek",
        "lessen na de werken",
        "Alle kinderen welkom",
        "meer namen",
        "cadeau voor Saint-Nicolas",
        "kost 1000 euro",
        "1000€ premie",
        "€ 1500",
        "zomer 2026",
        "in 2018",
        "geboren 1980",
        "op 12 mei 2000",
        "12/09/2000",
        "bel 03 000 1000",
        "9000 kinderen",
        "1700-1900 uur",
        "1234567",
    ],
)
def test_ordinary_words_and_numbers_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert _found(gazetteer, text) == []


def test_a_mention_of_several_places_holds_them_all(gazetteer: Gazetteer) -> None:
    (mention,) = gazetteer.mentions("yoga in Beveren")
    assert {"beveren", "beveren-roeselare"} <= {place.id for place in mention.places}


def test_positions_are_those_of_the_text_as_it_was_written(gazetteer: Gazetteer) -> None:
    text = "cafe\u0301 İ ﬁjn in SÍNT-Niklaas 🙂 en Lokeren"
    assert [words for words, _ in _found(gazetteer, text)] == ["SÍNT-Niklaas", "Lokeren"]


def test_only_the_first_two_hundred_characters_are_read(gazetteer: Gazetteer) -> None:
    assert gazetteer.mentions("x " * 100 + "Lokeren") == ()
    assert len(gazetteer.mentions("Lokeren, " * 1_000)) < 30


def test_postcode_behind_a_month_is_a_place_when_it_is_no_year(gazetteer: Gazetteer) -> None:
    (found,) = gazetteer.mentions("creche plaats september 9100")
    assert found.places[0].name_nl == "Sint-Niklaas"
    assert gazetteer.mentions("kamp juli 2028") == ()
