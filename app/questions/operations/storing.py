"""Makes sure that what was erased is gone from the files of the database too."""

from __future__ import annotations

import time

from sqlalchemy import text

from app.db import Database
from app.questions.operations.erasing import empty_log

TRIES = 10
PAUSE_S = 0.5
VACUUMED = (
    "question",
    "message",
    "referral",
    "consent",
    "letter",
    "unsaved_text",
    "sign_in",
    "invitation",
    "ask_tally",
    "referral_link",
)


def empty_storage(database: Database) -> bool:
    """Empty the write-ahead log of SQLite (its file overwrites what is deleted), or vacuum.

    False when readers kept the log in use all the while; the next run tries again.
    """
    if database.engine.dialect.name == "sqlite":
        for number in range(TRIES):
            if empty_log(database):
                return True
            if number + 1 < TRIES:
                time.sleep(PAUSE_S)
        return False
    # Vacuuming is refused inside a transaction.
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for table in VACUUMED:
            connection.execute(text(f"VACUUM {table}"))
    return True
