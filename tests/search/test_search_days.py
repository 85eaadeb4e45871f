"""Days and parts of days, read from the ring of days in the index."""

from collections.abc import Callable
from datetime import date

from search_examples import NOW, TODAY, make_offer

from app.search.engine import SearchEngine
from app.search.queries import Query

Fill = Callable[..., SearchEngine]


def found(engine: SearchEngine, **facts: object) -> set[int]:
    query = Query(limit=1000, **facts)  # type: ignore[arg-type]
    return {hit.offer_id for hit in engine.search(query, NOW).hits}


def test_days_of_last_year_do_not_come_round_in_the_ring(filled: Fill) -> None:
    days = bytes([1] * 400)
    engine = filled(
        make_offer(1, parts_from=date(2025, 10, 1), day_parts=days),
        make_offer(2, parts_from=TODAY, day_parts=days),
        make_offer(3, parts_from=date(2026, 11, 30), day_parts=days),
    )
    one_day = {"first_day": TODAY, "last_day": TODAY}
    assert found(engine, **one_day) == {2}
    assert found(engine, first_day=date(2026, 11, 30), last_day=date(2026, 11, 30)) == {2, 3}
    assert found(engine, first_day=date(2027, 12, 20), last_day=date(2027, 12, 24)) == {2, 3}
    assert found(engine, first_day=date(2028, 1, 10)) == set()


def test_days_follow_across_the_turn_of_the_year(filled: Fill) -> None:
    days = bytearray(400)
    days[(date(2027, 1, 2) - TODAY).days] = 2 | 14 << 3
    engine = filled(make_offer(1, parts_from=TODAY, day_parts=bytes(days)))
    assert found(engine, first_day=date(2026, 12, 31), last_day=date(2027, 1, 2)) == {1}
    assert found(engine, first_day=date(2026, 12, 31), last_day=date(2027, 1, 1)) == set()
    assert found(engine, weekdays=(5,)) == {1}
    assert found(engine, weekdays=(6,)) == set()


def test_parts_of_today_that_are_over_do_not_count(filled: Fill) -> None:
    engine = filled(make_offer(1, parts_from=TODAY, day_parts=bytes([1 | 9 << 3])))
    query = Query(first_day=TODAY, last_day=TODAY)
    assert engine.search(query, NOW).total == 1
    assert engine.search(query, NOW.replace(hour=12)).total == 0
