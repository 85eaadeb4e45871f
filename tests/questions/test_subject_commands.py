"""What a family may ask of an installation: everything held about it, or its erasing."""

from __future__ import annotations

import json
import sqlite3
import stat
from argparse import Namespace
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.audit.trail import Actor, verify
from app.cli.backups import run_backup
from app.cli.commands import make_parser
from app.cli.rounds import run_retention
from app.cli.subjects import run_erase_subject, run_export_subject
from app.cli.working import JOBS
from app.config import Settings
from app.db import Database
from app.questions.models.questions import Question
from app.questions.operations.reading import open_question
from app.sealing import seal
from tests.questions.desk_examples import (
    CONTACT,
    NOW,
    WORDS,
    Example,
    add_question,
    add_referral,
)
from tests.sites import settings_in


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    return settings_in(tmp_path, str(database.engine.url))


@pytest.fixture
def reference(database: Database, example: Example) -> str:
    """A question that a colleague read and that was referred."""
    with database.transaction() as session:
        question = add_question(session, example)
        add_referral(session, example, question)
        open_question(session, question, actor=Actor.person(example.onthaal_id), with_notes=True)
        other = replace(CONTACT, email="iemand@anders.example")
        add_question(session, example, contact_sealed=seal(session, other.to_text()))
        return question.reference


def ask(command: str, *arguments: str) -> Namespace:
    return make_parser().parse_args([command, *arguments])


@pytest.mark.parametrize("by", ["--reference", "--email"])
def test_the_copy_holds_everything_opened_and_only_the_owner_can_read_it(
    settings: Settings, database: Database, reference: str, tmp_path: Path, by: str
) -> None:
    file = tmp_path / "copy.json"
    value = reference.lower() if by == "--reference" else CONTACT.email.upper()
    assert run_export_subject(settings, ask("export-subject", by, value, "--to", str(file))) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    [held] = json.loads(file.read_text("utf-8"))
    assert held["question"]["reference"] == reference
    assert CONTACT.phone in held["question"]["contact"]
    assert held["question"]["text_erased_on"] == "2026-08-30"
    assert [item["text"] for item in held["messages"]] == [WORDS]
    assert held["consents"][0]["wording"].startswith("We geven je vraag")
    assert held["referrals"][0]["summary"].startswith("Zilverbes")
    readers = [
        item["actor_id"]
        for item in held["read_and_changed_by"]
        if item["action"] == "question-read"
    ]
    assert len(readers) == 1
    # No door to the question, and nothing of the machine.
    assert "digest" not in file.read_text("utf-8")
    with database.reading() as session:
        assert (
            len(
                session.scalars(
                    select(AuditEntry.id).where(AuditEntry.action == "subject-exported")
                ).all()
            )
            == 1
        )


@pytest.mark.parametrize("by", ["--reference", "--email"])
def test_erasing_takes_this_family_only_and_stands_in_the_trail(
    settings: Settings,
    database: Database,
    reference: str,
    capsys: pytest.CaptureFixture[str],
    by: str,
) -> None:
    value = reference if by == "--reference" else CONTACT.email
    assert run_erase_subject(settings, ask("erase-subject", by, value)) == 0
    assert "1 questions are erased" in capsys.readouterr().out
    with database.reading() as session:
        erased, kept = session.scalars(select(Question).order_by(Question.id))
        assert (erased.contact_sealed, erased.code_digest, erased.state) == (None, None, "closed")
        assert kept.contact_sealed is not None
        assert session.scalars(
            select(AuditEntry.subject_id).where(AuditEntry.action == "erased")
        ).all() == [erased.id]
        assert verify(session).is_whole


def test_a_family_that_is_not_there_gives_a_sentence_and_no_file(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "copy.json"
    arguments = ask("export-subject", "--reference", "K7M-3QP", "--to", str(file))
    assert run_export_subject(settings, arguments) == 1
    assert run_erase_subject(settings, ask("erase-subject", "--email", "x@y.example")) == 1
    assert "no such question" in capsys.readouterr().err
    assert not file.exists()


def test_a_backup_is_whole_while_the_site_writes(
    settings: Settings, database: Database, reference: str, tmp_path: Path
) -> None:
    file = tmp_path / "copy.sqlite"
    file.write_bytes(b"an older copy")
    with database.transaction() as session:
        session.get_one(Question, 1).language = "fr"
        session.flush()
        # What is not committed yet is not in it.
        assert run_backup(settings, ask("backup", str(file))) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(file)) as copy:
        rows = copy.execute("SELECT reference, language FROM question ORDER BY id").fetchall()
    assert rows[0] == (reference, "nl")
    assert len(rows) == 2
    assert sorted(tmp_path.glob("copy.sqlite*")) == [file]


def test_a_backup_of_postgresql_names_its_own_tool(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = replace(settings, database_url="postgresql://site@db.example/dichtbij")
    assert run_backup(elsewhere, ask("backup", str(tmp_path / "x"))) == 2
    assert "pg_dump" in capsys.readouterr().err


def test_retention_says_what_it_would_erase(
    settings: Settings, reference: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with time_machine.travel(NOW + timedelta(days=180), tick=False):
        assert run_retention(settings, ask("retention", "--dry-run")) == 0
    said = capsys.readouterr().out
    assert said.startswith("This would be erased:")
    assert "     2 texts of questions" in said


def test_the_worker_knows_what_happens_by_itself() -> None:
    assert {"reminders", "retention", "wake-snoozed"} <= {job.name for job in JOBS}
