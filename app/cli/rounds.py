"""What the worker does by itself: reminders, waking, checks, and erasing at night."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import datetime

from app.accounts.claims import count_forgettable_claims, forget_old_claims
from app.config import Settings
from app.db import Database, utc_now
from app.directory.connecting import Parts
from app.finder.check_words import describe_for_letter
from app.publishing.operations.asking_partners import ask_partners
from app.publishing.operations.keeping_photos import clean_photos
from app.publishing.operations.reports import count_forgettable_reports, forget_reports
from app.publishing.operations.sights import count_sights
from app.publishing.operations.suggesting import (
    count_forgettable_suggestions,
    forget_suggestions,
)
from app.publishing.operations.telling_reviewers import tell_reviewers
from app.questions.operations.reminding import remind, wake
from app.questions.operations.retention import retain
from app.sealing import Keyring
from app.words.operations.counting import (
    count_forgettable_counts,
    count_searches,
    forget_counts,
)

WORDS = {
    "contacts": "contact data of questions",
    "texts": "texts of questions",
    "unanswered": "questions that were still open",
    "reports": "reports of mistakes",
    "suggestions": "suggestions and who made them",
    "claims": "claims to act for a partner",
    "counts": "counts of searches and wishes",
    "sign_in": "sign-ins",
    "sign_in_failure": "failed sign-ins",
    "invitation": "invitations",
    "sign_in_link": "links to sign in",
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


def count_sights_due(parts: Parts, now: datetime) -> None:
    """Add up which offers were seen, for the figures of partners."""
    count_sights(parts.database, parts.settings.sight_folder, now)


def count_searches_due(parts: Parts, now: datetime) -> None:
    """Add up what was searched for and how it went."""
    count_searches(parts.database, parts.settings.searches_folder, now)


def tell_reviewers_due(parts: Parts, now: datetime) -> None:
    """Tell coordinators once a day that something waits for their review."""
    with parts.database.transaction() as session:
        tell_reviewers(session, now=now, site_url=parts.settings.site_url)


def ask_due(parts: Parts, now: datetime) -> None:
    """Ask partners whether their offers still hold, and hide what nobody confirmed."""
    ask_partners(
        parts.database,
        describe=describe_for_letter,
        site_url=parts.settings.site_url,
        now=now,
    )


def retain_due(parts: Parts, now: datetime) -> None:
    """Erase what has reached its day."""
    forget_visitors(parts.database, now)
    retain(parts.database, now=now, letter_folder=parts.settings.letter_folder)


def clean_photos_due(parts: Parts, now: datetime) -> None:
    """Delete photos that nothing shows any more."""
    clean_photos(parts.database, parts.settings, now)


def forget_visitors(database: Database, now: datetime, *, is_dry_run: bool = False) -> Counter[str]:
    """Erase what visitors wrote whose time is over, before the storage is emptied."""
    if is_dry_run:
        with database.reading() as session:
            return Counter(
                reports=count_forgettable_reports(session, now),
                suggestions=count_forgettable_suggestions(session, now),
                claims=count_forgettable_claims(session, now),
                counts=count_forgettable_counts(session, now),
            )
    with database.transaction() as session:
        return Counter(
            reports=forget_reports(session, now),
            suggestions=forget_suggestions(session, now),
            claims=forget_old_claims(session, now),
            counts=forget_counts(session, now),
        )


def add_retention_arguments(command: argparse.ArgumentParser) -> None:
    """How erasing can be tried."""
    command.add_argument("--dry-run", action="store_true", help="count, and erase nothing")


def run_retention(settings: Settings, arguments: argparse.Namespace) -> int:
    """Erase what has reached its day, or with --dry-run count it."""
    database = Database(settings.database_url, Keyring.load(settings))
    now = utc_now()
    counts = forget_visitors(database, now, is_dry_run=arguments.dry_run) + retain(
        database,
        now=now,
        letter_folder=settings.letter_folder,
        is_dry_run=arguments.dry_run,
    )
    print("This would be erased:" if arguments.dry_run else "This is erased:")
    for name, words in WORDS.items():
        print(f"  {counts[name]:6} {words}")
    return 0
