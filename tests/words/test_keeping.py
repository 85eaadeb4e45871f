"""What staff own of the search: their words win, the history puts back, pins stay in a House."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.trail import Actor
from app.config import PROJECT_FOLDER
from app.db import Database
from app.directory.operations.answers import AnswerDraft, AnswerWords, save_answer
from app.search.table.synonym_table import SynonymRow
from app.search.text.folding import split_words
from app.words import vocabulary as vocabulary_module
from app.words.errors import (
    NothingToRestoreError,
    TooManyPinsError,
    WordKnownError,
    WordRowNotFoundError,
)
from app.words.models import PinnedAnswer, SpellingRule, WordChange
from app.words.operations.changes import Editor, list_changes
from app.words.operations.keeping import WordDraft, list_words, save_word, take_back_word
from app.words.operations.pinning import (
    MOST_PINS,
    PinDraft,
    list_house_pins,
    move_pin,
    pin_answer,
    unpin_answer,
)
from app.words.operations.restoring import restore_before
from app.words.operations.spelling import remove_spelling, save_spelling
from app.words.vocabulary import Vocabulary
from tests.questions.desk_examples import Example
from tests.questions.desk_fixtures import desk_file
from tests.sites import sealed_database
from tests.words.word_examples import TABLE

__all__ = ["desk_file"]

WORD = WordDraft("Ravótten", "nl", "colloquial", "samenspel", "playing-together", 1.0)
TODAY = date(2026, 3, 3)


@pytest.fixture
def database(desk_file: tuple[Path, Example], tmp_path: Path) -> Iterator[Database]:
    shutil.copytree(desk_file[0], tmp_path, dirs_exist_ok=True)
    found = sealed_database(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path)
    yield found
    found.dispose()


@pytest.fixture
def example(desk_file: tuple[Path, Example]) -> Example:
    return desk_file[1]


@pytest.fixture
def cleo(example: Example) -> Editor:
    return Editor(example.coordinator_id, example.house_id)


@pytest.fixture
def celia(example: Example) -> Editor:
    return Editor(example.other_coordinator_id, example.other_house_id)


def vocabulary_of(database: Database, folder: Path) -> Vocabulary:
    lines = ["canonical_term,variant,lang,kind,taxonomy_id,weight"]
    for row in TABLE:
        facts = (row.canonical, row.variant, row.language, row.kind, row.term_id or "", row.weight)
        lines.append(",".join(map(str, facts)))
    seed = folder / "seed"
    if not seed.exists():
        seed.mkdir()
        for path in (PROJECT_FOLDER / "data" / "seed").glob("*.csv"):
            if path.name != "synonyms.csv":
                (seed / path.name).symlink_to(path)
        (seed / "synonyms.csv").write_text("\n".join(lines), encoding="utf-8")
    return Vocabulary(database, seed, ())


def meanings(vocabulary: Vocabulary, text: str) -> list[tuple[str, float]]:
    phrases = vocabulary.current().find_phrases(split_words(text))
    return [(meaning.canonical, meaning.weight) for item in phrases for meaning in item.meanings]


def last_change(database: Database, house_id: int) -> WordChange:
    with database.reading() as session:
        return list_changes(session, house_id, limit=1)[0]


def restore_last(database: Database, by: Editor) -> None:
    number = last_change(database, by.house_id).id
    with database.transaction() as session:
        restore_before(session, number, today=TODAY, by=by)


def test_a_change_counts_within_a_second_in_every_process(
    database: Database, tmp_path: Path, cleo: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr(vocabulary_module, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    other_process = sealed_database(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path)
    here, there = (vocabulary_of(item, tmp_path) for item in (database, other_process))
    assert meanings(here, "ravotten") == meanings(there, "ravotten") == []
    steps = (
        (WORD, "ravotten", [("samenspel", 1.0)]),
        (WordDraft(*_columns(TABLE[0]), is_off=True), "speelbende", []),
    )
    for draft, text, expected in steps:
        before = there.current()
        with database.transaction() as session:
            save_word(session, None, draft, by=cleo)
        assert there.current() is before
        clock[0] += 0.9
        assert meanings(here, text) == meanings(there, text) == expected
    assert there.current() is there.current()
    with database.transaction() as session:
        save_spelling(session, "Ravoten", "", by=cleo)
    clock[0] += 0.9
    assert there.current().spelling == {"ravoten": ""}
    other_process.dispose()


def _columns(row: SynonymRow) -> tuple[str, str, str, str, str | None, float]:
    return row.variant, row.language, row.kind, row.canonical, row.term_id, row.weight


def test_a_preview_shows_rows_that_are_not_stored_and_stores_nothing(
    database: Database, tmp_path: Path, cleo: Editor
) -> None:
    vocabulary = vocabulary_of(database, tmp_path)
    with database.transaction() as session:
        word_id = save_word(session, None, WORD, by=cleo).id
    changed = WordDraft("stoeien", *_columns(TABLE[0])[1:])
    with database.reading() as session:
        preview = vocabulary.preview(session, [changed.make_row()], without=[word_id])
        assert preview.find_phrases(split_words("stoeien"))
        assert not preview.find_phrases(split_words("ravotten"))
        assert [word.variant for word in list_words(session)] == ["Ravótten"]
        assert vocabulary.preview(session, spelling={"a": "b"}).spelling == {"a": "b"}


def test_a_double_is_refused_whatever_its_capitals_and_accents(
    database: Database, cleo: Editor
) -> None:
    with database.transaction() as session:
        word = save_word(session, None, WORD, by=cleo)
        other = save_word(session, None, WordDraft("stoeien", *_columns(TABLE[0])[1:]), by=cleo)
    double = WordDraft("RAVOTTEN", "nl", "dialect", "spelen", "playing-together", 0.4)
    for word_id in (None, other.id):
        with pytest.raises(WordKnownError) as refused, database.transaction() as session:
            save_word(session, word_id, double, by=cleo)
        assert refused.value.row_id == word.id
    with database.transaction() as session:
        assert save_word(session, word.id, double, by=cleo).kind == "dialect"
        # In another language, or with another meaning, it is another row.
        save_word(session, None, WordDraft("ravotten", "fr", *_columns(TABLE[0])[2:]), by=cleo)
        save_word(session, None, WordDraft("ravotten", "nl", "youth", "rel", None, 1.0), by=cleo)
    with pytest.raises(WordRowNotFoundError), database.transaction() as session:
        save_word(session, 999, double, by=cleo)


def test_the_history_says_who_and_puts_back_what_was(
    database: Database, cleo: Editor, celia: Editor
) -> None:
    with database.transaction() as session:
        word_id = save_word(session, None, WORD, by=cleo).id
    with database.transaction() as session:
        renamed = WordDraft("stoeien", *_columns(TABLE[0])[1:])
        save_word(session, word_id, renamed, by=celia)
    assert last_change(database, cleo.house_id).changed_by == celia.person_id
    restore_last(database, cleo)
    with database.reading() as session:
        assert [(word.variant, word.weight) for word in list_words(session)] == [("Ravótten", 1.0)]
    with database.transaction() as session:
        take_back_word(session, word_id, by=celia)
        # The number of the word may be given out again: what is put back is the word, not the row.
        save_word(session, None, renamed, by=celia)
    with database.reading() as session:
        removal = list_changes(session, cleo.house_id)[1].id
        first = session.scalars(select(WordChange.id).order_by(WordChange.id)).first()
    with database.transaction() as session:
        restore_before(session, removal, today=TODAY, by=cleo)
    with database.reading() as session:
        assert {word.variant for word in list_words(session)} == {"Ravótten", "stoeien"}
    with pytest.raises(NothingToRestoreError), database.transaction() as session:
        restore_before(session, removal, today=TODAY, by=cleo)
    with database.transaction() as session:
        restore_before(session, first or 0, today=TODAY, by=cleo)
    with database.reading() as session:
        assert {word.variant for word in list_words(session)} == {"stoeien"}
        actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-7:] == [
        f"search-word-{what}"
        for what in ("added", "changed", "changed", "removed", "added", "added", "removed")
    ]


def test_saving_the_same_again_is_no_change(database: Database, cleo: Editor) -> None:
    with database.transaction() as session:
        rule_id = save_spelling(session, "Krech", "crèche", by=cleo).id
        before = session.scalars(select(WordChange.id)).all()
        save_spelling(session, "krech", "Creche", by=cleo)
        assert session.scalars(select(WordChange.id)).all() == before
        remove_spelling(session, rule_id, by=cleo)
    restore_last(database, cleo)
    with database.reading() as session:
        rules = session.scalars(select(SpellingRule)).all()
        assert [(rule.typed, rule.meant) for rule in rules] == [("krech", "creche")]


def test_pinned_answers_keep_their_order_and_their_house(
    database: Database, example: Example, cleo: Editor, celia: Editor
) -> None:
    def order() -> list[int | None]:
        with database.reading() as session:
            return [pin.offer_id for pin in list_house_pins(session, cleo.house_id)]

    first, second = example.offer_id, example.other_offer_id
    with database.transaction() as session:
        pins = [
            pin_answer(session, PinDraft("Spelen!", offer_id=number), today=TODAY, by=cleo)
            for number in (first, second)
        ]
        move_pin(session, pins[1].id, step=-1, by=cleo)
        move_pin(session, pins[1].id, step=-1, by=cleo)
    assert order() == [second, first]
    for change in (unpin_answer, lambda *args, **kept: move_pin(*args, step=1, **kept)):
        with pytest.raises(WordRowNotFoundError), database.transaction() as session:
            change(session, pins[0].id, by=celia)
    with database.reading() as session:
        assert list_changes(session, celia.house_id) == []
    number = last_change(database, cleo.house_id).id
    with pytest.raises(WordRowNotFoundError), database.transaction() as session:
        restore_before(session, number, today=TODAY, by=celia)
    with database.transaction() as session:
        unpin_answer(session, pins[1].id, by=cleo)
    assert order() == [first]
    restore_last(database, cleo)
    assert order() == [second, first]
    with pytest.raises(WordKnownError), database.transaction() as session:
        pin_answer(session, PinDraft("spelen", offer_id=first), today=TODAY, by=cleo)


def test_a_search_bears_a_few_pinned_answers_and_ended_ones_make_room(
    database: Database, example: Example, cleo: Editor
) -> None:
    draft = PinDraft("spelen", offer_id=example.offer_id, until_on=TODAY)
    fill_with_cards(database, example)
    with pytest.raises(TooManyPinsError), database.transaction() as session:
        pin_answer(session, draft, today=TODAY, by=cleo)
    with database.transaction() as session:
        pin_answer(session, draft, today=date(2026, 3, 4), by=cleo)
        pin_answer(session, PinDraft("eten", offer_id=example.offer_id), today=TODAY, by=cleo)


def test_a_pinned_answer_comes_back_only_where_there_is_room(
    database: Database, example: Example, cleo: Editor
) -> None:
    with database.transaction() as session:
        draft = PinDraft("spelen", offer_id=example.offer_id)
        pin_id = pin_answer(session, draft, today=TODAY, by=cleo).id
        unpin_answer(session, pin_id, by=cleo)
    number = last_change(database, cleo.house_id).id
    fill_with_cards(database, example)
    with pytest.raises(TooManyPinsError), database.transaction() as session:
        restore_before(session, number, today=TODAY, by=cleo)
    with database.reading() as session:
        assert example.offer_id not in {
            pin.offer_id for pin in list_house_pins(session, cleo.house_id)
        }
    with database.transaction() as session:
        restore_before(session, number, today=date(2026, 3, 4), by=cleo)


def fill_with_cards(database: Database, example: Example) -> None:
    """As many answers to "spelen" as a search bears, all until today."""
    with database.transaction() as session:
        session.add_all(
            PinnedAnswer(house_id=example.house_id, words="spelen", card_id=card, until_on=TODAY)
            for card in _cards(session, example, MOST_PINS)
        )


def _cards(session: Session, example: Example, count: int) -> list[int]:
    words = {"nl": AnswerWords("Samen spelen", "Kom langs.")}
    draft = AnswerDraft(example.theme_id, words, TODAY)
    system = Actor.system()
    return [save_answer(session, example.house_id, None, draft, by=system).id for _ in range(count)]
