"""The figures of a year: counted contacts and questions together, never with a small number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.agenda.clock import as_local, local_datetime
from app.directory.models.terms import Term
from app.questions.models.desks import ContactMoment, ContactResult
from app.questions.models.questions import CloseReason, Question
from app.questions.small_numbers import HIDDEN, Masked, mask_count, mask_counts
from app.search.queries import AGE_GROUPS

UNKNOWN = ""
FIRST_HOUR, LAST_HOUR = 7, 21
"""Hours outside this are counted with the first or the last one."""
_NO_MOMENT = (CloseReason.MERGED.value, CloseReason.NO_QUESTION.value)


class Outcome(StrEnum):
    """What came of a contact or a question."""

    INFORMED = "informed"
    REFERRED = "referred"
    NOTHING_FOUND = "nothing-found"
    ESCALATED = "escalated"
    STOPPED = "stopped"
    OPEN = "open"


_OF_QUESTION: Mapping[str | None, Outcome] = {
    None: Outcome.OPEN,
    CloseReason.ANSWERED.value: Outcome.INFORMED,
    CloseReason.HANDED_OVER.value: Outcome.REFERRED,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One contact or question, with only what is counted of it."""

    at: datetime
    """On the clock of Brussels."""
    theme: str
    age: str
    channel: str
    municipality: str
    outcome: str
    is_question: bool


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of one year of one House as they may be told."""

    year: int
    total: str
    contacts: str
    questions: str
    themes: Masked[str]
    ages: Masked[str]
    channels: Masked[str]
    municipalities: Masked[str]
    outcomes: Masked[str]
    months: Masked[int]
    hours: Masked[tuple[int, int]]
    """By (hour, weekday); contacts at the desk only, as a form may be sent at night."""


def year_figures(session: Session, house_id: int, year: int) -> YearFigures:
    """The figures of a calendar year on the clock of Brussels.

    A contact that became a question counts once: as that question. Questions in quarantine, doubles
    and what was no question do not count.
    """
    first, last = (
        local_datetime(date(year, 1, 1), time()),
        local_datetime(date(year + 1, 1, 1), time()),
    )
    tops = _top_themes(session)
    contacts = list(_contacts(session, house_id, first, last, tops))
    questions = list(_questions(session, house_id, first, last, tops))
    counted = contacts + questions
    parts = mask_counts({"contacts": len(contacts), "questions": len(questions)})
    is_told = not parts.is_merged
    # Hours are of contacts alone: their sum would tell what the part beside it hides.
    has_hours = is_told and parts.cells.get("contacts") != HIDDEN
    return YearFigures(
        year=year,
        total=mask_count(len(counted)),
        contacts=parts.cells.get("contacts", "0") if is_told else HIDDEN,
        questions=parts.cells.get("questions", "0") if is_told else HIDDEN,
        themes=mask_counts(Counter(item.theme for item in counted)),
        ages=mask_counts(Counter(item.age for item in counted)),
        channels=mask_counts(Counter(item.channel for item in counted)),
        municipalities=mask_counts(Counter(item.municipality for item in counted)),
        outcomes=mask_counts(Counter(item.outcome for item in counted)),
        months=mask_counts(Counter(item.at.month for item in counted)),
        hours=mask_counts(
            Counter(
                (min(max(item.at.hour, FIRST_HOUR), LAST_HOUR), item.at.weekday())
                for item in contacts
            )
        )
        if has_hours
        else Masked({}, is_merged=True),
    )


def list_years(session: Session, house_id: int, *, now: datetime) -> list[int]:
    """The years of which there can be figures, this one first."""
    moments = [
        session.scalar(
            select(ContactMoment.at)
            .where(ContactMoment.house_id == house_id)
            .order_by(ContactMoment.at)
            .limit(1)
        ),
        session.scalar(
            select(Question.asked_at)
            .where(Question.house_id == house_id)
            .order_by(Question.asked_at)
            .limit(1)
        ),
    ]
    this_year = as_local(now).year
    oldest = min((as_local(at).year for at in moments if at is not None), default=this_year)
    return list(range(this_year, oldest - 1, -1))


def _contacts(
    session: Session, house_id: int, first: datetime, last: datetime, tops: Mapping[str, str]
) -> Iterator[Counted]:
    rows = session.scalars(
        select(ContactMoment).where(
            ContactMoment.house_id == house_id,
            ContactMoment.at >= first,
            ContactMoment.at < last,
            ContactMoment.result != ContactResult.ASKED.value,
        )
    )
    for row in rows:
        yield Counted(
            as_local(row.at),
            tops.get(row.theme_id or UNKNOWN, UNKNOWN),
            row.age_id or UNKNOWN,
            row.channel,
            row.municipality_nis or UNKNOWN,
            Outcome(row.result).value,
            is_question=False,
        )


def _questions(
    session: Session, house_id: int, first: datetime, last: datetime, tops: Mapping[str, str]
) -> Iterator[Counted]:
    rows = session.execute(
        select(
            Question.asked_at,
            Question.theme_id,
            Question.child_age_months,
            Question.channel,
            Question.municipality_nis,
            Question.close_reason,
        ).where(
            Question.house_id == house_id,
            Question.asked_at >= first,
            Question.asked_at < last,
            Question.is_quarantined.is_(False),
            or_(Question.close_reason.is_(None), Question.close_reason.not_in(_NO_MOMENT)),
        )
    )
    for row in rows:
        yield Counted(
            as_local(row.asked_at),
            tops.get(row.theme_id or UNKNOWN, UNKNOWN),
            age_group_of(row.child_age_months),
            row.channel,
            row.municipality_nis or UNKNOWN,
            _OF_QUESTION.get(row.close_reason, Outcome.STOPPED).value,
            is_question=True,
        )


def age_group_of(months: int | None) -> str:
    """The term of the age group of a child, or nothing when it is not known."""
    if months is None:
        return UNKNOWN
    return next(
        (group.id for group in AGE_GROUPS if group.first_month <= months < group.end_month), UNKNOWN
    )


def _top_themes(session: Session) -> dict[str, str]:
    """The top term above each term; a top term is its own."""
    rows = session.execute(select(Term.id, Term.parent_id)).all()
    parents: dict[str, str | None] = {row.id: row.parent_id for row in rows}
    tops: dict[str, str] = {}
    for term_id in parents:
        top = term_id
        # The tree has three floors; the bound only guards against a circle in the table.
        for _floor in range(10):
            above = parents.get(top)
            if above is None:
                break
            top = above
        tops[term_id] = top
    return tops
