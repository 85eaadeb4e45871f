"""Counted searches and wishes: nobody is in them, none counts twice, and they are forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from app.counted_files import list_finished
from app.db import Base, Database
from app.search.text.folding import fold
from app.words.models import MissedWish, SearchCount
from app.words.operations.counting import (
    count_forgettable_counts,
    count_missed,
    count_searches,
    count_wish,
    forget_counts,
)
from app.words.operations.gaps import Ranked, list_searches, list_wish_texts, list_wishes
from app.words.personal import LONGEST_TEXT, MOST_WORDS, TypedText, looks_personal
from app.words.search_files import Outcome, read_searches, search_notebook, write_search

HOUR = datetime(2026, 11, 30, 22, 10, tzinfo=UTC)
LATER = HOUR + timedelta(hours=3)
AUTUMN = date(2026, 9, 1)
TEMSE, LOKEREN = "46025", "46029"


def is_personal(typed: str, *, left: str | None = None, known: str = "") -> bool:
    text = TypedText(typed, typed if left is None else left, fold(typed), frozenset(known.split()))
    return looks_personal(text)


def test_what_says_who_somebody_is_is_dropped() -> None:
    for typed in (
        "ik heet ruben en zoek hulp",
        "mijn zoon heet bosse",
        "je m'appelle",
        "My name is",
        "اسمي سلمى",
        "logopedie lotte",
        "opvang PEETERS",
        "kinesist Vandenbroucke",
        "gezin van den hoofdakker",
        "yusra el haddaoui",
        "mail an@gezin.example",
        "mail an＠gezin.example",
        "www.gezin.example",
        "gezin.be",
        "0470 00 00 00",
        "+32 (0)3-000.00.00",
        "kind 85.07.30-033.28",
        "geboren 3/4/19",
        "klas 2026",
        "Lange Kerkstraat 12",
        "dorpsplein nr 3",
        "een zin met veel te veel woorden erin",
        "zeeplankenkastjesfabriekje " * 3,
    ):
        assert is_personal(typed), typed
    for typed in ("kleertjes", "speelplein", "slaapt niet", "Crèche", "CLB", "دار الحضانة", "bso"):
        assert not is_personal(typed), typed


def test_a_word_that_the_table_knows_is_no_name_and_an_age_no_house_number() -> None:
    assert not is_personal("huis van het Kind", known="huis van het kind")
    assert is_personal("huis van het Kind")
    assert not is_personal("speelplein 3 jaar", left="speelplein")
    assert not is_personal("zomer", known="zomer")


@given(st.text(max_size=40), st.text(max_size=40))
@example("", "Ik heet")
def test_no_text_around_it_hides_what_is_personal(before: str, after: str) -> None:
    for secret in ("an@gezin.example", "0470 00 00 00", "ik heet"):
        assert is_personal(f"{before} {secret} {after}")


@given(st.text(max_size=200))
def test_what_is_kept_is_short_folded_and_has_no_long_number(typed: str) -> None:
    topic = fold(typed)
    if not is_personal(typed):
        assert len(topic) <= LONGEST_TEXT
        assert len(topic.split()) <= MOST_WORDS
        assert not any(word.isdecimal() and len(word) > 3 for word in topic.split())
        assert fold(topic) == topic, "what is written is read again"


def test_files_are_counted_once_also_when_the_worker_died_before_deleting(
    database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url)
    folder, moment = tmp_path / "searches", HOUR.timestamp()
    for outcome in (Outcome.NONE, Outcome.NONE, Outcome.FINE):
        write_search(folder, "krolkaarten", "nl", outcome, moment)
    write_search(folder, "دار الحضانه", "ar", Outcome.WEAK, moment)
    # Eleven in the evening in London is December in Brussels already.
    write_search(folder, "krolkaarten", "nl", Outcome.WEAK, moment + 3600)
    assert count_searches(database, folder, HOUR) == 0
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert count_searches(database, folder, LATER) == 2
    for name, content in kept.items():
        (folder / name).write_bytes(content)
    assert count_searches(database, folder, LATER) == 0
    assert list(folder.iterdir()) == []
    with database.transaction() as session:
        count_missed(session, "krolkaarten", "nl", now=LATER)
        rows = list_searches(session, Ranked.EMPTY, since=AUTUMN)
        assert [(row.text, row.searches, row.without_result) for row in rows] == [
            ("krolkaarten", 4, 2)
        ]
        assert [row.missed for row in list_searches(session, Ranked.POOR, since=AUTUMN)] == [1]
        december = list_searches(session, Ranked.MOST, since=date(2026, 12, 1))
        assert december == [], "once in a month is not shown"
        assert session.get_one(SearchCount, ("دار الحضانه", "ar", date(2026, 11, 1))).weak == 1
    database.dispose()


def test_half_a_line_is_left_out(tmp_path: Path) -> None:
    write_search(tmp_path, "opvang", "nl", Outcome.FINE, HOUR.timestamp())
    path = list_finished(search_notebook(tmp_path), LATER)[0]
    path.write_text(path.read_text() + "n nl 2026-11 spelf nl 2026-11 opvang\nn nl 2026-13 x\nx\n")
    assert [(search.text, count) for search, count in read_searches(path).items()] == [
        ("opvang", 1)
    ]


def test_rare_counts_go_after_two_months_and_all_after_thirteen(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite'}")
    Base.metadata.create_all(database.engine)
    now = datetime(2026, 11, 15, tzinfo=UTC)
    with database.transaction() as session:
        for month, searches in ((8, 2), (8, 3), (9, 1)):
            session.add(
                SearchCount(
                    text=f"w{month}{searches}",
                    language="nl",
                    month=date(2026, month, 1),
                    searches=searches,
                )
            )
        session.add(SearchCount(text="oud", language="nl", month=date(2025, 9, 1), searches=90))
        august = datetime(2026, 8, 15, tzinfo=UTC)
        for text, times in (("skatepark", 3), ("bokaalplein", 1), ("", 1)):
            for _ in range(times):
                count_wish(session, text, municipality_nis=TEMSE, theme_id="sports", now=august)
    with database.transaction() as session:
        assert count_forgettable_counts(session, now) == 3
        assert forget_counts(session, now) == 3
        assert count_forgettable_counts(session, now) == 0
        assert set(session.scalars(select(SearchCount.text))) == {"w83", "w91"}
        wishes = {row.text: row.count for row in session.scalars(select(MissedWish))}
        assert wishes == {"skatepark": 3, "": 2}, "the number stays, the words go"
    database.dispose()


def test_small_numbers_of_wishes_stand_by_no_theme_and_other_houses_see_none(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'own.sqlite'}")
    Base.metadata.create_all(database.engine)
    with database.transaction() as session:
        for theme, place, text, times in (
            ("sports", TEMSE, "skatepark", 3),
            ("sports", LOKEREN, "skatepark", 5),
            ("sleep", TEMSE, "nachtoppas", 2),
            ("", "", "", 1),
        ):
            for _ in range(times):
                count_wish(session, text, municipality_nis=place, theme_id=theme, now=HOUR)
        rows, few = list_wishes(session, [TEMSE], since=AUTUMN)
        assert [(row.theme_id, row.municipality_nis, row.count) for row in rows] == [
            ("sports", TEMSE, 3)
        ]
        assert few == 3
        texts = list_wish_texts(session, [TEMSE], since=AUTUMN)
        assert [(row.text, row.count) for row in texts] == [("skatepark", 3)]
    database.dispose()
