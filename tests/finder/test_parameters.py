"""The address of a search: read without ever refusing, and written back as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.directory.catalogue import Taxonomy, TermValue
from app.finder.parameters import (
    DAY_PARTS,
    KINDS,
    MAX_CHILDREN,
    MAX_PAGE,
    MAX_VALUES,
    PRICES,
    RADII,
    SORTS,
    VIEWS,
    WEEKDAYS,
    SearchRequest,
    part_names,
    read_kept,
    read_request,
)
from app.geo.points import Point
from app.search.queries import AGE_GROUPS, MAX_QUERY_CHARACTERS, Part
from tests.finder.asked_pages import pairs_of, read_address

NAMES = (
    "q", "plaats", "hier", "straal", "kind", "thema", "leeftijd", "soort", "dag", "dagdeel",
    "prijs", "inloop", "taal", "toegang", "van", "tot", "letterlijk", "sorteer", "weergave",
    "pagina", "lijst", "onbekend",
)  # fmt: skip
THEMES, ACCESS = ("sports", "sleep", "form-nappy-bank"), ("acc-buggy", "acc-quiet")


def term(term_id: str, facet: str) -> TermValue:
    return TermValue(term_id, None, facet, "x", None, None, {"nl": term_id}, {}, ())


TAXONOMY = Taxonomy(
    {
        "sports": term("sports", "domain"),
        "sleep": term("sleep", "domain"),
        "form-nappy-bank": term("form-nappy-bank", "form"),
        "acc-buggy": term("acc-buggy", "accessibility"),
        "acc-quiet": term("acc-quiet", "accessibility"),
        "org-library": term("org-library", "partner_type"),
    }
)


def read(*pairs: tuple[str, str]) -> SearchRequest:
    return read_request(MultiDict(pairs), TAXONOMY)


def some(values: tuple[str, ...] | list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=3).map(tuple)


LINE = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40
).map(lambda text: " ".join(text.split()))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
POINTS = st.builds(
    lambda latitude, longitude: Point(round(latitude, 3), round(longitude, 3)),
    st.floats(-89, 89),
    st.floats(-179, 179),
)
REQUESTS = st.builds(
    SearchRequest,
    words=LINE,
    place=LINE,
    near=st.none() | POINTS,
    radius=st.sampled_from(["", *RADII, "gemeente"]),
    ages=st.lists(
        LINE.map(lambda text: text[:30].strip()).filter(bool), unique=True, max_size=6
    ).map(tuple),
    themes=some(THEMES),
    age_groups=some([group.id for group in AGE_GROUPS]),
    kinds=some(list(KINDS)),
    weekdays=some(WEEKDAYS),
    parts=some(list(DAY_PARTS)),
    prices=some(PRICES),
    walk_in=some(["1"]),
    languages=some(["nl", "fr", "tr", "tmh"]),
    accessibility=some(ACCESS),
    first_day=st.none() | DAYS,
    last_day=st.none(),
    sort=st.sampled_from(["", *SORTS]),
    view=st.sampled_from(["", *VIEWS]),
    page=st.integers(1, MAX_PAGE),
    is_exact=st.booleans(),
    kept=st.lists(st.integers(0, 999_999_999), unique=True, max_size=5).map(
        lambda numbers: ",".join(map(str, numbers))
    ),
)


@settings(max_examples=150, deadline=None)
@given(asked=REQUESTS, days=st.integers(0, 400))
def test_a_search_comes_back_from_its_own_address(asked: SearchRequest, days: int) -> None:
    if asked.first_day is not None and asked.first_day.year < 2099:
        asked = asked.changed(last_day=asked.first_day + timedelta(days=days), page=asked.page)
    again = read(*pairs_of(f"?{asked.query_string()}"))
    assert again == asked
    assert again.ignored == ()
    assert again.query_string() == asked.query_string()


@settings(max_examples=150, deadline=None)
@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.text(max_size=50) | st.sampled_from(["sports", "wo", "gratis", "9", "1,2", "-1"]),
        ),
        max_size=12,
    )
)
def test_any_address_gives_a_sound_search_that_stays_the_same(pairs: list[tuple[str, str]]) -> None:
    first = read(*pairs)
    second = read(*pairs_of(f"?{first.query_string()}"))
    assert second == first
    assert second.ignored == ()
    assert second.query_string() == first.query_string()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hier", "onzin"),
        ("hier", "99,4"),
        ("hier", "51.1"),
        ("straal", "7"),
        ("thema", "org-library"),
        ("leeftijd", "age-99"),
        ("soort", "service"),
        ("dag", "maandag"),
        ("dagdeel", "nacht"),
        ("prijs", "duur"),
        ("inloop", "0"),
        ("taal", "Nederlands"),
        ("toegang", "sports"),
        ("van", "2026-02-30"),
        ("tot", "1999-12-31"),
        ("van", "morgen"),
        ("sorteer", "naam"),
        ("weergave", "tabel"),
        ("pagina", "-1"),
        ("pagina", "drie"),
        ("pagina", "0"),
    ],
)
def test_nonsense_is_left_out_and_named(name: str, value: str) -> None:
    request = read((name, value), ("q", "luiers"))
    assert request == SearchRequest(words="luiers")
    assert request.ignored == (name,)


def test_what_is_sound_beside_nonsense_is_kept() -> None:
    request = read(("dag", "wo"), ("dag", "x"), ("thema", "sports"), ("thema", "sports"))
    assert request.weekdays == ("wo",)
    assert request.themes == ("sports",)
    assert request.ignored == ("dag",)


def test_empty_parameters_of_a_form_are_no_nonsense() -> None:
    assert read(*((name, "") for name in NAMES)) == SearchRequest()
    assert read(*((name, "  ") for name in NAMES)).ignored == ()


def test_the_first_of_two_texts_counts() -> None:
    assert read(("q", "een"), ("q", "twee")).words == "een"


def test_texts_and_lists_are_cut() -> None:
    request = read(
        ("q", "woord " * MAX_QUERY_CHARACTERS),
        ("plaats", "p" * 200),
        *(("kind", f"{number} jaar" + "!" * 60) for number in range(12)),
        ("pagina", "9999"),
    )
    assert len(request.words) <= MAX_QUERY_CHARACTERS
    assert len(request.place) == 80
    assert len(request.ages) == MAX_CHILDREN
    assert all(len(age) <= 30 for age in request.ages)
    assert request.page == MAX_PAGE
    languages = [("taal", f"{first}{second}") for first in "abcd" for second in "abcd"]
    assert len(read(*languages).languages) == MAX_VALUES


def test_signs_that_no_text_has_become_spaces() -> None:
    assert read(("q", "a\x00b\x1fc\x7fd\x85e\ufffff\ud800g")).words == "a b c d e f g"


def test_days_in_the_wrong_order_are_turned_around() -> None:
    request = read(("van", "2026-05-09"), ("tot", "2026-05-01"))
    assert (request.first_day, request.last_day) == (date(2026, 5, 1), date(2026, 5, 9))


def test_a_point_is_rounded_to_about_a_hundred_metres() -> None:
    assert read(("hier", "51.123456,4.987654")).near == Point(51.123, 4.988)
    assert "51.123%2C4.988" in read(("hier", "51.123456,4.987654")).query_string()


def test_changing_something_goes_back_to_the_first_page() -> None:
    request = read(("q", "luiers"), ("pagina", "4"))
    assert request.changed(words="x").page == 1
    assert ("pagina", "4") in request.arguments()


def test_filters_are_counted() -> None:
    assert read(("q", "x"), ("plaats", "y"), ("kind", "4")).filter_count == 0
    request = read(("thema", "sports"), ("dag", "wo"), ("dag", "za"), ("van", "2026-01-01"))
    assert request.filter_count == 4


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("1,2,3", "1,2,3"),
        ("3,1,3", "3,1"),
        ("007,7", "7"),
        (" 1,x,-2,٣,4.5,", ""),
        ("1234567890", ""),
        (",".join(str(number) for number in range(80)), ",".join(str(n) for n in range(50))),
        ("", ""),
    ],
)
def test_a_kept_list_is_numbers_each_once_fifty_at_most(text: str, kept: str) -> None:
    assert read_kept(text) == kept


def test_parts_of_a_day_stand_in_the_order_of_the_day() -> None:
    assert part_names(("avond", "ochtend")) == (Part.MORNING, Part.EVENING)


def test_the_site_reads_its_own_terms(app: Flask) -> None:
    request = read_address(app, "/nl/zoek?thema=sports&thema=form-nappy-bank&toegang=acc-buggy")
    assert request.themes == ("sports", "form-nappy-bank")
    assert request.accessibility == ("acc-buggy",)
    assert request.ignored == ()
