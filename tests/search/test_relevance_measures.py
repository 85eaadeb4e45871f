"""The judged set and its measures: what a grade means, and what a good answer is worth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER
from app.geo.gazetteer import Gazetteer
from benchmarks.relevance.judged import (
    JudgedOffer,
    JudgedQuery,
    JudgedSetError,
    find_places,
    fit,
    grade_of_needs,
)
from benchmarks.relevance.judging import Judges, read_readers
from benchmarks.relevance.measures import mean, measure

OFFER = JudgedOffer(
    id="x-1",
    org="De Luierkast",
    kind="service",
    title="Luierbank",
    summary="",
    text="",
    themes=(),
    ages=(0, 36),
    audience="",
    places=("9140 Temse",),
    serves=(),
    at="",
    price=2.0,
    when=("we 14:00-16:00",),
    walk_in=False,
    needs={"nappies-baby-milk": 3, "material-help": 2},
    translations={},
)
QUERY = JudgedQuery("pampers", "everyday", {"nappies-baby-milk": 3}, "nl", None, None, None, False)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(PROJECT_FOLDER / "data" / "seed" / "gazetteer.csv")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, 3),
        ({"wants": {"material-help": 3}}, 2),
        ({"wants": {"nappies-baby-milk": 1}}, 1),
        ({"wants": {"sleep": 3}}, 0),
        ({"age": 24}, 3),
        ({"age": 36}, 0),
        ({"place": "Temse"}, 3),
        ({"place": "Sint-Niklaas"}, 2),
        ({"place": "Kortrijk"}, 1),
        ({"day": "we"}, 3),
        ({"day": "weekend"}, 1),
        ({"is_free": True}, 1),
    ],
)
def test_a_pair_is_graded_by_need_age_place_day_and_price(
    gazetteer: Gazetteer, facts: dict[str, object], expected: int
) -> None:
    query = replace(QUERY, **facts)  # type: ignore[arg-type]
    need = grade_of_needs(query, OFFER)
    assert fit(query, OFFER, find_places([OFFER], [query], gazetteer), need) == expected


def test_an_offer_that_serves_the_asked_town_is_as_good_as_one_there(gazetteer: Gazetteer) -> None:
    query, offer = replace(QUERY, place="Kortrijk"), replace(OFFER, serves=("Kortrijk",))
    assert fit(query, offer, find_places([offer], [query], gazetteer), 3) == 3


def test_what_is_for_professionals_answers_no_family(gazetteer: Gazetteer) -> None:
    offer = replace(OFFER, audience="professional")
    assert fit(QUERY, offer, find_places([offer], [QUERY], gazetteer), 3) == 0


def test_what_readers_graded_counts_and_the_rest_is_nothing(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    other = replace(OFFER, id="x-2", title="Pampers op maat")
    places = find_places([OFFER, other], [QUERY], gazetteer)
    file = tmp_path / "readers.toml"
    file.write_text('[[read]]\ntext = "pampers"\n2 = "x-1"\n')
    judges = Judges([OFFER, other], [QUERY], places, read_readers(file))
    assert judges.grades["pampers"] == {"x-1": 2, "x-2": 0}
    assert judges.by_needs["pampers"] == {"x-1": 3, "x-2": 3}
    answered = judges.judge(QUERY, ["x-2", "x-1"])
    assert (answered.score.reciprocal_rank, answered.unread) == (0.5, 1)
    file.write_text('[[read]]\ntext = "pampers"\n2 = "x-1"\n1 = "x-1 x-2"\n')
    with pytest.raises(JudgedSetError):
        read_readers(file)


def test_measures_of_an_answer() -> None:
    perfect = measure([3, 2, 0], [3, 2, 0, 0])
    assert (perfect.success_1, perfect.ndcg, perfect.reciprocal_rank) == (1.0, 1.0, 1.0)
    late = measure([0, 1, 0, 3], [3, 2, 1])
    assert (late.success_1, late.success_3, late.success_10) == (0.0, 0.0, 1.0)
    assert late.reciprocal_rank == 0.25
    assert 0 < late.ndcg < 0.6
    nothing = measure([], [3])
    assert (nothing.success_10, nothing.ndcg) == (0.0, 0.0)
    # Where nothing better exists, what is only related is right.
    assert measure([1], [1, 0]).success_1 == 1.0
    assert mean([perfect, nothing]).success_1 == 0.5
