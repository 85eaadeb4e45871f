"""A small database with two desks, for the tests of questions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.db import Database
from app.questions.models.questions import Question, QuestionState
from app.questions.models.referrals import Referral, ReferralState
from tests.questions.desk_examples import Example, add_question, add_referral
from tests.questions.desk_fixtures import desk_file, example
from tests.sites import sealed_database

__all__ = ["desk_file", "example"]


@pytest.fixture
def database(desk_file: tuple[Path, Example], tmp_path: Path) -> Iterator[Database]:
    """A database with two desks, of this test alone (SQLite)."""
    shutil.copytree(desk_file[0], tmp_path, dirs_exist_ok=True)
    database = sealed_database(f"sqlite:///{tmp_path / 'own.sqlite'}", tmp_path)
    yield database
    database.dispose()


@pytest.fixture
def state() -> Callable[[Session, Example, ReferralState], tuple[Question, Referral]]:
    """Makes a question that waits for a partner, with its referral in a state."""

    def make(
        session: Session, example: Example, referral_state: ReferralState
    ) -> tuple[Question, Referral]:
        question = add_question(
            session, example, state=QuestionState.WAITING_PARTNER.value, due_at=None
        )
        return question, add_referral(session, example, question, state=referral_state)

    return make
