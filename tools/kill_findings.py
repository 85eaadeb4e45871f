"""Compares what is left on the disk of a site that was killed with what families were told."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Protocol

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.trail import Actor, verify
from app.config import Settings
from app.db import Database, utc_now
from app.mail.delivery import CLAIMED_FOR, send_due
from app.mail.models import Letter, LetterState
from app.questions.models.questions import Message, Question, QuestionStep
from app.questions.operations.family import find_own_question
from app.questions.operations.reading import open_question
from app.sealing import Keyring
from tools.form_client import Visitor, read_hidden

ENTER, STATUS = "/nl/mijn-vraag", "/nl/mijn-vraag/overzicht"


class Told(Protocol):
    """What a family was told."""

    @property
    def reference(self) -> str:
        """The number of the question."""

    @property
    def code(self) -> str:
        """The code that opens it."""

    @property
    def words(self) -> str:
        """What was asked."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was counted; by itself it is wrong when there is any."""

    what: str
    count: int
    is_fact: bool = False
    """Told for whoever reads it, wrong in no number."""

    @property
    def is_wrong(self) -> bool:
        """Whether the site broke its word."""
        return self.count > 0 and not self.is_fact


def look_for_findings(
    settings: Settings, confirmed: Sequence[Told], *, seconds: float
) -> list[Finding]:
    """Look at the database and the letters, once the worker had its time to send them."""
    database = Database(settings.database_url, Keyring.load(settings))
    _wait_for_letters(database, seconds)
    # What a killed worker had in hand is free again after its ten minutes: the clock is moved on.
    in_hand = send_due(database, settings, utc_now() + CLAIMED_FOR).sent
    found = [Finding("letters that a killed worker had in hand", in_hand, is_fact=True)]
    found += [*_look_at_confirmed(database, confirmed), *_look_at_letters(database, settings)]
    with database.reading() as session:
        found += _look_at_questions(session)
        state = verify(session)
        found.append(Finding("audit trail broken", 0 if state.is_whole else 1))
        found.append(Finding("entries in the audit trail", state.count, is_fact=True))
        check = session.execute(text("PRAGMA integrity_check")).scalar_one()
        found.append(Finding("database damaged", 0 if check == "ok" else 1))
    database.dispose()
    return found


def open_with_code(site_url: str, confirmed: Sequence[Told]) -> list[Finding]:
    """Open some of the questions as their families do: through the site."""
    closed = 0
    for told in confirmed:
        visitor = Visitor(site_url)
        _status, page = visitor.get(ENTER)
        fields = read_hidden(page) | {"reference": told.reference, "code": told.code}
        status, where = visitor.send(ENTER, fields)
        is_open = status == 303 and where.endswith(STATUS)
        closed += not (is_open and told.words in visitor.get(STATUS)[1])
    return [
        Finding("questions opened through the site", len(confirmed), is_fact=True),
        Finding("of these do not open with their code", closed),
    ]


def _wait_for_letters(database: Database, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with database.reading() as session:
            waiting = select(func.count()).where(Letter.state == LetterState.WAITING.value)
            if not session.scalar(waiting):
                return
        time.sleep(0.5)


def _look_at_confirmed(database: Database, confirmed: Sequence[Told]) -> list[Finding]:
    lost = unopened = other_words = without_letter = 0
    for told in confirmed:
        with database.transaction() as session:
            if (
                session.scalar(select(Question.id).where(Question.reference == told.reference))
                is None
            ):
                lost += 1
                continue
            found = find_own_question(session, told.reference, told.code, now=utc_now(), sender="")
            if found is None:
                unopened += 1
                continue
            opened = open_question(session, found, actor=Actor.system(), with_notes=True)
            other_words += opened.asked != told.words
            letters = select(func.count()).where(
                Letter.kind == "question-new",
                Letter.about_kind == "question",
                Letter.about_id == found.id,
            )
            without_letter += not session.scalar(letters)
    twice = sum(count > 1 for count in Counter(told.reference for told in confirmed).values())
    return [
        Finding("confirmed questions lost", lost),
        Finding("confirmed questions that do not open with their code", unopened),
        Finding("confirmed questions with other words", other_words),
        Finding("confirmed questions without a letter to the desk", without_letter),
        Finding("numbers that two families got", twice),
    ]


def _look_at_letters(database: Database, settings: Settings) -> list[Finding]:
    with database.reading() as session:
        letters = session.scalars(select(Letter)).all()
        questions = set(session.scalars(select(Question.id)))
    orphans = [item for item in letters if item.about_id not in questions]
    files = Counter(_message_id(file) for file in settings.letter_folder.glob("*.eml"))
    known = {item.message_id for item in letters}
    sent = {item.message_id for item in letters if item.state == LetterState.SENT.value}
    states = Counter(item.state for item in letters)
    return [
        Finding("letters", len(letters), is_fact=True),
        Finding("letters without question", len(orphans)),
        Finding("letters that stand in the folder and not in the outbox", len(set(files) - known)),
        Finding("letters marked as sent that are nowhere", len(sent - set(files))),
        Finding("letters written twice", sum(count > 1 for count in files.values())),
        Finding("letters that stuck", states[LetterState.PARKED.value]),
        Finding("letters that never left", states[LetterState.WAITING.value]),
    ]


def _message_id(file: Path) -> str:
    return str(message_from_bytes(file.read_bytes())["Message-ID"]).strip()


def _look_at_questions(session: Session) -> list[Finding]:
    """A question is its row, its words, its history, its trail and its promise: all or nothing."""
    half = 0
    questions = session.scalars(select(Question)).all()
    for question in questions:
        own = (
            select(func.count()).where(Message.question_id == question.id),
            select(func.count()).where(
                QuestionStep.question_id == question.id, QuestionStep.action == "asked"
            ),
            select(func.count()).where(
                AuditEntry.subject_kind == "question",
                AuditEntry.subject_id == question.id,
                AuditEntry.action == "asked",
            ),
        )
        is_whole = [session.scalar(query) for query in own] == [1, 1, 1]
        half += not (is_whole and question.code_digest and question.due_at)
    strays = select(func.count()).where(Message.question_id.not_in(select(Question.id)))
    return [
        Finding("questions kept", len(questions), is_fact=True),
        Finding(
            "of these in quarantine", sum(item.is_quarantined for item in questions), is_fact=True
        ),
        Finding("half questions", half),
        Finding("messages without question", session.scalar(strays) or 0),
    ]
