"""Tells whether the audit trail is as it was written."""

from __future__ import annotations

import argparse
import sys

from app.audit.trail import has_hash, verify
from app.config import Settings
from app.db import Database
from app.sealing import Keyring


def add_trail_arguments(command: argparse.ArgumentParser) -> None:
    """What `audit` can be asked."""
    command.add_argument("question", choices=("verify",))
    command.add_argument(
        "--holds",
        metavar="MARK",
        help="the last mark of an earlier time, which must still be there",
    )


def run_audit(settings: Settings, arguments: argparse.Namespace) -> int:
    """Walk the audit trail and say whether anything in it was changed."""
    database = Database(settings.database_url, Keyring.load(settings))
    with database.reading() as session:
        state = verify(session)
        is_missing = arguments.holds is not None and not has_hash(session, arguments.holds)
    database.dispose()
    if not state.is_whole:
        print(
            f"The trail was changed: entry {state.first_broken_id} does not fit.", file=sys.stderr
        )
    if is_missing:
        print("The trail lost entries: the mark that you noted is gone.", file=sys.stderr)
    if state.is_whole and not is_missing:
        print(f"The trail is whole: {state.count} entries, the last mark is {state.last_hash}.")
    return 0 if state.is_whole and not is_missing else 1
