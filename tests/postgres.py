"""A real PostgreSQL for the tests: a cluster of its own, on a socket only, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

OWNER = "dichtbij"
# PostgreSQL refuses to run as root; one of these owns the cluster then.
UNPRIVILEGED = ("postgres", "nobody")
PROGRAMS = ("initdb", "postgres")
START_SECONDS = 60.0
# Nothing here has to survive a power cut, so nothing waits for the disk.
OPTIONS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=40",
    "autovacuum=off",
)
# The server lives as long as this shell can read from the tests: it stops, and its files go, when
# the tests end in whatever way, even when they are killed.
KEEPER = """
trap '' INT TERM
folder=$1; shift
"$@" &
cat
kill -INT $! && wait $!
rm -rf "$folder"
"""


class PostgresMissingError(Exception):
    """The tests cannot start PostgreSQL; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running cluster, reached through the socket in its folder."""

    folder: Path
    _numbers: count[int]

    def address(self, name: str) -> str:
        """The SQLAlchemy address of one database."""
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def create_database(self, template: str = "template0") -> str:
        """Make a database, as a copy of another one; gives its name."""
        name = f"test_{next(self._numbers)}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._run(command.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        """Take a database away, whoever is still connected."""
        self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, command: sql.Composed) -> None:
        with self.connect("postgres") as connection:
            connection.execute(command)

    def connect(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        """A plain connection to one database, without SQLAlchemy."""
        return psycopg.connect(
            host=str(self.folder), user=OWNER, dbname=name, autocommit=True, connect_timeout=30
        )


def find_programs(installed: Path = Path("/usr/lib/postgresql")) -> Path:
    """The folder with PostgreSQL's programs: that of PATH, else the newest that Debian keeps."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    versions = installed.glob("[0-9]*/bin")
    folders += sorted(versions, key=lambda path: -int(path.parent.name.partition(".")[0]))
    for folder in folders:
        if all((folder / name).exists() for name in PROGRAMS):
            return folder
    raise PostgresMissingError(
        "The tests need PostgreSQL, and initdb is neither on PATH nor under /usr/lib/postgresql. "
        "Run tools/prepare_tests.sh, or install the package postgresql."
    )


def find_owner() -> pwd.struct_passwd | None:
    """Whose processes the server runs as: None for our own, somebody else when we are root."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresMissingError(
        f"PostgreSQL does not run as root, and no user is called {' or '.join(UNPRIVILEGED)}. "
        "Run the tests as another user."
    )


@contextmanager
def run_postgres() -> Iterator[Postgres]:
    """Start a cluster in a folder of its own; stop and remove it at the end."""
    programs, owner = find_programs(), find_owner()
    # A short path: the name of a socket holds about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="dichtbij-pg-"))
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        _make_cluster(programs, folder, owner)
        with _keep_running(programs, folder, owner):
            yield Postgres(folder, count(1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> None:
    command = [
        str(programs / "initdb"),
        f"--pgdata={folder / 'data'}",
        f"--username={OWNER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    made = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, **_as(owner)
    )
    if made.returncode:
        raise PostgresMissingError(f"PostgreSQL's initdb failed: {made.stderr.strip()}")


@contextmanager
def _keep_running(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> Iterator[None]:
    options = ("listen_addresses=", f"unix_socket_directories={folder}", *OPTIONS)
    server = [str(programs / "postgres"), "-D", str(folder / "data")]
    server += [part for option in options for part in ("-c", option)]
    with (folder / "log").open("wb") as log:
        keeper = subprocess.Popen(
            ["/bin/sh", "-c", KEEPER, "keeper", str(folder), *server],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **_as(owner),
        )
    try:
        _wait_for(folder)
        yield
    finally:
        if keeper.stdin is not None:
            keeper.stdin.close()
        keeper.wait(timeout=START_SECONDS)


def _wait_for(folder: Path) -> None:
    limit = time.monotonic() + START_SECONDS
    while True:
        try:
            Postgres(folder, count()).connect("postgres").close()
        except psycopg.OperationalError as error:
            if time.monotonic() > limit:
                log = (folder / "log").read_text("utf-8", errors="replace")
                raise PostgresMissingError(f"PostgreSQL does not start: {log[-2000:]}") from error
            time.sleep(0.05)
        else:
            return


def _as(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments of a process that runs as the owner of the cluster."""
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
