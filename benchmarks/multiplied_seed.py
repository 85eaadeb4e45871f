"""A site of any size: the seed again and again, each time in other towns."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

from app.agenda.clock import as_local
from app.cli.databases import migrate
from app.config import Settings
from app.db import utc_now
from app.directory.connecting import connect
from app.directory.documents import read_documents
from app.exchange.seed import seed
from app.geo.gazetteer import Gazetteer
from app.geo.places import Region

# Tables with the columns that hold an id of an offer, a schedule, an image or a place.
COPIED = {
    "location": ("id",),
    "location_term": ("location_id",),
    "offer": ("id",),
    "offer_text": ("offer_id",),
    "offer_term": ("offer_id",),
    "offer_location": ("offer_id", "location_id"),
    "offer_language": ("offer_id",),
    "service_area": ("offer_id",),
    "schedule": ("id", "offer_id", "location_id"),
    "closure": ("id", "offer_id"),
    "offer_image": ("id", "offer_id"),
    "image_text": ("image_id",),
}
STEP = 100_000


def make_site(folder: Path, offers: int) -> Settings:
    """Settings of an installation in the folder with at least this many offers, and its index."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'site.sqlite'}",
        index_folder=folder / "index",
        sealing_key_file=folder / "sealing_keys",
        letter_folder=folder / "letters",
        sight_folder=folder / "sights",
        searches_folder=folder / "searches",
        photo_folder=folder / "photos",
        secret_key="only-for-the-benchmark",
        log_level="error",
    )
    migrate(settings.database_url)
    parts = connect(settings)
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        today = as_local(utc_now()).date()
        count = seed(session, settings.seed_folder, parts.gazetteer, today).offers
    parts.database.dispose()
    _multiply(folder / "site.sqlite", -(-offers // count) - 1, parts.gazetteer)
    with parts.database.reading() as session:
        parts.engine.rebuild(read_documents(session, parts.catalogue.taxonomy))
    return settings


def _multiply(path: Path, copies: int, gazetteer: Gazetteer) -> None:
    towns = [place for place in gazetteer.list_places() if place.region is Region.FLANDERS]
    chance = random.Random(20)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    for number in range(1, copies + 1):
        for table, keys in COPIED.items():
            _copy(connection, table, keys, number * STEP)
        first, last = number * STEP, (number + 1) * STEP
        rows = connection.execute(
            "SELECT id FROM location WHERE id BETWEEN ? AND ?", (first, last)
        ).fetchall()
        moved = []
        for (key,) in rows:
            town = chance.choice(towns)
            moved.append(
                (
                    town.name_nl,
                    town.municipality_nis,
                    town.point.latitude + chance.uniform(-0.01, 0.01),
                    town.point.longitude + chance.uniform(-0.015, 0.015),
                    key,
                )
            )
        connection.executemany(
            "UPDATE location SET place=?, municipality_nis=?, latitude=?, longitude=? WHERE id=?",
            moved,
        )
    connection.commit()
    connection.close()


def _copy(connection: sqlite3.Connection, table: str, keys: tuple[str, ...], shift: int) -> None:
    # Quoted, since one column is called join.
    columns = [f'"{row[1]}"' for row in connection.execute(f"PRAGMA table_info({table})")]
    taken = []
    for column in columns:
        name = column.strip('"')
        if name in keys:
            taken.append(f"{column} + {shift}")
        elif name in {"key", "source_id"}:
            taken.append(f"{column} || '-{shift}'")
        else:
            taken.append(column)
    connection.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {table}"
        f" WHERE {keys[0]} < {STEP}"
    )
