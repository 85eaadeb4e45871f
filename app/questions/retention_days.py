"""Until when a question is kept: pure rules, the same for the page that shows it and the eraser.

Closed questions count from their closing, open ones from their last change by anybody. The days
are those of the calendar in Brussels; what falls on a day is gone when that day's night run ends.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from app.agenda.clock import as_local
from app.questions.models.desks import HouseRules
from app.questions.models.questions import Question

ALARM_DAYS = 14
"""Days before an unanswered question is erased on which its coordinators are told."""


class EraseDays(NamedTuple):
    """The days on which contact data and texts are erased."""

    contact_on: date
    text_on: date


def erase_on(question: Question, rules: HouseRules) -> EraseDays:
    """When a question's contact data and texts are erased, as things stand now."""
    if question.closed_at is not None:
        closed_on = as_local(question.closed_at).date()
        return EraseDays(
            closed_on + timedelta(days=rules.contact_kept_days),
            closed_on + timedelta(days=rules.text_kept_days),
        )
    ends_on = as_local(question.changed_at).date() + timedelta(days=rules.unanswered_kept_days)
    return EraseDays(ends_on, ends_on)


def alarm_on(question: Question, rules: HouseRules) -> date | None:
    """When coordinators are told that an open question will be erased; None for closed ones."""
    if question.closed_at is not None:
        return None
    return erase_on(question, rules).text_on - timedelta(days=ALARM_DAYS)
