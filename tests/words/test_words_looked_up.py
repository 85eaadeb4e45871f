"""The table of words as staff look through it, and the searches that a preview tries."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from app.search.engine import SearchEngine
from app.words.lines import find_lines
from app.words.models import OwnWord
from app.words.operations import previewing
from app.words.operations.keeping import WordDraft
from app.words.operations.previewing import MadeSearch, choose_searches, compare_searches
from app.words.vocabulary import by_key
from tests.words.word_examples import TABLE


def test_the_table_is_found_by_word_and_by_meaning_the_same_word_first() -> None:
    own = [_own(1, "kliek", "bende", is_off=True), _own(2, "bende", "samenspel")]
    found = find_lines(by_key(TABLE), own, "Bende", start=0, size=10)
    assert [(line.row.variant, line.own_id, line.is_off) for line in found.lines] == [
        ("bende", 2, False),
        ("speelbende", None, False),
        ("speelbendestad", None, False),
        ("kliek", 1, True),
    ]
    assert [line.is_shipped for line in found.lines] == [False, True, True, True]
    assert find_lines(by_key(TABLE), own, "bende", start=1, size=1).total == 4
    assert find_lines(by_key(TABLE), own, "", start=0, size=10).total == 2


def _own(number: int, variant: str, canonical: str, *, is_off: bool = False) -> OwnWord:
    word = WordDraft(variant, "nl", "synonym", canonical, None, 1.0, is_off).make_row()
    word.id = number
    return word


def test_searches_that_look_like_the_word_are_tried_first_and_only_while_there_is_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [MadeSearch("opvang", "nl", 90), MadeSearch("speelgoed", "nl", 9)]
    typed = [MadeSearch("speelbende", "nl")]
    facts = {"typed": typed, "term_id": None, "canonical": "bende"}
    chosen = choose_searches(made, TABLE, **facts)  # type: ignore[arg-type]  # see above
    assert [item.text for item in chosen] == ["speelbende", "speelgoed", "opvang", "kliek"]
    many = [MadeSearch(f"woord {number}", "nl", 5) for number in range(20)]
    assert "kliek" not in [item.text for item in choose_searches(many, TABLE, **facts)]  # type: ignore[arg-type]

    clock = iter(range(100))
    monkeypatch.setattr(previewing, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    engines = [_Engine({"opvang": (1, 2)}), _Engine({"opvang": (2, 3), "speelgoed": (1,)})]
    compared = compare_searches(*engines, chosen, moment=datetime.now(UTC), until=3)  # type: ignore[arg-type]
    assert (compared.tried, compared.total) == (3, 4)
    assert [(item.search.text, item.incoming, item.outgoing) for item in compared.changed] == [
        ("speelgoed", (1,), ()),
        ("opvang", (3,), (1,)),
    ]


class _Engine(SearchEngine):
    """Answers from a table of words."""

    def __init__(self, answers: dict[str, tuple[int, ...]]) -> None:
        self._answers = answers

    def search(self, query: object, _now: object) -> object:  # type: ignore[override]
        found = self._answers.get(query.words, ())  # type: ignore[attr-defined]
        return SimpleNamespace(hits=[SimpleNamespace(offer_id=number) for number in found])
