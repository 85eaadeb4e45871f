"""What a referral's news does: letters to the family and the desk, the question back on top."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.mail.outbox import queue_letter
from app.questions.letters import draft_answered
from app.questions.models.questions import Question, QuestionState
from app.questions.models.referrals import Referral
from app.questions.operations.changing import Doer, add_step, return_question
from app.questions.operations.reading import open_contact
from app.questions.operations.told_people import list_told
from app.questions.referral_letters import draft_desk_news
from app.questions.states import QUESTION_CHANGES, RUNNING, is_allowed


def tell_family(session: Session, question: Question, *, site_url: str) -> None:
    """Tell a family that gave an address that its status page has news."""
    contact = open_contact(session, question)
    if contact.email:
        queue_letter(session, draft_answered(question, contact.email, site_url=site_url))


def tell_desk(session: Session, question: Question, *, by: Doer, site_url: str) -> None:
    """Tell whoever looks after a question that a referral changed; not who changed it."""
    for colleague in list_told(session, question):
        if colleague.id != by.person_id:
            queue_letter(
                session,
                draft_desk_news(
                    question, colleague.email, language=colleague.language, site_url=site_url
                ),
            )


def bring_back(
    session: Session,
    question: Question,
    *,
    by: Doer,
    now: datetime,
    action: str,
    referral: Referral,
) -> None:
    """Bring the question back to the desk, on top; one that may not open again only hears of it."""
    state = QuestionState(question.state)
    may_open = state in {QuestionState.NEW, QuestionState.OPEN} or is_allowed(
        QUESTION_CHANGES, state, QuestionState.OPEN, by.author
    )
    if question.text_erased_at is not None or not may_open:
        add_step(session, question, action, by=by, now=now, referral=referral)
        return
    return_question(session, question, by=by, now=now, action=action, referral=referral)


def has_other_running(session: Session, referral: Referral) -> bool:
    """Whether another partner of the same question still has something to do, or to tell."""
    others = select(Referral.id).where(
        Referral.question_id == referral.question_id,
        Referral.id != referral.id,
        Referral.state.in_([state.value for state in RUNNING]),
    )
    return session.scalar(others.limit(1)) is not None
