"""The audit trail: append-only, chained, and without a word of a family."""

from __future__ import annotations

import argparse
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditEntry
from app.audit.trail import (
    Actor,
    FamilyTextInTrailError,
    has_hash,
    list_entries,
    record,
    verify,
)
from app.cli.trail import run_audit
from app.db import Database, utc_now
from tests.sites import sealed_database, settings_in

SYSTEM = Actor.system()


@pytest.fixture
def database(database_url: str, tmp_path: Path) -> Iterator[Database]:
    database = sealed_database(database_url, tmp_path)
    yield database
    database.dispose()


def write(database: Database, count: int) -> None:
    with database.transaction() as session:
        for number in range(count):
            record(session, "question_read", actor=Actor.person(7), subject=("question", number))


def without_triggers(database: Database, *statements: str) -> None:
    """What somebody with the database in hand can do to it."""
    with database.engine.begin() as connection:
        for name, owner in _triggers(connection):
            end = f" ON {owner}" if connection.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{end}"))
        for statement in statements:
            connection.execute(text(statement))


def _triggers(connection: Connection) -> list[tuple[str, str]]:
    query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT tgname, 'audit_entry' FROM pg_trigger WHERE NOT tgisinternal "
            "AND tgrelid = 'audit_entry'::regclass"
        )
    return [(row[0], row[1]) for row in connection.execute(text(query))]


def test_entries_form_a_chain_that_is_whole(database: Database) -> None:
    with database.transaction() as session:
        first = record(
            session,
            "referral_asked",
            actor=Actor.person(3),
            subject=("referral", 9),
            house_id=2,
            details={"organization_id": 4, "items": ["question", "phone"], "until": "2026-12-01"},
        )
        second = record(session, "question_erased", actor=SYSTEM)
    assert second.previous_hash == first.hash
    assert abs((first.at - utc_now()).total_seconds()) < 60
    with database.reading() as session:
        state = verify(session)
        assert (state.is_whole, state.count, state.first_broken_id) == (True, 2, None)
        assert state.last_hash == second.hash
        assert has_hash(session, first.hash)
        assert not has_hash(session, "f" * 64)


def test_an_empty_trail_is_whole(database: Database) -> None:
    with database.reading() as session:
        assert verify(session).is_whole


def test_the_database_refuses_to_change_or_delete_an_entry(database: Database) -> None:
    write(database, 2)
    attempts = [
        update(AuditEntry).values(actor_id=1),
        update(AuditEntry).where(AuditEntry.subject_id == 1).values(details="{}"),
        delete(AuditEntry),
    ]
    if database.engine.dialect.name == "postgresql":
        attempts.append(text("TRUNCATE audit_entry"))
    else:
        attempts.append(text("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry"))
    for attempt in attempts:
        with (
            pytest.raises(DBAPIError, match="append-only"),
            database.transaction() as session,
        ):
            session.execute(attempt)
    with database.reading() as session:
        state = verify(session)
    assert (state.is_whole, state.count) == (True, 2)


@pytest.mark.parametrize(
    ("tampering", "is_broken_at"),
    [
        ("UPDATE audit_entry SET actor_id = 8 WHERE subject_id = 2", 2),
        ("UPDATE audit_entry SET at = '2026-01-01 10:00:00.000000' WHERE subject_id = 1", 1),
        ("DELETE FROM audit_entry WHERE subject_id = 1", 2),
        ("DELETE FROM audit_entry WHERE subject_id = 0", 1),
    ],
)
def test_tampering_is_found_at_its_place(
    database: Database, tampering: str, is_broken_at: int
) -> None:
    write(database, 4)
    without_triggers(database, tampering)
    with database.reading() as session:
        state = verify(session)
        broken = session.get(AuditEntry, state.first_broken_id)
    assert not state.is_whole
    assert broken is not None
    assert broken.subject_id == is_broken_at


def test_who_rewrites_the_chain_without_the_key_is_found(
    database: Database, tmp_path: Path
) -> None:
    write(database, 1)
    forger = sealed_database(
        database.engine.url.render_as_string(hide_password=False), tmp_path / "forger"
    )
    write(forger, 1)
    forger.dispose()
    with database.reading() as session:
        assert not verify(session).is_whole


def test_a_lost_end_is_found_by_the_mark_that_was_noted(
    migrated_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_in(tmp_path)
    (tmp_path / "site.sqlite").write_bytes(migrated_file.read_bytes())
    database = sealed_database(settings.database_url, tmp_path)
    write(database, 3)
    assert run_audit(settings, argparse.Namespace(question="verify", holds=None)) == 0
    mark = capsys.readouterr().out.rpartition(" ")[2].strip(".\n")
    noted = argparse.Namespace(question="verify", holds=mark)
    assert run_audit(settings, noted) == 0
    without_triggers(database, "DELETE FROM audit_entry WHERE subject_id = 2")
    assert run_audit(settings, argparse.Namespace(question="verify", holds=None)) == 0
    assert run_audit(settings, noted) == 1
    without_triggers(database, "UPDATE audit_entry SET action = 'x' WHERE subject_id = 1")
    assert run_audit(settings, noted) == 1
    assert "entry 2 does not fit" in capsys.readouterr().err
    database.dispose()


def test_writers_at_the_same_time_make_one_chain(database: Database) -> None:
    writers = [threading.Thread(target=write, args=(database, 5)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.reading() as session:
        state = verify(session)
    assert (state.is_whole, state.count) == (True, 20)


def test_what_is_rolled_back_leaves_no_trace(database: Database) -> None:
    write(database, 1)

    def read_and_fail() -> None:
        with database.transaction() as session:
            record(session, "question_read", actor=SYSTEM)
            raise KeyError

    with pytest.raises(KeyError):
        read_and_fail()
    write(database, 1)
    with database.reading() as session:
        state = verify(session)
    assert (state.is_whole, state.count) == (True, 2)


@pytest.mark.parametrize(
    "words", ["mijn kind slaapt niet", "één", ["question", "bel mij op"], ("a\nb",), "x" * 81]
)
def test_a_sentence_never_enters_the_trail(database: Database, words: object) -> None:
    with pytest.raises(FamilyTextInTrailError) as failure, database.transaction() as session:
        record(session, "question_read", actor=Actor.family(), details={"reason": words})  # type: ignore[dict-item]
    assert "reason" in str(failure.value)
    assert str(words) not in str(failure.value)
    with database.reading() as session:
        assert session.scalar(select(AuditEntry.id)) is None


def test_entries_are_listed_by_subject_and_house_the_newest_first(database: Database) -> None:
    with database.transaction() as session:
        for house_id, number in ((1, 5), (2, 5), (1, 6)):
            record(
                session,
                "question_read",
                actor=Actor.partner(),
                subject=("question", number),
                house_id=house_id,
            )
    with database.reading() as session:
        of_house = list_entries(session, house_id=1)
        assert [entry.subject_id for entry in of_house] == [6, 5]
        assert [e.house_id for e in list_entries(session, subject=("question", 5))] == [2, 1]
        assert [e.id for e in list_entries(session, limit=1)] == [of_house[0].id]
        older = list_entries(session, house_id=1, before_id=of_house[0].id)
        assert [entry.subject_id for entry in older] == [5]
