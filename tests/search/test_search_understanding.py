"""What a typed line is understood to say."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_examples import TODAY

from app.geo.gazetteer import Gazetteer
from app.geo.places import Place
from app.search.facts import DateRange, Fact, FactKind
from app.search.reading.understanding import Understanding, understand
from app.search.table.synonyms import Synonyms


@pytest.fixture
def read(synonyms: Synonyms, gazetteer: Gazetteer):  # type: ignore[no-untyped-def]
    def read(text: str, language: str = "nl") -> Understanding:
        return understand(text, language, gazetteer=gazetteer, synonyms=synonyms, today=TODAY)

    return read


def shown(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, DateRange):
        return f"{fact.kind}:{value.first}..{value.last}"
    if isinstance(value, tuple):
        parts = [part.id if isinstance(part, Place) else str(part) for part in value]
        return f"{fact.kind}:{parts[0]}" if fact.kind is FactKind.PLACE else f"{fact.kind}:{parts}"
    return f"{fact.kind}:{value}" + ("~" if fact.is_soft else "")


AGES = (
    ("2,5 jaar", (30,)),
    ("2.5 jaar", (30,)),
    ("2,5j", (30,)),
    ("2 en een half jaar", (30,)),
    ("2½ jaar", (30,)),
    ("anderhalf jaar", (18,)),
    ("half jaar", (6,)),
    ("18 maanden", (18,)),
    ("18 mnd", (18,)),
    ("6j", (72,)),
    ("6 jaar oud", (72,)),
    ("6-jarige", (72,)),
    ("zes jaar", (72,)),
    ("10 weken", (2,)),
    ("6 ans", (72,)),
    ("18 mois", (18,)),
    ("3 years old", (36,)),
    ("9 maanden en 4 jaar", (9, 48)),
    ("4 en 6 jaar", (48, 72)),
    ("2, 4 en 7 jaar", (24, 48, 84)),
    ("3-6 jaar", (36, 72)),
    ("3 tot 6 jaar", (36, 72)),
    ("zoon 14", (168,)),
    ("zoon van 14", (168,)),
    ("kleinkind van 2", (24,)),
    ("kinderen van 3 en 5", (36, 60)),
    ("12+", (144,)),
    ("baby", (6,)),
    ("peuter", (27,)),
    ("kleuters", (54,)),
    ("tiener", (168,)),
    ("puber", (168,)),
    ("zwanger", (-4,)),
    ("bébé", (6,)),
    ("toddler", (27,)),
    ("enceinte", (-4,)),
    ("peuter 2 jaar", (24,)),
    ("mijn zoon is al 3 jaar en nog niet proper", (36,)),
    ("kamp 6 jaar vakantie", (72,)),
    ("ik ben al drie jaar dag en nacht bezig met mijn dochter", ()),
    ("ik heb maar drie weken verlof", ()),
    ("anderhalf jaar geleden gescheiden", ()),
    ("sinds 2 jaar alleen met een zoon van 8 jaar", (96,)),
    ("6 maanden zwanger", (-4,)),
    ("depuis deux ans", ()),
    ("40 jaar", ()),
    ("4 kinderen", ()),
    ("van 2 tot 4 uur", ()),
    ("binnen 5 km", ()),
    ("1000 euro", ()),
    ("99999999999 jaar", ()),
    ("zwangerschapscursus", ()),
    ("babymassage", ()),
)


@pytest.mark.parametrize(("text", "months"), AGES)
def test_ages_are_read_as_people_write_them(read, text, months):  # type: ignore[no-untyped-def]
    assert tuple(fact.value for fact in read(text).find_all(FactKind.AGE)) == months


LINES = (
    (
        "zwemmen woensdagnamiddag 6 jaar gratis Lokeren",
        "zwemmen",
        ("weekdays:['2']", "part:afternoon", "age:72", "free:True", "place:lokeren"),
    ),
    ("dinsdag", "", ("weekdays:['1']",)),
    ("zaterdagvoormiddag voorlezen", "voorlezen", ("weekdays:['5']", "part:morning")),
    ("judo 's avonds", "judo", ("part:evening",)),
    ("judo in de voormiddag", "judo", ("part:morning",)),
    ("weekend", "", ("weekdays:['5', '6']",)),
    ("mercredi après-midi", "", ("weekdays:['2']", "part:afternoon")),
    ("vandaag", "", ("dates:2026-11-22..2026-11-22",)),
    ("morgen", "", ("dates:2026-11-23..2026-11-23",)),
    ("morgennamiddag", "", ("dates:2026-11-23..2026-11-23", "part:afternoon")),
    ("vanavond", "", ("dates:2026-11-22..2026-11-22", "part:evening")),
    ("overmorgen", "", ("dates:2026-11-24..2026-11-24",)),
    ("dit weekend", "", ("dates:2026-11-22..2026-11-22",)),
    ("volgend weekend", "", ("dates:2026-11-28..2026-11-29",)),
    ("volgende week", "", ("dates:2026-11-23..2026-11-29",)),
    ("komende woensdag", "", ("dates:2026-11-25..2026-11-25",)),
    ("in de kerstvakantie", "", ("dates:2026-12-21..2027-01-03",)),
    ("krokusvakantie kamp", "kamp", ("dates:2027-02-08..2027-02-14",)),
    ("paasvakantie", "", ("dates:2027-03-29..2027-04-11",)),
    ("zomervakantie", "", ("dates:2027-07-01..2027-08-31",)),
    ("herfstvakantie", "", ("dates:2027-11-01..2027-11-07",)),
    ("12 december", "", ("dates:2026-12-12..2026-12-12",)),
    ("12 tot 15 december", "", ("dates:2026-12-12..2026-12-15",)),
    ("3 januari", "", ("dates:2027-01-03..2027-01-03",)),
    ("12/12", "", ("dates:2026-12-12..2026-12-12",)),
    ("31 februari", "31 februari", ()),
    ("zes december", "", ("dates:2026-12-06..2026-12-06",)),
    ("DİNSDAGNAMİDDAG", "", ("weekdays:['1']", "part:afternoon")),
    ("3 januarı", "", ("dates:2027-01-03..2027-01-03",)),
    ("samedı", "", ("weekdays:['5']",)),
    ("ZEſ december", "", ("dates:2026-12-06..2026-12-06",)),
    ("yoga binnen drıe km", "yoga", ("radius:3.0",)),
    ("judo om acht uur", "judo", ("part:morning",)),
    ("yoga binnen vijf km", "yoga", ("radius:5.0",)),
    ("gratis", "", ("free:True",)),
    ("met kansenpas zwemmen", "zwemmen", ("pass:True",)),
    ("uitpas", "", ("pass:True",)),
    ("spreekuur zonder afspraak", "spreekuur", ("walk_in:True",)),
    ("online kookavond", "kookavond", ("online:True",)),
    ("kapper aan huis", "kapper", ("at_home:True",)),
    ("yoga binnen 5 km", "yoga", ("radius:5.0",)),
    ("in de buurt spelen", "spelen", ()),
    ("speelgroep in Sint-Niklaas", "speelgroep", ("place:sint-niklaas",)),
    ("speelgroep regio temse", "speelgroep", ("place:temse",)),
)


@pytest.mark.parametrize(("text", "words", "facts"), LINES)
def test_facts_leave_the_topic(read, text, words, facts):  # type: ignore[no-untyped-def]
    understood = read(text)
    assert tuple(shown(fact) for fact in understood.facts) == facts
    assert understood.words == words


TOPICS = (
    ("zwangerschapscursus", "zwangerschapscursus"),
    ("babymassage zwanger", "babymassage zwanger"),
    ("speelgroep peuter", "speelgroep peuter"),
    ("gratis pampers", "gratis pampers"),
    ("hulp aan huis", "hulp aan huis"),
    ("opvang na school", "opvang na school"),
    ("ik maak me zorgen", "ik maak me zorgen"),
    ("niet meer willen leven", "niet meer willen leven"),
    ("hij slaat mij", "hij slaat mij"),
    ("met iemand praten anoniem", "met iemand praten anoniem"),
    ("waar heb ik recht op", "waar heb ik recht op"),
    ("waar kan ik terecht met huiswerk", "huiswerk"),
    ("wat te doen met kleinkind van 2 op dinsdag", "kleinkind"),
    ("baby weent de hele avond", "baby weent avond"),
    ("zoon 14 gamet heel de nacht luistert niet", "zoon gamet nacht luistert niet"),
    ("hij valt veel af", "valt af"),
    ("hoe voed ik mijn kind op?", "voed kind op"),
    ("ik kijk op woensdag", "kijk"),
    ("waar vind ik andere alleenstaande mama's?", "alleenstaande mama's"),
    ("infoavond over co-ouderschap, is dat er", "infoavond co-ouderschap"),
    ("zomerkamp", "zomerkamp"),
    ("waar", "waar"),
    ("asdfgh", "asdfgh"),
    ("", ""),
    ("التسجيل في المدرسة", "التسجيل في المدرسة"),
    ("скільки коштує садок", "скільки коштує садок"),
)


@pytest.mark.parametrize(("text", "words"), TOPICS)
def test_topic_stays_a_topic(read, text, words):  # type: ignore[no-untyped-def]
    assert read(text).words == words


def test_each_fact_can_be_taken_away(read):  # type: ignore[no-untyped-def]
    understood = read("zwemmen woensdagnamiddag 6 jaar gratis Lokeren")
    for fact in understood.facts:
        assert understood.text[fact.start : fact.end] == fact.text
        rest = read(understood.without(fact))
        assert rest.words == "zwemmen"
        gone = [other for other in understood.facts if other.start == fact.start]
        assert len(rest.facts) == len(understood.facts) - len(gone)


def test_word_for_an_age_gives_a_soft_fact_and_a_number_a_firm_one(read):  # type: ignore[no-untyped-def]
    assert read("peuter").facts[0].is_soft
    assert not read("2 jaar").facts[0].is_soft


def test_ambiguous_place_is_the_one_nearest_to_a_known_place(
    synonyms: Synonyms, gazetteer: Gazetteer
) -> None:
    lokeren, roeselare = (
        gazetteer.lookup(name).places[0].point for name in ("Lokeren", "Roeselare")
    )
    found = [
        understand(
            "speelgroep Beveren",
            "nl",
            gazetteer=gazetteer,
            synonyms=synonyms,
            today=TODAY,
            near=near,
        ).facts[0]
        for near in (lokeren, roeselare)
    ]
    assert found[0].value[0] != found[1].value[0]  # type: ignore[index]


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=260),
        st.lists(
            st.sampled_from(
                [
                    "12",
                    "2,5",
                    "jaar",
                    "en",
                    "-",
                    "/",
                    "km",
                    "uur",
                    "maandag",
                    "'s",
                    "avonds",
                    "31/02",
                    "zoon",
                    "van",
                    "9",
                    "tot",
                    "½",
                    "İ",
                    "vakantie",
                    "volgende",
                    "week",
                    "gratis",
                    "(",
                    "[a",
                    "TO",
                    "z]",
                    "NOT",
                    "*",
                    "9100",
                    "beveren",
                    "december",
                ]
            ),
            max_size=30,
        ).map(" ".join),
    ),
    language=st.sampled_from(("nl", "fr", "en", "ar", "xx")),
    today=st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)),
)
def test_nothing_typed_raises(text: str, language: str, today: date, synonyms: Synonyms) -> None:
    understood = understand(text, language, gazetteer=None, synonyms=synonyms, today=today)
    for fact in understood.facts:
        assert understood.text[fact.start : fact.end] == fact.text
