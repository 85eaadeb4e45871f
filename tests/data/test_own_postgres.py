"""The tests' own PostgreSQL: without it they fail with a sentence, with it nothing stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from app.config import PROJECT_FOLDER
from tests import postgres as own
from tests.postgres import Postgres, PostgresMissingError, find_programs, run_postgres

# Starts a cluster, says where it stands, and waits to be killed.
STARTER = """
import sys, time
from tests.postgres import run_postgres
with run_postgres() as running:
    print(running.folder, flush=True)
    time.sleep(60)
"""


def test_a_missing_postgresql_is_a_sentence_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PostgresMissingError, match=r"install the package postgresql\.$"):
        find_programs(tmp_path)


def test_the_newest_version_of_debian_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for version in ("9.6", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        for name in ("initdb", "postgres"):
            (folder / name).touch()
    assert find_programs(tmp_path) == tmp_path / "17" / "bin"


def test_root_without_an_ordinary_user_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.postgres.os.geteuid", lambda: 0)
    monkeypatch.setattr(own, "UNPRIVILEGED", ("nobody-of-that-name",))
    with pytest.raises(PostgresMissingError, match="does not run as root"):
        own.find_owner()


def test_it_is_reached_by_its_socket_only(postgres: Postgres) -> None:
    with postgres.connect("postgres") as connection:
        rows = connection.execute("SELECT name, setting FROM pg_settings").fetchall()
    settings = dict(rows)
    assert settings["listen_addresses"] == ""
    assert settings["fsync"] == "off"
    assert settings["unix_socket_directories"] == str(postgres.folder)


def test_a_copied_database_is_its_own(postgres: Postgres, migrated_template: str) -> None:
    first, second = (postgres.create_database(migrated_template) for _ in range(2))
    with postgres.connect(first) as connection:
        connection.execute("INSERT INTO organization (slug, name, website) VALUES ('a', 'A', '')")
    with postgres.connect(second) as connection:
        assert connection.execute("SELECT count(*) FROM organization").fetchone() == (0,)
    postgres.drop_database(first)
    postgres.drop_database(second)
    with pytest.raises(psycopg.OperationalError):
        postgres.connect(first)


def test_nothing_stays_behind_when_the_tests_fail() -> None:
    folders: list[Path] = []

    def fail() -> None:
        with run_postgres() as running:
            folders.append(running.folder)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not folders[0].exists()


def test_nothing_stays_behind_when_the_tests_are_killed() -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=PROJECT_FOLDER, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    folder = Path(starter.stdout.readline().strip())
    assert (folder / "data" / "postmaster.pid").exists()
    server = int((folder / "data" / "postmaster.pid").read_text("ascii").splitlines()[0])
    starter.kill()
    starter.wait()
    starter.stdout.close()
    limit = time.monotonic() + 60
    while folder.exists() or _lives(server):
        assert time.monotonic() < limit
        time.sleep(0.05)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
