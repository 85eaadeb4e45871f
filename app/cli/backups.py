"""Makes a whole copy of the database while the site answers."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from app.config import Settings

PAGES_A_STEP = 2_000


def add_backup_arguments(command: argparse.ArgumentParser) -> None:
    """Where the copy goes."""
    command.add_argument("file", type=Path, help="the copy to make; an older one is replaced")


def run_backup(settings: Settings, arguments: argparse.Namespace) -> int:
    """Copy the database as it is at one moment; keep the key file apart from it."""
    if not settings.database_url.startswith("sqlite:///"):
        print(
            "This database is PostgreSQL: make its backup with pg_dump, for instance "
            "`pg_dump --format=custom --file=dichtbij.dump` with the address of the database.",
            file=sys.stderr,
        )
        return 2
    source = Path(settings.database_url.removeprefix("sqlite:///"))
    if not source.is_file():
        print(f"There is no database at {source}; run `migrate` first.", file=sys.stderr)
        return 2
    size = copy_database(source, arguments.file)
    print(
        f"The copy holds {size:,} bytes. Without the key file ({settings.sealing_key_file.name}) "
        "nobody can read its sealed texts: keep that file too, but somewhere else."
    )
    if settings.photo_folder.is_dir():
        print(f"Photos are not in it: copy the folder {settings.photo_folder} too.")
    return 0


def copy_database(source: Path, target: Path) -> int:
    """Copy a live SQLite database by its backup API, whole or not at all; gives its size."""
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(unfinished)) as new,
        ):
            old.backup(new, pages=PAGES_A_STEP)
            if new.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise sqlite3.DatabaseError("the copy is not whole")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(target)
    finally:
        for leftover in (unfinished, *target.parent.glob(f"{unfinished.name}-*")):
            leftover.unlink(missing_ok=True)
    return target.stat().st_size
