"""Ages, days, hours, prices and distances in the words of the page's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.finder.wording import (
    age_range_text,
    amount_of_age,
    child_text,
    clock_text,
    day_text,
    distance_text,
    euro_text,
    hours_text,
    join_words,
    language_name,
    moment_text,
    month_text,
    near_day_text,
    suits_text,
    weekday_name,
)
from app.i18n import LANGUAGES
from tests.finder.asked_pages import visiting

TODAY = date(2026, 5, 4)


@pytest.fixture
def dutch(app: Flask) -> Iterator[None]:
    with visiting(app, "/nl/"):
        yield


def plain(text: str | None) -> str | None:
    """A text as people read it: with ordinary spaces and without joins that cannot be seen."""
    return text.replace("\u00a0", " ").replace("\u2060", "") if text is not None else None


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("months", "text"),
    [
        (1, "1 maand"),
        (9, "9 maanden"),
        (12, "1 jaar"),
        (18, "18 maanden"),
        (24, "2 jaar"),
        (30, "2,5 jaar"),
        (31, "31 maanden"),
        (48, "4 jaar"),
        (216, "18 jaar"),
    ],
)
def test_an_age_as_parents_tell_it(months: int, text: str) -> None:
    assert amount_of_age(months) == text


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("minimum", "maximum", "text"),
    [
        (None, None, None),
        (0, None, "vanaf 0 jaar"),
        (None, 36, "0 tot 3 jaar"),
        (0, 36, "0 tot 3 jaar"),
        (36, 72, "3 tot 6 jaar"),
        (30, 72, "2,5 jaar tot 6 jaar"),
        (9, 18, "9 maanden tot 18 maanden"),
        (144, None, "vanaf 12 jaar"),
        (144, 288, "vanaf 12 jaar"),
        (-9, 0, "tijdens de zwangerschap"),
        (-4, 12, "van zwangerschap tot 1 jaar"),
        (-9, None, "alle leeftijden"),
        (-9, 288, "alle leeftijden"),
        (-3, None, "vanaf de zwangerschap"),
    ],
)
def test_a_range_of_ages(minimum: int | None, maximum: int | None, text: str | None) -> None:
    assert age_range_text(minimum, maximum) == text


@pytest.mark.usefixtures("dutch")
def test_a_child_and_whom_an_offer_suits() -> None:
    assert [child_text(months) for months in (-10, -4, 0, 9, 30)] == [
        "kinderwens",
        "zwanger",
        "pasgeboren baby",
        "kind van 9 maanden",
        "kind van 2,5 jaar",
    ]
    assert [suits_text(months) for months in (-4, 0, 48)] == [
        "past bij je zwangerschap",
        "past bij je baby",
        "past bij je kind van 4 jaar",
    ]


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("cents", "text"),
    [(0, "gratis"), (500, "€ 5"), (250, "€ 2,50"), (205, "€ 2,05"), (12_345, "€ 123,45")],
)
def test_an_amount(cents: int, text: str) -> None:
    assert plain(euro_text(cents)) == text


@pytest.mark.usefixtures("dutch")
@pytest.mark.parametrize(
    ("kilometres", "text"),
    [
        (0.0, "100 m"),
        (0.04, "100 m"),
        (0.55, "600 m"),
        (0.94, "900 m"),
        (0.97, "1,0 km"),
        (1.04, "1,0 km"),
        (2.34, "2,3 km"),
        (9.94, "9,9 km"),
        (9.96, "10 km"),
        (14.4, "14 km"),
    ],
)
def test_a_distance(kilometres: float, text: str) -> None:
    assert plain(distance_text(kilometres)) == text


@pytest.mark.usefixtures("dutch")
def test_hours_and_days() -> None:
    assert clock_text(time(9, 5)) == "09.05"
    assert plain(hours_text(time(14), time(16, 30))) == "14.00–16.30 uur"
    assert plain(hours_text(time(14), time(14))) == "om 14.00 uur"
    assert hours_text(time(0), time(0)) in {"de hele dag", "om 00.00 uur"}
    assert [weekday_name(number) for number in (0, 6)] == ["maandag", "zondag"]
    assert near_day_text(TODAY, TODAY) == "vandaag"
    assert near_day_text(date(2026, 5, 5), TODAY) == "morgen"
    assert near_day_text(date(2026, 5, 6), TODAY) == "woensdag 6 mei"
    assert day_text(date(2027, 9, 1), TODAY) == "woensdag 1 september 2027"
    assert month_text(TODAY) == "mei 2026"


@pytest.mark.usefixtures("dutch")
def test_a_moment_of_hours_and_one_of_days() -> None:
    start = datetime(2026, 5, 6, 14)  # noqa: DTZ001 - only its words
    same_day = moment_text(start, start.replace(hour=16), TODAY)
    assert plain(same_day) == "woensdag 6 mei, 14.00–16.00 uur"
    camp = moment_text(start, start.replace(day=8), TODAY)
    assert camp == "woensdag 6 mei tot en met vrijdag 8 mei"
    night = moment_text(start.replace(hour=22), start.replace(day=7, hour=2), TODAY)
    assert plain(night) == "woensdag 6 mei, 22.00–02.00 uur"


@pytest.mark.usefixtures("dutch")
def test_words_in_a_row() -> None:
    assert join_words([]) == ""
    assert join_words(["a"]) == "a"
    assert join_words(["a", "b"]) == "a en b"
    assert join_words(["a", "b", "c"]) == "a, b en c"


@pytest.mark.parametrize(
    ("language", "clock", "price", "weekday", "name"),
    [
        ("fr", "14:00", "€ 2,50", "mercredi", "turc"),
        ("en", "14:00", "€ 2.50", "Wednesday", "Turkish"),
        ("ar", "14:00", "€ 2.50", "الأربعاء", "التركية"),
    ],
)
def test_other_languages_write_in_their_own_way(
    app: Flask, language: str, clock: str, price: str, weekday: str, name: str
) -> None:
    with visiting(app, f"/{language}/"):
        assert clock_text(time(14)) == clock
        assert plain(euro_text(250)) == price
        assert weekday_name(2) == weekday
        assert language_name("tr") == name
        assert language_name("xx") == "xx"


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    language=st.sampled_from(list(LANGUAGES)),
    minimum=st.none() | st.integers(-10, 1200),
    maximum=st.none() | st.integers(-9, 1201),
    kilometres=st.floats(0, 1000),
    cents=st.integers(0, 1_000_000),
)
def test_every_value_has_words_in_every_language(
    app: Flask,
    language: str,
    minimum: int | None,
    maximum: int | None,
    kilometres: float,
    cents: int,
) -> None:
    with visiting(app, f"/{language}/"):
        said = [distance_text(kilometres), euro_text(cents), age_range_text(minimum, maximum)]
    assert all(text.strip() for text in said if text is not None)
    assert not any("%(" in text for text in said if text is not None)
