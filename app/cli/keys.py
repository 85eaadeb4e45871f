"""Rotates the keys that texts are sealed with, while the site answers."""

from __future__ import annotations

import argparse
import fcntl
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, LargeBinary, MetaData, Table, select, tuple_, update

from app.config import SettingError, Settings
from app.db import Database
from app.sealing import Keyring, UnsealingError, new_key, read_keys, write_keys

ROWS_A_BATCH = 200
SETTLE_S = 10.0
"""Longer than a write takes: what was sealed with an old key just now is on disk by then."""


@dataclass(slots=True)
class Rotation:
    """How many texts were sealed anew, and how many no key opens."""

    resealed: int = 0
    lost: int = 0


def check_keys(settings: Settings) -> None:
    """Raise SettingError when the key file does not belong to the database: better now than later.

    A file that went missing would be made anew in silence, and nothing kept would open any more.
    """
    database = Database(settings.database_url)
    keyring = Keyring.load(settings)
    try:
        for table, column in _sealed_columns(database):
            query = select(column).where(column.is_not(None)).order_by(*table.primary_key).limit(1)
            with database.reading() as session:
                sealed = session.scalar(query)
            if sealed:
                keyring.open(sealed)
    except UnsealingError:
        raise SettingError(
            f"The key file {settings.sealing_key_file.name} does not open the texts in this "
            "database. Put back the key file that belongs to it."
        ) from None
    finally:
        database.dispose()


def rotate_keys(settings: Settings, _arguments: argparse.Namespace) -> int:
    """Seal every text with a new key and drop the old keys; can be run again after a stop."""
    database = Database(settings.database_url)
    rotation = rotate(database, settings.sealing_key_file)
    database.dispose()
    if rotation.lost:
        print(
            f"{rotation.lost} sealed texts open with no key, so the old keys are kept. "
            "Put back the key file that belongs to this database.",
            file=sys.stderr,
        )
        return 1
    print(
        f"{rotation.resealed} texts are sealed with a new key; the old keys are dropped. "
        "Older backups still need the key file that was kept with them."
    )
    return 0


def rotate(database: Database, path: Path, *, settle_s: float = SETTLE_S) -> Rotation:
    """Add a key, seal everything with it, and drop the older keys when nothing needs them."""
    with _alone(path):
        old, digest_key = read_keys(path)
        newest = new_key()
        write_keys(path, [newest, *old], digest_key)
        rings = Keyring([newest, *old], digest_key), Keyring([newest], digest_key)
        rotation = _reseal_all(database, *rings)
        # A running site may have been sealing with the old key when the new one came.
        time.sleep(settle_s)
        late = _reseal_all(database, *rings)
        rotation.resealed += late.resealed
        rotation.lost = late.lost
        if not rotation.lost:
            write_keys(path, [newest], digest_key)
    return rotation


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two rotations at once would drop each other's key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _sealed_columns(database: Database) -> Iterator[tuple[Table, Column[bytes]]]:
    # The tables as they are, so that none is missed because no code imported its model.
    found = MetaData()
    with database.engine.connect() as connection:
        found.reflect(connection)
    for table in found.sorted_tables:
        for column in table.columns:
            if column.name.endswith("_sealed") and isinstance(column.type, LargeBinary):
                yield table, column


def _reseal_all(database: Database, whole: Keyring, newest: Keyring) -> Rotation:
    rotation = Rotation()
    for table, column in _sealed_columns(database):
        _reseal_column(database, table, column, (whole, newest), rotation)
    return rotation


def _reseal_column(
    database: Database,
    table: Table,
    column: Column[bytes],
    rings: tuple[Keyring, Keyring],
    rotation: Rotation,
) -> None:
    keys = list(table.primary_key.columns)
    query = select(*keys, column).where(column.is_not(None)).order_by(*keys).limit(ROWS_A_BATCH)
    last: Sequence[object] | None = None
    while True:
        after = query if last is None else query.where(tuple_(*keys) > tuple_(*last))
        with database.transaction() as session:
            rows = session.execute(after).all()
            for row in rows:
                sealed = row[-1]
                resealed = _reseal(sealed, rings, rotation)
                if resealed is None:
                    continue
                same = [key == value for key, value in zip(keys, row[:-1], strict=True)]
                # Nobody's newer text is overwritten.
                session.execute(
                    update(table).where(*same, column == sealed).values({column: resealed})
                )
                rotation.resealed += 1
        if len(rows) < ROWS_A_BATCH:
            return
        last = tuple(rows[-1])[:-1]


def _reseal(sealed: bytes, rings: tuple[Keyring, Keyring], rotation: Rotation) -> bytes | None:
    """The text under the newest key; None when it is already, was wiped, or cannot be opened."""
    whole, newest = rings
    if not sealed:
        return None
    try:
        newest.open(sealed)
    except UnsealingError:
        try:
            return whole.reseal(sealed)
        except UnsealingError:
            rotation.lost += 1
    return None
