"""What a family may ask of an installation: to see everything held about it, or to erase it."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.audit.trail import Actor
from app.config import Settings
from app.db import Database, utc_now
from app.questions.models.questions import Question
from app.questions.operations.changing import SYSTEM
from app.questions.operations.erasing import erase_question
from app.questions.operations.leftovers import erase_letter_files
from app.questions.operations.storing import empty_storage
from app.questions.operations.subjects import (
    as_json,
    export_question,
    list_by_email,
    list_by_reference,
)
from app.sealing import Keyring


def add_subject_arguments(command: argparse.ArgumentParser) -> None:
    """Whose question it is about."""
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("--reference", help="the number of the question, such as K7M-3QP")
    which.add_argument("--email", help="every question of which this is the mail address")


def add_export_arguments(command: argparse.ArgumentParser) -> None:
    """Whose question it is about, and where the file goes."""
    add_subject_arguments(command)
    command.add_argument("--to", type=Path, default=Path("dichtbij-export.json"), metavar="FILE")


def run_export_subject(settings: Settings, arguments: argparse.Namespace) -> int:
    """Write everything that is held about a question to a file that only you can read."""
    database = Database(settings.database_url, Keyring.load(settings))
    with database.transaction() as session:
        questions = _list(session, arguments)
        held = [export_question(session, item, actor=Actor.system()) for item in questions]
    if not held:
        return _say_nothing_found()
    write_private(arguments.to, json.dumps(held, ensure_ascii=False, indent=2, default=as_json))
    print(f"{len(held)} questions are in {arguments.to}. Give it to nobody but the family.")
    return 0


def run_erase_subject(settings: Settings, arguments: argparse.Namespace) -> int:
    """Erase everything that a family told with a question, for good."""
    database = Database(settings.database_url, Keyring.load(settings))
    count = erase_subject(database, settings, arguments)
    if not count:
        return _say_nothing_found()
    erase_letter_files(database, settings.letter_folder, utc_now())
    is_emptied = empty_storage(database)
    print(f"{count} questions are erased: from now on no backup holds what was told.")
    if not is_emptied:
        print("The log of the database is still in use; the night run empties it.")
    return 0


def erase_subject(database: Database, settings: Settings, arguments: argparse.Namespace) -> int:
    """Erase the questions that are named, all or none; gives how many."""
    now = utc_now()
    with database.transaction() as session:
        questions = _list(session, arguments)
        for question in questions:
            erase_question(session, question, by=SYSTEM, now=now, site_url=settings.site_url)
    return len(questions)


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, from its first byte on."""
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as output:
        output.write(text + "\n")
    unfinished.replace(file)


def _list(session: Session, arguments: argparse.Namespace) -> Sequence[Question]:
    if arguments.email:
        return list_by_email(session, arguments.email)
    return list_by_reference(session, arguments.reference)


def _say_nothing_found() -> int:
    print("There is no such question, or what was told with it is erased already.", file=sys.stderr)
    return 1
