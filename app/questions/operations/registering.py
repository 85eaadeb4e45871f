"""A question that came by phone, at the desk or on the street, written down by a colleague."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.questions.models.desks import ContactResult
from app.questions.models.questions import Channel
from app.questions.operations.asking import Asked, QuestionDraft, ask_question
from app.questions.operations.changing import Doer
from app.questions.operations.counting import ContactDraft, count_contact
from app.questions.operations.handling import take_question

REGISTERED_CHANNELS = (Channel.PHONE, Channel.WALK_IN, Channel.MAIL, Channel.OUTREACH)
"""How a question comes in when the family does not fill in the form itself."""


def register_question(
    session: Session,
    draft: QuestionDraft,
    *,
    house_id: int,
    by: Doer,
    now: datetime,
    site_url: str,
) -> Asked:
    """Keep a question that somebody told a colleague, and count the contact along.

    It goes to the House of its municipality, as when the family asks itself; without municipality
    to that of the colleague, who has it from now on. The code is for the family.
    """
    if draft.channel not in REGISTERED_CHANNELS:
        draft = replace(draft, channel=Channel.PHONE)
    # Whoever lives nowhere known is helped where the story was told.
    own = house_id if draft.municipality_nis is None else None
    asked = ask_question(session, draft, now=now, site_url=site_url, by=by, house_id=own)
    question = asked.question
    if question.house_id == house_id:
        question.first_opened_at = now
        take_question(session, question, by=by, now=now, version=question.version)
    counted = ContactDraft(
        draft.channel,
        ContactResult.ASKED,
        theme_id=draft.theme_id,
        municipality_nis=draft.municipality_nis,
    )
    count_contact(session, house_id, counted, now=now)
    return asked
