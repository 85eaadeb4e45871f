"""A new follow-up code for a family that still has its page open but lost the paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.questions.codes import new_code, read_code
from app.questions.models.questions import Question
from app.questions.operations.asking import CODE_PURPOSE
from app.questions.operations.changing import FAMILY, add_step
from app.sealing import digest


def renew_code(session: Session, question: Question, *, now: datetime) -> str:
    """Give a question a new code; the one before opens nothing any more."""
    code = new_code()
    question.code_digest = digest(session, CODE_PURPOSE, read_code(code))
    add_step(session, question, "code-renewed", by=FAMILY, now=now)
    return code
