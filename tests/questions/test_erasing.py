"""Erasing: everything at once, contact and texts apart, and nothing left to read on the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import UnsavedText
from app.db import Database
from app.mail.outbox import queue_letter
from app.questions.letters import draft_answered
from app.questions.models.questions import (
    Message,
    Question,
    QuestionState,
)
from app.questions.models.referrals import Consent, Referral, ReferralState
from app.questions.operations.asking import QuestionDraft, ask_question
from app.questions.operations.changing import FAMILY, SYSTEM
from app.questions.operations.erasing import (
    empty_log,
    erase_contact,
    erase_question,
    erase_texts,
)
from app.questions.operations.reading import open_contact
from app.questions.operations.status import read_status
from app.sealing import seal
from tests.questions.desk_examples import (
    CONTACT,
    NOW,
    SITE_URL,
    WORDS,
    Example,
    add_question,
    add_referral,
)
from tests.questions.letters_seen import letters

LATER = NOW + timedelta(days=7)


FACTS = {"now": LATER, "site_url": SITE_URL}


Make = Callable[[Session, Example, ReferralState], tuple[Question, Referral]]


def test_erasing_ends_everything_and_tells_partners_that_there_is_news(
    database: Database, example: Example, state: Make
) -> None:
    with database.transaction() as session:
        question, referral = state(session, example, ReferralState.ASKED)
        session.add(
            UnsavedText(
                person_id=example.onthaal_id,
                path=f"/onthaal/vraag/{question.id}/antwoord",
                fields_sealed=seal(session, "Dag Mira"),
                kept_at=NOW,
            )
        )
        queue_letter(session, draft_answered(question, CONTACT.email, site_url=SITE_URL))
        erase_question(session, question, by=FAMILY, **FACTS)
        told = letters(session)
        contact = open_contact(session, question)
        left = session.scalars(select(Message.text_sealed)).all()
        unsaved = session.scalars(select(UnsavedText)).all()
    assert (question.state, question.close_reason) == (QuestionState.CLOSED, "stopped-by-family")
    assert question.code_digest is None
    assert question.contact_erased_at == question.text_erased_at == LATER
    assert contact.is_empty
    assert referral.state == ReferralState.STOPPED_BY_FAMILY
    assert referral.summary_sealed is None
    assert left == [None]
    assert unsaved == []
    assert told == [("referral-stopped", "hallo@bibdepagina.example")]


def test_the_site_erases_without_telling_anybody(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example)
        erase_question(session, question, by=SYSTEM, now=LATER)
        assert letters(session) == []
        assert question.text_erased_at == LATER


def test_contact_and_texts_are_erased_apart(database: Database, example: Example) -> None:
    with database.transaction() as session:
        question = add_question(session, example)
        erase_contact(session, question, now=NOW)
        assert question.contact_sealed is None
        assert read_status(session, question).opened.asked == WORDS
        erase_texts(session, question, now=LATER)
        assert read_status(session, question).opened.asked == ""
    assert (question.contact_erased_at, question.text_erased_at) == (NOW, LATER)


def test_nothing_that_was_told_is_left_in_the_file_or_its_log(
    database: Database, example: Example
) -> None:
    """Not its words, and not the sealed bytes either, which the keys still open."""
    draft = QuestionDraft(WORDS, "nl", contact=CONTACT)
    with database.transaction() as session:
        question = ask_question(session, draft, now=NOW, site_url=SITE_URL).question
        add_referral(session, example, question)
        sealed = [
            question.contact_sealed,
            session.scalars(select(Message.text_sealed)).one(),
            session.scalars(select(Consent.wording_sealed)).one(),
            session.scalars(select(Referral.summary_sealed)).one(),
        ]
    path = str(database.engine.url.database)

    def read_files() -> bytes:
        whole = b""
        for name in (path, f"{path}-wal"):
            with open(name, "rb") as file:  # noqa: PTH123 - two plain files
                whole += file.read()
        return whole

    before = read_files()
    assert all(item and item[20:80] in before for item in sealed)
    with database.transaction() as session:
        found = session.get_one(Question, question.id)
        erase_question(session, found, by=FAMILY, **FACTS)
    assert empty_log(database)
    after = read_files()
    assert not any(item and item[20:80] in after for item in sealed)
    for word in (*WORDS.split(), CONTACT.email, CONTACT.phone):
        assert word.encode() not in before
        assert word.encode() not in after
