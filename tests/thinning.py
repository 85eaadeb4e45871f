"""An installation with a part of the seed, for tests that need many facts but not many offers."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import delete, select, text

from app.config import Settings
from app.db import Base
from app.directory.connecting import connect
from app.directory.models.offers import Offer
from tests.sites import copy_database, rebuild, settings_in

EACH = 8
"""Of so many offers one stays, besides those with contacts of their own."""


def thin_out(seeded: Settings, folder: Path) -> Settings:
    """Make an installation with one in eight of the offers, and every offer with contacts."""
    settings = settings_in(folder)
    copy_database(seeded, settings)
    parts = connect(settings)
    parts.database.after_commit = None
    with parts.database.transaction() as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(delete(Offer).where(Offer.id % EACH != 0, ~Offer.contacts.any()))
        for table in Base.metadata.sorted_tables:
            for key in table.foreign_keys:
                is_left_alone = key.parent.is_not(None) & key.parent.not_in(select(key.column))
                session.execute(delete(table).where(is_left_alone))
    rebuild(parts)
    parts.database.dispose()
    return settings


def copy_of(source: Settings, folder: Path) -> Settings:
    """Settings of a copy of an installation, to write in or to damage."""
    settings = settings_in(folder)
    copy_database(source, settings)
    shutil.copytree(source.index_folder, settings.index_folder)
    return settings
