"""Proposals under the search field: places behind words, and what others ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.db import Database
from app.directory.models.answers import AnswerCard, AnswerCardText
from app.directory.models.organizations import House
from app.directory.models.terms import Term
from app.finder import asked_before
from app.finder.asked_before import Asked, AskedBefore
from app.finder.suggestions import MAX_BYTES, list_suggestions
from app.words.models import SearchCount

NOW = "2026-05-04T10:00:00+02:00"
THIS_MONTH, LAST_MONTH, LONG_AGO = date(2026, 5, 1), date(2026, 4, 1), date(2026, 2, 1)
# Words, language, month, times searched, times nothing was found.
COUNTS = (
    ("luieremmer", "nl", THIS_MONTH, 2, 0),
    ("luieremmer", "nl", LAST_MONTH, 3, 0),
    ("luier met hulp", "nl", THIS_MONTH, 2, 0),
    ("luierdief", "nl", LONG_AGO, 50, 0),
    ("luiertrein", "nl", LAST_MONTH, 9, 6),
    ("luiermand", "fr", THIS_MONTH, 9, 0),
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Searches of some months, and an answer that is shown and one that is not."""
    database = Database(database_url)
    with database.transaction() as session:
        for text, language, month, searches, without_result in COUNTS:
            session.add(
                SearchCount(
                    text=text,
                    language=language,
                    month=month,
                    searches=searches,
                    without_result=without_result,
                )
            )
        session.add_all(
            (
                House(id=1, slug="huis", name="Huis", is_default=True),
                Term(id="care", facet="domain", icon="baby", position=1),
            )
        )
        session.flush()
        for number, title in enumerate(("Waar vind ik luiers?", "Zijn luiers duur?")):
            words = AnswerCardText(language="nl", title=title, body="Bij ons.")
            session.add(
                AnswerCard(
                    house_id=1,
                    theme_id="care",
                    position=number,
                    is_shown=not number,
                    verified_on=THIS_MONTH,
                    texts=[words],
                )
            )
    yield database
    database.dispose()


def test_only_what_many_asked_of_late_and_found_is_proposed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(NOW, tick=False):
        asked = AskedBefore(database)
        found = asked.find(["luier"], "nl", 1, 9)
        assert found == [Asked("luieremmer", 5), Asked("Waar vind ik luiers?")]
        assert asked.find(["liuerem"], "nl", 1, 9) == [Asked("luieremmer", 5)]
        assert asked.find(["waar", "vind", "ik", "lu"], "nl", 1, 9)[0].searches == 0
        with database.transaction() as session:
            key = ("luier met hulp", "nl", THIS_MONTH)
            session.get_one(SearchCount, key).searches = 3
        assert asked.find(["luier", "met"], "nl", 1, 9) == []
        monkeypatch.setattr(asked_before, "KEEP_SECONDS", -1.0)
        assert asked.find(["luier", "met"], "nl", 1, 9) == [Asked("luier met hulp", 3)]


class FixedQuestions:
    """The same questions for every beginning."""

    def __init__(self, *texts: str) -> None:
        self._rows = [Asked(text, 5) for text in texts]

    def find(self, _words: object, _language: str, _house_id: object, limit: int) -> list[Asked]:
        return self._rows[:limit]


def ask(app: Flask, text: str, wanted: str = "words") -> list[tuple[str | None, str | None]]:
    with app.test_request_context("/nl/suggesties"):
        app.preprocess_request()
        items = list_suggestions(text, wanted)
        app.do_teardown_appcontext()
    return [(item["kind"], item["value"]) for item in items]


def test_a_place_is_proposed_behind_what_is_understood(app: Flask) -> None:
    assert ("place", "opvang in Lokeren") in ask(app, "opvang in loke")
    assert not any(kind == "place" for kind, _ in ask(app, "qwrtp in loke"))


def test_a_mistyped_place_is_proposed(app: Flask) -> None:
    assert ("place", "Lokeren") in ask(app, "lokren", "place")
    assert ask(app, "qqqqq", "place") == []


def test_what_others_ask_is_proposed_unless_it_means_the_same(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app, "luier")
    kept = app.extensions["dichtbij.suggestions"]
    questions = FixedQuestions("luier", "spelotheek", "gratis speelgoed in de buurt")
    own = type(kept)(questions, kept.places)
    monkeypatch.setitem(app.extensions, "dichtbij.suggestions", own)
    found = ask(app, "speloth")
    assert found[0] == ("term", "Spelotheek")
    assert [value for kind, value in found if kind == "search"] == [
        "luier",
        "gratis speelgoed in de buurt",
    ]
    assert "luier" not in {value for kind, value in ask(app, "luier") if kind == "search"}


def test_an_answer_stays_small_however_long_its_texts(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(app, "luier")
    kept = app.extensions["dichtbij.suggestions"]
    own = type(kept)(FixedQuestions("ش" * 90, "ض" * 90), kept.places)
    monkeypatch.setitem(app.extensions, "dichtbij.suggestions", own)
    body = app.test_client().get("/nl/suggesties?q=qqqqq").get_data()
    assert b"items" in body
    assert len(body) < MAX_BYTES + 100
