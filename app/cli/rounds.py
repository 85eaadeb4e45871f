"""What the worker does with questions by itself: reminders, waking, and erasing at night."""

from __future__ import annotations

import argparse
from datetime import datetime

from app.config import Settings
from app.db import Database, utc_now
from app.directory.connecting import Parts
from app.questions.operations.reminding import remind, wake
from app.questions.operations.retention import retain
from app.sealing import Keyring

WORDS = {
    "contacts": "contact data of questions",
    "texts": "texts of questions",
    "unanswered": "questions that were still open",
    "sign_in": "sign-ins",
    "sign_in_failure": "failed sign-ins",
    "invitation": "invitations",
    "unsaved_text": "unsaved texts",
    "ask_tally": "tallies of askers",
    "presence": "notes of who is looking",
    "referral_link": "links to partners",
    "letter": "letters",
    "letter_files": "letters in the folder",
}
"""What was counted, in words."""


def remind_due(parts: Parts, now: datetime) -> None:
    """Send reminders and alarms that are due, and bring back what waited too long."""
    remind(parts.database, site_url=parts.settings.site_url, now=now)


def wake_due(parts: Parts, now: datetime) -> None:
    """Wake the questions whose snooze is over."""
    wake(parts.database, now=now)


def retain_due(parts: Parts, now: datetime) -> None:
    """Erase what has reached its day."""
    retain(parts.database, now=now, letter_folder=parts.settings.letter_folder)


def add_retention_arguments(command: argparse.ArgumentParser) -> None:
    """How erasing can be tried."""
    command.add_argument("--dry-run", action="store_true", help="count, and erase nothing")


def run_retention(settings: Settings, arguments: argparse.Namespace) -> int:
    """Erase what has reached its day, or with --dry-run count it."""
    database = Database(settings.database_url, Keyring.load(settings))
    counts = retain(
        database,
        now=utc_now(),
        letter_folder=settings.letter_folder,
        is_dry_run=arguments.dry_run,
    )
    print("This would be erased:" if arguments.dry_run else "This is erased:")
    for name, words in WORDS.items():
        print(f"  {counts[name]:6} {words}")
    return 0
